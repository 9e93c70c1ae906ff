"""The machine and the versions that the figures are of."""

import os
import platform
import re
import subprocess

from .peers import VENV
from .place import BENCHMARKS, CHECKOUT


def describe():
    return {"machine": machine(), "versions": versions(), "commit": commit()}


def machine():
    with open("/proc/cpuinfo") as file:
        model = re.search(r"model name\s*: (.*)", file.read())
    with open("/proc/meminfo") as file:
        memory = int(re.search(r"MemTotal:\s*(\d+)", file.read())[1])
    name = model[1] if model else platform.machine()
    return f"{os.cpu_count()} cores of {name}, {memory / 2**20:.0f} GiB, Linux {platform.release()}"


def versions():
    found = {
        "Debian": _first("cat /etc/debian_version"),
        "Swift": _first("swift --version 2>/dev/null | grep -o 'Swift version [0-9.]*' | grep -o '[0-9.]*$'"),
        "MariaDB": _first("mariadbd --version | grep -o '[0-9.]*-MariaDB'"),
        "nginx": _first("nginx -v 2>&1 | grep -o '[0-9.]*$'"),
        "PHP": _first("php -r 'echo PHP_VERSION;'"),
        "Python": _first(f"{VENV}/python --version | grep -o '[0-9.]*$'"),
        "wrk": _first("dpkg-query -W -f='${Version}' wrk"),
    }
    for line in (BENCHMARKS / "requirements.txt").read_text().splitlines():
        if "==" in line:
            name, version = line.split("==")
            found[name] = version
    return found


def commit():
    changed = _first("git status --porcelain --untracked-files=no -- Sources Benchmarks nginx migrations templates")
    return _first("git rev-parse --short HEAD") + (" and changes" if changed else "")


def _first(command):
    outcome = subprocess.run(["sh", "-c", command], cwd=CHECKOUT, capture_output=True, text=True)
    return (outcome.stdout.strip().splitlines() or [""])[0]
