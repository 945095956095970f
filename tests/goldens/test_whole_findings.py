"""Whole findings, sentences and places, of bodies that were changed at random, of odd answers, and of broken streams."""

from collections.abc import Iterable, Iterator
from typing import Any

from conformance.finding import Finding
from conformance.judging.judge import judge
from conformance.judging.rules.circumstances import Circumstances
from tests.goldens.golden import compare, line
from tests.judging.rules.judging import ANSWER, STORY, findings
from tests.judging.test_engines_find_the_same import exchange as mutated_exchange
from tests.streams.streams import ASKED, exchange, text_of, told
from tests.streams.test_planted_faults import FAULTS

SEEDS = 45
VERSIONS = ("2023-05-15", "2023-12-01-preview", "2024-02-01", "2024-10-21", "2025-04-01-preview", "v1", "v1-2026-01-28")
ERROR = '{"error": {"code": "c", "message": "m", "param": null, "type": null}}'
REPLACED = ("null", "1", "[]", '"x"', '""', "1.5", "{}", "true")
# A member as it is written in a sound body; each is replaced by each of the above.
MEMBERS_ASKED = (
    '"seed": 42', '"temperature": 0.7', '"max_tokens": 50', '"role": "user"', '"content": "Be brief."',
    '"messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Tell me a story"}]',
)  # fmt: skip
MEMBERS_ANSWERED = (
    '"id": "1"', '"object": "chat.completion"', '"created": 1', '"system_fingerprint": "fp_1"', '"index": 0',
    '"finish_reason": "stop"', '"role": "assistant"', '"content": "Once"', '"prompt_tokens": 1', '"total_tokens": 2',
    '"usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}',
)  # fmt: skip
MEMBERS_OF_ERRORS = ('"code": "c"', '"message": "m"', '"param": null', '"type": null', ERROR[1:-1])
# What no member alone tells: requests with members more, and what is answered to them.
TOGETHER = {
    "n and one choice": ('"n": 2, ', ANSWER),
    "n as text and one choice": ('"n": "2", ', ANSWER),
    "n null": ('"n": null, ', ANSWER),
    "more tokens than asked": ("", ANSWER.replace('"completion_tokens": 1, "total_tokens": 2', '"completion_tokens": 51, "total_tokens": 52')),
    "a sum that is none": ("", ANSWER.replace('"total_tokens": 2', '"total_tokens": 3')),
    "both limits": ('"max_completion_tokens": 5, ', None),
    "a choice of tools without tools": ('"tool_choice": "auto", ', None),
    "a tool of a bad name": ('"tools": [{"type": "function", "function": {"name": "a b", "parameters": {"type": "object"}}}], ', None),
    "a tool of a bad schema": ('"tools": [{"type": "function", "function": {"name": "a", "parameters": {"type": "thing"}}}], ', None),
    "five stops": ('"stop": ["a", "b", "c", "d", "e"], ', None),
    "JSON mode": ('"response_format": {"type": "json_object"}, ', None),
    "likely tokens without probabilities": ('"top_logprobs": 2, ', None),
    "a stream that was asked for": ('"stream": true, ', ANSWER),
    "no list of choices": ("", ANSWER.replace('"choices": [', '"choices": {"a": [').replace('}}], "usage"', '}}]}, "usage"')),
    "two choices of one index": ("", ANSWER.replace('"choices": [', '"choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "a"}}, ')),
    "a member in capitals": ('"SEED": 1, ', ANSWER.replace('"id"', '"ID": 1, "id"', 1)),
    "a member of later versions": ('"reasoning_effort": "low", "store": true, ', ANSWER.replace('"id"', '"service_tier": "x", "id"', 1)),
    "a member of no version": ('"sede": 1, ', ANSWER.replace('"id"', '"choise": 1, "id"', 1)),
    "an unlisted reason": ("", ANSWER.replace('"stop"', '"stopp"')),
    "choices and an error": ("", ANSWER.replace('{"id"', '{"error": {"code": "x", "message": "no"}, "id"', 1)),
    "an error without its object": ("", '{"statusCode": 401, "message": "no"}'),
    "an error that is text": ("", '{"error": "no"}'),
    "an empty error": ("", '{"error": {}}'),
    "a filter's error": ("", '{"error": {"code": "content_filter", "message": "m", "innererror": {}}}'),
    "a deprecated member": ('"functions": [{"name": "f"}], "function_call": "auto", ', ANSWER),
}  # fmt: skip


def lines(case: str, found: Iterable[Finding]) -> Iterator[str]:
    """Yield the case, and each of its findings without what is the same in all of them."""
    yield line({"case": case})
    for one in found:
        yield line(
            {name: value for name, value in one.as_json().items() if name not in ("exchange", "id", "api_version")}
        )


def test_bodies_that_were_changed_at_random() -> None:
    def every() -> Iterator[str]:
        for seed in range(SEEDS):
            version = VERSIONS[seed % len(VERSIONS)]
            yield from lines(f"{version}, {seed}", judge(mutated_exchange(version, seed)))

    compare("mutated-bodies.jsonl", every())


def replaced(body: str, members: Iterable[str]) -> Iterator[tuple[str, str]]:
    for member in members:
        name = member.partition(":")[0]
        for value in REPLACED:
            yield f"{name}: {value}", body.replace(member, f"{name}: {value}", 1)
        yield f"{name} in another name", body.replace(name, f'{name[:-1]}x"', 1)


def test_each_member_with_each_kind_of_value() -> None:
    def every() -> Iterator[str]:
        for name, body in replaced(STORY, MEMBERS_ASKED):
            yield from lines(f"request {name}", findings(body))
        for name, body in replaced(ANSWER, MEMBERS_ANSWERED):
            yield from lines(f"answer {name}", findings(STORY, body))
        for name, body in replaced(ERROR, MEMBERS_OF_ERRORS):
            yield from lines(f"error {name}", findings(STORY, body, status=400))

    compare("each-member.jsonl", every())


def test_members_that_do_not_go_together() -> None:
    def every() -> Iterator[str]:
        for name, (members, answer) in TOGETHER.items():
            body = STORY.replace('{"seed"', f'{{{members}"seed"', 1)
            for version in ("2024-02-01", "2024-10-21", "v1-2026-01-28"):
                for status in (200, 400) if answer and '"choices"' not in answer else (200,):
                    yield from lines(f"{version} {status} {name}", findings(body, answer, version, status))
            if answer is None:
                circumstances = Circumstances(require_seed=True, origin="emulator")
                yield from lines(f"emulator {name}", findings(body.replace('"seed": 42, ', ""), ANSWER.replace('"fp_1"', "null"), circumstances=circumstances))  # fmt: skip

    compare("together.jsonl", every())


def test_streams_with_one_fault() -> None:
    def every() -> Iterator[str]:
        for fault in FAULTS:
            change: Any = fault.values[0]
            for version in ("2024-02-01", "2025-04-01-preview"):
                events, asked = told(), dict(ASKED)
                change(events, asked)
                yield from lines(f"{version} {fault.id}", judge(exchange(text_of(events), asked, version)))

    compare("streams.jsonl", every())
