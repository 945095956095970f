"""Each rule by changing one thing: in a stream of our own, and in each stream that is recorded."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from conformance.exchange import Exchange
from conformance.judging.judge import judge
from tests.shared_folder import needs_shared, shared
from tests.streams.streams import ASKED, DONE, Json, events_in, findings, text_of, told

Change = Callable[[list[Any], Json], None]


def speaking(events: list[Any]) -> list[int]:
    """Return which events are chunks with a delta, the last one ending the choice."""
    return [
        number
        for number, one in enumerate(events)
        if isinstance(one, dict) and any("delta" in choice for choice in one["choices"])
    ]


def deltas(events: list[Any]) -> list[Json]:
    return [one["delta"] for number in speaking(events) for one in events[number]["choices"]]


def at(place: int, change: Callable[[Json], None]) -> Change:
    """Change the chunk that is ``place`` among those with a delta."""

    def apply(events: list[Any], _: Json) -> None:
        change(events[speaking(events)[place]])

    return apply


def choice(place: int, change: Callable[[Json], None]) -> Change:
    return at(place, lambda one: change(one["choices"][0]))


def without(name: str) -> Callable[[Json], None]:
    return lambda one: one.pop(name)


def setting(name: str, value: Any) -> Callable[[Json], None]:
    return lambda one: one.update({name: value})


def delta(place: int, name: str, value: Any) -> Change:
    return choice(place, lambda one: one["delta"].update({name: value}))


def cut(events: list[Any], _: Json) -> None:
    del events[speaking(events)[-2] + 1 :]


def cut_in_a_chunk(events: list[Any], _: Json) -> None:
    last = speaking(events)[-2]
    events[last:] = [json.dumps(events[last])[:50]]


def no_done(events: list[Any], _: Json) -> None:
    events.remove(DONE)


def error_in_the_middle(events: list[Any], _: Json) -> None:
    events[speaking(events)[2]] = {"error": {"code": "server_error", "message": "Sorry."}}


def after_finish(events: list[Any], _: Json) -> None:
    numbers = speaking(events)
    events.insert(numbers[-1] + 1, events[numbers[1]])


def after_done(events: list[Any], _: Json) -> None:
    events.append(events[speaking(events)[1]])


def done_twice(events: list[Any], _: Json) -> None:
    events.append(DONE)


def usage_given(events: list[Any], asked: Json) -> None:
    for one in events[:-1]:
        one.pop("usage", None)
    asked.pop("stream_options", None)
    last = {**events[speaking(events)[-1]], "choices": []}
    last["usage"] = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
    events.insert(-1, last)


def usage_asked(events: list[Any], asked: Json) -> None:
    asked["stream_options"] = {"include_usage": True}
    for one in events[:-1]:
        one.pop("usage", None)


def usage_too_much(events: list[Any], asked: Json) -> None:
    usage_given(events, asked)
    asked.update(max_tokens=9, stream_options={"include_usage": True})
    asked.pop("max_completion_tokens", None)
    events[-2]["usage"] = {"prompt_tokens": 1, "completion_tokens": 10, "total_tokens": 11}


def usage_wrong(events: list[Any], asked: Json) -> None:
    usage_given(events, asked)
    asked.update(max_tokens=99, stream_options={"include_usage": True})
    events[-2]["usage"] = {"prompt_tokens": 1, "completion_tokens": 10, "total_tokens": 12}


def fingerprint_nowhere(events: list[Any], _: Json) -> None:
    for one in events[:-1]:
        one.pop("system_fingerprint", None)


def fingerprint_changes(events: list[Any], _: Json) -> None:
    numbers = speaking(events)
    for number in numbers:
        events[number]["system_fingerprint"] = "fp_1" if number < numbers[2] else "fp_2"


def not_asked(_: list[Any], asked: Json) -> None:
    asked.pop("stream")


def text(place: int, change: Callable[[str], str]) -> Change:
    """Change the text of a chunk."""

    def apply(events: list[Any], _: Json) -> None:
        number = speaking(events)[place]
        events[number] = change(json.dumps(events[number]))

    return apply


FAULTS = [
    pytest.param(at(2, setting("created", "1")), "stream-chunk-schema", "/created", 2, id="created as a string"),
    pytest.param(at(2, setting("choices", {})), "stream-chunk-schema", "/choices", 2, id="choices as an object"),
    pytest.param(at(2, without("id")), "stream-chunk-schema", "", 2, id="no id"),
    pytest.param(at(2, setting("object", "")), "stream-chunk-schema", "/object", 2, id="object empty beside text"),
    pytest.param(at(2, setting("object", "chat.completion")), "stream-chunk-schema", "/object", 2, id="the answer's object"),
    pytest.param(at(2, setting("system_fingerprint", 1)), "stream-chunk-schema", "/system_fingerprint", 2, id="fingerprint 1"),
    pytest.param(choice(2, without("index")), "stream-chunk-schema", "/choices/0", 2, id="no index"),
    pytest.param(choice(2, without("finish_reason")), "stream-chunk-schema", "/choices/0", 2, id="no finish_reason"),
    pytest.param(choice(2, setting("delta", "Once")), "stream-chunk-schema", "/choices/0/delta", 2, id="delta as text"),
    pytest.param(choice(-1, setting("finish_reason", "end")), "stream-chunk-schema", "/choices/0/finish_reason", -1, id="end"),
    pytest.param(delta(2, "content", 5), "stream-chunk-schema", "/choices/0/delta/content", 2, id="content 5"),
    pytest.param(delta(2, "tool_calls", [{}]), "stream-chunk-schema", "/choices/0/delta/tool_calls/0", 2, id="call"),
    pytest.param(text(2, lambda one: one.replace("1", "NaN", 1)), None, "", 2, id="NaN"),
    pytest.param(text(2, lambda one: one[:-1]), "body-not-json", "", 2, id="half a chunk in the middle"),
    pytest.param(text(2, lambda one: '{"id": "a", ' + one[1:]), "duplicate-member", "/id", 2, id="a key twice"),
    pytest.param(cut, "stream-unfinished", "", None, id="cut off between chunks"),
    pytest.param(cut_in_a_chunk, "stream-unfinished", "", None, id="cut off in a chunk"),
    pytest.param(no_done, "stream-unfinished", "", None, id="no [DONE]"),
    pytest.param(choice(-1, setting("finish_reason", None)), "stream-unfinished", "/choices/0", -1, id="no end"),
    pytest.param(error_in_the_middle, "stream-error", "/error", 2, id="an error"),
    pytest.param(at(2, setting("id", "other")), "stream-identity", "/id", 2, id="another id"),
    pytest.param(at(2, setting("created", 5)), "stream-identity", "/created", 2, id="another time"),
    pytest.param(at(2, setting("model", "other")), "stream-identity", "/model", 2, id="another model"),
    pytest.param(at(2, setting("id", "")), "stream-identity", "/id", 2, id="no id beside text"),
    pytest.param(fingerprint_changes, "stream-fingerprint", "/system_fingerprint", 2, id="another fingerprint"),
    pytest.param(after_finish, "stream-order", "/choices/0/delta", None, id="text after the end"),
    pytest.param(after_done, "stream-order", "", None, id="a chunk after [DONE]"),
    pytest.param(done_twice, "stream-order", "", None, id="[DONE] twice"),
    pytest.param(choice(2, setting("index", 1)), "stream-order", "/choices/0/index", 2, id="an index out of range"),
    pytest.param(choice(2, setting("index", -1)), "stream-order", "/choices/0/index", 2, id="a negative index"),
    pytest.param(delta(2, "role", "assistant"), "stream-order", "/choices/0/delta/role", 2, id="a role twice"),
    pytest.param(usage_given, "stream-usage", "/usage", None, id="usage not asked"),
    pytest.param(usage_asked, "stream-usage", "", None, id="usage not given"),
    pytest.param(usage_too_much, "usage-over-max-tokens", "/usage/completion_tokens", None, id="too many tokens"),
    pytest.param(usage_wrong, "usage-sum", "/usage/total_tokens", None, id="a sum that is none"),
    pytest.param(fingerprint_nowhere, "fingerprint-missing", "", None, id="no fingerprint at all"),
    pytest.param(not_asked, "stream-not-asked", "", None, id="not asked"),
]  # fmt: skip
# What a change brings along: a choice that never ends where its end is another choice's.
ALONG = {"stream-order": {"stream-unfinished"}, "usage-over-max-tokens": {"member-not-in-version"}}


@pytest.mark.parametrize(("change", "rule", "pointer", "place"), FAULTS)
def test_one_change_in_a_stream_of_our_own(change: Change, rule: str | None, pointer: str, place: int | None) -> None:
    events, asked = told(), dict(ASKED)
    assert findings(text_of(events), asked) == []
    numbers = speaking(events)
    change(events, asked)
    found = [
        one
        for one in findings(text_of(events), asked)
        if (one.rule, one.pointer) != ("member-not-in-version", "/stream_options")
    ]
    if rule is not None:
        assert rule in {one.rule for one in found}
        assert {one.rule for one in found} - ALONG.get(rule, set()) == {rule}
        (one,) = (one for one in found if one.rule == rule and one.pointer == pointer)
        if place is not None:
            assert one.chunk_index == numbers[place] and one.part == "chunk"
    else:
        assert found


def recorded() -> Iterator[Any]:
    """Yield the recorded streams that are Azure OpenAI's own, with their requests."""
    for name in ("azure-dated", "azure-v1"):
        path = shared() / "real-traffic" / f"{name}.ndjson"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines() if path.exists() else (), 1):
            if '"body_text": "data:' in line or '"body_text":"data:' in line:
                yield pytest.param(line, id=f"{name}:{number}")


