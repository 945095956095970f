"""The recorder in front of a real endpoint: it passes on what it is sent, to that endpoint alone, and keeps no key."""

import gzip
import http.client
import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from conformance.cli.main import run
from conformance.emulator.serving import Emulator, Settings
from conformance.errors import UsageError
from conformance.samples.endpoint import Endpoint
from conformance.samples.recorder import Recorder
from conformance.samples.recording import Recorded, Recordings, exchange_of, ndjson_line, struck_out
from tests.samples.answers import completion
from tests.samples.running import KEY, in_a_moment
from tests.samples.running_all import change, conformance, copy_samples
from tests.samples.service import SILENCE, Answer, Service, as_json, nobody_listens, serving

CHAT = "/openai/deployments/d/chat/completions?api-version=2024-02-01"
BODY = json.dumps({"messages": [{"role": "user", "content": "宇宙"}], "seed": 42}, ensure_ascii=False).encode()
STORY = as_json(completion("Am Anfang 宇宙"))


class Recording:
    """A recorder that runs, what it kept, and a way to talk to it."""

    def __init__(self, url: str) -> None:
        self.recordings = Recordings()
        self.endpoint = Endpoint(url)
        self.recorder = Recorder(self.endpoint, self.recordings.add)

    @property
    def kept(self) -> list[Recorded]:
        return self.recordings.of("token")

    @property
    def port(self) -> int:
        return int(self.recorder.url.rpartition(":")[2])

    def send(
        self, body: bytes | Iterator[bytes] = BODY, method: str = "POST", target: str = "/_/token" + CHAT
    ) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"api-key": KEY, "Content-Type": "application/json"}
        try:
            connection.request(method, target, body, headers, encode_chunked=not isinstance(body, bytes))
            response = connection.getresponse()
            return Answer(response.read(), response.status, dict(response.getheaders()))
        finally:
            connection.close()

    def send_raw(self, *parts: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as connection:
            for part in parts:
                connection.sendall(part)
            connection.shutdown(socket.SHUT_WR)
            received = b""
            while chunk := connection.recv(65536):
                received += chunk
            return received


@contextmanager
def recording(url: str) -> Iterator[Recording]:
    made = Recording(url)
    with made.recorder:
        yield made


@contextmanager
def recorded_service(*script: Answer) -> Iterator[tuple[Recording, Service]]:
    with serving(*script) as service, recording(service.url + "/gateway/") as recorder:
        yield recorder, service


def test_a_request_reaches_the_endpoint_as_it_was_and_the_answer_comes_back_as_it_was() -> None:
    with recorded_service(STORY) as (recorder, service):
        answer = recorder.send()
    (request,) = service.requests
    assert (request.method, request.target, request.body) == ("POST", "/gateway" + CHAT, BODY)
    assert (request.headers["api-key"], request.headers["Content-Type"]) == (KEY, "application/json")
    assert request.headers["Host"] == service.url.removeprefix("http://")
    assert (answer.status, answer.body) == (200, STORY.body)
    (kept,) = recorder.kept
    assert kept.url == f"{service.url}/gateway{CHAT}"
    assert (kept.request_body, kept.status, kept.response_body) == (BODY, 200, STORY.body)


def test_a_body_in_chunks_arrives_whole() -> None:
    with recorded_service(STORY) as (recorder, service):
        assert recorder.send(iter([BODY[:5], BODY[5:]])).status == 200
        raw = f"POST /_/token{CHAT} HTTP/1.1\r\nHost: h\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
        recorder.send_raw(raw + b"%x;ext=1\r\n" % len(BODY) + BODY + b"\r\n0\r\nTrailer: t\r\n\r\n")
    assert [request.body for request in service.requests] == [BODY, BODY]
    assert [recorded.request_body for recorded in recorder.kept] == [BODY, BODY]


@pytest.mark.parametrize(
    ("length", "body", "received"),
    [
        pytest.param(b"Content-Length: 100", b"{", b"", id="half a body"),
        pytest.param(b"Transfer-Encoding: chunked", b"5\r\n{", b"", id="half a chunk"),
        pytest.param(b"Content-Length: x", b"{}", b"HTTP/1.1 400", id="no number"),
        pytest.param(b"Content-Length: -1", b"{}", b"HTTP/1.1 400", id="negative"),
        pytest.param(b"Transfer-Encoding: chunked", b"-1\r\n", b"HTTP/1.1 400", id="negative chunk"),
    ],
)
def test_a_request_that_is_not_whole_goes_nowhere(length: bytes, body: bytes, received: bytes) -> None:
    with recorded_service(STORY) as (recorder, service):
        assert recorder.send_raw(b"POST /x HTTP/1.1\r\nHost: h\r\n" + length + b"\r\n\r\n" + body).startswith(received)
        assert recorder.send().status == 200
    assert [request.body for request in service.requests] == [BODY]


def test_a_redirect_is_passed_back_and_not_followed() -> None:
    with serving(STORY) as elsewhere:
        moved = Answer(status=307, headers={"Location": elsewhere.url})
        with recorded_service(moved) as (recorder, _):
            answer = recorder.send()
    assert (answer.status, answer.headers["Location"]) == (307, elsewhere.url)
    assert elsewhere.requests == []


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_another_method_is_passed_on_too(method: str) -> None:
    with Emulator.start(Settings()) as service, recording(service.url) as recorder:
        answer = recorder.send(b"", method)
    assert (answer.status, bool(answer.body)) == (404, method != "HEAD")
    assert [(kept.method, kept.status) for kept in recorder.kept] == [(method, 404)]


def test_a_compressed_answer_is_passed_back_and_kept_as_text() -> None:
    zipped = Answer(gzip.compress(STORY.body), 200, {"Content-Type": "application/json", "Content-Encoding": "gzip"})
    with recorded_service(zipped) as (recorder, _):
        answer = recorder.send()
    assert answer.body == STORY.body
    assert "Content-Encoding" not in answer.headers
    assert recorder.kept[0].response_body == STORY.body


def test_where_nobody_answers_the_sample_is_told_and_no_answer_is_made_up() -> None:
    with recording(nobody_listens()) as recorder:
        answer = recorder.send()
    assert (answer.status, json.loads(answer.body)["error"]["code"]) == (502, "502")
    assert recorder.endpoint.unreachable == "the connection failed"
    (kept,) = recorder.kept
    assert kept.status is None
    assert exchange_of(kept, "p", "2024-02-01", None).response is None
    assert "response" not in json.loads(ndjson_line(kept, "p", "2024-02-01", KEY))


def test_what_was_sent_is_judged_though_no_answer_comes_in_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AZURE_OPENAI_API_KEY", KEY)
    folder = copy_samples(tmp_path / "copy")
    path = folder / "python" / "rest" / "print_response.py"
    path.write_text(in_a_moment(path.read_text(encoding="utf-8")).replace('"seed": 42', '"seed": 43'), encoding="utf-8")
    with serving(SILENCE) as service:
        ended = conformance(
            "--samples", str(folder), "--endpoint", service.url, "--deployment", "d", "--language", "rest",
            "--scenario", "print_response", "--api-version", "2024-02-01", report=tmp_path / "report.json",
        )  # fmt: skip
    assert (ended.code, ended.stderr) == (1, "")
    assert [finding["pointer"] for finding in ended.found("seed-value")] == ["/seed"]
    (failed,) = ended.found("sample-failed")
    assert "Read timed out." in failed["message"]
    assert ended.report is not None
    assert ended.report["checked"] == {"exchanges": 1, "requests": 1, "responses": 0, "chunks": 0}


def test_an_endpoint_that_answered_once_is_reachable() -> None:
    with recorded_service(STORY) as (recorder, service):
        recorder.send()
        service.shutdown()
        service.server_close()
        assert recorder.send().status == 502
    assert recorder.endpoint.unreachable is None


def test_neither_netrc_nor_a_proxy_meddles_with_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password hidden\n")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTP_PROXY", nobody_listens())
    monkeypatch.setenv("http_proxy", nobody_listens())
    with recorded_service(STORY) as (recorder, service):
        assert recorder.send().status == 200
    assert "Authorization" not in service.requests[0].headers


