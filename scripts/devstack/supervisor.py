"""Keeps a set of programs running: one thread that starts, hears, reaps and restarts them."""

import contextlib
import errno
import fcntl
import json
import os
import selectors
import signal
import struct
import sys
import time

from .processes import Child, adopt_orphans
from .settings import CHECKOUT, StackError

LOG_LIMIT_BYTES = 20 * 1024 * 1024
_FLOCK = "hhqqi"  # struct flock of fcntl(2): type, whence, start, length, process


class Stopped(Exception):
    """Somebody asked the stack to stop."""


class Supervisor:
    """The programs of one stack in the order in which they were started; they are stopped in the reverse."""

    def __init__(self, settings, members, to_terminal):
        self.settings = settings
        self.members = members
        self.to_terminal = to_terminal
        self.children = []
        self.is_ready = False
        self.stop_requests = 0
        self._heard = {}
        self._selector = selectors.DefaultSelector()
        self._log = open(settings.log_file, "ab", buffering=0)
        adopt_orphans()
        self._listen_for_signals()

    def add(self, child):
        """Starts a program and keeps it running from now on."""
        self.children.append(child)
        self._start(child)

    def run(self, name, arguments, environment, seconds):
        """Runs a program to its end and returns what it printed, for a program that must succeed."""
        child = Child(name, arguments, environment)
        lines = []
        self._start(child, lines)
        if not self.wait(lambda: not child.is_running, seconds):
            child.signal(signal.SIGKILL)
            self.wait(lambda: not child.is_running, 5)
            raise StackError(f"'{name}' did not end within {seconds} seconds.")
        if child.exit_status != 0:
            raise StackError(f"'{name}' failed ({_describe(child.exit_status)}): " + " | ".join(lines[-5:]))
        return "\n".join(lines)

    def wait(self, condition, seconds):
        """Goes on with the work until the condition holds; False if it does not in time."""
        deadline = time.monotonic() + seconds
        while not condition():
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                return False
            self._turn(min(remaining, 0.05))
            if self.stop_requests:
                raise Stopped
        return True

    def wait_steadily(self, child, condition, seconds, what):
        """Waits like `wait`, and fails at once if the program that should bring it about ends instead."""
        before = child.restarts
        if self.wait(lambda: condition() or child.restarts > before, seconds) and child.restarts == before:
            return
        reason = f"it {_describe(child.exit_status)}" if child.restarts > before else f"not within {seconds} seconds"
        last = " | ".join(self._heard.get(child.name, {}).get("recent", [])[-5:])
        raise StackError(f"{what} ({child.name}: {reason}{'; it said: ' + last if last else ''}).")

    def serve_forever(self):
        while not self.stop_requests and self._is_wanted():
            self._turn(0.5)

    def stop(self, order):
        """Stops every program, in the order given by name, each in its own way and time.

        Another request to stop, while this goes on, kills what remains.
        """
        self.is_ready = False
        requests = max(self.stop_requests, 1)
        for child in sorted(self.children, key=lambda child: order.index(child.role)):
            child.start_at = None
            if not child.is_running:
                continue
            self.say(f"stopping {child.name}")
            child.signal(child.stop_signal)
            deadline = time.monotonic() + child.stop_seconds
            while child.is_running and time.monotonic() < deadline and self.stop_requests <= requests:
                self._turn(0.05, restart=False)
            if child.is_running:
                self.say(f"killing {child.name}")
                child.kill_group()
            while child.is_running:
                self._turn(0.05, restart=False)
        self.say("stopped")

    def say(self, text):
        self._write("dev", text)

    def write_status(self):
        """Replaces the status file, which `./dev status` shows."""
        status = {
            "pid": os.getpid(),
            "ready": self.is_ready,
            "url": self.settings.url,
            "processes": {
                child.name: {"pid": child.pid, "restarts": child.restarts, "exit_status": child.exit_status}
                for child in self.children
            },
        }
        unfinished = self.settings.status_file.with_suffix(".new")
        # On a full disk the file tells of an earlier state.
        with contextlib.suppress(OSError):
            unfinished.write_text(json.dumps(status, indent=2) + "\n")
            unfinished.rename(self.settings.status_file)

    def _start(self, child, lines=None):
        try:
            child.start(self.members, CHECKOUT)
        except OSError as error:
            raise StackError(f"{child.name} cannot be started: {child.arguments[0]}: {error.strerror}.") from error
        self._heard[child.name] = {"text": b"", "recent": [], "lines": lines}
        self._selector.register(child.output, selectors.EVENT_READ, child)
        self._running[child.pid] = child
        self.write_status()

    def _turn(self, seconds, restart=True):
        """One round: hear what the programs print, reap what ended, start again what is due."""
        for key, _ in self._selector.select(self._until_next_start(seconds) if restart else seconds):
            if isinstance(key.data, Child):
                self._read(key.data, key.fd)
            else:
                _drain(key.fd)
        self._reap()
        now = time.monotonic()
        for child in self.children if restart and not self.stop_requests else []:
            if child.start_at is not None and child.start_at <= now:
                self._start(child)
                self.say(f"{child.name} started again (process {child.pid})")

    def _is_wanted(self):
        owner = self.settings.owner
        return owner is None or os.path.exists(f"/proc/{owner}")

    def _until_next_start(self, seconds):
        due = [child.start_at for child in self.children if child.start_at is not None]
        return max(0.0, min([seconds, *(at - time.monotonic() for at in due)]))

    def _reap(self):
        while True:
            try:
                # Looked at first and reaped later: until then the number of the process group is still its own.
                ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            except ChildProcessError:
                return
            if ended is None:
                return
            child = self._running.pop(ended.si_pid, None)
            if child is not None:
                child.kill_group()
            _, status = os.waitpid(ended.si_pid, 0)
            if child is not None:
                self._note_end(child, os.waitstatus_to_exitcode(status))

    def _note_end(self, child, exit_status):
        self._read(child, child.output, is_last=True)
        self._selector.unregister(child.output)
        os.close(child.output)
        child.ended(exit_status)
        if child in self.children:
            if not self.stop_requests:
                self.say(f"{child.name} {_describe(exit_status)}")
            self.write_status()

    def _read(self, child, descriptor, is_last=False):
        state = self._heard[child.name]
        try:
            while chunk := os.read(descriptor, 65536):
                *lines, state["text"] = (state["text"] + chunk).split(b"\n")
                for line in lines:
                    self._hear(child, state, line)
        except OSError as error:
            if error.errno != errno.EAGAIN:
                raise
        if is_last and state["text"]:
            self._hear(child, state, state["text"])

    def _hear(self, child, state, line):
        text = line.decode("utf-8", "replace").rstrip("\r")
        if state["lines"] is not None:
            state["lines"].append(text)
            return
        state["recent"] = [*state["recent"][-19:], text]
        self._write(child.name, text)

    def _write(self, name, text):
        now = time.time()
        stamp = time.strftime("%H:%M:%S", time.localtime(now)) + f".{int(now * 1000) % 1000:03d}"
        line = f"{stamp} {name:<8} | {text}\n"
        # On a full disk lines are lost, and nothing else is.
        with contextlib.suppress(OSError):
            self._log.write(line.encode("utf-8", "replace"))
            if self._log.tell() > LOG_LIMIT_BYTES:
                self._log.close()
                os.replace(self.settings.log_file, self.settings.log_file.with_suffix(".log.1"))
                self._log = open(self.settings.log_file, "ab", buffering=0)
        if self.to_terminal:
            try:
                sys.stdout.write(line)
                sys.stdout.flush()
            except OSError:
                self.to_terminal = False  # the terminal has gone; the log file goes on

    def _listen_for_signals(self):
        self._running = {}
        read_end, write_end = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
        signal.set_wakeup_fd(write_end, warn_on_full_buffer=False)
        self._selector.register(read_end, selectors.EVENT_READ, None)

        def stop(number, frame):
            self.stop_requests += 1

        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, stop)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)


def take_lock(path):
    """Takes the lock that says a supervisor is there, until this process ends; False if another has it."""
    lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    except OSError:
        os.close(lock)
        return False


def holder_of_lock(path):
    """The process that has the lock, or None; asking does not take it."""
    try:
        lock = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        question = struct.pack(_FLOCK, fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)
        kind, _, _, _, holder = struct.unpack(_FLOCK, fcntl.fcntl(lock, fcntl.F_GETLK, question))
        return None if kind == fcntl.F_UNLCK else holder
    finally:
        os.close(lock)


def _describe(exit_status):
    if exit_status is None:
        return "has not ended"
    if exit_status < 0:
        return f"was ended by {signal.Signals(-exit_status).name}"
    return f"ended with status {exit_status}"


def _drain(descriptor):
    try:
        while os.read(descriptor, 4096):
            pass
    except BlockingIOError:
        pass
