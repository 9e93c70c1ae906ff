"""The API's description as the tests use it."""

import copy

import yaml
from harness import CHECKOUT


def load():
    return yaml.safe_load((CHECKOUT / "docs" / "openapi.yaml").read_text())


def resolve(document, part):
    """What a reference points to, with what stands beside it."""
    while isinstance(part, dict) and "$ref" in part:
        target = document
        for step in part["$ref"].removeprefix("#/").split("/"):
            target = target[step.replace("~1", "/")]
        part = {**target, **{key: value for key, value in part.items() if key != "$ref"}}
    return part


def operations(document):
    """Every operation with its method and path."""
    for path, item in document["paths"].items():
        for method, operation in resolve(document, item).items():
            if method in ("get", "post", "put", "patch", "delete"):
                yield method, path, operation


def strict(document):
    """The description with answers that may have no key but those described, so that a new one is noticed.

    For clients the objects stay open: an answer may get more keys in a later version.
    """
    document = merged(document, copy.deepcopy(document))
    for _, _, operation in operations(document):
        # Generated keys meet again, and then the call itself is not tried; the keys have tests of their own.
        operation["parameters"] = [
            each for each in operation.get("parameters", []) if "IdempotencyKey" not in each.get("$ref", "")
        ]
    for _, _, operation in operations(document):
        for status, response in operation["responses"].items():
            for content in resolve(document, response).get("content", {}).values():
                if status.startswith("2") and "schema" in content:
                    content["schema"] = closed(document, content["schema"])
    return document


def merged(document, part):
    """References with limits beside them, written out: not every tool minds what stands beside one."""
    if isinstance(part, list):
        return [merged(document, each) for each in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part and len(part) > 1:
        part = resolve(document, part)
    return {key: merged(document, value) for key, value in part.items()}


def closed(document, schema):
    if isinstance(schema, list):
        return [closed(document, each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    schema = resolve(document, schema)
    schema = {key: value if key in ("examples", "enum") else closed(document, value) for key, value in schema.items()}
    if schema.get("type") == "object" and "properties" in schema:
        schema.setdefault("additionalProperties", False)
    return schema
