"""Tell in one look that no rule has anything to say about an exchange: the usual case, settled without asking each.

What is not settled here is not wrong: the rules are asked then. A test proves that they are silent about what is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from conformance.contract.contract import Operation
from conformance.contract.json_schema import bounds
from conformance.contract.shape import Shape
from conformance.exchange import Headers, Request, Response
from conformance.judging.newer_answers import NewerAnswers
from conformance.judging.rules import (
    json_mode_without_json,
    max_tokens_twice,
    stop_count,
    tool_call_unanswered,
    tool_choice_without_tools,
    tool_name,
    tool_schema,
    top_logprobs_without_logprobs,
)

_LOOKS: Final = tuple(
    one.look
    for one in (
        tool_call_unanswered,
        tool_choice_without_tools,
        tool_name,
        tool_schema,
        top_logprobs_without_logprobs,
        max_tokens_twice,
        json_mode_without_json,
        stop_count,
    )
)
# The members that some look, but for the one at messages, goes by.
_TOLD_OF: Final = frozenset(
    ("tool_choice", "tools", "functions", "top_logprobs", "max_completion_tokens", "response_format", "stop")
)
_LIMITS: Final = ("max_completion_tokens", "max_tokens")
_ANY_LOW: Final = Decimal("-Infinity")
_ANY_HIGH: Final = Decimal("Infinity")


@dataclass(frozen=True, slots=True)
class Route:
    """What all exchanges of one URL have in common: the schemas, and what the circumstances demand."""

    request: Callable[[Any], bool]
    answer: Callable[[Any], bool]
    newer: NewerAnswers
    fractions: tuple[tuple[str, Decimal, Decimal], ...]  # members that are a number within bounds and nothing more
    fingerprint: bool  # the version declares one
    seed: bool  # one must be there
    model_aside: bool  # a `model` in the body is worth a note and nothing more


def route_of(operation: Operation, require_seed: bool, newer: NewerAnswers) -> Route:
    """Return the route of every URL that leads to ``operation``; ``newer`` is what its answers held beyond it so far."""
    request = operation.request
    return Route(
        request.unremarkable,
        operation.answer.unremarkable,
        newer,
        tuple(_fractions(request.shape)),
        operation.contract.declares_fingerprint(operation),
        require_seed,
        operation.contract.dated and "model" not in request.shape.members,
    )


def is_quiet(request: Request, response: Response | None, route: Route) -> bool:
    """Return True where every rule is silent about the two; their URL is in order.

    A ``model`` that is a note is left aside, and so are the members of an answer: ``route.answer`` tells of them.
    """
    body = request.body
    if body is None or body.problem is not None or body.duplicates:
        return False
    asked = body.value
    if type(asked) is not dict:
        return False
    headers = request.headers
    if headers is not None and headers.fields and _media_type(headers) != "application/json":
        return False
    seed = asked.get("seed")
    if type(seed) is not int and (seed is not None or route.seed):
        return False
    if response is not None and not _is_quiet_answer(asked, response, route):
        return False
    return _makes_sense(asked) and route.request(_without_what_is_settled(asked, route))


def _makes_sense(asked: dict[str, Any]) -> bool:
    """Whether the looks at a request as a whole find nothing; most requests have nothing that they look at."""
    if not _TOLD_OF.isdisjoint(asked):
        return all(next(look(asked), None) is None for look in _LOOKS)
    messages = asked.get("messages")
    if type(messages) is not list:
        return False
    for message in messages:
        if type(message) is not dict or "tool_calls" in message or "tool_call_id" in message:
            return next(tool_call_unanswered.look(asked), None) is None
    return True


def has_model(request: Request) -> bool:
    """Return whether the body, which is an object, holds ``model``."""
    return request.body is not None and "model" in request.body.value


def _without_what_is_settled(asked: dict[str, Any], route: Route) -> dict[str, Any]:
    """Return the body without ``model`` where that is a note, and without fractions within their bounds.

    An engine reads a Decimal slowly; it is compared here, and exactly.
    """
    rest = asked
    for name, low, high in route.fractions:
        number = asked.get(name)
        if type(number) is Decimal and low <= number <= high:
            if rest is asked:
                rest = asked.copy()
            del rest[name]
    if route.model_aside and "model" in asked:
        if rest is asked:
            rest = asked.copy()
        del rest["model"]
    return rest


def _is_quiet_answer(asked: dict[str, Any], response: Response, route: Route) -> bool:
    body, status, headers = response.body, response.status, response.headers
    if body is None or body.problem is not None or body.duplicates or (status is not None and status >= 400):
        return False
    if asked.get("stream") is True or (headers is not None and _media_type(headers) == "text/event-stream"):
        return False
    value = body.value
    if type(value) is not dict or "error" in value or value.get("object") != "chat.completion":
        return False
    if route.fingerprint:
        fingerprint = value.get("system_fingerprint")
        if type(fingerprint) is not str or not fingerprint:
            return False
    count = asked.get("n")
    if count is None:
        count = 1
    choices = value.get("choices")
    if type(choices) is not list or len(choices) != count:
        return False
    for position, choice in enumerate(choices):
        if type(choice) is not dict or choice.get("index") != position:
            return False
    usage = value.get("usage")
    if usage is not None:
        if type(usage) is not dict:
            return False
        completion = usage.get("completion_tokens")
        try:
            if usage["prompt_tokens"] + completion != usage["total_tokens"]:
                return False
            for name in _LIMITS:
                limit = asked.get(name)
                if limit is not None and completion > limit * count:
                    return False
        except (KeyError, TypeError):
            return False
    return True


def _media_type(headers: Headers) -> str | None:
    """Return the media type in lower case, None where no header says it."""
    for name, field in headers.fields:
        if len(name) == 12 and name.lower() == "content-type":
            return field if field == "application/json" else field.partition(";")[0].strip().lower()
    return None


def _fractions(shape: Shape) -> list[tuple[str, Decimal, Decimal]]:
    """Return the members of ``shape`` that are a number with at the most two bounds, and these."""
    found = []
    for name, member in shape.members.items():
        one = shape.member(name)
        if one is None or member.deprecated or member.defect or one.groups or one.types - {"integer"} != {"number"}:
            continue
        if {keyword.name for keyword in one.keywords} <= {"minimum", "maximum"}:
            low, high = bounds(one)
            found.append(
                (name, _ANY_LOW if low is None else Decimal(low), _ANY_HIGH if high is None else Decimal(high))
            )
    return found
