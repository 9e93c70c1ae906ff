"""What one `serve` costs: memory under load, and the time from its start to its first answer."""

import re
import time

from . import data, load, verify
from .peers import OURS

# A mix of requests, in seconds of each before the memory is looked at again.
SLICE = {"list": 2, "portal": 4, "book": 1}


def resident_bytes(pid):
    """What the process has in memory now, and had at most."""
    with open(f"/proc/{pid}/status") as file:
        text = file.read()
    return tuple(int(re.search(rf"{name}:\s*(\d+) kB", text)[1]) * 1024 for name in ("VmRSS", "VmHWM"))


def memory(measures, sessions, wanted):
    """Loads a fresh `serve` with a mix of requests until so many are answered."""
    place, address = measures.place, measures.addresses[OURS]
    restart(place, measures.database, measures.plan.memory_workers)
    connections = min(measures.plan.connections)
    answered, errors, points = 0, 0, []
    while answered < wanted:
        runs = [
            load.list_slots(place, address, connections, SLICE["list"]),
            load.portal(place, address, connections, SLICE["portal"], sessions),
            load.book(place, address, connections, SLICE["book"], measures.candidates, (0, data.SLOTS), 3000),
        ]
        answered += sum(run.requests for run in runs)
        errors += sum(run.errors for run in runs)
        points.append([answered, resident_bytes(place.processes["serve"].pid)[0]])
    half = next(size for count, size in points if count >= answered / 2)
    return {
        "workers": measures.plan.memory_workers,
        "requests": answered,
        "errors": errors,
        "half": half,
        "end": points[-1][1],
        "most": resident_bytes(place.processes["serve"].pid)[1],
        "points": points,
    }


def start_times(measures, rounds):
    """Milliseconds from starting `serve` to the answer of the request that waits for it, in each round."""
    place, found = measures.place, []
    address = measures.addresses[OURS]
    for _ in range(rounds):
        place.stop("serve")
        begin = time.monotonic()
        place.start_serve("serve", measures.database, measures.plan.workers)
        verify.ask(address, "GET", verify.list_path())
        found.append((time.monotonic() - begin) * 1000)
    return found


def restart(place, database, workers):
    place.stop("serve")
    place.start_serve("serve", database, workers)
