"""The package, and the machine that it is installed in, for all tests of this folder."""

import os
import pathlib
import subprocess

import pytest
from machine import Machine, MachineError
from site_of_test import configure_relay, configure_site

CHECKOUT = pathlib.Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="session")
def package():
    """The Debian package of this checkout; PACKAGE names one that is built already."""
    if "PACKAGE" in os.environ:
        return pathlib.Path(os.environ["PACKAGE"])
    subprocess.run([CHECKOUT / "scripts/make-deb"], check=True, stdin=subprocess.DEVNULL)
    return max((CHECKOUT / "dist").glob("interviews_*.deb"), key=lambda path: path.stat().st_mtime)


@pytest.fixture(scope="session")
def machine(package):
    """A booted machine with the package, MariaDB, nginx, and Postfix with Dovecot as the relay."""
    made = Machine()
    try:
        made.make()
        (made.root / "tmp/interviews.deb").write_bytes(package.read_bytes())
        # Postfix's own questions are answered by its package's defaults.
        made.install("mariadb-server", "nginx", "postfix", "dovecot-core", "openssl", "/tmp/interviews.deb")
        configure_site(made)
        configure_relay(made)
        made.boot()
        yield made
    except MachineError as error:
        if not error.is_lacking:
            raise
        pytest.skip(f"SYSTEM TEST SKIPPED: {error}")
    finally:
        made.remove()
