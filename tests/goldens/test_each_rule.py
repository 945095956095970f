"""Whole findings of each rule, in each direction: sentences, severities, places, hints, and the nearest neighbour that is sound."""

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

import pytest

from conformance.contract.json_schema import Origin
from conformance.contract.payload_schema import Violation
from conformance.exchange import Exchange, Headers, Request, Response
from conformance.finding import Finding, Severity
from conformance.judging.judge import judge
from conformance.judging.rules.circumstances import Circumstances, Expected
from conformance.judging.rules.judgement import Payload
from conformance.judging.rules.wording import says_what_breaks, suggestion_for
from conformance.rules.registry import every_rule
from conformance.wire.body import Body
from tests.goldens.golden import compare, line
from tests.judging.rules.judging import ANSWER, STORY
from tests.judging.rules.judging import findings as found_in
from tests.judging.rules.test_api_versions import CASES

TRAFFIC, EMULATOR, ENDPOINT = Circumstances(), Circumstances(origin="emulator"), Circumstances(origin="endpoint")
WANTED = {
    "traffic": TRAFFIC, "emulator": EMULATOR, "endpoint": ENDPOINT, "require": Circumstances(require_seed=True), "what if": Circumstances(api_version="2024-10-21"),
    "bodies": Circumstances(bodies_only=True, api_version="2024-10-21"), "a seed": Circumstances(origin="emulator", seed=42), "no seed": Circumstances(origin="emulator", seed=Expected.NONE),
}  # fmt: skip
DATED = "https://h/openai/deployments/d/chat/completions?api-version=2024-02-01"
NO_SEED = STORY.replace('"seed": 42, ', "")
MESSAGES = '"messages": [{"role": "user", "content": "a"}]'


def lines(case: str, found: Iterable[Finding]) -> Iterator[str]:
    """Yield the case with its findings; of a place in the contract its pointer."""
    yield line({"case": case})
    for one in found:
        told = {name: value for name, value in one.as_json().items() if name not in ("exchange", "id", "api_version")}
        yield line(told | ({"spec": one.spec.pointer} if one.spec is not None else {}))


def test_what_each_rule_declares() -> None:
    declared = (
        {"rule": one.id, "about": one.about, "of": one.of, "severity": str(one.severity), "says": one.says}
        for one in every_rule()
    )
    compare("rules.jsonl", map(line, declared))