def test_it_listens_on_this_machine_alone() -> None:
    with recorded_service(STORY) as (recorder, _):
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.2", recorder.port), timeout=60)
        assert recorder.recorder.url.startswith("http://127.0.0.1:")


@pytest.mark.parametrize(
    "url",
    ["ftp://h", "h", "http://", "https:///x", "http://h:x", "http://h:99999", "http://a b", "http://[::1", "http://h?a=b",
     "http://me@h", "http://h#x"],
)  # fmt: skip
def test_an_endpoint_that_is_no_url_of_a_resource_is_one_sentence(url: str) -> None:
    with pytest.raises(UsageError, match=r"is not an http\(s\) URL; name it like https://YOUR-RESOURCE"):
        Endpoint(url)


AWKWARD = 'a"b\\c+d/é'


@pytest.mark.parametrize("key", [KEY, AWKWARD], ids=["plain", "awkward"])
def test_a_key_is_in_no_recording_wherever_it_stood(key: str) -> None:
    quoted = json.dumps(key, ensure_ascii=False)
    recorded = Recorded(
        "POST",
        f"http://h/openai?key={key}&again={key.replace('+', '%2B')}",
        (("api-key", key), ("Authorization", f"Bearer {key}"), ("X-Note", key)),
        f'{{"user": {quoted}, "seed": 42.0}}'.encode(),
        401,
        (("Set-Cookie", f"s={key}"), ("X-Note", key)),
        f"no JSON {key}".encode(),
    )
    line = ndjson_line(recorded, "p", "2024-02-01", key)
    assert key not in line and quoted[1:-1] not in line
    told = json.loads(line)
    assert told["request"]["body"] == {"user": "REDACTED", "seed": 42.0}
    assert '"seed": 42.0' in line, "numbers stay as they were written"
    assert told["response"]["body_text"] == "no JSON REDACTED"
    assert told["response"]["headers"] == {}, "a header that nobody knows is left out"


