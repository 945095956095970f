"""What is not a recording is one sentence a file, what attacks is one sentence too, and the formats without a host are read."""

import io
import json
from pathlib import Path

import pytest

from conformance.exchange import Exchange
from conformance.traffic.formats.registry import every_format
from conformance.traffic.reading import read_traffic
from conformance.traffic.unreadable import Unreadable
from tests.commands.checking import check
from tests.judging.exchanges import ANSWER, SEEDED
from tests.shared_folder import needs_shared, shared

URL = "https://h/openai/deployments/d/chat/completions?api-version=2024-02-01"


def read(raw: bytes, bare: bool = True) -> list[Exchange | Unreadable]:
    return list(read_traffic(["-"], io.BytesIO(raw), bare))


ALIASES = b"".join(b"  y%d: &c%d [%s]\n" % (i, i, b",".join([b"*c%d" % (i - 1)] * 10)) for i in range(1, 9))


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        pytest.param(
            b"interactions:\n- y0: &c0 [1]\n" + ALIASES, "holds more than 1 000 000 values", id="aliases of aliases"
        ),
        pytest.param(b"interactions:\n- request: " + b"[" * 900 + b"]" * 900, "nests deeper than", id="deep"),
        pytest.param(b"interactions:\n- request: " + b"[" * 90_000, "nest", id="very deep"),
        pytest.param(b"interactions:\n- request: {body: 'x\n", "is not YAML at line", id="broken"),
        pytest.param(b"interactions:\n- request: *x\n", "anchor of an alias is missing", id="no anchor"),
        pytest.param(b'interactions:\n- request: {body: "\xff"}\n', "is not UTF-8", id="no UTF-8"),
        pytest.param(b'{"log": {"entries": [{"request": {"url": "x"', "ends in the middle of its JSON", id="cut HAR"),
        pytest.param(b'{"log": {"entries": [{"request": nope}]}}', "is not JSON at line 1, column 34", id="broken HAR"),
        pytest.param(b'{"log": {"version": "1.2"}}', "holds no list `log.entries`", id="HAR without entries"),
        pytest.param(b'{"Entries": 5}', "holds no list `Entries`", id="test proxy without entries"),
        pytest.param(b'{"log": {"entries": [' + b"[" * 90_000 + b"]}}", "", id="deep HAR"),
        pytest.param(b"<!DOCTYPE html><html>", "an HTML page", id="HTML"),
        pytest.param(b"PK\x03\x04aaaa", "a zip archive", id="zip"),
        pytest.param(b"a,b,c\n1,2,3\n", "a table (CSV)", id="CSV"),
        pytest.param(b"\xd4\xc3\xb2\xa1\x02", "a packet capture", id="pcap"),
        pytest.param(b"2195:7:version;1:21#", "a flow file of mitmproxy", id="mitmproxy"),
        pytest.param(b'{"info": {"name": "x"}, "item": []}', "a Postman collection", id="Postman"),
        pytest.param(
            b'{"level": "info", "msg": "x"}\n' * 3, "JSON lines with `level`, `msg`", id="an application's log"
        ),
        pytest.param(b'{"openapi": "3.0.0", "paths": {}}', "an OpenAPI description", id="OpenAPI"),
        pytest.param(b"version: '3'\nservices:\n  web: {}\n", "YAML, and no cassette", id="other YAML"),
        pytest.param(b'[{"a": 1}]', "a JSON list with `a`", id="other list"),
        pytest.param(b"POST /openai HTTP/1.1\r\nHost: h\r\n\r\n{}", "a raw HTTP message", id="HTTP"),
        pytest.param(b"hello there\nthis is text\n", "text, and no traffic", id="text"),
    ],
)
def test_an_input_that_cannot_be_read_is_one_sentence(raw: bytes, says: str) -> None:
    (told,) = read(raw)
    assert isinstance(told, Unreadable) and says in str(told)
    assert "\n" not in str(told) and str(told)[-1] == "."


