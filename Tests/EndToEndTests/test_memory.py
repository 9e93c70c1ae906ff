"""The server's memory stays flat, however often it is asked for long lists."""

import threading

import pytest
import requests
from harness import Stack
from recruiting import Client, add_candidates, on_day

ACME = "Acme Talent"
WORKERS = 4
REQUESTS = 1500
# Two kibibytes lost with each request would be found; the allocator itself moves by some hundred.
ALLOWED = REQUESTS * 2048
PATHS = [
    "/api/interviews/slots/?date={day}&status=available",
    "/api/interviews/slots/?limit=100&offset=50",
    "/api/interviews/?status=scheduled",
    "/api/interviews/?search=Candidate&limit=20",
    "/api/candidates/?status=NEW",
    "/api/interviews/available-slots/?start_date={day}",
    "/api/interviews/calendar/?start_date={day}&end_date={day}",
    "/api/dashboard/",
]


@pytest.fixture(scope="module")
def busy():
    """A stack of few threads, so that each of them is warm soon."""
    running = Stack(WORKERS=str(WORKERS))
    try:
        running.up()
        yield running
    finally:
        running.remove()


def fill(stack, day):
    candidates = add_candidates(stack, ACME, 40)
    stack.sql(
        f"""
        INSERT INTO slot (id, interview_date, start_time, end_time, starts_at, ends_at, company_id, max_candidates,
            created_at, updated_at)
        SELECT UUID(), '{day}', '10:00', '11:00', '{day} 04:30:00', '{day} 05:30:00', candidate.company_id, 2,
            UTC_TIMESTAMP(6), UTC_TIMESTAMP(6)
        FROM candidate WHERE id >= {candidates[0].id};
        INSERT INTO interview (id, candidate_id, company_id, created_at, updated_at)
        SELECT UUID(), id, company_id, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6)
        FROM candidate WHERE id >= {candidates[0].id}
        """
    )


def resident(stack):
    """The bytes that `serve` has in memory."""
    with open(f"/proc/{stack.pid('serve')}/status", encoding="ascii") as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith("VmRSS:"))


def ask_often(stack, token, day, count):
    numbers = iter(range(count))
    failures = []

    def work():
        session = requests.Session()
        session.headers["Authorization"] = f"Token {token}"
        for number in numbers:
            answer = session.get(stack.url + PATHS[number % len(PATHS)].format(day=day), timeout=30)
            if answer.status_code != 200:
                failures.append(answer.text)

    threads = [threading.Thread(target=work) for _ in range(WORKERS)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert not failures, failures[0]


def test_memory_stays_flat(busy):
    day = on_day(40).fields["interview_date"]
    fill(busy, day)
    token = Client(busy, busy.account("COMPANY", ACME)).token
    process = busy.pid("serve")

    ask_often(busy, token, day, REQUESTS)
    warm = resident(busy)
    ask_often(busy, token, day, REQUESTS)
    after = resident(busy)

    assert busy.pid("serve") == process
    assert after - warm < ALLOWED, f"{warm} bytes after {REQUESTS} requests, {after} after as many again"
