"""What goes wrong on request, and what clients make of it: an end, each time."""

import json
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import pytest
from openai import AzureOpenAI

from conformance.contract.contract import contract
from conformance.emulator.faults import FAULTS
from conformance.emulator.serving import Emulator, Settings
from tests.emulator.asking import CHAT, KEY, SEEDED, Answer, ask, send
from tests.emulator.test_tools import events

GOOD = f"{CHAT}?api-version=2024-10-21"
SDK_VERSION = "2024-10-21"


def asked(emulator: Emulator, fault: str, **more: Any) -> Answer:
    return send(emulator, GOOD, json.dumps({**SEEDED, **more}), {**KEY, "x-emulator-fault": fault})


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        ("rate-limit", 429, "429"),
        ("rate-limit-bare", 429, "429"),
        ("server-error", 500, None),
        ("unavailable", 503, "503"),
        ("prompt-filter", 400, "content_filter"),
    ],
)
def test_a_fault_in_place_of_an_answer(emulator: Emulator, fault: str, status: int, code: str | None) -> None:
    answer = asked(emulator, fault)
    assert (answer.status, answer.error["code"]) == (status, code)
    times = (answer.headers.get("retry-after"), answer.headers.get("retry-after-ms"))
    assert times == (("1", "1000") if fault == "rate-limit" else (None, None))
    assert asked(emulator, fault, stream=True).body == answer.body


def test_a_filtered_prompt_names_what_was_filtered(emulator: Emulator) -> None:
    inner = asked(emulator, "prompt-filter").error["innererror"]
    assert inner["code"] == "ResponsibleAIPolicyViolation"
    assert inner["content_filter_result"]["violence"] == {"filtered": True, "severity": "medium"}


@pytest.mark.parametrize("fault", ["answer-filter", "stream-filter"])
def test_a_filtered_answer_conforms_and_says_so(emulator: Emulator, fault: str) -> None:
    answer = asked(emulator, fault)
    # Nothing is said, and the contract wants a content all the same; test_newer_models.py has the letter.
    wrong = [found.keyword for found in contract("2024-10-21").operation.answer.violations(answer.json)]
    assert wrong == (["required"] if fault == "answer-filter" else [])
    choice = answer.json["choices"][0]
    assert choice["finish_reason"] == "content_filter"
    assert choice["content_filter_results"]["violence"]["filtered"] is True
    whole = ask(emulator, SEEDED, "2024-10-21").text
    text = choice["message"].get("content") or ""
    assert whole.startswith(text)
    assert (0 < len(text) < len(whole)) == (fault == "stream-filter")
    chunks = events(asked(emulator, fault, stream=True).body)
    assert chunks[-1]["choices"][0]["finish_reason"] == "content_filter"
    assert "".join(one["delta"].get("content") or "" for c in chunks for one in c["choices"]) == text


@pytest.mark.parametrize("stream", [False, True])
def test_half_of_the_json(emulator: Emulator, stream: bool) -> None:
    body = asked(emulator, "truncated", stream=stream).body
    with pytest.raises(ValueError, match=r".+"):
        json.loads(body.decode().splitlines()[-1].removeprefix("data: "))
    assert b"[DONE]" not in body


def test_a_page_in_place_of_json(emulator: Emulator) -> None:
    answer = asked(emulator, "html")
    assert answer.headers["content-type"] == "text/html"
    assert answer.body.startswith(b"<!DOCTYPE html>")


def test_a_wrong_type(emulator: Emulator) -> None:
    answer = asked(emulator, "wrong-type")
    assert (answer.headers["content-type"], answer.json["object"]) == ("text/plain", "chat.completion")


def test_one_chunk_twice(emulator: Emulator) -> None:
    usual, doubled = (asked(emulator, name, stream=True).body for name in ("slow", "duplicate-chunk"))
    usual_deltas, deltas = ([one["choices"] for one in events(body)] for body in (usual, doubled))
    assert len(deltas) == len(usual_deltas) + 1
    assert any(one == other for one, other in pairwise(deltas))


