"""No secret reaches a disk or a report wherever it stood, ordinary text stays, and a judge says the same afterwards."""

import base64
import hashlib
import io
import json
import re
import string
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.exchange import Exchange
from conformance.finding import Related
from conformance.judging.judge import judge
from conformance.reports.json_report import dumps
from conformance.reports.text import TextReport
from conformance.traffic.exchange_line import exchange_of
from conformance.traffic.recorded import Recorded
from conformance.traffic.secrets import shapes
from conformance.traffic.secrets.exchange import Redaction, line_of
from conformance.traffic.secrets.findings import presentable
from conformance.traffic.secrets.json_text import redacted_json
from conformance.traffic.secrets.names import FRAGMENTS, carries_secret, may_name_secret
from conformance.traffic.secrets.shapes import without_named
from tests.command_line.running import conformance
from tests.fuzzing import budget
from tests.judging.exchanges import ANSWER, SEEDED

URL = "https://contoso.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-02-01"
JSON = (("Content-Type", "application/json"),)
LETTERS = string.ascii_letters + string.digits


def recorded(body: object = SEEDED, answer: object = ANSWER, url: str = URL, **more: Any) -> Recorded:
    def raw(value: object) -> bytes:
        return value if isinstance(value, bytes) else json.dumps(value, ensure_ascii=False).encode()

    return replace(Recorded("POST", url, JSON, raw(body), 200, JSON, raw(answer)), **more)


KEYS = st.one_of(
    st.binary(min_size=16, max_size=16).map(bytes.hex),
    # A key is random, and no bytes that a test chooses are: a digest of them is.
    st.binary(min_size=8).map(lambda raw: base64.b64encode(hashlib.sha256(raw).digest()).decode()),
    st.binary(min_size=8).map(lambda raw: base64.b64encode(hashlib.sha512(raw).digest()).decode()),
    st.text(LETTERS, min_size=20, max_size=48).map("sk-".__add__),
    st.text(LETTERS, min_size=12, max_size=30).map(lambda text: f"eyJhbGciOi{text}.eyJzdWIiOi{text}.{text}"),
)
# What a name alone tells may have any shape.
WORDS = st.text(LETTERS + "!$~", min_size=9, max_size=30).map("Zq7".__add__)
HEADERS = st.sampled_from(
    ["api-key", "Authorization", "x-api-key", "X-Functions-Key", "x-ms-client-secret", "Ocp-Apim-Subscription-Key", "Cookie"]
)  # fmt: skip
PARAMETERS = st.sampled_from(["subscription-key", "sig", "code", "key", "access_token", "client_secret", "api-key"])
MEMBERS = st.sampled_from(
    ["api_key", "apiKey", "key", "access_token", "clientSecret", "password", "sig", "code", "x-functions-key"]
)


def everywhere(one: Recorded, *secrets: str) -> None:
    """Search what is written of ``one``, and every report about it, for the secrets."""
    line = line_of(one)
    reports = io.StringIO()
    text = TextReport(reports, every=True, width=400)
    for raw in (line, line_as_it_was(one)):
        for finding in map(presentable, judge(exchange_of(raw, "t:1"))):
            text.finding(finding)
            reports.write(dumps(finding.as_json()))
    for secret in secrets:
        for written in {secret, json.dumps(secret)[1:-1], quote(secret, safe="")}:
            assert written not in line
            assert written not in reports.getvalue()
    json.loads(line)


def line_as_it_was(one: Recorded) -> str:
    """Return a foreign recording, in which nothing was left out."""
    request = {
        "method": "POST",
        "url": one.url,
        "headers": dict(one.request_headers),
        "body_text": one.request_body.decode(),
    }
    response = {"status": 200, "headers": dict(one.response_headers), "body_text": one.response_body.decode()}
    return json.dumps({"request": request, "response": response})


@given(HEADERS, WORDS, KEYS)
def test_in_a_header(name: str, word: str, key: str) -> None:
    one = recorded(request_headers=(*JSON, (name, f"Bearer {word}"), ("X-Anything", key)))
    everywhere(one, word, key)


@given(HEADERS, WORDS)
def test_in_a_header_and_said_again_by_the_service(name: str, word: str) -> None:
    answer = {"error": {"code": "401", "message": f"{word} is not a key"}}
    line = line_of(recorded(answer=answer, request_headers=(*JSON, (name, word))))
    assert word not in line


@given(PARAMETERS, WORDS)
def test_in_the_query(name: str, word: str) -> None:
    everywhere(recorded(url=f"{URL}&{name}={quote(word, safe='')}"), word)


@given(KEYS)
def test_in_the_path_or_before_the_host(key: str) -> None:
    everywhere(recorded(url=URL.replace("/d/", f"/{quote(key, safe='')}/")), key)
    everywhere(recorded(url=URL.replace("https://", f"https://me:{quote(key, safe='')}@")), key)


