"""Questions spoken by a service that understands OpenAI's "Create speech", and by espeak-ng while it does not."""

import contextlib
import hashlib
import http.server
import io
import json
import threading
import wave

import pytest
from harness import Stack, free_ports, wait_until

KEY = "sk-of-this-test"


def sound(text):
    """A WAV file that is another for each text, with the lengths that a service writes that does not know them yet."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(hashlib.sha256(text.encode()).digest() * 500)
    whole = bytearray(buffer.getvalue())
    whole[4:8] = whole[40:44] = b"\xff\xff\xff\xff"
    return bytes(whole), buffer.getvalue()


class SpeechService:
    """A small server of the endpoint's kind, which can be told to fail."""

    def __init__(self):
        self.orders, self.status = [], 200
        service = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):  # noqa: N802
                order = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                service.orders.append((self.path, self.headers["Authorization"], order))
                status = service.status if self.headers["Authorization"] == f"Bearer {KEY}" else 401
                body = sound(order["input"])[0] if status == 200 else b'{"error":{"message":"no"}}'
                self.send_response(status)
                self.send_header("Content-Type", "audio/wav" if status == 200 else "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", free_ports(1)[0]), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_port}/v1/audio/speech"

    def close(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture(scope="module")
def service():
    with contextlib.closing(SpeechService()) as running:
        yield running


@pytest.fixture(scope="module")
def stack(service):
    service.status = 503
    running = Stack(SPEECH_URL=service.url, SPEECH_KEY=KEY, SPEECH_MODEL="tts-of-ours", SPEECH_VOICE="asha")
    try:
        running.up()
        yield running
    finally:
        running.remove()


def first_question(stack):
    """The first question's words, and its sound as the candidate's page gets it."""
    link = stack.interviews("demo", "session").stdout.split()[-1]
    entry = stack.request("GET", link.removeprefix(stack.url), allow_redirects=False)
    key = link.split("session_key=")[1]
    reply = stack.request("POST", "/ai/start", json={"session_key": key}).json()
    audio = stack.request("GET", reply["audio_url"], cookies=entry.cookies)
    assert audio.status_code == 200
    return reply["question"], audio.content


def test_a_service_that_is_down_keeps_nobody_waiting(stack, service):
    wait_until(lambda: service.orders, what="the service to be asked")

    words, heard = first_question(stack)

    assert heard.startswith(b"RIFF") and len(heard) > 10_000
    assert heard != sound(words)[1]
    assert "espeak-ng speaks until then" in stack.log(2000)


def test_once_it_is_back_its_voice_is_heard(stack, service):
    service.status = 200

    def spoken():
        words, heard = first_question(stack)
        return heard == sound(words)[1]

    wait_until(spoken, seconds=60, what="the service's voice")
    path, _, order = service.orders[-1]
    assert path == "/v1/audio/speech"
    assert (order["model"], order["voice"], order["response_format"]) == ("tts-of-ours", "asha", "wav")


def test_each_text_is_asked_for_once(stack, service):
    wait_until(lambda: stack.sql("SELECT COUNT(*) FROM session WHERE spoken_at IS NULL AND status = 'SCHEDULED'") == [["0"]],
               seconds=60, what="everything to be spoken")
    texts = [order["input"] for _, _, order in service.orders]
    before = len(texts)

    first_question(stack)
    wait_until(lambda: stack.sql("SELECT COUNT(*) FROM session WHERE spoken_at IS NULL AND status = 'SCHEDULED'") == [["0"]],
               seconds=60, what="the new session to be spoken")

    assert len(service.orders) == before


def test_the_key_is_in_no_log(stack):
    assert KEY not in stack.log(100_000)
