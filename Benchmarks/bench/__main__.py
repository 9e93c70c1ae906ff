"""make bench and make bench-quick."""

import argparse
import datetime
import os
import shutil
import signal
import sys
import time

from devstack.settings import StackError

from . import data, document, machine, peers, process, report, results, sizes, verify
from .measures import Measures
from .place import BENCHMARKS, BINARY, Place
from .plan import Plan, base_port

USAGE = """\
Measures this server beside Django, PHP-FPM and the limits of SQL and FastCGI, on this machine, in turn.
The whole run writes docs/BENCHMARKS.md and docs/benchmarks; some measures alone replace only their own figures there.

settings, from the environment:
  BENCH_PORT     the first of the ports on loopback (8460)
  BENCH_SIZES    how many schedules the database holds where cost is held against data (1000,100000,10000000)
  BENCH_ROUNDS   how often everybody has a turn (5)
  BENCH_REQUESTS how many requests serve answers before its memory is judged (1000000)
  BENCH_KEEP     1 keeps the databases of many schedules below .bench/ for the next time: 10 million take 25 GB
"""
# The measures with one number of connections or with both, and those of one process.
BOTH, ONE, OWN = ("list", "book"), ("hot", "portal", "chunk", "login"), ("start", "sizes", "memory")


def parse(arguments):
    parser = argparse.ArgumentParser(
        prog="scripts/bench", description=USAGE, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("kind", choices=["whole", "quick"])
    parser.add_argument(
        "measures", nargs="*", choices=[*BOTH, *ONE, *OWN, []], metavar="MEASURE", help=", ".join([*BOTH, *ONE, *OWN])
    )
    return parser.parse_args(arguments)


def main():
    # Servers live in sbin, which an ordinary user's PATH on Debian does not have.
    os.environ["PATH"] = os.environ.get("PATH", "/usr/bin:/bin") + ":/usr/sbin:/sbin"
    # So that the context managers end everything.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(1))
    arguments = parse(sys.argv[1:])
    try:
        run(Plan.quick() if arguments.kind == "quick" else Plan.whole(), arguments.measures or [*BOTH, *ONE, *OWN])
    except StackError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def run(plan, wanted):
    began = time.monotonic()
    if not os.access(BINARY, os.X_OK):
        raise StackError("There is no release build: make build makes it.")
    found = machine.describe() | {"date": datetime.date.today().isoformat(), "measures": {}}
    print(f"{found['machine']}\n" + ", ".join(f"{name} {version}" for name, version in found["versions"].items()))
    try:
        with Place(base_port()) as place:
            measure_all(place, plan, wanted, found)
    finally:
        # What was measured is not lost with the rest of a run that is cut short.
        if not plan.is_quick:
            keep(found)
    print(report.goals(found))
    if plan.is_quick:
        print(report.comparison(found, results.read()))
    print(f"\nThis took {time.monotonic() - began:.0f} seconds.")


def keep(found):
    kept = results.read()
    found = kept | found | {"measures": kept["measures"] | found["measures"]}
    results.write(found)
    document.write(found)
    print(f"\nbench: written: {results.FILE.parent} and {document.FILE}")


def measure_all(place, plan, wanted, found):
    """Adds to `found` what was measured, one measure after another."""
    shutil.rmtree(place.folder / "db", ignore_errors=True)
    (place.folder / "media" / "recordings").mkdir()
    database = place.start_database("db", [f"--innodb-buffer-pool-size={plan.buffer_pool}"])
    data.load(place, database, plan.size)
    data.sql(database, (BENCHMARKS / "peers" / "limits" / "procedures.sql").read_text())
    addresses = peers.start(place, database, plan.workers)
    candidates = data.Candidates(database)
    sessions = data.OpenSessions(database, (place.folder / "secret-key").read_bytes(), candidates)
    lengths = verify.verify(place, database, addresses, candidates, sessions)
    print("\nDjango and PHP give the same answers and leave the same rows.", flush=True)
    measures = Measures(place, plan, database, addresses, candidates, sessions, lengths)

    for name in [name for name in BOTH + ONE if name in wanted]:
        for connections in plan.connections if name in BOTH else plan.connections[:1]:
            result = results.summarize(getattr(measures, name)(connections))
            found["measures"][f"{name}-{connections}"] = result
            print(report.measure(f"{name}-{connections}", result), flush=True)
    if "start" in wanted:
        found["start"] = results.spread(process.start_times(measures, plan.rounds))
        print(report.start(found["start"]), flush=True)
    if "sizes" in wanted and plan.sizes:
        databases = {size: sizes.prepare(place, size, plan.buffer_pool) for size in plan.sizes}
        found["sizes"] = results.summarize_sizes(sizes.measure(measures, databases))
        print(report.sizes(found["sizes"]), flush=True)
        sizes.clean_up(place, plan.sizes)
    if "memory" in wanted:
        found["memory"] = process.memory(measures, sessions, plan.memory_requests)
        print(report.memory(found["memory"]), flush=True)


if __name__ == "__main__":
    sys.exit(main())
