"""An emulator beside its caller: what it tells of each exchange, and how it ends."""

import gc
import json
import os
import socket
import threading
import warnings
from typing import Any
from urllib.parse import urlsplit

import pytest
from openai import AzureOpenAI, OpenAI

from conformance.emulator.application import Observed
from conformance.emulator.service import Service
from conformance.emulator.serving import Emulator, Settings
from conformance.emulator.target import split_prefix, target_of
from conformance.errors import UsageError
from tests.emulator.asking import CHAT, KEY, MESSAGES, SEEDED, STORY, ask, send

GOOD = f"{CHAT}?api-version=2024-02-01"
BODY = json.dumps(SEEDED)


@pytest.mark.parametrize(
    ("path", "token", "rest"),
    [
        ("/openai/x", None, "/openai/x"),
        ("/_/abc/openai/x", "abc", "/openai/x"),
        ("/_/abc//openai/x", "abc", "//openai/x"),
        ("/_/abc", "abc", ""),
        ("/_/abc/", "abc", "/"),
        ("/_//openai", None, "/_//openai"),
        ("//_/abc/openai", None, "//_/abc/openai"),
        ("/_/a/_/b", "a", "/_/b"),
    ],
)
def test_a_prefix_is_taken_off_and_nothing_else(path: str, token: str | None, rest: str) -> None:
    assert split_prefix(path) == (token, rest)


@pytest.mark.parametrize("path", ["/openai//deployments/d/chat/completions", "/openai/deployments//chat/completions"])
def test_a_path_is_not_normalised(path: str) -> None:
    assert target_of(path) is None


def test_every_exchange_is_observed_as_it_was_sent() -> None:
    seen: list[Observed] = []
    with Emulator.start(Settings(), observe=seen.append) as emulator:
        good = send(emulator, "/_/token" + GOOD, BODY)
        doubled = send(emulator, "/_/token/" + GOOD, BODY)
        bare = send(emulator, GOOD + "&x=%20", "{", KEY | {"X-Own": "a"})
        stream = ask(emulator, {**STORY, "stream": True})
    assert [(one.token, one.method, one.url, one.status) for one in seen] == [
        ("token", "POST", GOOD, 200),
        ("token", "POST", "/" + GOOD, 404),
        (None, "POST", GOOD + "&x=%20", 400),
        (None, "POST", GOOD, 200),
    ]
    assert [one.response_body for one in seen] == [good.body, doubled.body, bare.body, stream.body]
    assert (seen[0].request_body, seen[2].request_body) == (BODY.encode(), b"{")
    assert dict(seen[2].request_headers)["x-own"] == "a"
    assert dict(seen[0].response_headers)["content-type"] == "application/json"


def test_an_exchange_was_observed_when_its_answer_arrives() -> None:
    """A run takes what it observed as soon as a sample has ended."""
    seen: list[Observed] = []
    with Emulator.start(Settings(), observe=seen.append) as emulator:
        for count in range(1, 100):
            ask(emulator, {**STORY, "stream": count % 2 == 0})
            assert len(seen) == count


def test_a_request_that_never_was_whole_is_not_observed() -> None:
    seen: list[Observed] = []
    with Emulator.start(Settings(), observe=seen.append) as emulator:
        address = urlsplit(emulator.url)
        with socket.create_connection((str(address.hostname), address.port or 0)) as connection:
            connection.sendall(f"POST {GOOD} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\n{{".encode())
        ask(emulator)
    assert [one.status for one in seen] == [200]


def test_the_sdk_is_answered_on_both_paths(emulator: Emulator) -> None:
    azure = AzureOpenAI(
        azure_endpoint=emulator.url + "/_/sdk", api_key=KEY["api-key"], api_version="2024-02-01", max_retries=0
    )
    openai = OpenAI(base_url=emulator.url + "/openai/v1", api_key=KEY["api-key"], max_retries=0)
    for client in (azure, openai):
        with client:
            answer = client.chat.completions.create(model="gpt-35-turbo", messages=MESSAGES, seed=42)  # type: ignore[arg-type]
            assert answer.choices[0].message.content
            pieces: Any = client.chat.completions.create(
                model="gpt-35-turbo",
                messages=MESSAGES,  # type: ignore[arg-type]
                seed=42,
                stream=True,
            )
            text = "".join(piece.choices[0].delta.content or "" for piece in pieces if piece.choices)
            assert text == answer.choices[0].message.content
            assert answer.system_fingerprint


@pytest.mark.parametrize(
    "sent", ["", f"POST {GOOD} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\n{{", "GET / HT"]
)
def test_it_ends_whatever_clients_keep_open(sent: str, capfd: pytest.CaptureFixture[str]) -> None:
    before = set(threading.enumerate())
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with Emulator.start(Settings()) as emulator:
            address = urlsplit(emulator.url)
            connection = socket.create_connection((str(address.hostname), address.port or 0), timeout=60)
            connection.sendall(sent.encode())
            assert ask(emulator).status == 200
            ending = threading.Thread(target=emulator.stop)
            ending.start()
            ending.join(60)
            assert not ending.is_alive()
        gc.collect()
    with connection:
        assert connection.recv(10) == b""
    assert set(threading.enumerate()) == before
    assert capfd.readouterr() == ("", "")
    with pytest.raises(ConnectionRefusedError):
        ask(emulator)


def test_emulators_run_side_by_side_and_their_ports_are_free_again() -> None:
    with Emulator.start(Settings(key="one")) as one, Emulator.start(Settings(key="two")) as two:
        assert one.port != two.port
        assert send(one, GOOD, BODY, {"api-key": "one"}).status == 200
        assert send(two, GOOD, BODY, {"api-key": "one"}).status == 401
        port = one.port
    with Emulator.start(Settings(), port=port) as again:
        assert again.port == port


def test_a_port_in_use_is_one_sentence() -> None:
    with Emulator.start(Settings()) as emulator, pytest.raises(UsageError) as caught:
        Emulator.start(Settings(), port=emulator.port)
    sentence = str(caught.value)
    assert f"cannot listen on 127.0.0.1:{emulator.port}" in sentence
    assert sentence.endswith("choose another --port or --host.")


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 70_000), ("host.invalid", 0), ("192.0.2.1", 0)])
def test_a_place_where_nobody_can_listen_is_one_sentence(host: str, port: int) -> None:
    with pytest.raises(UsageError, match=r"choose (another|one)"):
        Emulator.start(Settings(), host=host, port=port)


def test_an_ipv6_address_is_listened_at() -> None:
    try:
        emulator = Emulator.start(Settings(), host="::1")
    except UsageError:
        assert os.environ.get("CI") != "true" or not socket.has_ipv6
        pytest.skip("this machine has no ::1")
    with emulator:
        assert emulator.url == f"http://[::1]:{emulator.port}"
        assert ask(emulator).status == 200


def test_a_defect_of_the_emulator_is_a_500_and_is_seen(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The tests that look for a 500 or a traceback could find one."""

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Service, "reply", fail)
    with Emulator.start(Settings()) as emulator:
        answer = ask(emulator)
    assert (answer.status, answer.error["code"]) == (500, "500")
    assert "ZeroDivisionError" in capfd.readouterr().err


def test_settings_do_not_show_the_key() -> None:
    assert "hidden" not in repr(Settings(key="hidden"))
