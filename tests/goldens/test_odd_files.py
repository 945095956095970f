"""Whole sentences and whole exchanges of inputs that are odd: what another tool wrote, what breaks off, what YAML makes of a word."""

import base64
import gzip
import io
import json
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import zstandard

from conformance.traffic import blocks, entries
from conformance.traffic.content import Packed, body_of_base64, body_of_text, settled, unpacked
from conformance.traffic.formats import sse
from conformance.traffic.inputs import blocks_of
from conformance.traffic.reading import exchanges_in, read_traffic
from conformance.traffic.unreadable import Unreadable
from tests.goldens.golden import compare, line
from tests.goldens.test_damaged_recordings import read, told
from tests.judging.exchanges import for_version
from tests.traffic import test_reading
from tests.traffic.formats import test_other_inputs
from tests.traffic.formats.writing import WRITERS, Sample

URL = "https://h/openai/deployments/d/chat/completions?api-version=2024-02-01"
LINE = json.dumps({"id": "a", "request": {"body": {"seed": "4"}}}).encode()
# What is told by its first bytes.
FOREIGN = [
    b"PAR1", b"SQLite format 3\x00", b"\xa1\xb2\xc3\xd4", b"\x0a\x0d\x0d\x0a\x6c\x00\x00\x00M<+\x1a\x01", b"%PDF-1", b"\x89PNG", b"\xff\xd8\xff", b"GIF89", b"\xfd7zXZ\x00",
    b"BZh9", b"7z\xbc\xaf", b"\x80\x04x", b"ab\x00cd", b"<HTML>", b"<?xml version='1.0'?>", b"<a>", b"12:3:x;", b"5:abc;", b"HTTP/1.1 200 OK\n",
    b"GET / HTTP/1.1\n", b"DELETE / HTTP/1.1", b"POST nothing", b"* Connected", b"> POST", b"< HTTP", b"curl https://h", b"#!/bin/sh", b"import os",
    b"from os import x", b"def f(): pass", b"package main", b"using System;", b"const a = 1", b"function f() {}", b"# Title\n", b"---\ntitle: x\n---\n# T",
    b"---\na: 1\n", b"a: 1\n", b"a:\n  b", b"a;b\n1;2", b"a,b\n12", b"hello", b"{}", b"{", b"[", b"[]", b"[[1]]", b'[{"a": {"b": 1}, "c": 2}]',
    b'{"a": 1, "b": {"request": 1}, "c": [1], "d": "e", "f": 1}', b'{"a": 1}\n{"b": 1}', b'{"a": 1}\n\n', b'{"a": 1}\nx', b'{"' + b"n" * 40 + b'": 1}',
    b'{"swagger": "2.0", "paths": {}}', b'{"openapi": 1}', b'{"findings": [], "tool": {}}', b'{"cells": [], "nbformat": 4}', b'{"resourceSpans": []}',
    b'{"mappings": []}', b'{"$schema": "x"}', b'{"a": "openapi", "b": "paths"}', b'{"openapi": {"paths": 1}}', b'{"openapi": 1, "x": {"y": [1]}, "paths": 2}',
    b'[{"request": 5}]', b'[{"x": "request"}]', b'[{"request": {"url": "x"}}, {"response": {}}]', b'[{"request": 5}]\n[1]', b'[{"id": 1, "response": {}}]', b'[5, {"request": {}}]', b'[{"a": 1}, {"request": {}}]', b'{"request": {}}', b'{"requests": {}}',
    b'{"reponse": {}}\n{"a": 1}', b'{"log": []}', b'{"log": {}}', b'{"log": 5}', b'{"log": {"entries": 5}}', b'{"log": {"entries": []}}', b'{"Entries": []}',
    b'{"Entries": [1, 2', b'{"Entries": [1 2]}', b'{"Entries": [1,]}', b'{"Entries": [1],', b'{"Entries" [1]}', b'{"x": 1 "Entries": []}', b'{"x": tru, "Entries": []}',
    b'{"interactions": []}', b'{"interactions": {}}', b'{"http_interactions": [5]}', b'{"interactions": [5, {"request": 5}, {"x": 1}, {"request": {"uri": 5}}]}',
    b'{"x": {"interactions": 1}}', b"interactions: []\n", b"interactions: 5\n", b"interactions:\n- 5\n- x: 1\n- request: 5\n", b"http_interactions:\n- request: {uri: x}\n",
    b"when:\n  path: /x\n", b"when:\nthen:\n", b"when:\n  body: x\nthen:\n  status: 5x\n---\n5\n---\n- 1\n---\nwhen:\n  path: /y\nthen: {}\n",
    b"when:\n  body_base64: '%%'\n  path: /x\nthen:\n  body_base64: e30=\n  status: 200\n",
    b"a: 1\nb: [\n", b"interactions:\n\t- x\n", b"interactions:\n- a: 'x\n", b"interactions:\n- request: {uri: x}\n- request: *y\n- request: {uri: z}\n",
    b"interactions:\n- request: &r {uri: x, method: get}\n  response: &s {status: {code: 200}}\n- request: *r\n  response: *s\n---\ninteractions:\n- request: *r\n",
    b"interactions:\n- \x01\n", b"interactions:\n- request: {uri: \xff}\n", b"interactions: \n-\n- ~\n", b"? [a]\n: 1\ninteractions:\n- request: {uri: x}\n",
    b"- 1\n- interactions: 2\n", b"---\n- interactions: [{request: {uri: a}}]\n- - b\n---\nx\n---\ninteractions:\n- request: {uri: x}\n", b"interactions:\n- request: {uri: x}\nversion: [1, {a: 2}]\nmore: {b: 1}\n",
    b'{"interactions": [{"request": {"uri": "x", "body": [1, {"a": [2]}]}}, {"request": {"uri": "x", "body": ' + b"[" * 700 + b"]" * 700 + b'}}, {"request": {"uri": "y"}}]}',
    b'[{"a": 1}\n, {"b": 2}]', b'{"custom_id": "a", "body": {}}\n{\n\xff\n[]\n', b'{"a": ' + b"[" * 210 + b"]" * 210 + b', "openapi": 1, "paths": 2}', b'{"a": ' + b"[" * 198 + b"]" * 198 + b', "openapi": 1, "paths": 2}',
    b"interactions:\n- request: {uri: x, parsed_body: '{\"seed\": 4}'}\n  response: {parsed_body: {a: 1}, status: {code: 200}}\n- request: {uri: x, parsed_body: ''}\n- request: {uri: x, parsed_body: 5}\n- request: {uri: x, parsed_body: ~}\n"
    b"- request: {uri: x, body: {string: ''}, parsed_body: \"y\"}\n",
    b"\xff\xfe{\x00", b"\xfe\xff\x00{", b"\xef\xbb\xbf{}", b"\xef\xbb\xbf", b"  \n\t\n", b"\n\n\n{}", b'\xef\xbb\xbf{"request": {"body": {}}}',
]  # fmt: skip
# Lines: of each what it is read as, or its sentence.
LINES = [
    b'{"request": {"body": {"a": 1}}, "request": {"body": {}}}', b'{"request": {"body": 1, "body": 2}}', b'{"request": {"url": "x", "url": "y"}}',
    b'{"request": {"x": 1, "x": 2}}', b'{"x": 1, "x": 2, "request": {}}', b'{"id": "a", "id": "b", "request": {}}', b'{"response": {"status": 1, "status": 2}}',
    b'{"request": {"body": {"a": 1, "a": 2}}}', b'{"request": null, "response": null}', b'{"request": null, "response": {}}', b'{"respnse": {}}', b'{"x": 1}',
    b'{"request": {}, "apiVersion": "x"}', b'{"request": {}, "api-version": "x"}', b'{"request": {}, "apiversoin": "x"}', b'{"request": {}, "responce": {}}',
    b'{"request": {}, "Response": {}}', b'{"request": {"uri": "x"}}', b'{"request": {"urls": "x"}}', b'{"request": {"URL": "x"}}', b'{"response": {"status_code": 1}}',
    b'{"response": {"statusCode": 1}}', b'{"response": {"code": 1}}', b'{"response": {"stattus": 1}}', b'{"request": {"status": 1}}', b'{"response": {"url": "x"}}',
    b'{"request": {"json": {}}}', b'{"request": {"data": {}}}', b'{"request": {"content": {}}}', b'{"request": {"payload": {}}}', b'{"request": {"text": ""}}',
    b'{"request": {"Body": {}}}', b'{"request": {"body-text": ""}}', b'{"request": {"bdy": {}}}', b'{"request": {"json": {}, "body": {}}}', b'{"request": {"uri": 1, "url": "x"}}',
    b'{"request": {"headers": null, "body": null}}', b'{"request": {"headers": {}}}', b'{"request": {"headers": {"a": null}}}', b'{"request": {"headers": {"a": []}}}',
    b'{"request": {"headers": "x"}}', b'{"request": {"method": []}}', b'{"request": {"url": {}}}', b'{"api_version": true, "request": {}}', b'{"id": [], "request": {}}',
    b'{"response": {"status": 200.0}}', b'{"response": {"status": null}}', b'{"response": {"body_text": null}}', b'{"response": {"body_text": "", "body": null}}',
    b'{"request": {"body": NaN}, "response": {"body": [Infinity, {"a": -Infinity}]}}', b'{"request": {"body": {"a": NaN}}, "id": nope}', b'{"request": {"x": NaN}}',
    b'{"request": {"body": {"a": NaN} }, "response": {"body": {"b": 1}}}', b'{"id": "x", "request": {"body": {"a": "x\ty"}}}', b'{"request": {"body": {"a": 01}}}',
    b'{"request": {"body": {"a": 1}}', b'{"request": {"body": {"a": 1}}}}', b"{'request': {}}", b'"request"', b"null", b"true", b"1.5", b"[]",
    b'{"request": "x"}', b'{"request": true}', b'{"request": null}', b'{"response": 1.5}', b'{"request": {"body": "\\ud800"}}', b"\xff", b'{"request": {"body": "\xc3"}}',
]  # fmt: skip
# A value in YAML where a body stands that a serializer wrote as YAML.
WORDS = (
    "1", "-1", "+1", "1_000", "0x1F", "0o17", "017", "0b1", "1:30", "1.5", "1.0", "1e3", "1.0e+3", "-.5", ".inf", "-.INF", ".nan", "1_0.5", "1:30.5", "~", "null", "Null",
    "yes", "No", "on", "OFF", "true", "False", "y", "2024-05-01", "2024-05-01T10:00:00Z", "'1'", '"1"', "'null'", '""', "''", "x", "!!int 5", "!!int x", "!!float 1", "!!bool yes",
    "!!null x", "!!str 5", "! 5", "!x 5", "!!timestamp 2024-05-01", "!!binary e30=", "=", "<<", "|\n      a\n      b", ">\n      a\n      b", "[1, [2], {}]", "{b: {c: 1}}", "[]", "{}",
    "9223372036854775808", "-9223372036854775808", "9223372036854775807", "1" * 4100, "1e400", "1e39", "1e40", "123456789012345678901234567890.0", "1.50",
)  # fmt: skip


