"""Runs inside the machine: asks and books without a pause until told to stop, and checks every single answer.

usage: load.py TOKEN SECONDS FILE     (FILE gets the outcome as JSON; a file FILE.stop ends it early)

Each request is a connection of its own, so that a server that goes away is noticed. Only what a client saw counts.
"""

import datetime
import http.client
import json
import os
import ssl
import sys
import threading
import time

CLIENTS = 8
SLOT = {
    "interview_date": f"{datetime.date.today() + datetime.timedelta(days=3)}", "start_time": "10:00:00",
    "end_time": "10:30:00", "ai_interview_type": "technical", "max_candidates": 1,
}  # fmt: skip


def ask(token, method, path, body=None):
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    connection = http.client.HTTPSConnection("127.0.0.1", 443, timeout=30, context=context)
    headers = {"Authorization": f"Token {token}", "Host": "interviews.example.org"}
    if body is not None:
        headers["Content-Type"] = "application/json"
    try:
        connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


class Client(threading.Thread):
    """Makes slots, each with a note of its own, and reads each back; keeps what was not as it should be."""

    def __init__(self, number, token, until, stop):
        super().__init__(daemon=True)
        self.number, self.token, self.until, self.stop = number, token, until, stop
        self.asked = 0
        self.made = []
        self.wrong = []

    def run(self):
        while time.monotonic() < self.until and not os.path.exists(self.stop):
            name = f"load {self.number} {self.asked}"
            try:
                status, text = ask(self.token, "POST", "/api/interviews/slots/", {**SLOT, "notes": name})
                self.asked += 1
                if status == 201:
                    self.made.append(name)
                    made = json.loads(text)["id"]
                    status, text = ask(self.token, "GET", f"/api/interviews/slots/{made}/")
                    self.asked += 1
                    if status != 200 or json.loads(text)["notes"] != name:
                        self.wrong.append(f"GET {status} {text[:100]!r}")
                else:
                    self.wrong.append(f"POST {status} {text[:100]!r}")
            except (OSError, http.client.HTTPException, ValueError) as error:
                self.asked += 1
                self.wrong.append(f"{type(error).__name__}: {error}")
                time.sleep(0.05)


def main():
    token, seconds, file = sys.argv[1], float(sys.argv[2]), sys.argv[3]
    clients = [Client(number, token, time.monotonic() + seconds, file + ".stop") for number in range(CLIENTS)]
    for each in clients:
        each.start()
    for each in clients:
        each.join()
    outcome = {
        "asked": sum(each.asked for each in clients),
        "made": [name for each in clients for name in each.made],
        "wrong": [text for each in clients for text in each.wrong],
    }
    with open(file, "w") as written:
        json.dump(outcome, written)


if __name__ == "__main__":
    main()
