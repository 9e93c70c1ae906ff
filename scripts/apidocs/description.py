"""Looking things up in the description."""

import html
import json

from apidocs.text import anchor

METHODS = ["get", "post", "put", "patch", "delete"]


class Description:
    def __init__(self, document):
        self.document = document

    def resolved(self, part):
        """What a reference points to, with what stands beside it."""
        if "$ref" not in part:
            return part
        target = self.document
        for step in part["$ref"].removeprefix("#/").split("/"):
            target = target[step.replace("~1", "/")]
        return {**self.resolved(target), **{key: value for key, value in part.items() if key != "$ref"}}

    def paths(self):
        return [(path, self.resolved(item)) for path, item in self.document["paths"].items()]

    def example(self, content):
        """The first example of a body, from its schema."""
        schema = content.get("schema", {})
        found = self.resolved(schema).get("examples")
        if found:
            return found[0]
        if schema.get("type") == "array":
            inner = self.resolved(schema["items"]).get("examples")
            return inner[:1] if inner else None
        return None

    def kind(self, schema):
        """What a schema allows, in a few words of HTML."""
        if "$ref" in schema:
            name = schema["$ref"].rsplit("/", 1)[1]
            return f'<a href="#{anchor(name)}">{name}</a>' + self.limits(schema)
        for choice in ("anyOf", "oneOf"):
            if choice in schema:
                return " or ".join(self.kind(option) for option in schema[choice] if option.keys() != {"required"})
        if "const" in schema:
            return f"<code>{html.escape(self.literal(schema['const']))}</code>"
        if "enum" in schema:
            return " ".join(f"<code>{html.escape(self.literal(value))}</code>" for value in schema["enum"])
        if schema.get("type") == "array" and "items" in schema:
            return "list of " + self.kind(schema["items"])
        kinds = schema.get("type", "anything")
        words = " or ".join([kinds] if isinstance(kinds, str) else kinds)
        return html.escape(" ".join(filter(None, [words, schema.get("format")]))) + self.limits(schema)

    @staticmethod
    def limits(schema):
        words = {"minimum": "from", "maximum": "to", "maxLength": "at most", "minLength": "at least"}
        unit = {"maxLength": " characters", "minLength": " characters"}
        found = [f"{words[key]} {schema[key]}{unit.get(key, '')}" for key in words if key in schema]
        return ", " + " ".join(found) if found else ""

    @staticmethod
    def literal(value):
        return json.dumps(value) if value is None or isinstance(value, bool) else str(value)
