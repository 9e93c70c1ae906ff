"""Cost against data: the list and the booking of this server with more and more schedules in the database."""

import hashlib
import os
import shutil

from . import data, load, process
from .measures import MANY, ROOM
from .peers import OURS
from .place import BENCHMARKS


def prepare(place, size, buffer_pool):
    """Starts a database of its own with so many schedules; one that is there from an earlier run is used again."""
    name = f"db-{size}"
    stamp = place.folder / f"{name}.stamp"
    wanted = stamp_of(size)
    if not stamp.exists() or stamp.read_text() != wanted:
        stamp.unlink(missing_ok=True)
        shutil.rmtree(place.folder / name, ignore_errors=True)
    database = place.start_database(name, [f"--innodb-buffer-pool-size={buffer_pool}"])
    if stamp.exists():
        data.migrate(place, database)
    else:
        print(f"bench: filling a database with {size:,} schedules", flush=True)
        data.load(place, database, size)
        stamp.write_text(wanted)
    warm(database)
    return database


def warm(database):
    """Reads the indexes to whose pages each booking goes at random, as any database has them that booked for a while.

    Without them what is measured is how fast the disk gives them back, after a fill that was larger than the cache.
    """
    for column, index in (("key_hash", "session_key"), ("conversation_hash", "session_conversation")):
        data.sql(database, f"SELECT COUNT({column}) FROM session FORCE INDEX ({index})")


def stamp_of(size):
    """Changes with the data, and with the day from which its slots count."""
    return f"{size} {data.day(0)} {hashlib.sha256((BENCHMARKS / 'data.sql').read_bytes()).hexdigest()}\n"


def measure(measures, databases):
    """Gives each database to `serve` in turn, round after round; returns the runs by request and size."""
    place, plan = measures.place, measures.plan
    address, connections = measures.addresses[OURS], min(plan.connections)
    candidates = {size: data.Candidates(database) for size, database in databases.items()}
    runs = {"list": {size: [] for size in databases}, "book": {size: [] for size in databases}}
    for _ in range(plan.rounds):
        for size, database in databases.items():
            process.restart(place, database, plan.workers)
            loads = {
                "list": lambda seconds: load.list_slots(place, address, connections, seconds),
                "book": lambda seconds, size=size: load.book(
                    place, address, connections, seconds, candidates[size], MANY, ROOM
                ),
            }
            for name, one in loads.items():
                one(1)
                runs[name][size].append(one(plan.seconds))
    process.restart(place, measures.database, plan.workers)
    return runs


def clean_up(place, wanted):
    for size in wanted:
        place.stop(f"db-{size}")
        if os.environ.get("BENCH_KEEP") != "1":
            (place.folder / f"db-{size}.stamp").unlink()
            shutil.rmtree(place.folder / f"db-{size}")