def test_how_each_keyword_is_worded() -> None:
    value = {
        "a": {"b": [1, "x"]},
        "role": "tool",
        "long": "é" * 60,
        "n": Decimal("1.50"),
        "t": {"type": "text"},
        "o": {"p": 1},
    }
    body = Body.from_text(json.dumps(value, default=str, ensure_ascii=False))
    cases: list[tuple[tuple[str | int, ...], str, Any, Any, dict[str, Any]]] = [
        *((("a", "b", 1), "type", "x", kind, {}) for kind in ("object", "array", "string", "number", "integer", "boolean", "null")),
        (("a",), "type", value["a"], ["string", "null"], {}), (("a", "b"), "type", [1, "x"], ["object", "string"], {"required": ["p", "q"]}), (("a",), "type", value["a"], ["string", "array", "null"], {}),
        (("n",), "type", Decimal("1.50"), ["object"], {"properties": {"p": {}, "q": {}}}), (("n",), "type", 1, ["object"], {"properties": {name: {} for name in "abcdefg"}}),
        (("n",), "type", 1, ["object"], {"required": [*"abcdef"]}), (("n",), "type", "5", ["integer"], {}), (("n",), "type", "5.5", ["integer"], {}), (("n",), "type", "5.5", ["number"], {}),
        (("n",), "type", "null", ["null"], {}), (("n",), "type", "true", ["boolean", "null"], {}), (("n",), "type", "x", ["boolean"], {}), (("n",), "type", '{"a": 1}', ["object"], {}),
        (("role",), "enum", "tool", ["tools", "user"], {}), (("role",), "enum", "tool", ["user"], {}), (("role",), "enum", "tool", [None, "user"], {}), (("n",), "enum", 5, [1, 2], {}), ((), "enum", value, ["a"], {}),
        (("n",), "minimum", 1, 2, {}), (("n",), "maximum", 1, 0, {}), (("n",), "exclusiveMinimum", 1, 1, {}), (("n",), "exclusiveMaximum", 1, 1, {}), (("n",), "multipleOf", 1, 2, {}),
        (("a", "b"), "minItems", [1, "x"], 3, {}), (("a", "b"), "maxItems", [1, "x"], 1, {}), (("role",), "minLength", "tool", 5, {}), (("role",), "maxLength", "tool", 3, {}), (("long",), "pattern", "é", "^a$", {}),
        (("a",), "minProperties", value["a"], 2, {}), (("a",), "maxProperties", value["a"], 0, {}), (("a",), "additionalProperties", value["a"], False, {}), (("a",), "oneOf", value["a"], [], {}), (("a",), "anyOf", value["a"], [], {}),
        (("a", "b"), "uniqueItems", [1, "x"], True, {}), (("long",), "format", "é", "uri", {}), ((), "type", value, "array", {}), ((0,), "type", 1, "array", {}),
    ]  # fmt: skip
    missing = [(("a",), value["a"]), ((), value), (("t",), value["t"]), (("o",), value["o"]), (("a", "b", 1), "x")]

    def every() -> Iterator[str]:
        for part, chunk in (("request", False), ("response", False), ("response", True)):
            payload = Payload(part, body, None, chunk)  # type: ignore[arg-type]
            for path, keyword, seen, expected, beside in cases:
                if path and isinstance(path[0], int):
                    payload = Payload(part, Body.from_text("[1]"), None, chunk)  # type: ignore[arg-type]
                one = Violation(path, keyword, seen, expected, Origin("/x"), beside=beside)
                yield line([part, keyword, says_what_breaks(one, payload, "V"), suggestion_for(one)])
            payload = Payload(part, body, None, chunk)  # type: ignore[arg-type]
            for path, seen in missing:
                one = Violation(path, "required", seen, ["m"], Origin("/x"), missing="m")
                yield line([part, "required", says_what_breaks(one, payload, "V"), suggestion_for(one)])

    compare("wording.jsonl", every())


def test_what_is_said_of_urls() -> None:
    paths = (
        "/openai/deployments/d/chat/completions", "/openai/deployments/d/chat/completions/", "/openai//deployments/d/chat/completions", "//openai/deployments/d/chat/completions", "/x/openai/deployments/d/chat/completions",
        "/openai/openai/deployments/d/chat/completions", "/openai/deployments//chat/completions", "/openai/deployments/d/chat/completion", "/openai/deployments/d/completions", "/openai/deployments/d/extensions/chat/completions",
        "/openai/v1/chat/completions", "/openai/v1/chat/completion", "/openai/v1//chat/completions", "/v1/chat/completions", "/chat/completions", "/", "", "/openai/deployment/d/chat/completions",
    )  # fmt: skip
    queries = ("", "?api-version=2024-02-01", "?api-version=2024-02-01&api-version=2024-02-01", "?api-version=2024-02-01&api-version=2024-06-01&x=1", "?api-version=v1", "?api-version=v1-preview", "?API-Version=2024-02-01", "?api-version=2024-02-1",
               "?api-version=2022-12-01", "?api-version=nothing", "?api-version=")  # fmt: skip

    def every() -> Iterator[str]:
        for name, url, own, *_ in CASES:
            yield from lines(f"url: {name}", found_in('{"model": "m"}', None, own, url=url))
        for path in paths:
            for version in ("2024-02-01", "2023-12-01-preview", "v1", None):
                for name, under in (("traffic", TRAFFIC), ("emulator", EMULATOR), ("what if", WANTED["what if"])):
                    url = f"https://h{path}{'' if version in (None, 'v1') else f'?api-version={version}'}"
                    found = found_in("{}", ANSWER if version else None, version, url=url, circumstances=under)
                    kept = [one for one in found if one.part == "url"]
                    if kept:
                        yield from lines(f"{path} {version} {name}", kept)
        for path in (paths[0], "/openai/v1/chat/completions"):
            for query in queries:
                for name, under in WANTED.items():
                    for own in (None, "2024-06-01", "v1", "preview"):
                        found = found_in("{}", None, own, url=f"https://h{path}{query}", circumstances=under)
                        kept = [one for one in found if one.part == "url"]
                        if kept and (own is None or name in ("traffic", "emulator")):
                            yield from lines(f"{path}{query} {own} {name}", kept)
        for method in ("GET", "post", "PUT", None):
            for status in (200, 405):
                one = Exchange("t:1", Request(method, DATED, None, Body.from_text("{}")), Response(status, None, None))
                yield from lines(
                    f"{method} {status}", (found for found in judge(one) if found.part in ("url", "status"))
                )

    compare("urls.jsonl", every())


