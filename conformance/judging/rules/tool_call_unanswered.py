"""``tool-call-unanswered``: each tool call of an assistant is answered by a tool message, and the reverse."""

from collections.abc import Iterator
from typing import Any

from conformance.finding import Severity
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, Settled, rule
from conformance.judging.rules.sense import elements, told


@rule(
    "tool-call-unanswered",
    Severity.ERROR,
    Settled.BY_LOOK,
    "each tool call is answered, and each tool message answers one",
    of="request",
)
def tool_call_unanswered(judgement: Judgement) -> Iterator[Problem]:
    yield from told(judgement, look, "tools")


def look(asked: dict[str, Any]) -> Iterator[Problem]:
    """Yield each call that the messages right behind it leave unanswered, and each tool message without a call."""
    waiting: dict[Any, tuple[int, int]] = {}
    for index, message in elements(asked.get("messages")):
        if message.get("role") == "tool":
            answered = message.get("tool_call_id")
            if isinstance(answered, str) and waiting.pop(answered, None) is None:
                says = f"`tool_call_id` {answered} answers no call of the assistant message before it; put both beside each other"
                yield Problem("request", ("messages", index), says)
            continue
        yield from _unanswered(waiting)
        waiting = {}
        if message.get("role") == "assistant":
            for place, call in elements(message.get("tool_calls")):
                if isinstance(call.get("id"), str):
                    waiting[call["id"]] = (index, place)
    yield from _unanswered(waiting)


def _unanswered(waiting: dict[Any, tuple[int, int]]) -> Iterator[Problem]:
    for name, (index, place) in waiting.items():
        says = f"no tool message answers the call {name}; add one with this `tool_call_id` right behind the assistant message"
        yield Problem("request", ("messages", index, "tool_calls", place), says)
