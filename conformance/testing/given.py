"""What can be known from an object that a test has: one of requests, of httpx, of the OpenAI SDK, of the emulator."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from conformance.errors import UsageError
from conformance.testing.clients import body_of, fields_of
from conformance.testing.seen import Seen
from conformance.traffic.content import body_of_value
from conformance.traffic.recorded import Recorded
from conformance.wire.body import Body

_LIBRARIES: Final = ("requests", "httpx", "httpx2", "openai", "conformance")
# What the SDK adds to an answer that it parses for its caller.
_PARSED: Final = frozenset({"parsed", "parsed_arguments"})
_ANSWERS: Final = ("choices", "error", "object")


@dataclass(frozen=True, slots=True)
class Alone:
    """A message without its request: no URL says which api-version it is of."""

    body: Body
    is_answer: bool
    status: int | None = None
    shown: str = "body"


Given = Recorded | Seen | Alone


def given_by(thing: Any, seen: Sequence[Seen]) -> Given:
    """Return what is known of ``thing``; of an exchange in ``seen``, all of it.

    Raises UsageError for anything else, and for an answer that is not read, or was read and not kept.
    """
    library, name = _kind(thing)
    if library == "conformance" and name == "Received":
        return Recorded(thing.method, f"http://127.0.0.1{thing.url}", tuple(thing.headers.items()), thing.body)
    if library in ("requests", "httpx", "httpx2"):
        if name == "Request" and library == "requests":
            thing = thing.prepare()
        return _response(thing, seen) if hasattr(thing, "status_code") else _request(thing)
    if library == "openai":
        return _of_sdk(thing, seen)
    if isinstance(thing, Mapping):
        return Alone(Body.from_value(dict(thing)), any(one in thing for one in _ANSWERS))
    raise UsageError(
        f"conformance.check cannot check an object of type {type(thing).__name__}; "
        "give a request or a response of requests, httpx or openai, or one of azure_openai.requests."
    )


def _kind(thing: Any) -> tuple[str, str]:
    """Return the library that a type, or one that it extends, comes from, and its name there."""
    for one in type(thing).__mro__:
        library = one.__module__.partition(".")[0]
        if library in _LIBRARIES:
            return library, one.__name__
    return "", ""


def _request(request: Any) -> Recorded:
    return Recorded(str(request.method), str(request.url), fields_of(request.headers), body_of(request))


def _response(response: Any, seen: Sequence[Seen]) -> Given:
    one = next((one for one in reversed(seen) if one.response is response), None)
    content = _content(response, one)
    if one is not None:
        return one
    try:
        request = response.request
    except RuntimeError:  # httpx: there is none
        request = None
    if request is None:
        return Alone(Body.from_bytes(content), True, int(response.status_code), "response without its request")
    headers = tuple(field for field in fields_of(response.headers) if field[0].lower() != "content-encoding")
    asked = _request(request)
    return Recorded(
        asked.method, asked.url, asked.request_headers, asked.request_body, int(response.status_code), headers, content
    )


def _content(response: Any, seen: Seen | None) -> bytes:
    """Return the body of an answer, which is read now where it was not yet; raises UsageError where it is gone."""
    if seen is not None and seen.body is not None:
        return seen.body
    try:
        if hasattr(response, "aiter_bytes"):  # httpx
            content: bytes = response.content if response.is_closed else response.read()
        else:
            content = response.content
    except Exception:  # each library has its own for each way
        raise UsageError(
            "conformance.check cannot read this answer: it is a stream that is not read yet, or not to its end; "
            "read it first, and ask for the fixture `conformance` before the request is sent."
        ) from None
    return content


def _of_sdk(thing: Any, seen: Sequence[Seen]) -> Given:
    for name in ("http_response", "response"):  # of with_raw_response; of streams and errors
        response = getattr(thing, name, None)
        if response is not None and hasattr(response, "status_code"):
            return _response(response, seen)
    request = getattr(thing, "request", None)
    if request is not None and hasattr(request, "method"):  # of an error without an answer
        return _request(request)
    if not hasattr(thing, "model_dump"):
        raise UsageError(
            f"conformance.check cannot check an object of type {type(thing).__name__} of openai; give an answer, a stream or an error."
        )
    request_id, own = getattr(thing, "_request_id", None), getattr(thing, "id", None)
    one = next((one for one in reversed(seen) if one.has_id(request_id, own)), None)
    if one is not None:
        return one
    value = _without_parsed(thing.model_dump(mode="json", by_alias=True, exclude_unset=True, warnings=False))
    return Alone(body_of_value(value), True, 200, f"{type(thing).__name__} that this test did not see arrive")


def _without_parsed(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_parsed(one) for name, one in value.items() if name not in _PARSED}
    return [_without_parsed(one) for one in value] if isinstance(value, list) else value
