"""Child processes that never outlive their supervisor unnoticed."""

import ctypes
import os
import pathlib
import signal
import subprocess
import time

SHORTEST_PAUSE = 0.2
LONGEST_PAUSE = 5.0
STEADY_SECONDS = 10.0

_libc = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36


def adopt_orphans():
    """Makes this process the parent of its children's orphans (nginx's workers, once their master is killed)."""
    _libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def die_with(parent):
    """What a new process calls before it becomes the program: when `parent`, which starts it, dies, it gets a SIGTERM."""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def role_of(name):
    """What a process does: its name without the number that tells copies apart."""
    return name.partition("-")[0]


class Child:
    """One program of the stack, started again whenever it ends.

    It runs in a process group of its own, so that a terminal's Ctrl-C reaches only the supervisor, which then stops all
    of them in order; and it gets a SIGTERM from the kernel if the supervisor dies.
    """

    def __init__(self, name, arguments, environment, *, stdin=None, stop_signal=signal.SIGTERM, stop_seconds=10):
        self.name = name
        self.arguments = [str(argument) for argument in arguments]
        self.environment = environment
        self.stdin = stdin
        self.stop_signal = stop_signal
        self.stop_seconds = stop_seconds
        self.pid = None
        self.output = None
        self.exit_status = None
        self.restarts = 0
        self.started_at = 0.0
        self.start_at = None
        self._pause = SHORTEST_PAUSE

    @property
    def role(self):
        return role_of(self.name)

    @property
    def is_running(self):
        return self.pid is not None

    def start(self, members, cwd):
        """Starts the program; `members` is a descriptor that marks it and its children as the stack's."""
        read_end, write_end = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
        os.set_blocking(write_end, True)
        supervisor = os.getpid()

        try:
            process = subprocess.Popen(
                self.arguments,
                stdin=self.stdin if self.stdin is not None else subprocess.DEVNULL,
                stdout=write_end,
                stderr=write_end,
                env=self.environment,
                cwd=cwd,
                pass_fds=[members],
                process_group=0,
                preexec_fn=lambda: die_with(supervisor),
            )
        except BaseException:
            os.close(read_end)
            raise
        finally:
            os.close(write_end)
        # The supervisor reaps by itself, orphans included; Popen must not warn about or wait for this one.
        process.returncode = 0
        self.pid = process.pid
        self.output = read_end
        self.exit_status = None
        self.started_at = time.monotonic()
        self.start_at = None

    def ended(self, exit_status):
        """Notes the end and when to start again: soon after a steady run, later and later in a row of failures."""
        self.pid = None
        self.exit_status = exit_status
        now = time.monotonic()
        if now - self.started_at >= STEADY_SECONDS or exit_status == 0:
            self._pause = SHORTEST_PAUSE
            self.start_at = now
        else:
            self.start_at = now + self._pause
            self._pause = min(self._pause * 2, LONGEST_PAUSE)
        self.restarts += 1

    def signal(self, number):
        if self.pid is None:
            return
        try:
            os.kill(self.pid, number)
        except ProcessLookupError:
            pass

    def kill_group(self):
        """Kills what is left of the program; called before it is reaped, while its number cannot be another's."""
        try:
            os.killpg(self.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            pass


def members_of(marker):
    """The processes that hold the file `marker` open: a stack's own, however they came to be orphans."""
    found = []
    wanted = os.path.realpath(marker)
    for entry in pathlib.Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            if any(os.readlink(descriptor) == wanted for descriptor in (entry / "fd").iterdir()):
                found.append(int(entry.name))
        except OSError:
            continue  # ended meanwhile, or another user's
    return found


def stop_members(marker, patience=15.0):
    """Ends what an earlier stack left behind: politely, then for good. Returns how many processes there were."""
    found = members_of(marker)
    remaining, number = found, signal.SIGTERM
    deadline = time.monotonic() + patience
    while remaining:
        if time.monotonic() > deadline:
            number = signal.SIGKILL
        for pid in remaining:
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                pass
        time.sleep(0.2)
        remaining = members_of(marker)
    return len(found)
