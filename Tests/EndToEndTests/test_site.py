"""What nginx adds to every answer, refuses by itself, and keeps out of its logs."""

import contextlib
import http.client

import pytest
from harness import CHECKOUT

HEADERS = {
    "Content-Security-Policy": "default-src 'none'",
    "Permissions-Policy": "camera=(self), microphone=(self)",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
}
MEGABYTE = 1024 * 1024


@contextlib.contextmanager
def unreachable(stack):
    """nginx finds nobody behind the socket."""
    socket = stack.state / "sockets" / "fastcgi.sock"
    aside = socket.with_suffix(".aside")
    socket.rename(aside)
    try:
        yield
    finally:
        aside.rename(socket)


def static_file():
    path = next(path for path in sorted((CHECKOUT / "static").rglob("*")) if path.is_file())
    return "/" + str(path.relative_to(CHECKOUT))


@pytest.mark.parametrize("path", ["/", "/api/companies/", "/nowhere/", "/static/nothing.js", "/_media/x", "STATIC"])
def test_security_headers_come_once_with_every_answer(stack, path):
    answer = stack.request("GET", static_file() if path == "STATIC" else path)

    for name, value in HEADERS.items():
        found = answer.raw.headers.getlist(name)
        assert len(found) == 1 and found[0].startswith(value), (name, found)


def test_browsers_that_ask_by_themselves_find_the_icon(stack):
    icon = stack.request("GET", "/favicon.ico")

    assert (icon.status_code, icon.headers["Content-Type"]) == (200, "image/svg+xml")
    assert icon.content == (CHECKOUT / "static" / "favicon.svg").read_bytes()


@pytest.mark.parametrize("path", ["/api/interviews/", "/ai/upload_answer", "/end_session/"])
def test_a_body_over_the_limit_is_refused_as_json_for_programs(stack, path):
    answer = stack.request("POST", path, data=b"x" * (MEGABYTE + 1))

    assert answer.status_code == 413
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.json().keys() == {"error", "detail"}


def test_a_body_over_the_limit_is_refused_as_a_page_elsewhere(stack):
    answer = stack.request("POST", "/complete/", data=b"x" * (MEGABYTE + 1))

    assert answer.status_code == 413
    assert answer.headers["Content-Type"] == "text/html"


@pytest.mark.parametrize(
    "path, size",
    [("/api/candidates/", 11), ("/api/requests/", 11), ("/api/requests", 11), ("/portal/recordings/1/chunks/0/", 15)],
)
def test_uploads_have_limits_of_their_own(stack, path, size):
    answer = stack.request("PUT", path, data=b"x" * (size * MEGABYTE))

    # Refused by the server for other reasons; in any case nginx let it through.
    assert answer.headers.get("Content-Type") != "text/html"
    assert "Too large" not in answer.text


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
@pytest.mark.parametrize(
    "path",
    ["/api/candidates", "/api/requests", "/api/interviews", "/api/interviews/slots", "/api/auth/login", "/ai/start",
     "/end_session", "/portal/recordings", "/portal/consent"],
)  # fmt: skip
def test_without_the_slash_at_the_end_nothing_is_redirected_but_a_get(stack, method, path):
    answer = stack.request(method, path, allow_redirects=False)

    assert not answer.is_redirect, answer.headers
    assert "<center>nginx</center>" not in answer.text


def test_a_redirect_repeats_no_host(stack):
    for path in ("/api", "/portal", "/api/companies", "/portal/recordings"):
        answer = stack.request("GET", path, headers={"Host": "evil.example"}, allow_redirects=False)

        assert answer.headers.get("Location", "/").startswith("/"), path


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"])
def test_every_method_reaches_the_server(stack, method):
    answer = stack.request(method, "/api/no-such-endpoint/")

    assert answer.status_code not in (502, 503, 504)
    assert "<center>nginx</center>" not in answer.text


def test_when_nobody_answers_programs_get_json_and_people_a_page(stack):
    with unreachable(stack):
        program = stack.request("GET", "/api/companies/")
        person = stack.request("GET", "/portal/")

    assert program.status_code == 502 and program.json().keys() == {"error", "detail"}
    assert person.status_code == 502 and "<h1>" in person.text
    for answer in (program, person):
        assert answer.headers["Retry-After"] == "5"
        assert answer.raw.headers.getlist("X-Content-Type-Options") == ["nosniff"]


def test_no_log_has_the_key_of_a_portal(stack):
    key = "0123456789abcdefNOTAKEY"
    paths = [f"/?session_key={key}", f"/interview/?session_key={key}", f"/interview_app/?session_key={key}"]
    paths += [f"/choose/?invitation={key}", f"/ai/transcript_pdf?session_key={key}", f"/unsubscribe/?token={key}"]
    paths += [f"/api/interviews/public/{key}/", f"/api/interviews/public/{key}"]
    with unreachable(stack):
        for path in paths:
            assert stack.request("GET", path, headers={"Referer": stack.url + path}).status_code == 502
    for path in paths:
        stack.request("GET", path)

    log = "".join(path.read_text() for path in (stack.state / "log").iterdir())
    assert '"/interview_app/" 502' in log
    assert key not in log


def get_as_written(stack, path):
    """A GET whose path no client library tidies up."""
    connection = http.client.HTTPConnection("127.0.0.1", stack.port, timeout=10)
    with contextlib.closing(connection):
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()


@pytest.mark.parametrize(
    "path", ["/_media/private.txt", "/static/../_media/private.txt", "/static/..%2f_media/private.txt"]
)
def test_media_is_not_reachable_from_outside(stack, path):
    (stack.state / "media" / "private.txt").write_text("for nobody")

    status, body = get_as_written(stack, path)

    assert status in (400, 404) and b"for nobody" not in body


@pytest.mark.parametrize(
    "path", ["/Package.swift", "/static/../Package.swift", "/static/%2e%2e/Package.swift", "/static../Package.swift"]
)
def test_only_the_static_folder_of_the_source_is_served(stack, path):
    _, body = get_as_written(stack, path)

    assert b"swift-tools-version" not in body


def test_static_files_are_asked_for_again_and_not_sent_again(stack):
    path = static_file()

    first = stack.request("GET", path)
    second = stack.request("GET", path, headers={"If-None-Match": first.headers["ETag"]})

    assert first.status_code == 200 and first.headers["Cache-Control"] == "public, no-cache"
    assert second.status_code == 304
