"""Lines of JSON that are only ever added to."""

import json
import threading


class Log:
    """One append-only file; a line is whole or not there."""

    def __init__(self, path):
        self._file = open(path, "a", buffering=1, encoding="utf-8")
        self._lock = threading.Lock()

    def write(self, **line):
        text = json.dumps(line, separators=(",", ":")) + "\n"
        with self._lock:
            self._file.write(text)

    def close(self):
        self._file.close()
