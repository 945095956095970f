"""Tell in one look which rules may have something to say about an exchange: usually none.

What is suspected here is not wrong: the rules that know are asked then, and no others. Tests prove that the others are
silent.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from conformance.contract.contract import Operation
from conformance.contract.json_schema import bounds
from conformance.contract.shape import Shape
from conformance.exchange import Request, Response
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
from conformance.judging.rules.api_version import Chosen
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.registry import RULES
from conformance.judging.rules.rule import Rule, Settled

# What can be suspected. A look at one says nothing of the others.
REQUEST, ANSWER, _HEADERS, _SEED, _SENSE, _FINGERPRINT, _CHOICES, _USAGE = (1 << bit for bit in range(8))
# What the schemas find, once they are asked: what is broken, and what a walk observes.
_BROKEN_REQUEST, _BROKEN_ANSWER, _SUBTYPE, _ENUM, _BROKEN_SEED = (1 << bit for bit in range(8, 13))
_UNDECLARED, _DEPRECATED, _DEFECT = (1 << bit for bit in range(13, 16))
_OBSERVED: Final = {"undeclared": _UNDECLARED, "deprecated": _DEPRECATED, "defect": _DEFECT}
# What each rule is about that is not settled by the URL; 0 where only what is unusual is its.
_ABOUT: Final = {
    "content-type": _HEADERS,
    "seed-missing": _SEED,
    "seed-type": _SEED,
    **dict.fromkeys(("tool-call-unanswered", "tool-choice-without-tools", "tool-name", "tool-schema"), _SENSE),
    **dict.fromkeys(
        ("top-logprobs-without-logprobs", "max-tokens-twice", "json-mode-without-json", "stop-count"), _SENSE
    ),
    **dict.fromkeys(("fingerprint-missing", "fingerprint-null", "fingerprint-empty"), _FINGERPRINT),
    **dict.fromkeys(("choice-count", "choice-index"), _CHOICES),
    **dict.fromkeys(("usage-sum", "usage-over-max-tokens"), _USAGE),
    **dict.fromkeys(("body-not-json", "duplicate-member", "seed-value", "request-refused", "error-schema"), 0),
    "seed-range": _BROKEN_SEED,
    "request-schema": _BROKEN_REQUEST,
    "response-schema": _BROKEN_ANSWER,
    "unlisted-value": _ENUM,
    "discriminator-subtype": _SUBTYPE,
    "member-not-in-version": _UNDECLARED,
    "undeclared-member": _UNDECLARED,
    "deprecated-member": _DEPRECATED,
    "spec-defect": _DEFECT,
}
_ANY: Final = -1

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

    chosen: Chosen
    path: str | None
    operation: Operation
    request: Callable[[Any], bool]
    answer: Callable[[Any], bool]
    newer: NewerAnswers
    fractions: tuple[tuple[str, Decimal, Decimal], ...]  # members that are a number within bounds and nothing more
    fingerprint: bool  # the version declares one
    seed: bool  # one must be there
    model_aside: bool  # a `model` in the body is worth a note and nothing more


def route_of(path: str | None, operation: Operation, chosen: Chosen, require_seed: bool, newer: NewerAnswers) -> Route:
    """Return the route of every URL that leads to ``operation``; ``newer`` is what its answers held beyond it so far."""
    request = operation.request
    return Route(
        chosen,
        path,
        operation,
        request.unremarkable,
        operation.answer.unremarkable,
        newer,
        tuple(_fractions(request.shape)),
        operation.contract.declares_fingerprint(operation),
        require_seed,
        operation.contract.dated and "model" not in request.shape.members,
    )


@lru_cache(maxsize=256)
def suspected_rules(suspicions: int) -> tuple[Rule, ...]:
    """Return the rules that may speak where ``suspicions`` are all that there is, in their order."""
    return tuple(rule for rule in RULES if _about(rule) & suspicions)


def what_schemas_find(judgement: Judgement) -> int:
    """Return what the schemas find, as suspicions: bodies that a look passed over are not looked at again."""
    found = 0
    for payload, broken in ((judgement.request, _BROKEN_REQUEST), (judgement.response, _BROKEN_ANSWER)):
        if payload is not None and payload.remarkable:
            for seen in payload.observations:
                found |= _OBSERVED[seen.kind]
            for violation in payload.violations:
                found |= _SUBTYPE if violation.origin.subtype else broken
                if violation.keyword == "enum":
                    found |= _ENUM
                if violation.path == ("seed",):
                    found |= _BROKEN_SEED
    return found


def _about(rule: Rule) -> int:
    if rule.settled is Settled.BY_URL:
        return 0
    return 0 if rule.of == "stream" or rule.id.startswith("stream-") else _ABOUT.get(rule.id, _ANY)


def suspicions_of(request: Request, response: Response | None, route: Route) -> int | None:
    """Return what is suspicious about the two, 0 where every rule is silent; their URL is in order.

    None: they are unusual, and every rule has to be asked: a body that is not JSON or no object, a key that stands
    twice, an answer that is a stream or an error. A ``model`` that is a note is left aside.
    """
    body = request.body
    if body is None or body.problem is not None or body.duplicates:
        return None
    asked = body.value
    if type(asked) is not dict:
        return None
    found = 0
    if response is not None:
        of_answer = _suspicions_of_answer(asked, response, route)
        if of_answer is None:
            return None
        found = of_answer
    headers = request.headers
    if headers is not None and headers.fields and headers.media_type != "application/json":
        found |= _HEADERS
    seed = asked.get("seed")
    if type(seed) is not int and (seed is not None or route.seed):
        found |= _SEED
    if not _makes_sense(asked):
        found |= _SENSE
    if not route.request(_without_what_is_settled(asked, route)):
        found |= REQUEST
    return found


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


def _suspicions_of_answer(asked: dict[str, Any], response: Response, route: Route) -> int | None:
    body, status, headers = response.body, response.status, response.headers
    if body is None or body.problem is not None or body.duplicates or (status is not None and status >= 400):
        return None
    if asked.get("stream") is True or (headers is not None and headers.media_type == "text/event-stream"):
        return None
    value = body.value
    if type(value) is not dict or "error" in value or value.get("object") != "chat.completion":
        return None
    found = ANSWER if route.newer.expected or not route.answer(value) else 0
    fingerprint = value.get("system_fingerprint")
    if not fingerprint and (route.fingerprint or "system_fingerprint" in value):
        found |= _FINGERPRINT
    count = asked.get("n")
    if count is None:
        count = 1
    elif type(count) is not int:
        return found | _CHOICES | _USAGE
    if not _are_counted(value.get("choices"), count):
        found |= _CHOICES
    usage = value.get("usage")
    if usage is not None and not _adds_up(usage, asked, count):
        found |= _USAGE
    return found


def _are_counted(choices: Any, count: int) -> bool:
    """Whether there are ``count`` choices, numbered from 0."""
    if type(choices) is not list or len(choices) != count:
        return False
    for position, choice in enumerate(choices):
        if type(choice) is not dict or choice.get("index") != position:
            return False
    return True


def _adds_up(usage: Any, asked: dict[str, Any], count: int) -> bool:
    """Whether the tokens of an answer are as many as they say together, and as were asked for ``count`` choices."""
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
