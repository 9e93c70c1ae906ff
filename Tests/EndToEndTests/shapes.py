"""What an answer of the API must look like: literal values, markers for formats, and what differs from them."""

import dataclasses
import re
from collections.abc import Callable


@dataclasses.dataclass(frozen=True)
class Format:
    """A kind of scalar, such as a UUID's text."""

    name: str
    fits: Callable

    def __repr__(self):
        return self.name


def _text(name, pattern):
    compiled = re.compile(pattern)
    return Format(name, lambda value: isinstance(value, str) and compiled.fullmatch(value) is not None)


def _number(value):
    return isinstance(value, int | float) and not isinstance(value, bool)


TEXT = Format("a text", lambda value: isinstance(value, str))
NON_EMPTY = _text("a text that is not empty", r"(?s).+")
INT = Format("an integer", lambda value: isinstance(value, int) and not isinstance(value, bool))
NUMBER = Format("a number", _number)
# A float in the reference's JSON always shows its point.
FLOAT = Format("a number with a fraction", lambda value: isinstance(value, float))
BOOL = Format("a truth value", lambda value: isinstance(value, bool))
OBJECT = Format("an object of open shape", lambda value: isinstance(value, dict))
UUID = _text("a UUID", r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
HEX40 = _text("40 hex digits", r"[0-9a-f]{40}")
HEX32 = _text("32 hex digits", r"[0-9a-f]{32}")
DATE = _text("a date", r"\d{4}-\d\d-\d\d")
TIME = _text("a time of day", r"\d\d:\d\d:\d\d")
INSTANT = _text("an instant with Z", r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z")
OFFSET_INSTANT = _text("an instant with +00:00", r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?\+00:00")
EMAIL = _text("an e-mail address", r"[^@\s]+@[^@\s]+")
PORTAL_LINK = _text("a link to the portal", r"https?://[^/]+/\?session_key=[0-9a-f]{32}")
TOKEN = _text("a link's token", r"[A-Za-z0-9_=-]{40,}")


def one_of(*values):
    """One of a few values."""
    return Format(f"one of {', '.join(map(repr, values))}", lambda value: value in values)


def matching(pattern):
    """A text of the given form."""
    return _text(f"a text like {pattern}", pattern)


@dataclasses.dataclass(frozen=True)
class Maybe:
    """Null, or what fits."""

    shape: object


@dataclasses.dataclass(frozen=True)
class Each:
    """A list whose elements all fit; at least one, unless it may be empty."""

    shape: object
    may_be_empty: bool = False


@dataclasses.dataclass(frozen=True)
class Among:
    """A list of objects that all fit, and in which each of the special ones is found by its id."""

    shape: object
    specials: tuple

    def __init__(self, shape, *specials):
        object.__setattr__(self, "shape", shape)
        object.__setattr__(self, "specials", specials)


@dataclasses.dataclass(frozen=True)
class MapOf:
    """An object with any keys, whose values all fit."""

    shape: object


@dataclasses.dataclass(frozen=True)
class IffSet:
    """A key that is there if, and only if, another key of the same object is not null."""

    other: str
    shape: object


@dataclasses.dataclass(frozen=True)
class Shape:
    """An object whose keys are known; by its name, keys that were added to all of its kind are listed."""

    name: str
    keys: dict

    def __call__(self, **changes):
        """The same with other values for some keys."""
        assert changes.keys() <= self.keys.keys()
        return Shape(self.name, {**self.keys, **changes})


@dataclasses.dataclass(frozen=True)
class Deviation:
    """One place where an answer is not as expected: the key of an object of some shape, if it is one."""

    path: str
    text: str
    shape: str = ""
    key: str = ""
    value: object = None
    parent: object = None
    is_added: bool = False

    def __str__(self):
        return f"{self.path or 'the answer'}: {self.text}"


def deviations(expected, value, path=""):
    """All places in which the value is not as expected."""
    match expected:
        case Format():
            if not expected.fits(value):
                yield Deviation(path, f"{value!r:.100} is not {expected}")
        case Maybe():
            if value is not None:
                yield from deviations(expected.shape, value, path)
        case Each():
            if not isinstance(value, list):
                yield Deviation(path, f"{value!r:.100} is not a list")
            elif not value and not expected.may_be_empty:
                yield Deviation(path, "the list is empty")
            else:
                for element in value:
                    yield from deviations(expected.shape, element, path + "[]")
        case Among():
            yield from _among_deviations(expected, value, path)
        case MapOf() if isinstance(value, dict):
            for key, each in value.items():
                yield from deviations(expected.shape, each, f"{path}.{key}")
        case Shape() | dict():
            yield from _object_deviations(expected, value, path)
        case list() if isinstance(value, list) and len(value) == len(expected):
            for place, (one, other) in enumerate(zip(expected, value, strict=True)):
                yield from deviations(one, other, f"{path}[{place}]")
        case _:
            # 1 == True in Python, and 1 == 1.0; not on the wire.
            if type(expected) is not type(value) or expected != value:
                yield Deviation(path, f"{value!r:.100} is not {expected!r:.100}")


def _among_deviations(expected, value, path):
    yield from deviations(Each(expected.shape), value, path)
    for special in expected.specials:
        identity = special.keys["id"]
        found = [each for each in value if each["id"] == identity] if isinstance(value, list) else []
        if not found:
            yield Deviation(path, f"has no element with the id {identity!r}")
        for each in found:
            yield from deviations(special, each, path + "[]")


def _object_deviations(expected, value, path):
    if not isinstance(value, dict):
        yield Deviation(path, f"{value!r:.100} is not an object")
        return
    name, keys = (expected.name, expected.keys) if isinstance(expected, Shape) else (path, expected)
    for key, shape in keys.items():
        below = f"{path}.{key}".lstrip(".")
        found = Deviation(below, "is missing", name, key, value.get(key), value)
        if isinstance(shape, IffSet):
            if value.get(shape.other) is None:
                if key in value:
                    yield dataclasses.replace(found, text=f"is there although {shape.other} is null")
                continue
            shape = shape.shape
        if key not in value:
            yield found
            continue
        for each in deviations(shape, value[key], below):
            is_own = each.path == below and not each.shape
            yield dataclasses.replace(found, text=each.text) if is_own else each
    for key in value.keys() - keys.keys():
        below = f"{path}.{key}".lstrip(".")
        yield Deviation(below, f"was added: {value[key]!r:.100}", name, key, value[key], value, is_added=True)
