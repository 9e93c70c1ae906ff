"""The page: the introduction, every call under its tag, every schema."""

import html
import json

from apidocs.description import METHODS, Description
from apidocs.text import anchor, inline, paragraphs

HEAD = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<link rel="stylesheet" href="/static/api-docs.css">
<!-- Written by scripts/render-api-docs from docs/openapi.yaml: change that and run the script. -->
"""


def render(document):
    description = Description(document)
    info = document["info"]
    parts = [HEAD.format(title=html.escape(info["title"]))]
    parts.append(f"<h1>{html.escape(info['title'])}</h1>\n<p>{inline(info['summary'])}</p>")
    parts.append('<p><a href="/api/schema/">The same for programs (OpenAPI 3.1)</a></p>')
    parts.append(paragraphs(info["description"]))
    parts.append(contents(document))
    parts += [section(description, tag) for tag in document["tags"]]
    parts.append('<h2 id="schemas">Schemas</h2>')
    parts += [schema(description, name, body) for name, body in sorted(document["components"]["schemas"].items())]
    return "\n".join(parts) + "\n"


def contents(document):
    links = [f'<a href="#{anchor(tag["name"])}">{tag["name"]}</a>' for tag in document["tags"]]
    return "<nav>" + " ".join([*links, '<a href="#schemas">Schemas</a>']) + "</nav>"


def section(description, tag):
    parts = [f'<h2 id="{anchor(tag["name"])}">{tag["name"]}</h2>', paragraphs(tag.get("description", ""))]
    for path, item in description.paths():
        for method in METHODS:
            if tag["name"] in item.get(method, {}).get("tags", []):
                parts.append(call(description, path, method, item))
    return "\n".join(part for part in parts if part)


def call(description, path, method, item):
    operation = item[method]
    name = f"{method.upper()} {path}"
    parts = [
        f'<details id="{anchor(name)}">',
        f"<summary><b>{method.upper()}</b> <code>{path}</code> <span>{inline(operation['summary'])}</span></summary>",
        paragraphs(operation.get("description", "")),
        access(operation.get("security")),
        parameters(description, item.get("parameters", []) + operation.get("parameters", [])),
        request(description, operation.get("requestBody")),
        responses(description, operation["responses"]),
        "</details>",
    ]
    return "\n".join(part for part in parts if part)


def access(security):
    if security is None:
        return ""
    words = {"token": "a token", "portal": "the portal's cookie"}
    named = [words[name] for option in security for name in option]
    if not named:
        return "<p>Needs no token.</p>"
    return f"<p>By {' or '.join(named)}, or without.</p>"


def parameters(description, given):
    rows = []
    for parameter in map(description.resolved, given):
        required = " (required)" if parameter.get("required") else ""
        rows.append(
            f"<tr><th><code>{html.escape(parameter['name'])}</code><td>{parameter['in']}{required}"
            f"<td>{description.kind(parameter['schema'])}<td>{inline(parameter.get('description', ''))}"
        )
    return table("Parameters", rows)


def request(description, body):
    if not body:
        return ""
    parts = []
    for media, content in body["content"].items():
        kind = description.kind(content["schema"]) if "schema" in content else "bytes"
        parts.append(f"<p>Body, <code>{media}</code>: {kind}</p>")
        parts.append(example(description.example(content)))
    return "\n".join(part for part in parts if part)


def responses(description, given):
    rows = []
    for status, response in given.items():
        response = description.resolved(response)
        kinds = [
            description.kind(content["schema"]) if "schema" in content else f"<code>{html.escape(media)}</code>"
            for media, content in response.get("content", {}).items()
        ]
        headers = "".join(f" <code>{name}</code>" for name in response.get("headers", {}))
        shown = next(filter(None, map(description.example, response.get("content", {}).values())), None)
        sample = example(shown) if status.startswith("2") else ""
        rows.append(f"<tr><th>{status}<td>{inline(response['description'])}{headers}{sample}<td>{'<br>'.join(kinds)}")
    return table("Answers", rows)


def schema(description, name, body):
    parts = [f'<h3 id="{anchor(name)}">{name}</h3>', paragraphs(body.get("description", ""))]
    for option in body.get("anyOf", [body]):
        option = description.resolved(option)
        if "properties" not in option:
            continue
        rows = []
        for key, value in option["properties"].items():
            required = "required" if key in option.get("required", []) else ""
            rows.append(
                f"<tr><th><code>{html.escape(key)}</code><td>{required}<td>{description.kind(value)}"
                f"<td>{inline(value.get('description', ''))}"
            )
        parts.append(table(option.get("title", ""), rows))
    if "properties" not in body and "anyOf" not in body:
        parts.append(f"<p>{description.kind(body)}</p>")
    parts.append(example(next(iter(body.get("examples", [])), None)))
    return "\n".join(part for part in parts if part)


def table(caption, rows):
    if not rows:
        return ""
    title = f"<caption>{caption}</caption>" if caption else ""
    return "<table>" + title + "\n" + "\n".join(rows) + "\n</table>"


def example(value):
    if value is None:
        return ""
    return f"<pre>{html.escape(json.dumps(value, indent=2, ensure_ascii=False))}</pre>"