def packed(raw: bytes) -> bytes:
    return gzip.compress(raw, mtime=0)


CHAT = b'{"id": "\xc3\xa9"}'
DEFLATED = zlib.compress(CHAT)
BARE_DEFLATED = DEFLATED[2:-4]
PACKED: tuple[tuple[bytes, str | None], ...] = (
    (CHAT, None), (CHAT, "gzip"), (CHAT, "br"), (CHAT, "deflate"), (CHAT, "identity"), (b"\xc3\xa9", "br"), (b"{\xff", "br"), (b"x\x9c", "br"), (packed(CHAT), None),
    (packed(CHAT), "GZIP"), (packed(CHAT)[:-6], "gzip"), (b"\x1f\x8b\x00\x00", "gzip"), (packed(packed(CHAT)), "gzip"),
    (packed(packed(CHAT)), "gzip, gzip"), (packed(DEFLATED), "deflate ,gzip"), (DEFLATED, "deflate"), (DEFLATED, None), (BARE_DEFLATED, "deflate"),
    (DEFLATED[:-5], "deflate"), (b"\x78\x9c\xff\xff", "deflate"), (zstandard.compress(CHAT), "zstd"), (zstandard.compress(CHAT), None), (b"\x28\xb5\x2f\xfd\xff", "zstd"), (zstandard.compress(CHAT)[:-2], None), (b"\x28\xb5\x2f\xfd\x20\x0c\x07\x00\x00", None),
)  # fmt: skip
# A line break in each of these that says which line and column is meant.
PLACED = (
    b'{"log": {"version": 1,\n "entries": [\n  {"request": {"url": "x"}},\n  {"a": nope}\n]}}', b'{"log":\n {"entries": [\n\n nope]}}', b'{"Entries": [\n {"RequestUri": "x"},\n  5,\n "x"]}',
    b'{"interactions": [\n{"request": {"uri": "x", "body": "{}"}},\n   7]\n}}', b'[\n {"request": {"body": {"seed": "4"}}},\n  {"request": 5},\n {"x": 1}, 5,\n {"request": {"body": {"seed": "4"}}}]',
    b'\n\n {"request":\n {"body":\n  {"seed": "4"}}}', b'{"request":\n {"body": nope}}', b'{\n "messages": [],\n "seed": "4"}', b'{\n "messages": [],\n "seed": }', b"\n[5]", b"\n5\n",
    b"interactions:\n- request:\n    uri: x\n    body: '{\"seed\":\n\n      \"4\"}'\n- request:\n    uri: x\n    body:\n      seed: '4'\n      n: x\n      messages: [1]\n",
    b"when:\n  path: /openai/deployments/d/chat/completions\n  query_param: [{name: api-version, value: '2024-02-01'}, {key: a, value: b c}, {name: x}]\n  json_body:\n    seed: '4'\nthen:\n  status: 200\n  header: [{name: a, value: b}]\n  body: '{}'\n",
    b'{"request":\n {"method": "POST", "url": "x", "headers": {}, "body": "{\\"seed\\": \\"4\\"}"},\n "response": {"status": {"code": 200}, "body": "{\\"id\\": 5}"}}',
)  # fmt: skip
STREAM = b'event: x\nid: 1\ndata: {"id": 5,\ndata: "choices": []}\n\n: hello\ndata:[DONE]\n\n'


