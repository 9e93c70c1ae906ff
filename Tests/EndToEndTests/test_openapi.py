"""The description against the running server: every call as each role, with good input and bad.

FUZZ_EXAMPLES=200 makes it thorough and long (make fuzz).
"""

import json
import os
import re
import subprocess
import sys

import description
import pytest
from harness import CHECKOUT, Stack
from recruiting import Client

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES") or 0)
HERE = CHECKOUT / "Tests" / "EndToEndTests"
# Whoever may end other accounts comes after them.
ROLES = ["HR", "RECRUITER", "COMPANY", "ADMIN"]
PHASES = "examples,fuzzing,stateful"
# Tries each limit of each field, and takes most of the time.
LIMITS = ",coverage"


@pytest.fixture(scope="module")
def playground():
    """A stack of its own: afterwards little in it makes sense."""
    running = Stack()
    try:
        running.up()
        yield running
    finally:
        running.remove()


@pytest.fixture(scope="module")
def document(tmp_path_factory):
    path = tmp_path_factory.mktemp("openapi") / "openapi.json"
    path.write_text(json.dumps(description.strict(description.load())))
    return path


@pytest.mark.parametrize("role", ROLES)
def test_the_server_does_what_its_description_says(playground, document, role):
    token = Client(playground, playground.account(role)).token
    phases = PHASES + (LIMITS if EXAMPLES or role == "ADMIN" else "")

    outcome = subprocess.run(
        [
            os.path.join(os.path.dirname(sys.executable), "st"),
            *("--config-file", HERE / "schemathesis.toml", "run", document, "--url", playground.url),
            *("--header", f"Authorization: Token {token}", "--checks", "all", "--phases", phases),
            *("--max-examples", str(EXAMPLES or 5), "--seed", "1", "--warnings", "off"),
            *("--output-truncate", "true", "--suppress-health-check", "all"),
        ],
        capture_output=True,
        text=True,
        timeout=600 + 60 * EXAMPLES,
        cwd=document.parent,
    )

    tested = re.search(r"Tested: (\d+)", outcome.stdout)
    assert outcome.returncode == 0, "\n".join(line[:400] for line in outcome.stdout.splitlines()) + outcome.stderr
    assert tested and int(tested[1]) > 100
    assert playground.request("GET", "/readyz").status_code == 200
    assert " 500 " not in playground.log(200_000), "a request was answered 500"


def test_every_call_has_examples():
    document = description.load()
    missing = []
    for method, path, operation in description.operations(document):
        for media, content in operation.get("requestBody", {}).get("content", {}).items():
            schema = description.resolve(document, content.get("schema", {}))
            if "schema" in content and not schema.get("examples"):
                missing.append(f"{method.upper()} {path}: {media}")

    assert missing == []


def test_the_page_is_the_description(stack):
    """scripts/render-api-docs has been run since the description changed."""
    check = subprocess.run([CHECKOUT / "scripts" / "render-api-docs", "--check"], capture_output=True, text=True)

    assert check.returncode == 0, check.stderr
    page = stack.request("GET", "/api/docs/")
    assert page.status_code == 200 and page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert page.content == (CHECKOUT / "docs" / "api.html").read_bytes()
    schema = stack.request("GET", "/api/schema/")
    assert schema.content == (CHECKOUT / "docs" / "openapi.yaml").read_bytes()