def test_what_is_said_of_seeds_and_fingerprints() -> None:
    seeds = (
        '"42"',
        '" 42 "',
        '"x"',
        '"99999999999999999999"',
        "true",
        "null",
        "42.0",
        "42.5",
        "1e3",
        "1e30",
        "-0.0",
        "[]",
        "{}",
        "7",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775809",
        "1" * 5000,
        "-0",
        "4.20e1",
    )
    bodies = {seed: STORY.replace('"seed": 42', f'"seed": {seed}') for seed in seeds} | {
        "none": NO_SEED, "sede": STORY.replace('"seed"', '"sede"'), "SEED": STORY.replace('"seed"', '"SEED"'), "no JSON": "{", "a list": "[]", "sound": STORY, "twice": STORY.replace("{", '{"seed": 1, ', 1),
    }  # fmt: skip
    fingerprints = {
        "none": ANSWER.replace('"system_fingerprint": "fp_1", ', ""), "null": ANSWER.replace('"fp_1"', "null"), "empty": ANSWER.replace('"fp_1"', '""'), "a number": ANSWER.replace('"fp_1"', "5"),
        "none of an old model": ANSWER.replace('"system_fingerprint": "fp_1", ', "").replace('"model": "m"', '"model": "gpt-35-turbo-0613"'), "null without a model": ANSWER.replace('"fp_1"', "null").replace('"m"', '""'),
        "null of a number": ANSWER.replace('"fp_1"', "null").replace('"m"', "5"),
    }  # fmt: skip

    def every() -> Iterator[str]:
        for version in ("2023-05-15", "2024-02-01", "v1-2026-01-28"):
            for name, body in bodies.items():
                for under_name, under in WANTED.items():
                    if under_name != "traffic" and (
                        name not in ("sede", "42.0", "none", "null", "7", "SEED") or version == "2023-05-15"
                    ):
                        continue
                    found = found_in(body, None, version, circumstances=under)
                    kept = [one for one in found if "seed" in one.message or "seed" in one.rule]
                    if kept and not (len(name) > 50 and under_name != "traffic"):
                        yield from lines(f"{version} {name[:40]} {under_name}", kept)
            for name, answer in fingerprints.items():
                for under_name in ("traffic", "emulator", "endpoint", "what if"):
                    found = found_in(None, answer, version, circumstances=WANTED[under_name])
                    kept = [one for one in found if "fingerprint" in one.message]
                    if kept:
                        yield from lines(f"{version} fingerprint {name} {under_name}", kept)
        one = Exchange("t:1", Request("POST", DATED, None, None), None, "2024-02-01")
        for under_name in ("traffic", "require", "a seed", "no seed"):
            yield from lines(f"no body {under_name}", judge(one, WANTED[under_name]))

    compare("seeds.jsonl", every())


