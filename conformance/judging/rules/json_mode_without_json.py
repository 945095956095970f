"""``json-mode-without-json``: with `response_format` `json_object` some message holds the word JSON."""

from collections.abc import Iterator
from typing import Any

from conformance.finding import Severity
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, Settled, rule
from conformance.judging.rules.sense import elements, told


@rule(
    "json-mode-without-json",
    Severity.ERROR,
    Settled.BY_LOOK,
    "JSON mode is asked for in the messages too",
    of="request",
)
def json_mode_without_json(judgement: Judgement) -> Iterator[Problem]:
    yield from told(judgement, look, "response_format")


def look(asked: dict[str, Any]) -> Iterator[Problem]:
    """Yield JSON mode where no text of the messages holds the word, in whatever case."""
    wanted = asked.get("response_format")
    if (
        not isinstance(wanted, dict)
        or wanted.get("type") != "json_object"
        or not isinstance(asked.get("messages"), list)
    ):
        return
    contents = [message.get("content") for _, message in elements(asked["messages"])]
    if not any("json" in text.lower() for text in _texts(contents)):
        yield Problem(
            "request",
            ("response_format",),
            "`response_format` is `json_object` and no message holds the word JSON; ask for JSON in a message",
        )


def _texts(value: Any) -> Iterator[str]:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
