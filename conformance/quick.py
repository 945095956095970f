"""Tell in one look that no rule has anything to say about an exchange: the usual case, settled without asking each.

What is not settled here is not wrong: the rules are asked then. A test proves that they are silent about what is.
"""

from dataclasses import dataclass
from typing import Any, Final

from conformance.contract.payload_schema import PayloadSchema
from conformance.exchange import Headers, Request, Response
from conformance.finding import Finding

_LIMITS: Final = ("max_completion_tokens", "max_tokens")


@dataclass(frozen=True, slots=True)
class Route:
    """What all exchanges of one URL have in common: the schemas, and what the circumstances demand."""

    request: PayloadSchema
    answer: PayloadSchema
    fingerprint: bool  # the version declares one
    seed: bool  # one must be there
    model: Finding | None  # what there is to tell of a `model` in the body, where that is a note and nothing more


def is_quiet(request: Request, response: Response | None, route: Route) -> bool:
    """Return True where every rule is silent about the two, a ``model`` of ``route`` aside; their URL is in order."""
    asked = _quiet_request(request, route)
    return asked is not None and (response is None or _quiet_answer(asked, response, route))


def _quiet_request(request: Request, route: Route) -> dict[str, Any] | None:
    """Return the body where the rules are silent about the request, else None."""
    body = request.body
    if body is None or body.problem is not None or body.duplicates:
        return None
    value = body.value
    if type(value) is not dict:
        return None
    headers = request.headers
    if headers is not None and headers.fields and _media_type(headers) != "application/json":
        return None
    seed = value.get("seed")
    if type(seed) is not int and (seed is not None or route.seed):
        return None
    if route.model is not None and "model" in value:
        value = {name: member for name, member in value.items() if name != "model"}
    return value if route.request.unremarkable(value) else None


def _quiet_answer(asked: dict[str, Any], response: Response, route: Route) -> bool:
    body, status, headers = response.body, response.status, response.headers
    if body is None or body.problem is not None or body.duplicates or (status is not None and status >= 400):
        return False
    if headers is not None and _media_type(headers) == "text/event-stream":
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
    return route.answer.unremarkable(value)


def _media_type(headers: Headers) -> str | None:
    """Return the media type in lower case, None where no header says it."""
    for name, field in headers.fields:
        if len(name) == 12 and name.lower() == "content-type":
            return field if field == "application/json" else field.partition(";")[0].strip().lower()
    return None
