"""The requests that were recorded against the reference server, asked of ours through nginx, one after the other."""

import dataclasses
import re
import time

import pytest
from deliberate_differences import ADDED, ALWAYS, DIFFERENCES, METHODS, Changed, Replaced
from recruiting import on_day
from recorded import ALLOW, SAMPLES
from recorded.sample import NO_BODY, NOT_JSON, Echo
from shapes import INSTANT, INT, Among, Each, IffSet, MapOf, Maybe, Shape, deviations

PATTERNS = [(re.compile(path.replace("*", "[^/]+")), methods.split()) for path, methods in ALLOW.items()]


def filled(value, names):
    """The value with each "{name}" replaced by what it stands for, which may be no text."""
    match value:
        case str() if re.fullmatch(r"\{\w+\}", value):
            return names[value[1:-1]]
        case str():
            return re.sub(r"\{(\w+)\}", lambda found: str(names[found[1]]), value)
        case dict():
            return {filled(key, names): filled(each, names) for key, each in value.items()}
        case list() | tuple():
            return type(value)(filled(each, names) for each in value)
        case Echo():
            return {**names[value.kept], **filled(value.changes, names)}
        case Among():
            return Among(filled(value.shape, names), *filled(value.specials, names))
        case Each() | IffSet() | MapOf() | Maybe():
            return dataclasses.replace(value, shape=filled(value.shape, names))
        case Shape():
            return Shape(value.name, filled(value.keys, names))
    return value


def at(value, path):
    """What is at "results.0.id" of a value."""
    for key in path.split(".") if path else []:
        value = value[int(key) if isinstance(value, list) else key]
    return value


class Replay:
    """Asks all that was recorded, and keeps the differences that are not listed, and the listed ones that showed."""

    def __init__(self, stack):
        self.stack = stack
        admin = stack.account("ADMIN")
        day = on_day(60).start
        self.names = {
            "tag": f"{time.time_ns():x}",
            "day": f"{day:%Y-%m-%d}",
            "day_in_words": f"{day:%B %d, %Y}",
            "admin_email": admin["email"],
            "admin_password": admin["password"],
            "token bad": "0" * 40,
        }
        self.unlisted, self.shown = [], set()
        for sample in SAMPLES:
            for text in self.take(sample):
                self.unlisted.append(f"{sample.name} ({sample.method} {sample.path}): {text}")

    def take(self, sample):
        headers = {"Accept": "application/json"}
        if sample.by:
            headers["Authorization"] = f"Token {self.names['token ' + sample.by]}"
        body = {} if sample.body is NO_BODY else {"json": filled(sample.body, self.names)}
        path = filled(sample.path, self.names)
        answer = self.stack.request(sample.method, path, headers=headers, **body)
        for name, place in sample.keep.items():
            self.names[name] = at(answer.json(), place)
        # Pages of errors and redirects had no Allow.
        if sample.status < 300 or sample.answer is not NOT_JSON:
            yield from self.judge_methods(path, answer)
        listed = DIFFERENCES.get(sample.name)
        found = list(self.judge(answer, sample.status, sample.answer))
        if isinstance(listed, Replaced):
            if found:
                self.shown.add(sample.name)
            found = self.judge(answer, listed.status, listed.answer)
        if isinstance(listed, Changed):
            found = self.judge_changes(sample.name, listed, found)
        yield from map(str, found)

    def judge(self, answer, status, shape):
        """What is neither as expected nor so for all objects of its kind."""
        if answer.status_code != status:
            yield f"the status is {answer.status_code}, not {status}: {answer.text[:200]}"
            return
        if shape is NOT_JSON:
            if status == 301 and answer.headers["Location"] != "/api/interviews/":
                yield f"the Location is {answer.headers['Location']}"
            return
        if status == 401 and answer.headers.get("WWW-Authenticate") != "Token":
            yield "WWW-Authenticate is not Token"
        if status >= 400:
            shape = Shape("error", shape)
        yield from (each for each in deviations(filled(shape, self.names), answer.json()) if not self.is_general(each))

    def is_general(self, deviation):
        """Whether all objects of its kind differ so."""
        place = (deviation.shape, deviation.key)
        if deviation.is_added:
            within = deviations(ADDED[place], deviation.value) if place in ADDED else [deviation]
            general = place in ADDED and all(self.is_general(each) for each in within)
        else:
            general = place in ALWAYS and ALWAYS[place][1](deviation.parent)
        if general:
            self.shown.add(place)
        return general

    def judge_changes(self, name, listed, found):
        values = filled(listed.values, self.names)
        for each in found:
            path = getattr(each, "path", None)
            if path in values and not list(deviations(values[path], each.value)):
                self.shown.add((name, path))
            else:
                yield each

    def judge_methods(self, path, answer):
        known, *_ = [methods for pattern, methods in PATTERNS if pattern.fullmatch(path.split("?")[0])]
        methods = set(answer.headers.get("Allow", "").split(", ")) - {"OPTIONS"}
        for method in methods ^ set(known):
            if method in METHODS and method in methods:
                self.shown.add(method)
            else:
                yield f"Allow is {answer.headers.get('Allow')}, without or beyond {method}"


@pytest.fixture(scope="module")
def replay(stack):
    return Replay(stack)


def test_every_recorded_request_is_answered_as_recorded_or_as_ruled(replay):
    assert not replay.unlisted, "\n".join(["unlisted differences:", *replay.unlisted])


def test_every_listed_difference_is_one(replay):
    listed = {*ADDED, *ALWAYS, *METHODS}
    for name, difference in DIFFERENCES.items():
        paths = difference.values if isinstance(difference, Changed) else None
        listed |= {(name, path) for path in paths} if paths else {name}

    assert {each.name for each in SAMPLES} >= DIFFERENCES.keys()
    assert sorted(map(str, listed - replay.shown)) == []


@pytest.mark.parametrize(
    ("value", "complaint"),
    [
        ({"id": 1, "at": "2026-11-23T05:00:00Z"}, None),
        ({"id": 1, "at": "2026-11-23T05:00:00+00:00"}, "at: '2026-11-23T05:00:00+00:00' is not an instant with Z"),
        ({"id": True, "at": None}, "id: True is not an integer"),
        ({"id": 1.0, "at": None}, "id: 1.0 is not an integer"),
        ({"id": 1}, "at: is missing"),
        ({"id": 1, "at": None, "slot": "x"}, "slot: was added: 'x'"),
        ({"id": 1, "at": None, "title": "x"}, "title: is there although job is null"),
        ({"id": 1, "at": None, "job": 2, "title": ""}, "job: was added: 2"),
        ([], "the answer: [] is not an object"),
    ],
)
def test_the_comparison_notices(value, complaint):
    shape = Shape("thing", {"id": INT, "at": Maybe(INSTANT), "title": IffSet("job", "")})

    assert list(map(str, deviations(shape, value))) == ([complaint] if complaint else [])