ERRORS = (
    '{"error": {"code": "content_filter", "message": "Filtered.", "innererror": {"content_filter_result": {"hate": {"filtered": true, "severity": "high"}, "jailbreak": {"detected": true}, "sexual": {"filtered": false, "severity": "safe"}}}}}',
    '{"error": {"code": "content_filter", "message": "Filtered. ", "innererror": {"content_filter_result": {"hate": {"filtered": 1}, "x": 5}}}}', '{"error": {"code": "content_filter", "innererror": {"content_filter_result": []}}}',
    '{"error": {"code": "content_filter", "innererror": 5}}', '{"error": {"code": "DeploymentNotFound", "message": "No such deployment."}}', '{"error": {"code": "401", "message": "Denied"}}', '{"error": {"code": 429, "message": 5}}',
    '{"error": {"message": "m", "code": null}}', '{"error": {"code": "500"}}', '{"error": {"code": "4o4"}}', '{"error": "in words"}', '{"error": 5}', '{"error": []}', '{"statusCode": 404, "message": "Resource not found"}', "[]", '"x"', "{}", "<html>", "",
    '{"error": {"code": true, "message": "m", "param": 5, "type": []}}', '{"error": {"code": "c", "message": null, "param": null, "type": null}}', '{"error": null, "choices": []}', '{"error": {"code": "c", "message": "m"}, "choices": [], "id": "1"}',
)  # fmt: skip


def test_what_is_said_of_errors() -> None:
    def every() -> Iterator[str]:
        for status in (200, 204, 302, 400, 401, 403, 404, 429, 500, 503, None):
            for body in ERRORS if status in (200, 400, 500, None) else ERRORS[4:6]:
                one = Exchange("t:1", None, Response(status, None, Body.from_text(body)), "2024-02-01")
                found = [
                    f
                    for f in judge(one)
                    if f.rule in ("request-refused", "error-schema", "body-not-json") or body == ERRORS[-1]
                ]
                if found:
                    yield from lines(f"{status} {body[:90]}", found)
            yield from lines(f"{status} without a body", judge(Exchange("t:1", None, Response(status, None, None), "2024-02-01")))  # fmt: skip

    compare("errors.jsonl", every())


def asked(members: str, messages: str = MESSAGES) -> str:
    return f"{{{members}{', ' if members else ''}{messages}}}"


def dialogue(*messages: str) -> str:
    return f'"messages": [{", ".join(messages)}]'


