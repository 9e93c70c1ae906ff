"""A short run of the torture test, and the proof that its checker can find something."""

import json
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree

import pytest
from harness import BINARY, CHECKOUT

CHECKER = CHECKOUT / "scripts" / "torture_check.py"


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """The folder of a run of some seconds, and what came of it."""
    folder = tmp_path_factory.mktemp("torture") / "run"
    settings = {"TORTURE_SECONDS": "15", "TORTURE_CLIENTS": "40", "TORTURE_FOLDER": str(folder), "BINARY": str(BINARY)}
    outcome = subprocess.run(
        [sys.executable, CHECKOUT / "scripts" / "torture"],
        env={**os.environ, **settings}, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=240,
    )  # fmt: skip
    return folder, outcome


def check(folder):
    outcome = subprocess.run([sys.executable, CHECKER, folder], capture_output=True, text=True, timeout=120)
    return outcome.returncode, outcome.stdout + outcome.stderr


def test_nothing_promised_is_broken_while_everything_is_killed(run):
    folder, outcome = run

    assert outcome.returncode == 0, outcome.stdout[-10_000:] + outcome.stderr[-10_000:]
    assert re.search(r"^TORTURE_SEED=\d+", outcome.stdout)
    assert re.search(r"[1-9]\d* operations, 0 violations", outcome.stdout)
    struck = [json.loads(line)["name"] for line in (folder / "faults.jsonl").read_text().splitlines()]
    assert {"database", "deliver"} <= set(struck) and any(name.startswith("serve") for name in struck)


def corrupt_table(folder, table, change):
    """Changes one row of the dump: the first for which `change`, given its fields and the table, returns true."""
    path = folder / "database.xml"
    tree = xml.etree.ElementTree.parse(path)
    data = next(each for each in tree.iter("table_data") if each.get("name") == table)
    fields = [(row, {field.get("name"): field for field in row}) for row in data]
    assert any(change(data, row, named) for row, named in reversed(fields))
    tree.write(path)


def flip_a_counter(folder):
    def change(data, row, named):
        named["current_bookings"].text = str(int(named["current_bookings"].text) + 1)
        return True

    corrupt_table(folder, "slot", change)


def remover(table, **wanted):
    """Removes the last row in which these fields have these values."""

    def remove(folder):
        def change(data, row, named):
            if any(named[name].text != value for name, value in wanted.items()):
                return False
            data.remove(row)
            return True

        corrupt_table(folder, table, change)

    return remove


def lose_an_acknowledged_booking(folder):
    def change(data, row, named):
        # Seeded bookings of the demo are confirmed or old; those of the run are pending until somebody confirms.
        if named["status"].text != "pending" or named["interview_id"].text in earlier:
            return False
        data.remove(row)
        return True

    earlier = json.loads((folder / "start.jsonl").read_text())["interviews"]
    corrupt_table(folder, "schedule", change)


def rewrite(path, change):
    """Changes one line of a log: the first for which `change` returns true."""
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    changed = any(change(line) for line in lines)
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return changed


def overbook_in_a_snapshot(folder):
    def change(line):
        row = next(row for row in line["rows"] if row[0] == "slot")
        row[3] = str(int(row[2]) + 1)
        return True

    assert rewrite(folder / "samples.jsonl", change)


def answer_with(status, retry_after):
    def change_logs(folder):
        def change(line):
            if line["name"] != "look" or line["status"] != 200:
                return False
            line.update(status=status, retry_after=retry_after, answer=None)
            return True

        assert any(rewrite(path, change) for path in sorted(folder.glob("client-*.jsonl")))

    return change_logs


def refuse_without_reason(folder):
    def change(line):
        if line["name"] != "look" or line["status"] != 200:
            return False
        line.update(status=404, answer={"detail": "No Interview matches the given query."}, interview="nobody's")
        return True

    assert any(rewrite(path, change) for path in sorted(folder.glob("client-*.jsonl")))


@pytest.mark.parametrize(
    "corrupt, rule",
    [
        (flip_a_counter, "seats"),
        (lose_an_acknowledged_booking, "lost booking"),
        (remover("booking_event", action="booked"), "history"),
        (remover("outbox", recipient_role="candidate"), "mail"),
        (overbook_in_a_snapshot, "capacity"),
        (answer_with(500, None), "server error"),
        (answer_with(503, None), "server error"),
        (refuse_without_reason, "refusal"),
    ],
    ids=["counter", "booking", "event", "mail", "snapshot", "500", "503", "refusal"],
)
def test_the_checker_reports_what_was_corrupted_on_purpose(run, tmp_path, corrupt, rule):
    folder = tmp_path / "run"
    shutil.copytree(run[0], folder)
    corrupt(folder)

    status, report = check(folder)

    assert status == 1, report
    assert f"VIOLATION {rule}: " in report