def raw_inputs_of_tests() -> Iterator[tuple[str, bytes]]:
    """Yield the inputs that tests of single sentences have."""
    (mark,) = test_other_inputs.test_an_input_that_cannot_be_read_is_one_sentence.pytestmark  # type: ignore[attr-defined]
    yield from ((str(one.id), one.values[0]) for one in mark.args[1])
    (mark,) = test_reading.test_a_line_that_is_no_exchange_is_one_sentence_and_the_rest_goes_on.pytestmark  # type: ignore[attr-defined]
    yield from ((str(one.id), LINE + b"\n" + one.values[0] + b"\n" + LINE) for one in mark.args[1])


def shown(raw: bytes) -> str:
    return raw.decode("latin-1") if len(raw) < 300 else f"{raw[:40].decode('latin-1')}… ({len(raw)})"


def test_sentences_of_whole_inputs() -> None:
    def every() -> Iterator[str]:
        for name, raw in raw_inputs_of_tests():
            yield line({"input": name, "read": read(raw)})
        for raw in FOREIGN:
            yield line({"input": shown(raw), "read": read(raw)})

    compare("odd-files.jsonl", every())


def test_lines_that_are_nearly_exchanges() -> None:
    found = read(b"\n".join(LINES))
    assert len(found) == len(LINES)
    compare("odd-lines.jsonl", (line({"line": shown(one), "read": got}) for one, got in zip(LINES, found, strict=True)))


