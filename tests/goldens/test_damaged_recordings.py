"""What is read of recordings in which one thing is missing, of another type or odd, in every format.

An exchange is shown by its members, something unreadable by its sentence.
"""

import io
import json
from collections.abc import Iterator
from typing import Any

import yaml

from conformance.exchange import Exchange
from conformance.judging.judge import judge
from conformance.traffic.reading import read_traffic
from conformance.traffic.unreadable import Unreadable
from conformance.wire.body import Body
from tests.goldens.golden import compare, line
from tests.judging.exchanges import ANSWER, SEEDED
from tests.traffic.formats.writing import URL, WRITERS, Sample

SMALL = {"messages": [{"role": "user", "content": "é"}], "seed": "42"}
SAMPLE = Sample(json.dumps(SMALL), json.dumps({"id": "1", "choices": []}))
# Mocks and tables that no writer of ours makes.
MOCK = {"when": {"method": "POST", "path": URL, "query_param": [{"name": "a", "value": "b"}], "header": [{"name": "content-type", "value": "application/json"}],
                 "body": json.dumps(SMALL)}, "then": {"status": 200, "header": [{"name": "x", "value": "y"}], "body": '{"id": "1"}'}}  # fmt: skip
BATCH_IN = {"custom_id": "a", "method": "POST", "url": "/chat/completions", "body": SMALL}
BATCH_OUT = {"custom_id": "a", "response": {"status_code": 200, "body": {"id": "1"}}, "error": None}
REPLACEMENTS: tuple[Any, ...] = (None, 5, "x", [])
# Formats as values: a name, the value, and how it is written down.
STRUCTURED: dict[str, tuple[Any, bool]] = {
    "ndjson": (json.loads(WRITERS["ndjson"]([SAMPLE])), False),
    "json-array": (json.loads(WRITERS["json-array"]([SAMPLE])), False),
    "har": (json.loads(WRITERS["har"]([SAMPLE])), False),
    "test-proxy": (json.loads(WRITERS["test-proxy"]([SAMPLE])), False),
    "vcrpy": (yaml.safe_load(WRITERS["vcrpy"]([SAMPLE])), True),
    "vcrpy in JSON": (json.loads(WRITERS["vcrpy in JSON"]([SAMPLE])), False),
    "ruby-vcr": (yaml.safe_load(WRITERS["ruby-vcr"]([SAMPLE])), True),
    "go-vcr": (yaml.safe_load(WRITERS["go-vcr"]([SAMPLE])), True),
    "mock": (MOCK, True),
    "batch in": (BATCH_IN, False),
    "batch out": (BATCH_OUT, False),
    "request alone": (SMALL, False),
    "answer alone": ({"id": "1", "choices": [], "error": None}, False),
}
# Members of an exchange that are of another type, or that are nearly ours.
ENVELOPES: tuple[dict[str, Any], ...] = (
    {"request": {"body": {}, "method": 5}},
    {"request": {"body": {}, "url": 5}},
    {"request": {"body": {}, "headers": 5}},
    {"request": {"body": {}, "headers": {"a": 5}}},
    {"request": {"body_text": 5}},
    {"response": {"body": {}, "status": "200"}},
    {"response": {"body": {}, "status": 99}},
    {"response": {"body": {}, "status": True}},
    {"response": {"body": {}, "headers": []}},
    {"api_version": 5, "request": {"body": {}}},
    {"id": 5, "request": {"body": {}}},
    {"request": {"body": {}, "bodyText": "{}"}},
    {"request": {"json": {}}},
    {"request": {"body": {}}, "respone": {}},
)
# Whole inputs, each odd in its own way.
INPUTS: dict[str, bytes] = {
    "empty": b"",
    "blank": b"\n \r\n",
    "a mark of the byte order": b"\xef\xbb\xbf" + WRITERS["ndjson"]([SAMPLE]),
    "UTF-16": json.dumps(SMALL).encode("utf-16"),
    "no UTF-8 in a line": WRITERS["ndjson"]([SAMPLE]) + b"\n{\"request\": {\"body_text\": \"\xff\"}}\n",
    "no UTF-8 in a document": b'{"messages": "\xff"}',
    "a list": b"[]",
    "a number": b"5",
    "a text": b'"x"',
    "NaN in a document": b'{"seed": NaN}',
    "NaN in a line": b'{"request": {"body": {"seed": NaN}}}\n{"response": {"body": {}}}\n',
    "broken in the middle": b'{"messages": [}',
    "broken line": b'{"request": {"body": {}}}\n{"request": \n{"response": {"body": {}}}\n',
    "both bodies": b'{"request": {"body": {}, "body_text": "{}"}}\n',
    "no exchange": b'{"request": {"body": {}}}\n{"id": 5}\n[]\n5\n"x"\nnull\n{"request": 5}\n{"response": []}\n',
    "types of the envelope": b"\n".join(
        json.dumps(one).encode() for one in ENVELOPES
    ),
    "events": b": hello\n\nid: 1\ndata: {\"id\": \"1\",\ndata: \"choices\": []}\n\nevent: x\ndata: 5\n\ndata: [DONE]\n\n",
    "events without an end": b'data: {"id": "1"}\n\ndata: {"id"',
    "events with carriage returns": b'data: {"id": "1"}\r\n\r\ndata: [DONE]\r\n\r\n',
    "two documents of YAML": WRITERS["go-vcr"]([SAMPLE]) + b"---\n" + WRITERS["vcrpy"]([SAMPLE]),
    "a batch and what is none": json.dumps(BATCH_IN).encode() + b'\n{"x": 1}\n5\n{"custom_id": "b"}\n{"custom_id": 5, "body": {}}\n',
    "batch of another path": json.dumps(BATCH_IN | {"url": "/v1/embeddings", "method": 5}).encode(),
    "batch that failed": json.dumps({"custom_id": "a", "response": None, "error": {"code": "x", "message": "y"}}).encode(),
    "two mocks": yaml.safe_dump_all([MOCK, MOCK | {"then": None}, {"when": {}}]).encode(),
}  # fmt: skip