def test_another_fingerprint_half_way(emulator: Emulator) -> None:
    prints = [one.get("system_fingerprint") for one in events(asked(emulator, "fingerprint-change", stream=True).body)]
    usual = ask(emulator, SEEDED).json["system_fingerprint"]
    assert list(dict.fromkeys(prints[1:])) == [usual, "fp_0ther5eed5"]
    assert asked(emulator, "fingerprint-change").json["system_fingerprint"] == "fp_0ther5eed5"


@pytest.mark.parametrize("stream", [False, True])
def test_a_reset_comes_half_way(emulator: Emulator, stream: bool) -> None:
    with socket.create_connection(("127.0.0.1", emulator.port), timeout=60) as connection:
        body = json.dumps({**SEEDED, "stream": stream}).encode()
        head = f"POST {GOOD} HTTP/1.1\r\nHost: localhost\r\napi-key: {KEY['api-key']}\r\nx-emulator-fault: reset\r\n"
        connection.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        with pytest.raises(ConnectionResetError):
            while connection.recv(65536):
                continue
            raise AssertionError("the connection ended politely")


def test_a_slow_answer_is_slow_and_a_stalled_one_ends_with_the_clients_patience() -> None:
    with Emulator.start(Settings(stall_seconds=0.5)) as running:
        start = time.perf_counter()
        assert asked(running, "slow").status == 200
        assert time.perf_counter() - start >= 2
        with pytest.raises((ConnectionError, OSError, Exception)):
            asked(running, "stall")


def test_an_unknown_fault_is_refused_with_a_suggestion(emulator: Emulator) -> None:
    answer = asked(emulator, "rate-limt")
    assert answer.status == 400
    assert answer.error["message"] == "x-emulator-fault: unknown fault rate-limt; did you mean rate-limit?"


def test_a_share_is_how_often_it_comes() -> None:
    with Emulator.start(Settings(faults={"unavailable": 0.3, "html": 0.2})) as running:
        answers = [ask(running) for _ in range(200)]
    assert 30 <= sum(answer.status == 503 for answer in answers) <= 95
    assert 15 <= sum(answer.body.startswith(b"<") for answer in answers) <= 75


# What the SDK does, with two attempts more where it thinks that they help.
SDK = {
    "rate-limit": ("RateLimitError", 3),
    "rate-limit-bare": ("RateLimitError", 3),
    "server-error": ("InternalServerError", 3),
    "unavailable": ("InternalServerError", 3),
    "prompt-filter": ("BadRequestError", 1),
    "answer-filter": ("no text", 1),
    "stream-filter": ("text", 1),
    "slow": ("text", 1),
    "stall": ("APIConnectionError", 3),
    "reset": ("APIConnectionError", 3),
    "truncated": ("JSONDecodeError", 1),
    "html": ("AttributeError", 1),
    "wrong-type": ("text", 1),
    "duplicate-chunk": ("text", 1),
    "fingerprint-change": ("text", 1),
}


def sdk(fault: str) -> tuple[str, int]:
    with Emulator(Settings(faults={fault: 1.0}, stall_seconds=0.3)) as running:
        azure = AzureOpenAI(azure_endpoint=running.url, api_key=running.key, api_version=SDK_VERSION, timeout=10)
        with azure as client:
            try:
                answer: Any = client.chat.completions.create(
                    model="gpt-35-turbo", messages=[{"role": "user", "content": "Hello"}], seed=1
                )
                outcome = "text" if answer.choices[0].message.content else "no text"
            except Exception as error:
                outcome = type(error).__name__
        return outcome, len(running.requests)


def test_what_the_sdk_does() -> None:
    assert set(SDK) == set(FAULTS)
    with ThreadPoolExecutor(8) as pool:
        assert dict(zip(FAULTS, pool.map(sdk, FAULTS), strict=True)) == SDK