def test_where_things_stand_in_files_of_several_lines() -> None:
    compare("odd-places.jsonl", (line({"input": shown(raw), "read": read(raw)}) for raw in (*PLACED, STREAM)))


def test_words_of_yaml() -> None:
    def every() -> Iterator[str]:
        for word in WORDS:
            raw = f"interactions:\n- request:\n    uri: x\n    body:\n      seed: {word}\n      messages: [{{a: b}}]\n"
            (found,) = read(raw.encode())
            yield line({"word": word[:60], "is": found if isinstance(found, str) else repr(found["request"][3])[:200]})
            for holder in ("body", "uri", "method"):
                raw = f"interactions:\n- request:\n    {holder}: {word}\n"
                got = [one["request"] if isinstance(one, dict) else one for one in read(raw.encode())]
                yield line({"word": word[:60], holder: repr(got)[:200]})

    compare("words-of-yaml.jsonl", every())


def test_bodies_that_are_packed() -> None:
    texts: tuple[str, ...] = (
        "", "{}", "x", "\x1f\x8b", "xé", "é", "(é", packed(CHAT).decode("latin-1"), DEFLATED.decode("latin-1"), "x\u4e00",
        zstandard.compress(CHAT).decode("latin-1"),
    )  # fmt: skip
    in_base64 = ("", "e30=", "e3 0\n=", "e30", "%%", "é", base64.b64encode(packed(CHAT)).decode(), "H4sI")

    def every() -> Iterator[str]:
        for number, (raw, coding) in enumerate(PACKED):
            yield line({"raw": number, "coding": coding, "is": tried(unpacked, raw, coding)})
        for number, text in enumerate(texts):
            for coding in (None, "deflate"):
                yield line({"text": number, "coding": coding, "is": tried(body_of_text, text, coding)})
        for text in in_base64:
            yield line({"base64": text[:4], "is": tried(body_of_base64, text)})

    compare("packed-bodies.jsonl", every())