USER, CALLS = (
    '{"role": "user", "content": "a"}',
    '"tool_calls": [{"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{}"}}, {"id": "c2", "type": "function", "function": {"name": "f", "arguments": "{}"}}]',
)
ASSISTANT, TOOL_1, TOOL_2 = (
    f'{{"role": "assistant", "content": null, {CALLS}}}',
    '{"role": "tool", "tool_call_id": "c1", "content": "1"}',
    '{"role": "tool", "tool_call_id": "c2", "content": "1"}',
)
TOOLS = '"tools": [{"type": "function", "function": {"name": "%s", "parameters": %s}}]'
SENSE: dict[str, str] = {
    "one call unanswered": asked("", dialogue(USER, ASSISTANT, TOOL_1, USER)), "both answered": asked("", dialogue(USER, ASSISTANT, TOOL_2, TOOL_1)), "answered twice": asked("", dialogue(USER, ASSISTANT, TOOL_1, TOOL_2, TOOL_1)),
    "answered too late": asked("", dialogue(ASSISTANT, USER, TOOL_1, TOOL_2)), "unanswered at the end": asked("", dialogue(USER, ASSISTANT)), "an answer of nobody": asked("", dialogue(TOOL_1, USER)),
    "a call without an id": asked("", dialogue(ASSISTANT.replace('"id": "c1", ', ""), TOOL_2)), "calls of a user": asked("", dialogue(f'{{"role": "user", "content": "a", {CALLS}}}')), "messages of no kind": asked("", '"messages": [5, {"role": 5}, {"role": "assistant", "tool_calls": [5]}]'),
    "no messages": "{}", "messages that are an object": '{"messages": {}}', "a request that is a list": "[]",
    "a choice without tools": asked('"tool_choice": "auto"'), "no choice without tools": asked('"tool_choice": "none"'), "a choice of null": asked('"tool_choice": null'), "a choice of no tools": asked('"tool_choice": "auto", "tools": []'),
    "a choice of tools": asked('"tool_choice": "auto", ' + TOOLS % ("f", "{}")), "a name of 64": asked(TOOLS % ("n" * 64, "{}")), "a name of 65": asked(TOOLS % ("n" * 65, "{}")), "a name of 41 and a space": asked(TOOLS % ("n" * 40 + " ", "{}")),
    "a name of 39 and a space": asked(TOOLS % ("n" * 39 + " ", "{}")), "no name": asked(TOOLS % ("", "{}")), "a function of a bad name": asked('"functions": [{"name": "a b", "parameters": {"type": 5}}, {"name": "c", "parameters": {"type": "array"}}, 5]'),
    "parameters of a list": asked(TOOLS % ("f", '{"type": "array"}')), "parameters of types": asked(TOOLS % ("f", '{"type": ["object"]}')), "parameters without a type": asked(TOOLS % ("f", '{"properties": {"a": {"type": "text"}}}')),
    "parameters that are sound": asked(TOOLS % ("f", '{"$schema": "x", "type": "object", "properties": {"a": {"type": "string"}}}')), "parameters in words": asked(TOOLS % ("f", '"x"')), "a tool that is no object": asked('"tools": [5, {"function": 5}, {"type": "function", "function": {"name": "a b"}}]'),
    "probabilities": asked('"top_logprobs": 2, "logprobs": true'), "probabilities without": asked('"top_logprobs": 2'), "probabilities with false": asked('"top_logprobs": 0, "logprobs": false'), "no number of probabilities": asked('"top_logprobs": null'),
    "both limits": asked('"max_tokens": 5, "max_completion_tokens": 5'), "one limit and null": asked('"max_tokens": null, "max_completion_tokens": 5'), "four stops": asked('"stop": ["a", "b", "c", "d"]'), "five stops": asked('"stop": ["a", "b", "c", "d", "e"]'),
    "a stop": asked('"stop": "abcdef"'), "JSON mode": asked('"response_format": {"type": "json_object"}'), "JSON mode, asked for": asked('"response_format": {"type": "json_object"}', dialogue('{"role": "user", "content": [{"type": "text", "text": "in Json"}]}')),
    "text mode": asked('"response_format": {"type": "text"}'), "JSON mode, no messages": '{"response_format": {"type": "json_object"}}', "a format in words": asked('"response_format": "json_object"'),
    "an unknown value": asked('"reasoning_effort": "heigh"'), "an unknown role": asked("", '"messages": [{"role": "usr", "content": "a"}]'), "a late role": asked("", '"messages": [{"role": "developer", "content": "a"}]'),
    "members of nobody": asked('"sede": 1, "tempratur": 2, "xyz": 3, "model": "m"'), "long names": asked(f'"{"n" * 100}": 1, "{"n" * 101}": 1, "temperatur{"e" * 90}": 1'), "a late member": asked('"store": true, "reasoning_effort": "low", "data_sources": []'),
    "a member within": asked("", '"messages": [{"role": "user", "content": "a", "nam": "b", "refusal": null}]'), "a capital": asked('"Seed": 1, "TEMPERATURE": 1'), "deprecated": asked('"functions": [{"name": "f"}], "function_call": {"name": "f"}'),
    "twice": asked('"n": 1, "n": 2, "a": {"b": 1, "b": 2, "b": 3}'), "stream": asked('"stream": true'), "stream in words": asked('"stream": "true"'), "n": asked('"n": 2, "max_tokens": 1'), "n in words": asked('"n": "2", "max_tokens": 1'), "n of null": asked('"n": null, "max_completion_tokens": 1'),
    "a limit in words": asked('"max_tokens": "1"'), "empty": "", "broken": '{"messages": [}', "blank": "  \n ", "null": "null", "in words": '"x"',
}  # fmt: skip
TWO = ANSWER.replace('"total_tokens": 2', '"total_tokens": 4').replace(
    '"completion_tokens": 1', '"completion_tokens": 3'
)


