"""What README.md says is so: its block of commands works when pasted, and its table has every setting."""

import ast
import re
import subprocess

from harness import CHECKOUT
from recruiting import LINK

README = (CHECKOUT / "README.md").read_text()
SOURCES = [*(CHECKOUT / "Sources/App").rglob("*.swift"), CHECKOUT / "Sources/Notifications/EmailSettings.swift"]
# Set by the service manager, and by mail servers, for their own protocols, and nobody's to choose.
PROTOCOL = {"NOTIFY_SOCKET", "WATCHDOG_USEC", "JOURNAL_STREAM", "RECIPIENT", "ORIGINAL_RECIPIENT"}


def source():
    return "\n".join(path.read_text() for path in SOURCES)


def settings_table():
    """The default that the table gives, by the setting's name."""
    return dict(re.findall(r"^\| `([A-Z_]+)` \| (.*?) \|", README, re.MULTILINE))


def test_the_table_has_every_setting_that_the_program_reads_and_no_other():
    read = re.findall(r'(?:reader\.[a-z]+\(|value\(|secret\(|variables\[)\s*"([A-Z_]+)"', source())

    assert len(set(read)) > 30, "the settings are not read the way this test looks for"
    assert set(settings_table()) == set(read) - PROTOCOL


def test_the_table_has_the_defaults_of_the_program():
    table = settings_table()
    numbers = re.findall(r'reader\.int\(\s*"([A-Z_]+)",\s*default: ([0-9_]+)(?: << ([0-9]+))?,', source())
    texts = re.findall(r'(?:reader\.(?:text|zone)\(\s*"([A-Z_]+)",\s*default: |value\("([A-Z_]+)"\) \?\? )"(.+?)"', source())

    assert len(numbers) > 8 and len(texts) > 8, "the defaults do not stand where this test looks for them"
    for name, number, shift in numbers:
        assert table[name] == f"`{ast.literal_eval(number) << int(shift or 0)}`", name
    for of_reader, of_mail, text in texts:
        assert table[of_reader or of_mail] == f"`{text}`", of_reader or of_mail


def test_the_walk_through_the_flow_works_as_it_is_printed(stack):
    (block,) = re.findall(r"^```bash\n(.*?)^```", README, re.MULTILINE | re.DOTALL)

    finished = subprocess.run(
        ["bash", "-c", block], cwd=CHECKOUT, env=stack.environment, capture_output=True, text=True, timeout=120
    )

    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert 'data-state="open"' in finished.stdout
    assert LINK.search(finished.stdout.splitlines()[-1])


def test_every_file_that_the_readme_links_to_is_there():
    links = [link for link in re.findall(r"\]\(([^)#]+)", README) if "://" not in link]

    assert "docs/images/portal.png" in links
    assert [link for link in links if not (CHECKOUT / link).exists()] == []
