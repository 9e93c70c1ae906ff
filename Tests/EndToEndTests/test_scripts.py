"""The scripts around the program."""

import os
import shutil
import subprocess

import pytest
from harness import CHECKOUT

PROGRAMS = [
    path for folder in (CHECKOUT, CHECKOUT / "scripts") for path in sorted(folder.iterdir())
    if path.is_file() and os.access(path, os.X_OK)
]  # fmt: skip
SYSTEM_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.name)
def test_each_says_how_it_is_used_and_does_nothing_else(program):
    outcome = subprocess.run([program, "--help"], capture_output=True, text=True, timeout=60, cwd=CHECKOUT)

    assert outcome.returncode == 0, outcome.stderr
    assert "usage: " in outcome.stdout.lower()


def install_packages(swift_folder=None):
    path = f"{swift_folder}:{SYSTEM_PATH}" if swift_folder else SYSTEM_PATH
    return subprocess.run(
        [str(CHECKOUT / "scripts/install-packages"), "run"],
        env={"PATH": path},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )


def swift_that_says(folder, text):
    program = folder / "swift"
    program.write_text(f"#!/bin/sh\necho '{text}'\n")
    program.chmod(0o755)
    return folder


@pytest.mark.parametrize("version", ["6.2", "6.3.1", "6.10", "7.0.1"])
def test_a_swift_that_is_new_enough_is_taken(tmp_path, version):
    outcome = install_packages(swift_that_says(tmp_path, f"Swift version {version} (swift-{version}-RELEASE)"))

    assert outcome.returncode == 0, outcome.stderr
    assert "Debian packages are there" in outcome.stdout


@pytest.mark.parametrize("said", ["Swift version 5.10.1 (swift-5.10.1-RELEASE)", "Swift version 6.1", "whatever"])
def test_an_older_swift_is_refused_in_one_sentence(tmp_path, said):
    outcome = install_packages(swift_that_says(tmp_path, said))

    assert outcome.returncode != 0
    assert outcome.stdout == ""
    assert len(outcome.stderr.splitlines()) == 1 and "Swift 6.2 or newer is needed" in outcome.stderr


def test_without_swift_nothing_is_installed():
    if shutil.which("swift", path=SYSTEM_PATH):
        pytest.skip("this machine has a Swift among its own programs")

    outcome = install_packages()

    assert outcome.returncode != 0
    assert "no swift is on the PATH" in outcome.stderr


def test_an_unknown_purpose_is_refused():
    outcome = subprocess.run(
        [str(CHECKOUT / "scripts/install-packages"), "everything"], capture_output=True, text=True, timeout=60
    )

    assert outcome.returncode != 0 and "everything" in outcome.stderr


@pytest.mark.parametrize("name, value", [("PORT", "http"), ("PORT", "70000"), ("BUILD", "fast")])
def test_a_setting_of_the_stack_that_makes_no_sense_is_said(name, value):
    outcome = subprocess.run(
        [str(CHECKOUT / "dev"), "status"],
        env={"PATH": SYSTEM_PATH, name: value},
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert outcome.returncode == 1
    assert len(outcome.stderr.splitlines()) == 1 and name in outcome.stderr and value in outcome.stderr