@pytest.mark.parametrize("key", ["42", "0.7", "true", "seed"])
def test_what_is_left_is_json_even_where_the_key_is_a_word_of_it(key: str) -> None:
    recorded = Recorded(
        "POST", "http://h/openai", (), b'{"seed": 42, "temperature": 0.7, "stream": true}', 200, (), b"{}"
    )
    assert json.loads(ndjson_line(recorded, "p", "2024-02-01", key))["request"]["body"]


def test_without_a_key_nothing_is_struck_out() -> None:
    assert struck_out("text", "") == "text"


def test_a_key_that_a_sample_tells_is_not_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The sample puts the key into the body and on standard error; the service gives it back."""
    folder = copy_samples(tmp_path / "copy")
    change(
        folder, "python/rest", "print_response", '"seed": 42,', '"seed": 42, headers["api-key"]: headers["api-key"],'
    )
    refused = as_json({"error": {"code": "401", "message": f"{KEY} is not a key"}}, 401)
    record, report = tmp_path / "traffic.ndjson", tmp_path / "report.json"
    monkeypatch.setenv("AZURE_OPENAI_API_KEY", KEY)
    options = ["--language", "rest", "--scenario", "print_response", "--api-version", "2024-02-01", "--deployment", "d"]
    with serving(refused) as service:
        common = ["run", "--samples", str(folder), "--endpoint", service.url, *options]
        assert run([*common, "--record", str(record), "--format", "json", "-o", str(report)]) == 1
        assert run([*common, "--all"]) == 1
    assert service.requests[0].json[KEY] == KEY
    out, err = capfd.readouterr()
    told = report.read_text(encoding="utf-8")
    assert "undeclared-member" in told and "request-refused" in told and "*** is not a key" in told
    assert KEY not in told + record.read_text(encoding="utf-8") + out + err
