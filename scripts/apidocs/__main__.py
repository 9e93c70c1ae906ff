"""The command: see scripts/render-api-docs."""

import pathlib
import sys

import yaml

from apidocs.page import render

DOCS = pathlib.Path(__file__).resolve().parent.parent.parent / "docs"


def main(arguments):
    if arguments not in ([], ["--check"]):
        sys.exit("usage: scripts/render-api-docs [--check]")
    page = DOCS / "api.html"
    text = render(yaml.safe_load((DOCS / "openapi.yaml").read_text()))
    if not arguments:
        page.write_text(text)
    elif not page.exists() or page.read_text() != text:
        sys.exit("docs/api.html is not what docs/openapi.yaml says: run scripts/render-api-docs")


main(sys.argv[1:])
