"""A connection to the stack's database that stays open, and what it sees change."""

import subprocess

# Written by logging in, by the machinery that runs beside the requests, and by refused bookings, which are noted.
RESTLESS = {
    "token", "login_attempt", "outbox", "mail_attempt", "notification", "migration", "interview_conflict", "uptime",
}  # fmt: skip


class Watch:
    """Tells whether anything was written."""

    def __init__(self, stack):
        self.client = subprocess.Popen(
            ["mariadb", "--no-defaults", f"--socket={stack.demo['database_socket']}", "--batch", "--unbuffered",
             "--skip-column-names", stack.demo["database"]],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        tables = {row for (row,) in self.rows("SHOW TABLES")}
        self.tables = ", ".join(f"`{table}`" for table in sorted(tables - RESTLESS))
        assert "interview" in self.tables and "outbox" in tables

    def rows(self, statement):
        self.client.stdin.write(f"{statement};\nSELECT 'the end';\n")
        self.client.stdin.flush()
        found = []
        while (line := self.client.stdout.readline()) != "the end\n":
            assert line, "the database client has ended"
            found.append(line.rstrip("\n").split("\t"))
        return found

    def state(self):
        """What each table holds, as values that differ if anything differs."""
        held = dict(self.rows(f"CHECKSUM TABLE {self.tables}"))
        counts = self.rows("SELECT (SELECT COUNT(*) FROM outbox), (SELECT COUNT(*) FROM notification)")
        return {**held, "outbox": counts[0][0], "notification": counts[0][1]}

    def close(self):
        self.client.stdin.close()
        self.client.wait()
