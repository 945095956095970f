"""What is written and shown of traffic that holds secrets, to the letter; rows of tables; and where a finding is said to stand."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pyarrow as pa

from conformance.errors import UsageError
from conformance.exchange import Exchange, Headers, Position, Request, Response
from conformance.exhibit import Passage
from conformance.finding import Excerpt, Finding, LateExcerpt, Related, Severity
from conformance.judging.judge import judge
from conformance.traffic.exchange_line import exchange_of
from conformance.traffic.inspection import Question, inspect_exchanges
from conformance.traffic.placing import placed
from conformance.traffic.recorded import Recorded
from conformance.traffic.records import COLUMNS, columns_read, exchanges_of, missing_column, require_columns
from conformance.traffic.secrets import content, names
from conformance.traffic.secrets.exchange import Redaction, line_of, without_credentials
from conformance.traffic.secrets.exhibit import Exhibits, exhibit_of, source_exhibit
from conformance.traffic.secrets.findings import presentable
from conformance.traffic.secrets.json_text import redacted_json
from conformance.traffic.secrets.names import carries_secret, may_be_written
from conformance.traffic.secrets.shapes import is_key, without_named, without_shapes
from conformance.traffic.service import Hosts
from conformance.traffic.unreadable import Unreadable
from conformance.wire.body import Body
from tests.goldens.golden import compare, line
from tests.goldens.test_damaged_recordings import told
from tests.judging.rules.judging import ANSWER, STORY

HEX, RANDOM = "0123456789abcdef" * 2, "aB3dE5gH7jK9mN1pQ3sT5vW7yZ0aB3dE5gH7jK9m"
SK, JWT = "sk-" + "aB3" * 8, "eyJhbGciOiJI.eyJzdWIiOiIx.abcdefgh"
TEXTS = (
    "", "hello", "12345678", HEX, HEX[:31], HEX + "0", RANDOM, RANDOM[:31], RANDOM + "=", RANDOM + "==", RANDOM.lower(), RANDOM.upper(), "Ab1" * 171 + "Ab", "Ab1" * 170, "abcdefghijklmnopqrstuvwxyzABCDEFGH12", "getTheNameOfEachFunctionThatIsCalled2",
    "ABCDEFGHIJKLMNOPabcdefghijklmnop0123", "aaaaBBBBccccDDDDeeeeFFFFggggHHHH=", "a1B2c3D4e5F6g7H8i9J0aaaaaaaaaaaaaaaaaaaaaaaa", f"see {HEX}.", f"a/{RANDOM}/b", f"/files/{SK}", SK, SK[:18], SK[:19], "sk_live_" + "a1" * 10, "ghp_" + "a" * 16, "ghp_" + "a" * 15,
    "github_pat_" + "a" * 20, "xoxb-" + "1" * 20, "AIza-" + "a" * 20, JWT, JWT[:13], JWT.rpartition(".")[0], "eyJab.eyJ", f"Bearer {RANDOM[:12]}", f"Bearer {RANDOM[:11]}", f"bearer   {RANDOM[:20]} x", f"bear {RANDOM[:20]}", "AccountKey=abc;x=1", "Password = hunter2 now", "pwd=x", "Pwd =x'y",
    "password: hunter2hunter2", "api_key=12345678", "api_key=os.environ", "api-key: 1234567", "api-key : 1234567a, b", "key=12345678", "token=12345678a", "client_secret = a1b2c3d4e", "'api_key': 'hush'", '"api_key": "hush"', '{\\"api_key\\": \\"hush\\"}', '"code": "hush1234"',
    "https://h/x?api-key=hush&a=b", "x?sig=abc#f", "https://me:pw@h/x", "https://me@h/x", "me:pw@h", "?x=1;code=hush", f"data:image/png;base64,{RANDOM}", f"base64,{RANDOM}", f"chatcmpl-{RANDOM}", f"call_{RANDOM}", f"asst_{HEX}", f"é{HEX}é", f"{HEX}{SK}", f"{RANDOM}-{JWT}",
)  # fmt: skip
NAMES = (
    "api_key", "API-KEY", "apikey", "x-api-key", "Authorization", "Cookie", "Set-Cookie", "auth", "access_token", "accessToken", "tokens", "max_tokens", "stop_token", "next_token", "sort_key", "primary_key", "foreign_keys", "key", "KEY2", "code", "auth_code", "status_code", "host_code", "userCode",
    "deviceCode", "function_code", "verification-code", "secretary", "secrets", "my_secret_name", "passphrase", "passwd", "pwd", "credential", "bearer", "sas", "sig", "signature", "sas_url", "a" * 199 + "_key", "a" * 196 + "_key", "a" * 197 + "_key", "", "123", "_", "rowKey", "partition_key", "maskToken",
)  # fmt: skip
HEADERS = ("Accept", "content-type", "X-RateLimit-Remaining", "x-stainless-lang", "AzureAI-x", "x-ms-region", "api-key", "Authorization", "x-other", "Date", "openai-organization", "x-ms-rai-invoked", "retry-after-ms")  # fmt: skip
JSONS = (
    '{"api_key": "hush", "a": 1.0,  "a": 1e3}', '{"code": "hush"}', '{"code": "hush hush"}', '{"error": {"code": "hush"}}', '{"error": {"innererror": {"code": "x"}}, "code": ""}', '{"logprobs": {"content": [{"token": " a", "top_logprobs": [{"token": "b"}]}]}, "token": "hush"}',
    '{"nested": "{\\"api_key\\": \\"hush\\"}"}', '{"nested": "{api_key=12345678}"}', '{"nested": "[1, \\"x\\"]"}', f'{{"{SK}": 1, "a": {{"{HEX}": [{{"b": "{HEX}"}}]}}}}', f'{{"system_fingerprint": "{HEX}", "model": "{HEX}", "id": "{HEX}", "obfuscation": "{HEX}"}}',
    f'["{SK}", {{"key": "{SK}"}}, "x"]', f'"{SK}"', '"é\\u00e9"', '{"key": ["hush", {"a": "hush"}], "b": "c"}', '{"a": {"b": 1}, "api_key": "x"}, {"c": "d"}', '{"token": "hush", "tokens": "hush", "usage": {"token": "hush"}}', '{"api_key": null, "secret": 5, "password": ""}',
)  # fmt: skip
TALK = (
    '{"messages": [{"role": "user", "name": "n", "content": "Tell JSON"}, {"role": "assistant", "tool_calls": [{"id": "c", "function": {"name": "f", "arguments": "{\\"a\\": 1}"}}]}], "metadata": {"a": "b"}, "url": "top", "user": "u", '
    '"stop": ["x"], "content": [{"type": "image_url", "image_url": {"url": "https://h/i.png", "detail": "low"}}], "tools": [{"function": {"name": "f", "description": "d"}}], "image_url": "https://h", "seed": 42}'
)  # fmt: skip
URL = "https://me:pw@contoso.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-02-01&api-key=hush&sig=%61bcdefgh&x"
JSON_TYPE = (("Content-Type", "application/json"),)


def test_texts_without_what_is_shaped_or_named_like_a_secret() -> None:
    def every() -> Iterator[str]:
        for text in TEXTS:
            kept = text if len(text) < 80 else text[:20]
            yield line({"text": kept, "shapes": without_shapes(text)[:80], "named": without_named(text, lambda one: f"<{len(one)}>")[:80], "key": is_key(text)})  # fmt: skip
        for name in NAMES:
            yield line({"name": name[-40:], "carries": carries_secret(name)})
        yield line({"written": [name for name in HEADERS if may_be_written(name)]})
        for words in (names._ALLOWED, names._ANYWHERE, names._LAST, names._CODES, names._HARMLESS, content._TEXTS, content._JSON, content._URLS):  # fmt: skip
            yield line({"words": sorted(words)})
        yield line({"columns": COLUMNS})
        for text in JSONS:
            assert json.dumps(redacted_json(text))
            yield line({"json": text, "is": redacted_json(text)})

    compare("secrets.jsonl", every())


def test_exchanges_as_they_are_written() -> None:
    secret = "aB3dE5fG7h"
    plain = Recorded("POST", URL, (*JSON_TYPE, ("api-key", secret), ("X-Mine", SK), ("Authorization", f"Basic {secret}1 x"), ("User-Agent", "mine")), f'{{"user": "{secret}", "a": "b"}}\r\n'.encode(), 200, (*JSON_TYPE, ("Set-Cookie", "c=1")), ANSWER.encode())  # fmt: skip
    events = f'event: x\ndata: {{"choices": [{{"delta": {{"content": "JSON"}}}}], "api_key": "hush"}}\n\n data: 5\ndata: [1]\ndata: {"1" * 32}\nx data: {{"a": 1}}\n: api_key=12345678\n{SK}\ndata: [DONE]\n'
    cases = {
        "plain": plain, "no answer": replace(plain, status=None), "no bodies": replace(plain, request_body=b"", response_body=b""), "events": replace(plain, response_body=events.encode(), response_headers=(("Content-Type", "text/event-stream"),)),
        "no JSON": replace(plain, request_body=f"api_key={secret} {SK}\n{secret}".encode(), response_body=b"\xff"), "packed, it is said": replace(plain, response_headers=(("content-encoding", "br"),), response_body=b"\xffx"),
        "a talk": replace(plain, url="http://localhost:8080/openai/v1/chat/completions", request_body=TALK.encode()), "another host": replace(plain, url="https://proxy.example.org/x/%73%6B-aB3aB3aB3aB3aB3aB3aB3aB3/a%20b"), "no URL": replace(plain, url="http://[::1/?api-key=hush"),
    }  # fmt: skip

    def every() -> Iterator[str]:
        for name, one in cases.items():
            for how in (None, Redaction(content=True), Redaction(host=True), Redaction(known=("", "Once", "b"))):
                if how is None or name in ("plain", "events", "a talk", "another host"):
                    yield line({"case": name, "how": str(how), "line": line_of(one, f"id {secret}", "2024-02-01", how)})
            yield line({"case": name, "bare": line_of(one) == line_of(one, None, None, Redaction())})
        for url in (
            URL,
            "https://h",
            "http://[::1/?key=x",
            f"https://h/{SK}",
            "h?code=x&code=&codex=1&&a",
            "https://a@b@c/",
        ):
            yield line({"url": url, "shown": without_credentials(url)})

    compare("written.jsonl", every())


def test_exchanges_and_findings_as_they_are_shown() -> None:
    headers = Headers((("api-key", "hush-hush"), ("Accept", "a"), ("X", SK)))
    stream = Headers((("Content-Type", "text/event-stream"),))
    body = Body.from_text(f'{{"a": "hush-hush", "api_key": "x", "n": 1.0, "b": "{SK}"}}')
    exchanges = {
        "both": Exchange("t:1", Request("POST", URL, headers, body), Response(200, headers, body)), "no URL": Exchange("t:1", Request(None, None, None, None), None), "no status": Exchange("t:1", None, Response(None, None, Body.from_text("{ api_key=12345678"))),
        "values": Exchange("t:1", Request("POST", None, None, Body.from_value({"seed": 5, "api_key": "x"})), None), "values that are not known": Exchange("t:1", Request("POST", None, None, Body.from_value({"seed": object()})), None),
        "a stream": Exchange("t:1", None, Response(200, stream, Body.from_text(f'data: {{"a": "{SK}"}}\n\ndata: nope {SK}\n\ndata: [DONE]\n\n'))), "null": Exchange("t:1", Request("POST", None, None, Body.from_text("null")), None),
    }  # fmt: skip
    quoted = f'`seed` is "{SK}", a string; `api_key` and "seed" stay, api_key=12345678'
    long = "x" * 290
    findings = [
        Finding("r", Severity.ERROR, quoted, part, pointer, id=SK, suggestion=suggestion, related=(Related("t:2", f"/a/{SK}"),))
        for part in ("request", "response", "chunk", "url", "headers") for pointer in ("/seed", "/api_key", f"/{SK}/x~1y", "") for suggestion in (None, f"use {SK}")
    ]  # fmt: skip
    findings += [
        Finding("r", Severity.ERROR, f"{long[:length]} {SK}", "request", "") for length in (240, 272, 273, 290)
    ]
    excerpts: list[Excerpt | LateExcerpt] = [Excerpt(f'{{"api_key": "hush", "seed": "{SK}"}}', 0, 9), LateExcerpt(lambda: Excerpt(f'{{"key": "{SK}"}}', 1, 40), member=True, mark=lambda: f'"key": "{SK}"'), LateExcerpt(lambda: Excerpt('"a', 0, 1), member=True, mark=lambda: '"a": 1')]  # fmt: skip

    def every() -> Iterator[str]:
        for name, one in exchanges.items():
            for known in ((), ("", "hush-hush", "POST")):
                shown = exhibit_of(one, known)
                yield line(
                    {"case": name, "known": known, "request": str(shown.request), "response": str(shown.response)}
                )
        yield line({"source": str(source_exhibit("f.py", f'a = "{SK}"\nb = "Once"\napi_key = "12345678"', [Passage(1, 2, "python")], ("Once", "")))})  # fmt: skip
        for finding in findings:
            yield line(presentable(finding).as_json())
        for excerpt in excerpts:
            shown_finding = presentable(Finding("r", Severity.ERROR, "m", "request", "/seed", excerpt=excerpt))
            kept = shown_finding.excerpt
            assert kept is not None
            yield line({"marked": kept.marked, "text": kept.text, "from": [kept.start, kept.end], "member": getattr(kept, "member", None)})  # fmt: skip
        sources = {"a.py": source_exhibit("a.py", "x")}
        exhibits = Exhibits([(replace(exchanges["both"], place="t:9"), "python")], sources.get)
        for place, file in (("t:9", "a.py"), ("t:9", "b.py"), ("t:8", "a.py"), (None, None)):
            about = Finding(
                "r", Severity.ERROR, "m", "request", exchange=place, source=Position(file) if file else None
            )
            found = exhibits.shown(about).exhibit
            yield line({"place": place, "file": file, "exhibit": str(found)[:200], "source": str(found.source) if found else None})  # fmt: skip

    compare("shown.jsonl", every())


def test_rows_of_tables() -> None:
    sent = {"messages": [{"role": "user", "content": "é", "name": None}], "seed": 4, "gone": None}
    tables: dict[str, tuple[pa.RecordBatch, dict[str, str] | None]] = {
        "lines": (pa.record_batch({"value": ['{"id": "é", "request": {"body": {"seed": "4"}}}', "", "  ", None, "{", "5"]}), None),
        "lines that are named": (pa.record_batch({"value": ['{"request": {}}', "{"], "place": ["a", None]}), None), "large lines": (pa.record_batch({"value": pa.array(['{"request": {}}'], pa.large_string())}), None),
        "lines in a dictionary": (pa.record_batch({"value": pa.array(['{"request": {}}', '{"request": {}}']).dictionary_encode()}), None), "lines of bytes": (pa.record_batch({"value": pa.array([b'{"request": {}}', b"\xff"])}), None),
        "texts": (pa.record_batch({"a": ['{"seed": 1.0}', None, "{", ""], "b": [None, None, "x", ""], "s": [200, None, 400, 0], "u": ["https://h", None, None, "x"], "v": ["2024-02-01", None, "v1", ""], "m": ["POST", None, "GET", ""], "i": ["1", None, "2", ""], "p": ["p", None, "q", ""]}),
                  {"request": "a", "response": "b", "status": "s", "url": "u", "api_version": "v", "method": "m", "id": "i", "place": "p"}),
        "values": (pa.record_batch({"a": [sent], "b": [[{"x": None, "y": 1}]]}), {"request": "a", "response": "b"}), "a status in words": (pa.record_batch({"a": ["{}", "{}"], "s": ["200", "x" * 60]}), {"request": "a", "status": "s"}),
        "a URL alone": (pa.record_batch({"a": pa.array([None], pa.string()), "u": ["https://h"], "b": ["{}"]}), {"request": "a", "url": "u", "response": "b"}), "numbers as names": (pa.record_batch({"a": ["{}"], "i": [5], "place": [7]}), {"request": "a", "id": "i"}),
        "a status alone": (pa.record_batch({"a": ["{}"], "b": pa.array([None], pa.string()), "s": [500]}), {"request": "a", "response": "b", "status": "s"}), "no UTF-8": (pa.record_batch({"a": pa.array([b"{}", b"a\xff"])}), {"request": "a"}), "many": (pa.record_batch({"value": ["5"] * 600}), None),
    }  # fmt: skip
    wrong: tuple[tuple[list[str], dict[str, str] | None], ...] = (
        (["a", "b"], None), (["vale"], None), (["value"], None), (["sent", "b"], {"request": "sendt"}), (["a", "b"], {"request": "xyz"}), (["a", "place"], {"request": "a"}),
    )  # fmt: skip

    def every() -> Iterator[str]:
        for name, (batch, columns) in tables.items():
            found: list[Any] = [told(one) for one in exchanges_of(batch, columns, "log", 5)]
            yield line(
                {"table": name, "rows": found if len(found) < 10 else [found[0], found[255], found[256], found[-1]]}
            )
        for having, columns in wrong:
            yield line({"names": having, "columns": columns, "read": columns_read(having, columns), "lacks": missing_column(having, columns)})  # fmt: skip
        for mapped in (
            None,
            {"request": "a"},
            {"response": "a"},
            {"rquest": "a"},
            {"zzz": "a", "request": "b"},
            {"url": "a"},
            {},
        ):
            yield line({"mapped": mapped, "says": said(mapped)})
        yield line({"says": refused(pa.record_batch({"a": ["{}"]}), {"request": "b"})})

    compare("rows.jsonl", every())


def said(columns: dict[str, str] | None) -> str | None:
    try:
        require_columns(columns)
    except UsageError as error:
        return str(error)
    return None


def refused(batch: pa.RecordBatch, columns: dict[str, str]) -> str:
    try:
        return str(list(exchanges_of(batch, columns, "log", 1)))
    except UsageError as error:
        return str(error)


def test_where_findings_stand() -> None:
    url = "https://h/openai/deployments/d/chat/completions?api-version=2024-02-01&api-version=2024-02-01"
    sent, got = (
        json.dumps({"seed": "4", "é": 1, "messages": [{"role": 5}]}, indent=1),
        json.dumps({"id": 5, "choise": 1}),
    )
    stream = 'data: {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": []}\n\nnope\n\ndata: {\n\n'
    values = {
        "request": {"method": "POST", "url": url, "headers": {"content-type": "x"}, "body": json.loads(sent)},
        "response": {"status": 400, "headers": {}, "body": json.loads(got)},
    }
    as_text = {
        "request": {"url": url, "body_text": sent},
        "response": {"status": 200, "body_text": got},
        "api_version": "2024-06-01",
    }
    of_events = {
        "request": {"url": url, "body": {"stream": True}},
        "response": {"status": 200, "headers": {"Content-Type": "text/event-stream"}, "body_text": stream},
    }
    lines_of_files = {
        "values": (json.dumps(values), "t.ndjson:3"), "values in lines": (json.dumps(values, indent=2), "t.ndjson:1"), "behind lines": ("\n\n  " + json.dumps(values), "t.ndjson:3"), "texts": (json.dumps(as_text), "t.ndjson:3"), "texts, indented": (json.dumps(as_text, indent=1), "t.ndjson:1"),
        "events": (json.dumps(of_events), "t.ndjson:3"), "broken": ('{"request": {"body": {"seed": NaN}}, "response": {"body": {"a": 1}}}', "t.ndjson:4"), "no line": (json.dumps(as_text), "t.json"), "a name of two lines": (json.dumps(as_text), "a\nb:7"),
    }  # fmt: skip

    def every() -> Iterator[str]:
        for name, (text, place) in lines_of_files.items():
            exchange = exchange_of(text, place)
            for finding in judge(exchange):
                at = placed(finding, exchange).place
                assert at is not None
                yield line([name, finding.rule, finding.part, finding.pointer, at.file, at.line, at.column])
        bare = {"a request": Exchange("b.json", Request(body=Body.from_text(sent))), "an answer": Exchange("b.json", None, Response(body=Body.from_text("\n" + got))), "nothing": Exchange("b.json", Request(), None), "a value": Exchange("b.json", Request(body=Body.from_value({"seed": "x"}))),
                "a line of another format": Exchange("b.har:5", Request(body=Body.from_text(sent)))}  # fmt: skip
        for name, exchange in bare.items():
            for finding in judge(replace(exchange, api_version="2024-02-01")):
                at = placed(finding, exchange).place
                assert at is not None
                yield line([name, finding.rule, finding.part, finding.pointer, at.file, at.line, at.column])
        known = Finding("r", Severity.ERROR, "m", "request", source=Position("f", 1, 1))
        assert placed(known, exchange_of('{"request": {}}', "t:1")) is known

    compare("placed.jsonl", every())


def test_what_is_counted_of_exchanges() -> None:
    url, json_body, v1 = (
        "https://h/openai/deployments/d/chat/completions",
        Body.from_text("{}"),
        "https://h/openai/v1/chat/completions",
    )
    events = Headers((("Content-Type", "text/event-stream"),))
    chunks = Body.from_text('data: {"object": "chat.completion.chunk"}\n\ndata: {}\n\ndata: [DONE]\n\n')
    sides = {
        "nothing": Exchange("a:1"), "a request": Exchange("a:1", Request("POST", url, None, json_body)), "a request without a body": Exchange("a:1", Request("POST", url)), "an answer": Exchange("a:1", None, Response(200, None, json_body)),
        "an answer without a body": Exchange("a:1", None, Response(200)), "a refusal without a body": Exchange("a:1", None, Response(400)), "a body and none": Exchange("a:1", Request("POST", url, None, json_body), Response(200)), "none at all": Exchange("a:1", Request("POST", url), Response(399)),
        "a stream": Exchange("a:1", None, Response(200, events, chunks)), "a chunk": Exchange("a:1", None, Response(200, None, Body.from_text('{"object": "chat.completion.chunk"}'))), "no JSON": Exchange("a:1", None, Response(200, None, Body.from_text("{"))),
        "another service": Exchange("a:1", Request("POST", v1, None, json_body)), "another operation": Exchange("a:1", Request("GET", url)), "embeddings": Exchange("a:1", Request("POST", "https://h/embeddings")), "a version": Exchange("b:2", Request("POST", f"{url}?api-version=2024-02-01", None, json_body)),
        "an unknown version": Exchange("b:2", Request("POST", f"{url}?api-version=2024-2-1", None, json_body)),
    }  # fmt: skip
    questions = {
        "as it is": Question(), "by files": Question(suites=True), "two versions": Question(api_versions=("2024-02-01", "v1"), suites=True), "with places": Question(places=True, whole=True), "hosts": Question(azure_hosts=Hosts(("h",))), "a seed": Question(require_seed=True),
    }  # fmt: skip

    def every() -> Iterator[str]:
        for name, one in sides.items():
            for asked, question in questions.items():
                found = inspect_exchanges([Unreadable("x", "is odd."), one], question)
                suites = {f"{file} {version}": str(counts) for (file, version), counts in found.suites.items()}
                remarks = [str(told) if isinstance(told, Unreadable) else [told.rule, told.place is not None, told.exhibit is not None] for told in found.remarks]  # fmt: skip
                if name in ("a version", "another service") or asked in ("as it is", "by files"):
                    yield line({"case": name, "asked": asked, "checked": str(found.checked), "suites": suites, "remarks": remarks})  # fmt: skip

    compare("counted.jsonl", every())


def test_the_story_holds_no_secret() -> None:
    assert redacted_json(STORY) == STORY and without_named(ANSWER) == ANSWER
