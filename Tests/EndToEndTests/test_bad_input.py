"""Whatever is sent, the answer is a sentence with the right status, never a failure, and nothing is half written."""

import json
import os
import signal
import socket
import uuid

import pytest
from endpoints import ALL, API, LOGIN, PORTAL, World
from harness import Stack, wait_until
from watching import Watch

MEGABYTE = 1024 * 1024
WITH_BODY = [each for each in ALL if each.body is not None]
WITH_IDS = [each for each in API if each.names]
RECORDING_IDS = [each for each in PORTAL if each.names]
JSON = {"Content-Type": "application/json"}

MALFORMED = [
    b"{", b'{"a":}', b'{"a":1,}', b"nul", b'"open', b"[1,", b"{'a': 1}", b"{a: 1}", b'{"a" 1}', b"\x00", b"{}{}", b"01",
    b'{"a": NaN}', b'{"a": Infinity}', b'{"a": 0x10}', b'{"a": "\x01"}', b'{"a": "\\x"}', b'{"a": "\\u12"}',
    b"\xff\xfe{}", b'{"a": "\xff"}', b'{"a": "\xc3"}', b'{"a": "\xed\xa0\x80"}', b'{"\xf8\x88\x80\x80\x80": 1}',
    b"[" * 10_000, b'{"a":' * 10_000, b"[" * 10_000 + b"]" * 10_000, b'{"a":' * 5000 + b"1" + b"}" * 5000,
]  # fmt: skip
WRONG_SHAPES = [b"[]", b"[{}]", b'"text"', b"1", b"-0.5", b"true", b"null"]
ABSURD = [
    None, True, -1, 0, 2**31, 2**63, -(2**63) - 1, 1e308, 0.5, "", " ", "\u0000", "a\u0000b", "\ud800", "\udfff x",
    "\u202eright to left", "שלום", "👩‍💻" * 1000, "é" * 60_000, "😀" * 20_000, "x" * 300_000,
    [], {}, [[[[]]]], {"a": {"b": []}},
    "99999-01-01", "10000-01-01T00:00:00", "0000-00-00", "2026-02-30", "2026-02-30T25:61:00", "-1", "NaN", "1e400",
    "24:00", "23:59:60", "' OR 1=1 --", "%s%n{}", "../../etc/passwd", "a@b@c", "\r\nBcc: x@y.example",
]  # fmt: skip
BAD_IDS = [
    "x",
    "0",
    "-1",
    "99999999999999999999",
    "%00",
    "%F0%9F%98%80",
    "1;DROP TABLE slot",
    "%27%20OR%201",
    "a" * 3000,
]


@pytest.fixture(scope="module")
def stack():
    """A stack for these tests alone, so that nothing else writes into its database."""
    running = Stack()
    try:
        running.up()
        yield running
    finally:
        running.remove()


@pytest.fixture(scope="module")
def world(stack):
    made = World(stack)
    wait_until(lambda: stack.sql("SELECT COUNT(*) FROM outbox WHERE state <> 'sent'") == [["0"]], what="quiet")
    # What 'deliver' makes of recordings and questions by the way would look like a refused request's work.
    deliver = stack.pid("deliver")
    os.kill(deliver, signal.SIGSTOP)
    yield made
    os.kill(deliver, signal.SIGCONT)


@pytest.fixture(scope="module")
def watch(stack, world):
    watching = Watch(stack)
    yield watching
    watching.close()


def complaint(answer):
    """What is wrong with a refusal itself; None if it is as the contract wants it."""
    if answer.status_code >= 500:
        return f"{answer.status_code}: {answer.text[:200]}"
    if not answer.headers.get("Content-Type", "").startswith("application/json"):
        return f"{answer.status_code} is not JSON: {answer.text[:200]}"
    detail = answer.json().get("detail")
    if not isinstance(detail, str) or len(detail) < 8 or not detail[0].isprintable():
        return f"{answer.status_code} without a sentence: {answer.text[:200]}"
    if answer.status_code == 401 and answer.headers.get("WWW-Authenticate") != "Token":
        return "401 without WWW-Authenticate"
    if answer.status_code == 405 and not answer.headers.get("Allow"):
        return "405 without Allow"
    return None


