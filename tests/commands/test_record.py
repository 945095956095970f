"""`conformance record` between a real client and a real server: bytes pass unchanged, and what is kept holds no key."""

import http.client
import json
import os
import re
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.command_line.running import conformance
from tests.judging.exchanges import ANSWER, SEEDED
from tests.samples.service import Answer, as_json, serving
from tests.shared_folder import ROOT

KEY = "a-key-that-nobody-may-see"
TARGET = "/openai/deployments/d/chat/completions?api-version=2024-02-01"
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT)}


@dataclass
class Recorder:
    """A recorder that runs; ``told`` and ``code`` are known when it has ended."""

    port: int
    told: str = ""
    code: int | None = None


@contextmanager
def recording(folder: Path, upstream: str, *options: str) -> Iterator[Recorder]:
    """Yield a recorder, which is interrupted at the end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "conformance", "record", "--upstream", upstream, "--out", "traffic.ndjson", *options],
        cwd=folder, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout
    recorder = Recorder(0)
    try:
        greeting = ""
        while "for v1" not in greeting and (line := process.stdout.readline()):
            greeting += line
        port = re.search(r"export AZURE_OPENAI_ENDPOINT='http://127.0.0.1:(\d+)'", greeting)
        assert port and f"$Env:OPENAI_BASE_URL = 'http://127.0.0.1:{port[1]}/openai/v1/'" in greeting
        recorder.port = int(port[1])
        yield recorder
    finally:
        process.send_signal(signal.SIGTERM)
        recorder.told, err = process.communicate(timeout=60)
        recorder.code = process.returncode
        assert not err


def ask(port: int, body: bytes, target: str = TARGET, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("POST", target, body, {"api-key": KEY, "Content-Type": "application/json"} | headers)
        response = connection.getresponse()
        return response.status, response.read(), dict(response.getheaders())


def kept(folder: Path, count: int) -> list[dict[str, Any]]:
    """Return the lines of the recording, once there are ``count``."""
    path = folder / "traffic.ndjson"
    while len(lines := path.read_text().splitlines()) < count:
        time.sleep(0.01)
    return [json.loads(line) for line in lines]


def test_bytes_pass_unchanged_and_each_exchange_is_on_disk_as_it_ends(tmp_path: Path) -> None:
    odd = b'{ "seed":42.0,\r\n "seed": 1 }'
    with (
        serving(Answer(b'{"a":  1e3}', 200, {"Content-Type": "application/json", "X-Odd": KEY})) as service,
        recording(tmp_path, service.url) as recorder,
    ):
        status, body, headers = ask(recorder.port, odd)
        assert (status, body, headers["X-Odd"]) == (200, b'{"a":  1e3}', KEY)
        assert service.requests[0].body == odd and service.requests[0].headers["api-key"] == KEY
        (line,) = kept(tmp_path, 1)  # while the recorder still runs
    text = (tmp_path / "traffic.ndjson").read_text()
    assert '"seed":42.0' in text and '"a":  1e3' in text and KEY not in text
    assert line["request"]["url"] == service.url + TARGET
    assert stat.S_IMODE((tmp_path / "traffic.ndjson").stat().st_mode) == 0o600


def test_a_compressed_answer_passes_as_it_is_and_is_kept_as_text(tmp_path: Path) -> None:
    import gzip

    packed = gzip.compress(json.dumps(ANSWER).encode())
    with (
        serving(Answer(packed, 200, {"Content-Type": "application/json", "Content-Encoding": "gzip"})) as service,
        recording(tmp_path, service.url) as recorder,
    ):
        _, body, headers = ask(recorder.port, json.dumps(SEEDED).encode(), **{"Accept-Encoding": "gzip"})
        assert body == packed and headers["Content-Encoding"] == "gzip"
        assert kept(tmp_path, 1)[0]["response"]["body"] == ANSWER


def test_a_stream_passes_as_it_comes(tmp_path: Path) -> None:
    """The first event is read by the client while the second one has not been sent."""
    import socket
    import threading

    listener = socket.create_server(("127.0.0.1", 0))
    go_on = threading.Event()

    def serve() -> None:
        peer, _ = listener.accept()
        with peer:
            peer.recv(65536)
            peer.sendall(
                b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n8\r\ndata: {}\r\n"
            )
            go_on.wait(60)
            peer.sendall(b"10\r\n\n\ndata: [DONE]\n\n\r\n0\r\n\r\n")

    thread = threading.Thread(target=serve)
    thread.start()
    with listener, recording(tmp_path, f"http://127.0.0.1:{listener.getsockname()[1]}") as recorder:
        connection = http.client.HTTPConnection("127.0.0.1", recorder.port, timeout=60)
        connection.request("POST", TARGET, b"{}", {"Content-Type": "application/json"})
        response = connection.getresponse()
        assert response.read1() == b"data: {}"
        go_on.set()
        assert response.read() == b"\n\ndata: [DONE]\n\n"
        assert kept(tmp_path, 1)[0]["response"]["body_text"] == "data: {}\n\ndata: [DONE]\n\n"
        connection.close()
    thread.join()


def test_what_is_recorded_is_judged_as_it_goes(tmp_path: Path) -> None:
    with serving(as_json(ANSWER)) as service, recording(tmp_path, service.url, "--check") as recorder:
        ask(recorder.port, json.dumps(SEEDED | {"seed": "42"}).encode())
        kept(tmp_path, 1)
    assert recorder.code == 1
    assert "error seed-type  traffic.ndjson:1 request /seed" in recorder.told
    assert recorder.told.endswith("Checked 1 exchange (1 request, 1 answer): 1 error.\n")


def test_two_recordings_follow_each_other_in_one_file_and_texts_can_be_left_out(tmp_path: Path) -> None:
    with serving(as_json(ANSWER)) as service:
        for _ in range(2):
            with recording(tmp_path, service.url, "--redact-content") as recorder:
                ask(recorder.port, json.dumps(SEEDED).encode())
    lines = kept(tmp_path, 2)
    assert len(lines) == 2 and "Tell me a story" not in json.dumps(lines)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--upstream", "ftp://h", "--out", "x"], "is not an http(s) URL"),
        (["--upstream", "https://me:secret@h", "--out", "x"], "is not an http(s) URL"),
        (["--upstream", "http://h", "--out", "no/such/folder"], "--out no/such/folder cannot be written"),
        (["--upstream", "http://h", "--out", "x", "--port", "99999"], "choose another --port"),
        (["--out", "x"], "--upstream"),
    ],
)
def test_bad_usage_is_one_sentence(tmp_path: Path, options: list[str], says: str) -> None:
    told = conformance("record", *options, folder=tmp_path)
    assert (told.code, told.stdout, len(told.stderr.splitlines())) == (2, "", 1)
    assert says in told.stderr and "secret" not in told.stderr


def test_where_nobody_answers_the_client_is_told_and_the_request_is_kept(tmp_path: Path) -> None:
    with serving(Answer()) as gone:
        url = gone.url
    with recording(tmp_path, url) as recorder:
        status, body, _headers = ask(recorder.port, b"{}")
        assert status == 502 and "no answer from upstream" in json.loads(body)["error"]["message"]
        assert "response" not in kept(tmp_path, 1)[0]


def test_the_emulator_records_too(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "conformance", "emulate", "--record", "traffic.ndjson"],
        cwd=tmp_path, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout
    with process.stdout:
        port = int(process.stdout.readline().partition("http://127.0.0.1:")[2].partition(";")[0])
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        target = "/openai/deployments/gpt-35-turbo/chat/completions?api-version=2024-02-01"
        connection.request(
            "POST", target, json.dumps(SEEDED), {"api-key": "emulator-key", "Content-Type": "application/json"}
        )
        assert connection.getresponse().status == 200
        (line,) = kept(tmp_path, 1)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    connection.close()
    assert line["response"]["status"] == 200 and "emulator-key" not in json.dumps(line)
    assert stat.S_IMODE((tmp_path / "traffic.ndjson").stat().st_mode) == 0o600