def changed(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield the value with each member left out, renamed and replaced, and by what name."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, member in items:
        others = [one for one in REPLACEMENTS if type(one) is not type(member)]
        for other in others:
            new = dict(value) if isinstance(value, dict) else list(value)
            new[key] = other
            yield f"{key}: {json.dumps(other)}", new
        if isinstance(value, dict):
            yield f"no {key}", {name: one for name, one in value.items() if name != key}
        for path, inner in changed(member):
            new = dict(value) if isinstance(value, dict) else list(value)
            new[key] = inner
            yield f"{key}/{path}", new


def shown(body: Body | None) -> Any:
    return None if body is None else body.text if body.text is not None else body.value


def told(one: Exchange | Unreadable) -> Any:
    """Return what is read: an exchange member by member, with the places of what is found in it."""
    if isinstance(one, Unreadable):
        return str(one)
    told: dict[str, Any] = {"place": one.place, "api_version": one.api_version, "id": one.id}
    if one.request is not None:
        sent = one.request
        told["request"] = [sent.method, sent.url, sent.headers and dict(sent.headers), shown(sent.body)]
    if one.response is not None:
        got = one.response
        told["response"] = [got.status, got.headers and dict(got.headers), shown(got.body)]
    places = [(f.rule, f.pointer, f.source.line, f.source.column) for f in judge(one) if f.source is not None]
    return told | ({"found": places} if places else {})


def read(raw: bytes) -> list[Any]:
    return [told(one) for one in read_traffic(["-"], io.BytesIO(raw), True)]


def test_inputs_that_are_odd() -> None:
    compare("odd-inputs.jsonl", (line({"input": name, "read": read(raw)}) for name, raw in INPUTS.items()))


def test_every_format_whole() -> None:
    samples = [Sample(json.dumps(SEEDED | {"sede": 1}, indent=1), json.dumps(ANSWER | {"choise": "é"})), SAMPLE]
    compare("formats.jsonl", (line({"format": name, "read": read(write(samples))}) for name, write in WRITERS.items()))


def test_recordings_with_one_thing_wrong() -> None:
    """What is read as if nothing was wrong is not told; else the format holds ``{name}: what is read``."""

    def every() -> Iterator[str]:
        for name, (value, is_yaml) in STRUCTURED.items():
            written = yaml.safe_dump if is_yaml else json.dumps
            sound = read(written(value).encode())
            yield line({"format": name, "read": sound})
            for wrong, other in changed(value):
                if "messages" in wrong or "headers/" in wrong:
                    continue
                found = read(written(other).encode())
                yield line({"with": wrong} | ({} if found == sound else {"read": found}))

    compare("damaged-recordings.jsonl", every())