class Trial:
    """Sends many bad requests and collects what the server did wrong."""

    def __init__(self, world, watch):
        self.world, self.watch = world, watch
        self.before = watch.state()
        self.wrong = []

    def send(self, name, endpoint, statuses=None, **request):
        """One request. Without `statuses` it may also be accepted."""
        answer = self.world.ask(endpoint, **request)
        self.judge(name, answer, statuses)
        return answer

    def judge(self, name, answer, statuses=None):
        after = self.watch.state()
        is_refused = answer.status_code >= 400
        reason = complaint(answer) if is_refused else None
        if statuses and answer.status_code not in statuses:
            reason = f"{answer.status_code} rather than {statuses}: {answer.text[:200]}"
        elif is_refused and after != self.before:
            changed = [table for table in after if after[table] != self.before[table]]
            reason = f"{answer.status_code}, but {', '.join(changed)} changed: {answer.text[:200]}"
        if reason:
            self.wrong.append(f"{name}: {reason}")
        self.before = after

    def check(self):
        assert not self.wrong, "\n".join(self.wrong)


@pytest.fixture
def trial(stack, world, watch):
    # Failed logins of one test are not to shut out the next.
    watch.rows("DELETE FROM login_attempt")
    made = Trial(world, watch)
    yield made
    made.check()


def each(endpoints):
    return pytest.mark.parametrize("endpoint", endpoints, ids=str)


@each([endpoint for endpoint in ALL if endpoint.body is not None])
def test_a_body_that_is_no_json_object(endpoint, trial):
    for body in MALFORMED + WRONG_SHAPES:
        trial.send(repr(body[:40]), endpoint, [400], data=body, headers=JSON)
        trial.watch.rows("DELETE FROM login_attempt")


@each(WITH_BODY)
def test_a_body_of_another_media_type(endpoint, trial):
    body = json.dumps(endpoint.body_in(trial.world))
    for kind in (
        "text/plain",
        "application/xml",
        "application/x-www-form-urlencoded",
        "\u00e9".encode().decode("latin-1"),
    ):
        trial.send(kind, endpoint, [400, 415], data=body, headers={"Content-Type": kind})


@each(WITH_BODY)
def test_a_body_over_the_limit(endpoint, trial):
    if endpoint.path.startswith(("/portal/recordings/", "/api/candidates/")):
        pytest.skip("files are uploaded below this path, so its limit is another")
    body = json.dumps({**endpoint.body_in(trial.world), "padding": "x" * MEGABYTE})
    trial.send("1 MB", endpoint, [413], data=body, headers=JSON)


@each([endpoint for endpoint in WITH_BODY if endpoint.body])
def test_absurd_values_in_each_field(endpoint, trial):
    good = endpoint.body_in(trial.world)
    for field in good:
        for value in ABSURD:
            body = json.dumps({**good, field: value})
            trial.send(f"{field} = {json.dumps(value)[:50]}", endpoint, data=body, headers=JSON)
            if endpoint in LOGIN:
                trial.watch.rows("DELETE FROM login_attempt")


@each([endpoint for endpoint in API if endpoint.body])
def test_fields_nobody_knows_are_ignored_and_missing_ones_are_named(endpoint, trial):
    trial.send("no fields", endpoint, data=b"{}", headers=JSON)
    trial.send("no body", endpoint, data=b"", headers=JSON)
    trial.send(
        "strange fields", endpoint, data=json.dumps({"": 1, "\u0000": 2, "__proto__": {}, "id": "x"}), headers=JSON
    )


@each([endpoint for endpoint in API if endpoint.role != "PUBLIC"])
def test_without_a_good_token(endpoint, trial):
    body = endpoint.body_in(trial.world)
    options = {"json": body} if body is not None else {}
    trial.send("none", endpoint, [401], credentials=False, **options)
    for token in (
        "Token " + "0" * 40, "Token", "Token ", "Token a b", "Bearer " + "0" * 40, "Basic YTpi", "Token " + "x" * 5000,
        trial.world.clients["RECRUITER"].token,
    ):  # fmt: skip
        trial.send(repr(token[:20]), endpoint, [401], headers={"Authorization": token}, **options)
    odd = {"Authorization": b"Token \xff"}
    trial.send("odd bytes", endpoint, [400, 401], headers=odd, **options)
    portal = {"Cookie": "portal=" + trial.world.cookies["portal"]}
    trial.send("a candidate's cookie", endpoint, [401], credentials=False, headers=portal, **options)


@each(WITH_IDS)
def test_ids_that_nothing_has(endpoint, trial):
    body = endpoint.body_in(trial.world)
    options = {"json": body} if body is not None else {}
    for name in endpoint.names:
        is_uuid = "-" in str(trial.world.own[name])
        for bad in [*BAD_IDS, str(uuid.uuid4()) if is_uuid else "999999999", str(uuid.UUID(int=0))]:
            path = endpoint.path_in(trial.world, **{name: bad})
            trial.send(bad[:40], endpoint, [400, 404], path=path, **options)