def tried(work: Callable[..., Any], *arguments: Any) -> Any:
    """Return what ``work`` returns as JSON, or its sentence."""
    try:
        found = work(*arguments)
    except Packed as problem:
        return f"has a response body that {problem.reason}."
    if isinstance(found, bytes):
        return "as it was" if found == arguments[0] else found.decode(errors="replace")[:12]
    return found and [found.text if found.text.isascii() or len(found.text) < 12 else "other bytes", str(found.problem)]


@pytest.mark.parametrize(
    ("number", "is_now"),
    [
        (42.0, 42), (0.7, 0.7), (-0.0, 0), (1e3, 1000), (1e39, 10**39), (1e40, 1e40), (9223372036854775808, 9223372036854775807),
        (-9223372036854775809, -9223372036854775808), (9223372036854775807, 9223372036854775807), (9.223372036854775807e18, 9223372036854775807),
        (9223372036854776000, 9223372036854775807), (-9223372036854776000, -9223372036854775808), (9223372036854779904, 9223372036854779904),
        (-9223372036854775808, -9223372036854775808), (-9223372036854775807, -9223372036854775807), (10**20, 10**20), (True, True), ("1.0", "1.0"),
    ],
)  # fmt: skip
def test_a_number_that_was_written_anew_is_what_any_writer_makes_of_it(number: Any, is_now: Any) -> None:
    found = settled({"a": [number]})["a"][0]
    assert float(found) == float(is_now) and str(found) in (str(is_now), "1E+40") and (type(found) is int) == (type(is_now) is int)  # fmt: skip


def test_a_document_without_a_version_and_inputs_that_are_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "LONGEST_LINE", 1 << 20)
    monkeypatch.setattr(entries, "LONGEST_LINE", 1 << 20)
    monkeypatch.setattr(sse, "LONGEST_STREAM", 1 << 20)
    monkeypatch.setattr(blocks, "_LONG", 100)
    monkeypatch.setattr(blocks, "_MOST_VALUES", 200)
    long, many = b'"' + b" " * (1 << 20) + b'"', b"[" + b"1," * 201 + b"1]"
    allowed = b"[" + b"1," * 200 + b"1]"
    inputs = {
        "a long document": b'{"messages": ' + long + b"}\n5",
        "a long line": LINE + b"\n" + b'{"request": ' + long + b"}\n" + LINE,
        "a long element": b'{"Entries": [{"RequestUri": "x"}, ' + long + b"]}",
        "a long stream": b"data: {}\n\ndata: " + long,
        "many values in a line": LINE + b"\n" + b'{"request": {"body": ' + many + b"}}\n" + LINE,
        "as many in a line as there may be": b'{"request": {"body": ' + allowed + b"}}\n" + LINE,
        "many values in a document": b'{\n"messages": ' + many + b"}",
        "many values in an element": b'{"Entries": [{"RequestUri": "x"}, ' + many + b"]}",
        "many values in a batch": b'{"custom_id": "a", "body": ' + many + b"}\n" + LINE,
    }

    def places(raw: bytes, bare: bool) -> list[str]:
        found = read_traffic(["-"], io.BytesIO(raw), bare)
        return [str(one) if isinstance(one, Unreadable) else one.place for one in found]

    def every() -> Iterator[str]:
        for name, raw in inputs.items():
            yield line({"input": name, "read": places(raw, True)})
        whole = json.dumps(for_version("2024-02-01"), indent=1).encode()
        for raw in (b'{"messages": []}', whole, b'{"object": 1}', b"data: {}\n\n", b'{"custom_id": "a"}\n' * 2):
            yield line({"without a version": raw[:9].decode(), "read": places(raw, False)})

    compare("odd-sizes.jsonl", every())


@pytest.mark.parametrize("kept", WRITERS)
@pytest.mark.parametrize("size", [1, 50])
def test_an_input_that_comes_in_small_pieces_is_read_alike(kept: str, size: int) -> None:
    raw = WRITERS[kept]([Sample(json.dumps({"seed": "é" * 40, "n": 12}), '{"id": "1"}')] * 2)
    pieces = (raw[start : start + size] for start in range(0, len(raw), size))
    found = [told(one) for block in blocks_of("-", pieces) for one in exchanges_in(block)]  # type: ignore[arg-type]
    assert found == read(raw) and len(found) == 2
