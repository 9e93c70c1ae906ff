"""What the database holds: so many schedules of the past, and what the runs read and book."""

import datetime
import subprocess

from devstack.settings import DATABASE, StackError

from .place import BENCHMARKS, BINARY

TOKEN = "benchmark0123456789benchmark0123456789benchmark0123456789bench"
EMAIL = "recruiter1@mail.example"
PASSWORD = "correct horse battery staple"
SLOTS = 2000
HOT_SLOT = SLOTS
# Candidates of the runs; those of the past have the numbers below.
FIRST_CANDIDATE = 1_000_000_001
DAYS = 30


def load(place, database, size):
    """Brings the schema to this release and fills it with `size` schedules."""
    place.run([BINARY, "migrate"], place.environment(database))
    values = {
        "SIZE": size,
        "CANDIDATES": size // 4 + 1,
        "PAST_SLOTS": size // 2 + 1,
        "LAST": size - 1,
        "TOKEN": TOKEN,
        "PASSWORD": "no password",
    }
    text = (BENCHMARKS / "data.sql").read_text()
    for name, value in values.items():
        text = text.replace(f"@{name}@", str(value))
    sql(database, text)
    subprocess.run(
        [BINARY, "user", "password", EMAIL], input=f"{PASSWORD}\n{PASSWORD}\n", text=True, check=True,
        env=place.environment(database), capture_output=True,
    )  # fmt: skip
    # It ends the user's logins, the runs' token too.
    sql(
        database,
        "INSERT IGNORE INTO token (token_hash, user_id, created_at, expires_at) "
        f"VALUES (UNHEX(SHA2('{TOKEN}', 256)), 1, NOW(6), NOW(6) + INTERVAL 30 DAY)",
    )


def sql(database, text):
    """Runs statements and returns the rows, each a list of texts."""
    outcome = subprocess.run(
        ["mariadb", "--no-defaults", f"--socket={database.socket}", "--batch", "--skip-column-names", DATABASE],
        input=text,
        capture_output=True,
        text=True,
    )
    if outcome.returncode != 0:
        raise StackError("MariaDB refused: " + outcome.stderr.strip())
    return [line.split("\t") for line in outcome.stdout.splitlines()]


def day(number):
    """The day of the list's slots, as the database's clock has it."""
    return (datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=1 + number)).isoformat()



class Candidates:
    """Hands out candidates that no run has booked yet, made when they are needed."""

    def __init__(self, database):
        self.database = database
        self.next = FIRST_CANDIDATE

    def take(self, count):
        first = self.next
        self.next += count
        sql(
            self.database,
            "INSERT INTO candidate (id, company_id, job_id, recruiter_id, full_name, email, status, last_updated,"
            " created_at) SELECT seq, 1, 1, 1, CONCAT('Candidate ', seq), CONCAT('candidate', seq, '@mail.example'),"
            f" 'NEW', NOW(6), NOW(6) FROM seq_{first}_to_{first + count - 1}",
        )
        return first