@each([endpoint for endpoint in WITH_IDS if endpoint.role != "ADMIN" and endpoint.path != "/api/companies/{company}/"])
def test_ids_of_another_company_are_unknown(endpoint, trial):
    body = endpoint.body_in(trial.world)
    options = {"json": body} if body is not None else {}
    for name in endpoint.names:
        path = endpoint.path_in(trial.world, **{name: trial.world.foreign[name]})
        trial.send(name, endpoint, [404], path=path, **options)


@each([endpoint for endpoint in API if endpoint.body and endpoint.role != "ADMIN"])
def test_another_companys_ids_in_a_body_are_unknown(endpoint, trial):
    good = endpoint.body_in(trial.world)
    kinds = {"slot_id": "slot", "interview_id": "interview", "candidate_id": "candidate", "job_id": "job"}
    for field in good:
        kind = kinds.get(field, field)
        # A company that is named by who may not choose it is ignored.
        if kind not in trial.world.foreign or kind in ("company", "domain"):
            continue
        answer = trial.send(f"{field} of another", endpoint, json={**good, field: trial.world.foreign[kind]})
        if answer.status_code < 400 and not endpoint.path.endswith("search_available/"):
            trial.wrong.append(f"{field}: another company's was accepted")


@each(ALL)
def test_methods_that_are_not_offered(endpoint, trial):
    offered = {other.method for other in ALL if other.path == endpoint.path} | {"HEAD", "OPTIONS"}
    allowed = trial.world.ask(endpoint, method="OPTIONS").headers["Allow"].replace(" ", "").split(",")
    assert offered <= set(allowed) | {"HEAD"}
    for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "PROPFIND", "LINK", "X" * 300} - set(allowed):
        trial.send(method, endpoint, [400, 405], method=method, data=b"")


@pytest.mark.parametrize("path", ["/", "/api/interviews/", "/portal/", "/ai/start"])
def test_trace_is_not_offered(trial, path):
    trial.judge("TRACE", trial.world.stack.request("TRACE", path), [405])


