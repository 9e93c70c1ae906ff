"""A machine of its own with a booted systemd: a container over an overlay of this machine's file system.

It has what this machine has installed, a network of its own with nothing but loopback, and leaves nothing behind.
"""

import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time

DENY_STARTS = "#!/bin/sh\nexit 101\n"


class MachineError(Exception):
    """Why there is no machine; a reason to skip if `is_lacking`, else to fail."""

    def __init__(self, reason, is_lacking=False):
        super().__init__(reason)
        self.is_lacking = is_lacking


class Machine:
    """Made with packages installed, then booted; `run` runs commands in it."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="interviews-system-"))
        self.root = self.folder / "root"
        self.container = None
        self.leader = None

    def make(self):
        """Lays the overlay; nothing of this machine is changed by what is done in it."""
        if os.geteuid() != 0:
            raise MachineError("only root may mount an overlay and boot a container", is_lacking=True)
        if not shutil.which("systemd-nspawn"):
            raise MachineError("there is no systemd-nspawn (Debian's package systemd-container)", is_lacking=True)
        for name in ("upper", "work", "root"):
            (self.folder / name).mkdir()
        outcome = subprocess.run(
            ["mount", "-t", "overlay", "overlay", "-o",
             f"lowerdir=/,upperdir={self.folder}/upper,workdir={self.folder}/work", self.root],
            capture_output=True, text=True,
        )  # fmt: skip
        if outcome.returncode != 0:
            raise MachineError(f"no overlay can be mounted: {outcome.stderr.strip()}", is_lacking=True)
        for left_over in ("run", "tmp"):
            for each in (self.root / left_over).iterdir():
                shutil.rmtree(each, ignore_errors=True) if each.is_dir() else each.unlink(missing_ok=True)
        (self.root / "etc/hostname").write_text("interviews-system-test\n")

    def install(self, *packages):
        """Debian packages, by name or as files, with the network of this machine and without starting anything."""
        policy = self.root / "usr/sbin/policy-rc.d"
        policy.write_text(DENY_STARTS)
        policy.chmod(0o755)
        outcome = subprocess.run(
            ["chroot", self.root, "env", "DEBIAN_FRONTEND=noninteractive",
             "apt-get", "install", "-y", "-q", "--no-install-recommends", *packages],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=600,
        )  # fmt: skip
        policy.unlink()
        if outcome.returncode != 0:
            raise MachineError(f"apt-get could not install {packages}: {(outcome.stdout + outcome.stderr)[-2000:]}")
        return outcome.stdout + outcome.stderr

    def boot(self):
        """Starts systemd and waits until it has started what is enabled."""
        self.container = subprocess.Popen(
            ["systemd-nspawn", "--quiet", f"--directory={self.root}", "--register=no", "--keep-unit", "--private-network",
             "--resolv-conf=off", "--timezone=off", f"--machine=interviews-{os.getpid()}", "--boot"],
            stdin=subprocess.DEVNULL, stdout=open(self.folder / "boot.log", "wb"), stderr=subprocess.STDOUT,
            start_new_session=True,
        )  # fmt: skip
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if self.container.poll() is not None:
                raise MachineError(f"the container did not boot: {self.boot_log()}", is_lacking=True)
            self.leader = self.leader or self.first_process()
            if self.leader:
                state = self.run("systemctl", "is-system-running", check=False).stdout.strip()
                if state in ("running", "degraded"):
                    return
            time.sleep(0.2)
        raise MachineError(f"systemd did not come up: {self.boot_log()}", is_lacking=True)

    def first_process(self):
        children = " ".join(
            path.read_text() for path in pathlib.Path(f"/proc/{self.container.pid}/task").glob("*/children")
        ).split()
        return int(children[0]) if children else None

    def boot_log(self):
        return (self.folder / "boot.log").read_text(errors="replace")[-2000:]

    def command(self, *arguments):
        """The words that run a command in there."""
        return ["nsenter", f"--target={self.leader}", "--all", "--root", "--wd", *map(str, arguments)]

    def run(self, *arguments, text=None, check=True, timeout=120):
        outcome = subprocess.run(
            self.command(*arguments), input=text or "", capture_output=True, text=True, timeout=timeout
        )
        if check and outcome.returncode != 0:
            journal = self.run("journalctl", "--no-pager", "-n", "60", check=False).stdout
            raise AssertionError(
                f"{' '.join(map(str, arguments))}: {outcome.returncode}\n{outcome.stdout}\n{outcome.stderr}\n{journal}"
            )
        return outcome

    def start(self, *arguments):
        return subprocess.Popen(
            self.command(*arguments), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def write(self, path, text, mode=0o644):
        file = self.root / path.lstrip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        file.chmod(mode)

    def remove(self):
        """Ends every process in there and removes what it wrote."""
        if self.leader:
            try:
                os.kill(self.leader, signal.SIGKILL)
            except ProcessLookupError:
                pass
        if self.container:
            self.container.kill()
            self.container.wait()
        for _ in range(50):
            if not os.path.ismount(self.root) or subprocess.run(["umount", self.root], capture_output=True).returncode == 0:
                break
            time.sleep(0.1)
        if not os.path.ismount(self.root):
            shutil.rmtree(self.folder, ignore_errors=True)
