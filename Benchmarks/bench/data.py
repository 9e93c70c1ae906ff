"""What the database holds: so many schedules of the past, and what the runs read and book."""

import datetime
import hmac
import subprocess

from devstack.settings import DATABASE, StackError

from .place import BENCHMARKS, BINARY

TOKEN = "benchmark0123456789benchmark0123456789benchmark0123456789bench"
EMAIL = "recruiter1@mail.example"
PASSWORD = "correct horse battery staple"
ACCOUNTS = 100
SLOTS = 2000
HOT_SLOT = SLOTS
# Candidates of the runs; those of the past have the numbers below.
FIRST_CANDIDATE = 1_000_000_001
DAYS = 30


def migrate(place, database):
    place.run([BINARY, "migrate"], place.environment(database), seconds=3600)


def load(place, database, size):
    """Brings the schema to this release and fills it with `size` schedules."""
    migrate(place, database)
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
    # Everybody has the same password. Setting it ends the user's logins, the runs' token too.
    sql(
        database,
        f"UPDATE user, (SELECT password_hash FROM user WHERE email = '{EMAIL}') made"
        " SET user.password_hash = made.password_hash;"
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


OPEN_SESSIONS = """
INSERT IGNORE INTO slot (id, interview_date, start_time, end_time, starts_at, ends_at, ai_interview_type, company_id,
    job_id, max_candidates, created_at, updated_at)
VALUES ('01930000-0000-7001-8000-000000000000', CURRENT_DATE, '00:00:00', '23:59:00', NOW(6) - INTERVAL 5 MINUTE,
    NOW(6) + INTERVAL 10 HOUR, 'technical', 1, 1, 1000000, NOW(6), NOW(6));
INSERT INTO interview (id, candidate_id, company_id, job_id, created_by, created_at, updated_at)
SELECT CONCAT('0194', LPAD(HEX(seq), 8, '0'), '70028000000000000000'), {candidate}, 1, 1, 1, NOW(6), NOW(6)
FROM seq_{first}_to_{last};
INSERT INTO schedule (id, interview_id, slot_id, booked_at)
SELECT CONCAT('0194', LPAD(HEX(seq), 8, '0'), '70038000000000000000'),
    CONCAT('0194', LPAD(HEX(seq), 8, '0'), '70028000000000000000'), '01930000-0000-7001-8000-000000000000', NOW(6)
FROM seq_{first}_to_{last};
INSERT INTO session (id, interview_id, key_hash, conversation_hash, scheduled_at, ends_at, entered_at, started_at,
    created_at)
SELECT CONCAT('0194', LPAD(HEX(seq), 8, '0'), '70048000000000000000'),
    CONCAT('0194', LPAD(HEX(seq), 8, '0'), '70028000000000000000'), UNHEX(SHA2(CONCAT('open', seq), 256)),
    UNHEX(SHA2(CONCAT('said', seq), 256)), NOW(6) - INTERVAL 5 MINUTE, NOW(6) + INTERVAL 10 HOUR, NOW(6), NOW(6), NOW(6)
FROM seq_{first}_to_{last};
INSERT INTO consent (session_id, version, given_at)
SELECT CONCAT('0194', LPAD(HEX(seq), 8, '0'), '70048000000000000000'), '2026-11', NOW(6)
FROM seq_{first}_to_{last};
INSERT INTO session_question (session_id, position, question_text, question_type, time_limit_seconds, asked_at)
SELECT CONCAT('0194', LPAD(HEX(sessions.seq), 8, '0'), '70048000000000000000'), questions.seq,
    REPEAT('What would you change about it today? ', 5), 'TECHNICAL', 240, IF(questions.seq = 1, NOW(6), NULL)
FROM seq_{first}_to_{last} sessions, seq_1_to_4 questions;
INSERT INTO recording (id, session_id, question_position, media_type, created_at)
SELECT CONCAT('0194', LPAD(HEX(seq), 8, '0'), '70058000000000000000'),
    CONCAT('0194', LPAD(HEX(seq), 8, '0'), '70048000000000000000'), 1, 'video/webm', NOW(6)
FROM seq_{first}_to_{last};
"""


class OpenSessions:
    """Hands out sessions of interviews that go on now, each with the cookie that opens it and a recording."""

    def __init__(self, database, secret, candidates):
        self.database = database
        self.secret = secret
        self.candidates = candidates
        self.next = 1

    def take(self, count):
        """Returns (cookie, recording's id) of each."""
        first, last = self.next, self.next + count - 1
        self.next += count
        sql(self.database, OPEN_SESSIONS.format(first=first, last=last, candidate=self.candidates.take(1)))
        return [
            (self._cookie(f"0194{number >> 16:04x}-{number & 0xFFFF:04x}-7004-8000-000000000000"),
             f"0194{number >> 16:04x}-{number & 0xFFFF:04x}-7005-8000-000000000000")
            for number in range(first, last + 1)
        ]  # fmt: skip

    def _cookie(self, session):
        """Signed as the server signs it: session, nonce, and HMAC-SHA256 of both."""
        claim = f"{session}.{'0' * 32}"
        key = hmac.digest(self.secret, b"portal-cookie", "sha256")
        return f"{claim}.{hmac.digest(key, claim.encode(), 'sha256').hex()}"


def day(number):
    """The day of the list's slots, as the database's clock has it."""
    return (datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=1 + number)).isoformat()

class Candidates:
    """Hands out candidates that no run has booked yet, made when they are needed."""

    def __init__(self, database):
        self.database = database
        (last,), *_ = sql(database, "SELECT MAX(id) FROM candidate")
        self.next = max(FIRST_CANDIDATE, int(last) + 1)

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