@needs_shared
@pytest.mark.parametrize(
    ("turn", "line"), [pytest.param(turn, *one.values, id=one.id) for turn, one in enumerate(recorded())]
)
def test_one_change_in_a_recorded_stream(turn: int, line: str) -> None:
    """Each stream is sound as it is; each change is made in every sixth of them."""
    from conformance.traffic.exchange_line import exchange_of

    def judged(events: list[Any], asked: Json) -> set[tuple[str, str]]:
        value["request"]["body"], value["response"]["body_text"] = asked, text_of(events)
        one: Exchange = exchange_of(json.dumps(value), "t:1")
        return {(found.rule, found.pointer) for found in judge(one) if str(found.severity) != "note"}

    value = json.loads(line)
    recorded_text, sent = value["response"]["body_text"], value["request"].pop("body", None)
    sent = sent if sent is not None else json.loads(value["request"].pop("body_text"))
    sound = judged(events_in(recorded_text), sent)
    assert not {rule for rule, _ in sound} & {"stream-chunk-schema", "response-schema", "body-not-json"}
    assert not {rule for rule, _ in sound if rule.startswith("stream-")}
    for parameters in FAULTS[turn % 6 :: 6]:
        change, rule, pointer, _ = parameters.values
        events, asked = events_in(recorded_text), dict(sent)
        if len(speaking(events)) < 4 or (rule == "fingerprint-missing" and "2023-07" in value["request"]["url"]):
            continue
        if parameters.id == "a role twice" and not any("role" in delta for delta in deltas(events)):
            continue  # the recording lost the chunk with the role
        change(events, asked)  # type: ignore[operator]
        found = judged(events, asked)
        if rule is not None:
            assert (rule, pointer) in found or rule in {one for one, _ in found - sound}, parameters.id
        else:
            assert found - sound, parameters.id