def test_what_a_tag_would_construct_is_never_constructed(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    (one,) = read(
        f"interactions:\n- request: !!python/object/apply:os.system ['touch {mark}']\n"
        "  response: {body: {string: !!python/unicode '{}'}, status: {code: 200}}\n".encode()
    )
    assert isinstance(one, Exchange) and one.response and one.response.body and one.response.body.value == {}
    assert not mark.exists()


def test_a_batch_names_its_version_by_option_and_other_operations_keep_their_path() -> None:
    lines = [
        {"custom_id": "t-1", "method": "POST", "url": "/chat/completions", "body": SEEDED},
        {"custom_id": "t-2", "method": "POST", "url": "/v1/embeddings", "body": {}},
        {"custom_id": "t-3", "response": {"status_code": 200, "body": ANSWER}, "error": None},
        {"custom_id": "t-4", "response": None, "error": {"code": "x", "message": "y"}},
    ]
    raw = "\n".join(map(json.dumps, lines)).encode()
    found = [one for one in read(raw) if isinstance(one, Exchange)]
    assert [one.id for one in found] == ["t-1", "t-2", "t-3", "t-4"]
    assert [one.request.url if one.request else None for one in found] == [None, "/v1/embeddings", None, None]
    assert [one.response.status if one.response else None for one in found] == [None, None, 200, None]
    assert [str(one) for one in read(raw, bare=False)] == [
        "- holds lines of a batch, and they name no api-version; add --api-version."
    ]


def test_a_batch_and_a_stream_are_judged_by_the_version_that_is_named(tmp_path: Path) -> None:
    (tmp_path / "batch.jsonl").write_text(
        json.dumps({"custom_id": "a", "url": "/chat/completions", "body": SEEDED | {"sede": 1}})
    )
    told = check(tmp_path, "batch.jsonl", "--api-version", "2024-10-21")
    assert told.code == 1 and "error undeclared-member  batch.jsonl:1 request /sede" in told.stdout
    assert check(tmp_path, "batch.jsonl").code == 2
    (tmp_path / "a.sse").write_text(": hello\n\ndata: {}\n\ndata: [DONE]\n\n")
    assert check(tmp_path, "a.sse", "--api-version", "2024-10-21").code == 1
    assert check(tmp_path, "a.sse").code == 2


def test_the_test_proxy_keeps_texts_as_lists_of_lines() -> None:
    entry = {"RequestUri": URL, "RequestMethod": "POST", "RequestHeaders": {}, "RequestBody": None, "StatusCode": 200,
             "ResponseHeaders": {"Content-Type": "text/event-stream"}, "ResponseBody": ["data: {}\n", "\n", "data: [DONE]\n", "\n"]}  # fmt: skip
    (one,) = read(json.dumps({"Entries": [entry], "Variables": {}}).encode())
    assert isinstance(one, Exchange) and one.response and one.response.body
    assert one.response.body.text == "data: {}\n\ndata: [DONE]\n\n"


def test_numbers_that_a_recording_wrote_anew_are_held_against_nobody() -> None:
    for seed, kept in ((42.0, 42), (9223372036854775808, 9223372036854775807), (10**20, 10**20)):
        entry = {"RequestUri": URL, "RequestMethod": "POST", "RequestBody": {"seed": seed}, "StatusCode": 200}
        (one,) = read(json.dumps({"Entries": [entry]}).encode())
        assert isinstance(one, Exchange) and one.request and one.request.body
        value = one.request.body.value["seed"]
        assert (value, type(value)) == (kept, int)


def test_every_format_is_listed_with_its_fidelity(tmp_path: Path) -> None:
    told = check(tmp_path, "--formats")
    assert told.code == 0
    for one in every_format():
        assert f"{one.name}\n  {one.title}\n  fidelity: {one.fidelity}\n" in told.stdout


@needs_shared
@pytest.mark.parametrize("name", ["real-traffic/raw", "recordings"])
def test_real_recordings_are_read_to_the_last_exchange(name: str) -> None:
    found = list(read_traffic([str(shared() / name)], io.BytesIO()))
    assert not [str(one) for one in found if isinstance(one, Unreadable)]
    exchanges = [one for one in found if isinstance(one, Exchange)]
    assert len(exchanges) == {"real-traffic/raw": 8, "recordings": 13}[name]
    for one in exchanges:
        assert one.request and one.request.body and one.request.body.problem is None, one.place
        assert one.response and one.response.status == 200 and one.response.body, one.place
        assert one.response.body.text or one.response.body.value, one.place
