"""Whole findings of streams that go wrong, and of several exchanges or whole runs that do not fit together."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from conformance.exchange import Exchange, Headers, Request, Response
from conformance.finding import Finding
from conformance.judging.judge import judge
from conformance.judging.suite.languages_differ import languages_differ
from conformance.judging.suite.not_reproduced import not_reproduced
from conformance.judging.suite.sample_failed import sample_failed, too_few_calls
from conformance.wire.body import Body
from tests.goldens.golden import compare, line
from tests.goldens.test_each_rule import DATED, asked, lines
from tests.judging.suite import test_suite_rules
from tests.judging.suite.test_suite_rules import exchange as small
from tests.judging.suite.test_suite_rules import run

CHUNK = '{"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "system_fingerprint": "fp", "choices": [{"index": 0, "delta": {"role": "assistant", "content": "a"}, "finish_reason": %s}]}'
EVENTS = tuple(CHUNK % reason for reason in ("null", '"stop"'))
STREAMS: dict[str, tuple[str, ...]] = {
    "sound": (*EVENTS, "[DONE]"), "no end": EVENTS, "no reason": (EVENTS[0], "[DONE]"), "no end and no reason": EVENTS[:1], "nothing": (), "an end alone": ("[DONE]",), "two ends": (*EVENTS, "[DONE]", "[DONE]"),
    "a chunk behind the end": (*EVENTS, "[DONE]", EVENTS[1]), "another id": (EVENTS[0], EVENTS[1].replace('"1"', '"2"'), "[DONE]"), "another time and model": (EVENTS[0], EVENTS[1].replace('"created": 1', '"created": 2').replace('"m"', '"n"'), "[DONE]"),
    "another fingerprint": (EVENTS[0], EVENTS[1].replace('"fp"', '"fq"'), "[DONE]"), "a fingerprint of null": (EVENTS[0], EVENTS[1].replace('"fp"', "null"), "[DONE]"), "no chunk": ("5", "nope", "[DONE]"), "a wrong type": (EVENTS[0].replace('"a"', "5"), EVENTS[1], "[DONE]"),
    "an error": (EVENTS[0], '{"error": {"code": "c", "message": "It broke. "}}'), "an error in words": ('{"error": "broken"}',), "an error of a type": (EVENTS[0], '{"error": {"type": "t"}}', "[DONE]"), "an error that is empty": ('{"error": {}}',),
    "an error without": (EVENTS[0], '{"code": "429", "message": "m"}'), "goes on": (*EVENTS, EVENTS[1], "[DONE]"), "ends again": (*EVENTS, EVENTS[1].replace('"stop"', '"length"'), "[DONE]"), "another choice": (EVENTS[0], EVENTS[1].replace('"index": 0', '"index": 5'), "[DONE]"),
    "usage": (*EVENTS, EVENTS[0].replace('"choices": [', '"usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}, "choices": [').replace('{"index": 0, "delta": {"role": "assistant", "content": "a"}, "finish_reason": null}', ""), "[DONE]"),
    "a stray line": (EVENTS[0] + "\nnonsense", EVENTS[1], "[DONE]"), "no choice": (EVENTS[0].replace('{"index": 0, "delta": {"role": "assistant", "content": "a"}, "finish_reason": null}', ""), "[DONE]"), "cut": (EVENTS[0], EVENTS[1][:40]),
}  # fmt: skip


def test_what_is_said_of_streams() -> None:
    def every() -> Iterator[str]:
        for name, events in STREAMS.items():
            text = "".join(f"data: {one}\n\n" for one in events)
            text = text.rstrip("\n") if name == "cut" else text
            for wanted in (
                '"stream": true',
                '"stream": true, "n": 2',
                '"stream": true, "stream_options": {"include_usage": true}',
                '"stream": false',
                '"n": "x"',
                "",
            ):
                if wanted not in ('"stream": true', "") and name not in ("sound", "usage", "another choice"):
                    continue
                for version in ("2024-02-01", "2025-04-01-preview"):
                    headers = Headers((("Content-Type", "text/event-stream"),))
                    one = Exchange("t:1", Request("POST", None, None, Body.from_text(asked(wanted))), Response(200, headers, Body.from_text(text)), version)  # fmt: skip
                    found = [found for found in judge(one) if found.rule != "spec-defect"]
                    if found:
                        yield from lines(f"{name} {wanted} {version}", found)

    compare("streams-said.jsonl", every())


def whole(found: Finding) -> str:
    return line(found.as_json())


def test_what_is_said_of_runs() -> None:
    def suite(test: Any) -> Iterator[Any]:
        (mark,) = [mark for mark in test.pytestmark if mark.name == "parametrize"]
        yield from mark.args[1]

    sent = small("x")
    assert sent.request is not None
    others = {
        "another method": replace(sent, request=replace(sent.request, method="GET")), "another path": replace(sent, request=replace(sent.request, url="https://h/x?api-version=2024-02-01")), "no URL": replace(sent, request=replace(sent.request, url=None)),
        "another query": replace(sent, request=replace(sent.request, url=DATED.replace("02", "06") + "&a=b")), "no request": replace(sent, request=None), "no body": replace(sent, request=replace(sent.request, body=None)),
        "no JSON": replace(sent, request=replace(sent.request, body=Body.from_text("{"))), "a list": replace(sent, request=replace(sent.request, body=Body.from_text("[1]"))), "no query": replace(sent, request=replace(sent.request, url="https://h/openai/deployments/d/chat/completions")),
    }  # fmt: skip

    def every() -> Iterator[str]:
        for case in suite(
            test_suite_rules.test_not_reproduced_is_the_same_request_seed_and_fingerprint_with_another_text
        ):
            for emulator in (True, False):
                for found in not_reproduced(case.values[0], emulator):
                    yield line({"case": f"{case.id}, {emulator}"} | found.as_json())
        mixed = [small("1"), replace(small("2"), response=None), replace(small("3"), request=None), small("4", text="b"), replace(small("5"), response=Response(200, None, Body.from_text("5"))), small("again", text="z"), small("6", seed=1), small("7", seed=1, fingerprint=""), small("8", seed=1, text="c")]  # fmt: skip
        yield from map(whole, not_reproduced(mixed, True))
        for case in suite(test_suite_rules.test_languages_differ_is_placed_at_the_language_that_differs):
            runs = [
                run(name, small("", **more)) for name, more in zip(("sdk", "rest", "ps"), case.values[0], strict=False)
            ]
            for found in languages_differ(runs):
                yield line({"case": case.id} | found.as_json())
        for name, other in others.items():
            for runs in (
                [run("sdk", small("")), run("rest", other), run("ps", small(""))],
                [run("sdk", other), run("rest", small(""))],
                [run("sdk", other), run("rest", other)],
            ):
                for found in languages_differ(runs):
                    yield line({"case": name} | found.as_json())
        for counts in ((1, 2, 2), (2, 2, 1), (1, 2, 3), (1, 2), (0, 2), (2, 1, 0), (1, 1)):
            runs = [
                run(language, *([small("")] * count))
                for language, count in zip(("sdk", "rest", "ps"), counts, strict=False)
            ]
            for found in languages_differ(runs):
                yield line({"case": counts} | found.as_json())
        later = languages_differ(
            [run("sdk", small(""), small("", n=2)), run("rest", small(""), small("", n=[{"a": 1}, "é" * 70]))]
        )
        yield from map(whole, later)
        for code in (None, 0, 1):
            for out in ("", "Traceback (most recent call last):\n"):
                for err in ("", "a\n\n  b  \n\n", "Traceback (most recent call last):\n  KeyError: 1\n"):
                    failed = sample_failed(run("rest"), code, out, err, 60.5)
                    yield line([code, out, err, failed and failed.as_json()])
        for made in (0, 1, 2, 3):
            few = too_few_calls(run("rest", *[small("")] * made), 3)
            yield line([made, few and few.as_json()])

    compare("runs.jsonl", every())