@given(MEMBERS, WORDS, st.sampled_from(["seed", "top", "deep", "nested"]))
def test_in_a_member(name: str, word: str, place: str) -> None:
    bodies: dict[str, Any] = {
        "top": SEEDED | {name: word},
        "deep": SEEDED | {"data_sources": [{"type": "azure_search", "parameters": {"authentication": {name: word}}}]},
        "nested": SEEDED | {"tools": json.dumps({name: word})},
        "seed": SEEDED | {"seed": {name: word}},
    }
    everywhere(recorded(bodies[place], ANSWER | {"x": {name: word}}), word)


@budget(25, 5000)
@given(KEYS, st.sampled_from(["", "see ", "my key is `"]), st.sampled_from(["", " now", "`.", "\n"]))
def test_in_any_text(key: str, before: str, after: str) -> None:
    text = before + key + after
    message = {"role": "user", "content": text}
    everywhere(
        recorded(SEEDED | {"messages": [message], "seed": text}, ANSWER | {"system_fingerprint": None, "id": text}), key
    )
    everywhere(recorded(f"no JSON {text}".encode()), key)
    events = f"data: {json.dumps({'choices': [{'index': 0, 'delta': {'content': text}}]})}\n\ndata: [DONE]\n\n"
    everywhere(
        recorded(SEEDED | {"stream": True}, events.encode(), response_headers=(("Content-Type", "text/event-stream"),)),
        key,
    )
    everywhere(recorded(SEEDED | {key: 1}), key)


@pytest.mark.parametrize(
    "name", ["sk-" + "0" * 40, "ab/cD3fG+hI5jK/lM7nO9pQ1rS3tU5vW7xY9zA1bC3dE5f=", "0123456789abcdef" * 2]
)
def test_a_pointer_names_no_member_that_is_a_key(name: str) -> None:
    finding = next(
        one for one in judge(exchange_of(line_as_it_was(recorded(SEEDED | {name: 1})), "t:1")) if one.pointer
    )
    shown = presentable(replace(finding, related=(Related("t:2", finding.pointer),)))
    assert (shown.pointer, shown.related[0].pointer) == ("/REDACTED", "/REDACTED")


@pytest.mark.parametrize("before", ["/", "/files/", "a+b/", "0123456789-abcdefghij-klmnop-qrstuv/"])
@pytest.mark.parametrize("key", ["sk-" + "0" * 28, "eyJhbGciOi0123456789.eyJzdWIiOi0123456789.0123456789"])
def test_a_key_behind_a_path_is_found(before: str, key: str) -> None:
    assert without_named(before + key) == f"{before}REDACTED"


def test_a_secret_that_would_be_written_is_found() -> None:
    with pytest.raises(AssertionError):
        everywhere(recorded(SEEDED | {"user": "hunter2hunter2"}), "hunter2hunter2")


@pytest.mark.parametrize(
    "text",
    [
        '{"max_tokens": 5, "max_completion_tokens": 7, "prompt_tokens_details": {"cached_tokens": 1}, "completion_tokens": 9}',
        '{"logprobs": {"content": [{"token": " Hello", "bytes": [1], "top_logprobs": [{"token": "Hallo"}]}]}}',
        '{"error": {"code": "content_filter", "innererror": {"code": "ResponsibleAIPolicyViolation"}, "type": null}}',
        '{"system_fingerprint": "fp_44709d6fcb", "id": "chatcmpl-DuLYkWnz0OixBh4yGRX57RgoH5wVP", "seed": 42.0, "seed": 1e3}',
        '{"tool_calls": [{"id": "call_Z0OixBh4yGRX57RgoH5wVPabcdefgh12", "function": {"name": "get_key", "arguments": "{\\"city\\": \\"x\\"}"}}]}',
        '{"image_url": {"url": "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"}}',
        '{"content": "The key to success is practice; the password is checked by code. Tokens: 12345678. https://Learn.Microsoft.com/en-us/azure/ai-services/openai/how-to/reproducible-output-2024"}',
        '{"content": "api_key=os.environ[\'KEY\'], api_key = settings.api_key, key: value"}',
        '{"parameters": {"type": "object", "properties": {"key": {"type": "string"}, "token": {"type": "string"}}, "required": ["key"]}}',
        '{"prompt_cache_key": "a", "stop_token": "b", "status_code": "OK", "country_code": "DE", "tokenizer": "o200k"}',
        '{"protected_material_code": {"filtered": false, "detected": false}, "obfuscation": "aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW"}',
    ],
)  # fmt: skip
def test_ordinary_text_stays_to_the_letter(text: str) -> None:
    assert redacted_json(text) == text


@pytest.mark.parametrize(
    ("name", "secret"),
    [("api_key", True), ("apiKey", True), ("APIKey", True), ("X-Functions-Key", True), ("Ocp-Apim-Subscription-Key", True),
     ("client_secret_value", True), ("db_password", True), ("sig", True), ("auth_code", True), ("id_token", True),
     ("max_tokens", False), ("tokens", False), ("token_count", False), ("keyword", False), ("monkey", False), ("design", False),
     ("status_code", False), ("encoding", False), ("codec", False), ("signal", False), ("passage", False), ("secretary", False)],
)  # fmt: skip
def test_names(name: str, secret: bool) -> None:
    assert carries_secret(name) == secret


