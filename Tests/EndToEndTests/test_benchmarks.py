"""What the benchmarks share with the server, and would notice only when somebody measures again."""

import subprocess
import sys
import types

from harness import CHECKOUT

sys.path[:0] = [str(CHECKOUT / "scripts"), str(CHECKOUT / "Benchmarks")]

from bench import peers  # noqa: E402


# A limit's zone that the site's locations named was missing here, and nginx did not start.
def test_the_benchmarks_nginx_takes_the_sites_locations(tmp_path):
    (tmp_path / "nginx").mkdir()
    ports = {name: 8460 + number for name, number in peers.PORTS.items()}
    sockets = {name: tmp_path / f"{name}.sock" for name in ports}

    command = peers.write_site(types.SimpleNamespace(folder=tmp_path), ports, sockets)
    outcome = subprocess.run([*map(str, command), "-t"], capture_output=True, text=True)

    assert outcome.returncode == 0, outcome.stderr


def test_the_peers_templates_are_translated_whole(tmp_path):
    for translate, suffix in ((peers.django_template, ".html"), (peers.php_template, ".php")):
        peers.write_templates(tmp_path, translate, suffix)
        page = (tmp_path / f"portal{suffix}").read_text()
        assert "{{#" not in page and "{{^" not in page and "{{/" not in page