def test_what_is_said_of_requests_that_make_no_sense() -> None:
    def every() -> Iterator[str]:
        for name, body in SENSE.items():
            for version in ("2024-02-01", "2025-04-01-preview", None):
                for status in (200, 400) if version else (200,):
                    answer = TWO if status == 200 else '{"error": {"code": "c", "message": "m"}}'
                    found = found_in(body, answer, version, status)
                    kept = [one for one in found if one.rule not in ("request-refused", "api-version-missing", "spec-defect", "response-schema")]  # fmt: skip
                    if kept:
                        yield from lines(f"{version} {status} {name}", kept)
            found = found_in(body, TWO, "2024-02-01", circumstances=EMULATOR)
            if [one for one in found if one.part == "request"]:
                yield from lines(f"emulator {name}", (one for one in found if one.part == "request"))
            wished = found_in(body, TWO, "2024-02-01", url=DATED, circumstances=Circumstances(api_version="2024-10-21"))
            if [one for one in wished if one.severity is Severity.WARNING]:
                yield from lines(f"what if {name}", (one for one in wished if one.part == "request"))

    compare("sense.jsonl", every())


def test_what_is_said_of_headers_and_bodies() -> None:
    given: tuple[tuple[tuple[str, str], ...] | None, ...] = (
        None, (), (("A", "b"),), (("content-type", "application/json"),), (("Content-Type", " APPLICATION/json ; charset=utf-8"),), (("CONTENT-TYPE", "text/plain"),), (("a", "b"), ("Content-Type", "application/jsonx"), ("Content-Type", "application/json")), (("Content-Type", ""),),
    )  # fmt: skip
    texts = (
        "",
        "  ",
        "<html>",
        " <!doctype html>",
        "{",
        '{"a": NaN}',
        "data: {}",
        "event: x",
        '{"a": 1}\n]',
        "[" * 101 + "]" * 101,
    )

    def every() -> Iterator[str]:
        for fields in given:
            for whole in (True, False):
                for body in (Body.from_text("{}"), None):
                    headers = None if fields is None else Headers(fields, whole=whole)
                    for name, under in (("traffic", TRAFFIC), ("bodies", WANTED["bodies"])):
                        one = Exchange("t:1", Request("POST", DATED, headers, body), None)
                        found = [found for found in judge(one, under) if found.part == "headers"]
                        if found:
                            yield from lines(f"{fields} {whole} {body is None} {name}", found)
        one = Exchange(
            "t:1", Request("POST", "https://h/x", Headers((("content-type", "x"),)), Body.from_text("{}")), None
        )
        yield from lines("without a version", judge(one))
        for text in texts:
            for status in (200, 400, 500, None):
                sent = Request("POST", DATED, None, Body.from_text(text))
                got = Response(status, None, Body.from_text(text))
                found = [found for found in judge(Exchange("t:1", sent, got)) if found.rule == "body-not-json"]
                yield from lines(f"{text[:20]} {status}", found)

    compare("headers-and-bodies.jsonl", every())


@pytest.mark.parametrize("name", WANTED)
def test_an_exchange_that_is_sound_is_sound_under_all_circumstances(name: str) -> None:
    under = WANTED[name]
    body = NO_SEED if under.seed is Expected.NONE else STORY
    sent = Request("POST", DATED, Headers((("Content-Type", "application/json"),)), Body.from_text(body))
    assert list(judge(Exchange("t:1", sent, Response(200, None, Body.from_text(ANSWER))), under)) == [] or name in ("what if", "bodies")  # fmt: skip