@pytest.mark.parametrize(
    "path",
    [
        "/api/", "/api/nothing/", "/api/interviews/slots/1/2/3/4/", "/api//interviews//x/",
        "/api/%2e%2e/%2e%2e/etc/passwd",
        "/api/interviews/..%2f..%2f..%2fetc%2fpasswd/", "/api/%ff/", "/api/%00/", "/api/" + "a/" * 2000, "/portal/x/",
        "/portal/audio/../../secret", "/portal/audio/..%2f..%2fsecrets%2fsecret-key",
        "/portal/audio/" + "0" * 64 + ".wav", "/ai/x", "/portal/recordings/x/chunks/-1/",
        "/static/..%2f..%2fetc/passwd",
    ],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_paths_that_lead_nowhere(trial, world, path, method):
    answer = world.ask_portal(method, path)

    assert answer.status_code in (301, 400, 401, 403, 404, 405, 414), answer.text[:300]
    assert b"root:" not in answer.content
    if path.startswith("/api/") and answer.status_code in (404, 405):
        assert complaint(answer) is None


@pytest.mark.parametrize(
    "query",
    [
        "date=99999-01-01", "date=2026-02-30", "date=x", "date=", "status=nothing", "status=%00", "limit=-1", "limit=x",
        "limit=99999999999999999999", "offset=-5", "offset=1e9", "offset=9223372036854775807", "date=%ff", "%ff=1",
        "&&&=&", "candidate=x", "candidate=99999999999999999999", "start_date=9999-12-31&end_date=0001-01-01",
        "search=%25%25_%5C", "search=" + "a" * 5000, "company_id=%F0%9F%98%80", "ordering=;DROP",
        "date=2026-11-23&date=x",
    ],
)  # fmt: skip
@each([endpoint for endpoint in API if endpoint.method == "GET" and not endpoint.names])
def test_absurd_queries(endpoint, trial, query):
    trial.send(query[:60], endpoint, [200, 400, 414], path=endpoint.path + "?" + query)


@each(PORTAL)
def test_portal_without_a_good_cookie_or_from_another_site(endpoint, trial):
    body = endpoint.body_in(trial.world)
    body = {key: value for key, value in (body or {}).items() if key != "session_id"}
    world, path = trial.world, endpoint.path_in(trial.world)

    def ask(name, cookie, **headers):
        if cookie is not None:
            headers["Cookie"] = f"portal={cookie}"
        answer = world.stack.request(endpoint.method, path, json=body, headers=headers)
        trial.judge(name, answer, [400, 403, 404, 415])

    for cookie in (None, "", "x", world.key, "0" * 100, world.cookies["portal"][:-1] + "~", "../../x"):
        ask(repr(cookie), cookie, **{"X-Requested-With": "fetch"})
    if endpoint.method != "GET":
        ask("no X-Requested-With", world.cookies["portal"])
        ask(
            "foreign origin", world.cookies["portal"], **{"X-Requested-With": "fetch", "Origin": "https://evil.example"}
        )
        ask("foreign page", world.cookies["portal"], **{"X-Requested-With": "fetch", "Sec-Fetch-Site": "cross-site"})


WITHOUT_CONVERSATION = ("/portal/recordings/", "/portal/presence/", "/portal/consent/", "/end_session/", "/ai/start")


@each([endpoint for endpoint in PORTAL if endpoint.method == "POST" and not endpoint.names and not endpoint.unread])
def test_portal_with_keys_that_open_nothing(endpoint, trial):
    good = endpoint.body_in(trial.world)
    for name in ("session_key", "session_id"):
        for value in ["0" * 32, "x", " ", "é" * 100, 1, True, [], {}, "\u0000", "\ud800", "x" * 100_000]:
            if name == "session_id" and endpoint.path in WITHOUT_CONVERSATION:
                continue
            body = json.dumps({**good, name: value} if name == "session_id" else {"session_key": value})
            trial.send(f"{name} = {str(value)[:20]!r}", endpoint, [400, 403, 404], data=body, headers=JSON)


@each(RECORDING_IDS)
def test_recordings_of_nobody(endpoint, trial):
    for bad in [*BAD_IDS, str(uuid.uuid4()), trial.world.own["interview"]]:
        path = endpoint.path_in(trial.world, recording=bad)
        body = {} if endpoint.method == "PUT" else {"json": endpoint.body}
        trial.send(bad[:40], endpoint, [400, 404], path=path, **body)


def test_chunks_that_are_damaged_or_out_of_place(trial, world):
    endpoint = next(each for each in PORTAL if each.method == "PUT")
    media = set((world.stack.state / "media").rglob("*"))
    path = endpoint.path_in(world)

    for digest in ("0" * 64, "x", "", "0" * 63, "é" * 32):
        headers = {"X-Chunk-SHA256": digest.encode()}
        trial.send(f"digest {digest[:10]}", endpoint, [400], headers=headers)
    trial.send("empty", endpoint, [400], data=b"", headers={"X-Chunk-SHA256": "0" * 64})
    for index in ("-1", "x", "1e3", "999999999", "9223372036854775808", "%00"):
        trial.send(f"index {index}", endpoint, [400, 404], path=path.replace("/chunks/0/", f"/chunks/{index}/"))
    trial.send("too large", endpoint, [413], data=b"x" * (20 * MEGABYTE), headers={"X-Chunk-SHA256": "0" * 64})

    assert set((world.stack.state / "media").rglob("*")) == media


def raw(stack, request):
    """What the server says to bytes that no client library would send."""
    with socket.create_connection(("127.0.0.1", stack.port), timeout=10) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        said = b""
        while piece := connection.recv(65536):
            said += piece
        return said


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"GET /api/jobs/ HTTP/1.1\r\nHost: localhost\r\nX-Long: " + b"x" * 100_000 + b"\r\n\r\n",
        b"GET /api/jobs/ HTTP/1.1\r\nHost: localhost\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(3000)) + b"\r\n",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"POST /api/interviews/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n{}",
        b"POST /api/jobs/ HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST /api/interviews/ HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"POST /api/interviews/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n\r\n{",
        b"GET /api/jobs/ HTTP/1.1\r\nHost: localhost\r\nHost: other\r\n\r\n",
        b"GET /api/jobs/ HTTP/1.1\r\n\r\n",
        b"GET /api/jobs/ HTTP/9.9\r\nHost: localhost\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"\x00\xff\x00\xff\r\n\r\n",
    ],
    ids=lambda value: repr(value[:60]),
)  # fmt: skip
def test_requests_that_are_not_http(trial, world, request_bytes):
    said = raw(world.stack, request_bytes)

    assert not said or said.startswith((b"HTTP/1.1 4", b"<html")) or b"505" in said[:20], said[:200]
    assert world.stack.is_healthy()


def test_an_unknown_header_of_odd_bytes_hurts_nobody(trial, world):
    endpoint = next(each for each in API if each.path == "/api/jobs/")
    trial.send(
        "odd", endpoint, [200, 400], headers={"X-Odd": "é😀".encode(), "Origin": b"\xff\xfe", "Cookie": b"\xff=\xff"}
    )