def findings_of(line: str) -> list[tuple[str, str, str]]:
    return [(one.rule, one.part, one.pointer) for one in judge(exchange_of(line, "t:1"))]


TOOL = {"type": "function", "function": {"name": "f", "description": "secret words", "parameters": {"type": "object"}}}
CALL = {"id": "call_1", "type": "function", "function": {"name": "f", "arguments": '{"a": "secret words"}'}}
JUDGED = [
    recorded(),
    recorded(SEEDED | {"seed": "42", "sede": 1, "max_tokens": 0, "api_key": "0123456789abcdef0123456789abcdef"}),
    recorded(b'{"messages": [{"role": "user", "content": "secret words"}], "seed": 42.0, "seed": 1, "n": 1}'),
    recorded(SEEDED | {"response_format": {"type": "json_object"}, "messages": [{"role": "user", "content": "JSON of secret words"}]}),
    recorded(SEEDED | {"tools": [TOOL], "messages": [{"role": "assistant", "content": None, "tool_calls": [CALL]},
                                                     {"role": "tool", "tool_call_id": "call_1", "content": "secret words"}]}),
    recorded(SEEDED, ANSWER | {"choice": [], "system_fingerprint": None}),
    recorded(SEEDED, {"error": {"code": "content_filter", "message": "secret words", "param": "prompt"}}, status=400),
    recorded(b"{", b"<html>"),
]  # fmt: skip


@pytest.mark.parametrize("how", [Redaction(), Redaction(content=True), Redaction(host=True), Redaction(True, True)])
@pytest.mark.parametrize("one", JUDGED)
def test_a_redacted_exchange_is_judged_the_same(one: Recorded, how: Redaction) -> None:
    raw = json.loads(line_as_it_was(one))
    raw["response"]["status"] = one.status
    line = line_of(one, redaction=how)
    assert findings_of(line) == findings_of(json.dumps(raw))
    if how.content and one.request_body != b"{":
        assert "secret words" not in line.replace('"message": "secret words"', "")
    assert not (how.host and "contoso" in line)


def test_the_structure_of_a_conversation_stays() -> None:
    line = line_of(JUDGED[4], redaction=Redaction(content=True))
    body = json.loads(line)["request"]["body"]
    assert [message["role"] for message in body["messages"]] == ["assistant", "tool"]
    assert body["messages"][0]["tool_calls"][0]["function"] == {"name": "f", "arguments": "{}"}
    assert body["temperature"] == 0.7


@pytest.mark.parametrize("size", [1000, 4000])
def test_long_texts_take_time_in_proportion(size: int) -> None:
    for text in (
        "a" * 31 + " ",
        "Ab1",
        "sk-",
        "eyJ",
        '\\"key\\": ',
        "=",
        "Bearer ",
        "x=y&",
        "-eyJ",
        "/sk-a",
        "/eyJaaaaaaaa-",
    ):
        without_named(text * size)


def test_a_foreign_recording_keeps_its_exchange() -> None:
    one = exchange_of(line_as_it_was(recorded()), "t:1")
    assert isinstance(one, Exchange)


def test_the_reasons_of_versions_quote_no_secret_either(tmp_path: Path) -> None:
    body = SEEDED | {"seed": {"key": "hunter2hunter2"}, "user": ["sk-" + "a1B2" * 8]}
    (tmp_path / "t.ndjson").write_text(line_as_it_was(recorded(body)) + "\n")
    told = conformance("versions", "check", "t.ndjson", "--details", "--api-version", "2024-02-01", folder=tmp_path)
    assert "seed" in told.stdout and "hunter2hunter2" not in told.stdout and "a1B2" not in told.stdout


@given(
    st.text(max_size=40),
    KEYS | st.sampled_from(["Password=hunter2", "sk_" + "a1" * 8, "eyJhbGciOiJI.", "Bearer " + "a" * 12]),
    st.text(max_size=40),
)
def test_the_first_look_passes_over_nothing_that_the_second_would_find(before: str, key: str, after: str) -> None:
    text = before + key + after
    if shapes._SHAPE.search(text):
        assert shapes._may_have_shape(text)
    for name in re.findall(r"[A-Za-z0-9_.-]+", text):
        assert may_name_secret(text) or not carries_secret(name)


@given(st.lists(st.sampled_from([*FRAGMENTS, "_", "-", "Api", "KEY", "clientSecret", "x", "Code", "auth"]), max_size=5))
def test_every_name_of_a_secret_holds_a_fragment(parts: list[str]) -> None:
    name = "".join(parts)
    assert may_name_secret(name) or not carries_secret(name)
