"""make bench and make bench-quick."""

import argparse
import datetime
import os
import shutil
import signal
import sys
import time

from devstack.settings import StackError

from . import data, machine, peers, report, results, verify
from .measures import Measures
from .place import BENCHMARKS, BINARY, Place
from .plan import Plan, base_port

USAGE = """\
Measures this server beside Django, PHP-FPM and the limits of SQL and FastCGI, on this machine, in turn.

settings, from the environment:
  BENCH_PORT    the first of the ports on loopback (8460)
  BENCH_SIZES   how many schedules the database holds where cost is held against data (1000,100000,10000000)
  BENCH_ROUNDS  how often everybody has a turn (5)
"""


def parse(arguments):
    parser = argparse.ArgumentParser(
        prog="make bench", description=USAGE, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("kind", choices=["whole", "quick"])
    parser.add_argument("measures", nargs="*", help="only these: list book hot")
    return parser.parse_args(arguments)


def main():
    # Servers live in sbin, which an ordinary user's PATH on Debian does not have.
    os.environ["PATH"] = os.environ.get("PATH", "/usr/bin:/bin") + ":/usr/sbin:/sbin"
    # So that the context managers end everything.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(1))
    arguments = parse(sys.argv[1:])
    try:
        run(arguments)
    except StackError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def run(arguments):
    began = time.monotonic()
    plan = Plan.quick() if arguments.kind == "quick" else Plan.whole()
    if not os.access(BINARY, os.X_OK):
        raise StackError("There is no release build: make build makes it.")
    found = machine.describe() | {"date": datetime.date.today().isoformat(), "measures": {}}
    print(f"{found['machine']}\n" + ", ".join(f"{name} {version}" for name, version in found["versions"].items()))
    with Place(base_port()) as place:
        shutil.rmtree(place.folder / "db", ignore_errors=True)
        database = place.start_database("db", [f"--innodb-buffer-pool-size={plan.buffer_pool}"])
        data.load(place, database, plan.size)
        data.sql(database, (BENCHMARKS / "peers" / "limits" / "procedures.sql").read_text())
        addresses = peers.start(place, database, plan.workers)
        candidates = data.Candidates(database)
        lengths = verify.verify(database, addresses, candidates)
        print("\nDjango and PHP give the same answers and leave the same rows.", flush=True)
        measures = Measures(place, plan, database, addresses, candidates, lengths)
        for name in ("list", "book", "hot"):
            for connections in plan.connections:
                if arguments.measures and name not in arguments.measures:
                    continue
                if name == "hot" and connections > 32:
                    continue
                full_name = f"{name}-{connections}"
                result = results.summarize(getattr(measures, name)(connections))
                found["measures"][full_name] = result
                print(report.measure(full_name, result), flush=True)
    print(report.goals(found))
    print(f"\nThis took {time.monotonic() - began:.0f} seconds.")
    if plan.is_quick:
        print(report.comparison(found, results.read()))
    else:
        results.write(found)


if __name__ == "__main__":
    sys.exit(main())
