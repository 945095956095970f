"""Read one line of NDJSON, or one JSON document, as an exchange."""

import difflib
import json
from functools import lru_cache
from typing import Any, Final

from conformance.errors import did_you_mean
from conformance.exchange import Exchange, Headers, Request, Response
from conformance.wire.body import Body
from conformance.wire.json_text import NotJson, read_json
from conformance.wire.locate import duplicate_keys, line_column, locate

MEMBERS: Final = ("request", "response", "id", "api_version")
_OF_MESSAGES: Final = ("method", "url", "headers", "body", "body_text", "status")
_ALL: Final = frozenset((*MEMBERS, *_OF_MESSAGES))
# What other recorders and HTTP clients call these members.
_ALIASES: Final = {
    "body": ("json", "data", "content", "payload", "json_body", "raw_body"),
    "body_text": ("text",),
    "url": ("uri",),
    "status": ("status_code", "statusCode", "code"),
}
_KINDS: Final = {dict: "an object", list: "a list", str: "a string", bool: "true or false", type(None): "null"}


class NotAnExchange(ValueError):
    """The text is not an exchange; the message goes on after the place: ``is not JSON at column 7 …``."""


def exchange_of(text: str, place: str, encoded: bytes | None = None) -> Exchange:
    """Return the exchange that ``text`` holds; raises NotAnExchange where it holds none.

    ``encoded`` is the text in UTF-8, where that is at hand.
    """
    bodies: dict[str, Body] = {}
    duplicates = False
    try:
        parsed = read_json(text, encoded)
        value, duplicates = parsed.value, parsed.duplicates
    except NotJson as problem:
        value = _without_bodies(text, problem, bodies)
    if not isinstance(value, dict):
        raise NotAnExchange(f"is {kind_of(value)} and no exchange; write an object with `request` and `response`.")
    request, response = _object(value, "request"), _object(value, "response")
    if duplicates:
        _require_once(text)
    if request is None and response is None:
        hint = next((did_you_mean(name, MEMBERS) for name in value if did_you_mean(name, MEMBERS)), "")
        raise NotAnExchange(
            f"is not an exchange: it has neither `request` nor `response`{hint or '; write one of them.'}"
        )
    if not (value.keys() <= _ALL and (request or {}).keys() <= _ALL and (response or {}).keys() <= _ALL):
        _require_names(value, request, response)
    return Exchange(
        place,
        _request(request, text, duplicates, bodies) if request is not None else None,
        _response(response, text, duplicates, bodies) if response is not None else None,
        _text(value, "api_version", "api_version"),
        _text(value, "id", "id"),
        text=text,
    )


def _require_once(text: str) -> None:
    """Raise NotAnExchange where a member of the envelope stands twice: which of the two was sent is anybody's guess."""
    for key in duplicate_keys(text):
        if key.path[0] in MEMBERS and (len(key.path) == 1 or (len(key.path) == 2 and key.path[1] in _OF_MESSAGES)):
            raise NotAnExchange(f"has `{'.'.join(map(str, key.path))}` twice; keep one of them.")


def _require_names(value: dict[str, Any], request: dict[str, Any] | None, response: dict[str, Any] | None) -> None:
    """Raise NotAnExchange where a member is missing that stands there under nearly its name: it would not be judged."""
    _require_name("", value, ("request", "response", "api_version"), MEMBERS)
    for part, message in (("request.", request), ("response.", response)):
        if message is None:
            continue
        names = ("url",) if part == "request." else ("status",)
        _require_name(part, message, names, _OF_MESSAGES)
        if "body" not in message and "body_text" not in message:
            _require_name(part, message, ("body", "body_text"), _OF_MESSAGES)


def _require_name(part: str, holder: dict[str, Any], wanted: tuple[str, ...], known: tuple[str, ...]) -> None:
    for name in holder.keys() - set(known):
        meant = next((one for one in wanted if one not in holder and _is_nearly(name, one)), None)
        if meant is not None:
            shown = json.dumps(name, ensure_ascii=False)[1:-1]
            raise NotAnExchange(f"has `{part}{shown}`, which is not read; did you mean {meant}?")


def _is_nearly(name: str, wanted: str) -> bool:
    bare = name.lower().replace("_", "").replace("-", "")
    if bare == wanted.replace("_", "") or name in _ALIASES.get(wanted, ()):
        return True
    return len(wanted) > 3 and bool(difflib.get_close_matches(bare, [wanted.replace("_", "")], cutoff=0.85))


def kind_of(value: Any) -> str:
    """Return in words what JSON value ``value`` is."""
    return _KINDS.get(type(value), "a number")


def _request(request: dict[str, Any], text: str, duplicates: bool, bodies: dict[str, Body]) -> Request:
    return Request(
        _text(request, "method", "request.method"),
        _text(request, "url", "request.url"),
        _headers(request, "request"),
        bodies["request"] if "request" in bodies else _body(request, "request", text, duplicates),
    )


def _response(response: dict[str, Any], text: str, duplicates: bool, bodies: dict[str, Body]) -> Response:
    status = response.get("status")
    if status is not None and type(status) is not int:
        raise NotAnExchange(f"has a `response.status` that is {kind_of(status)}; write a number such as 200.")
    return Response(
        status, _headers(response, "response"), bodies.get("response") or _body(response, "response", text, duplicates)
    )


def _body(message: dict[str, Any], part: str, text: str, duplicates: bool) -> Body | None:
    if "body_text" in message:
        if "body" in message:
            raise NotAnExchange(f"has both `{part}.body` and `{part}.body_text`; keep one of them.")
        written = message["body_text"]
        if not isinstance(written, str):
            raise NotAnExchange(f"has a `{part}.body_text` that is {kind_of(written)}; write a string.")
        return Body.from_text(written)
    if "body" not in message:
        return None
    return Body(message["body"], text, (part, "body"), duplicates)


def _object(value: dict[str, Any], name: str) -> dict[str, Any] | None:
    member = value.get(name)
    if member is not None and not isinstance(member, dict):
        raise NotAnExchange(f"has a `{name}` that is {kind_of(member)}; write an object.")
    return member


def _text(value: dict[str, Any], name: str, shown: str) -> str | None:
    member = value.get(name)
    if member is not None and not isinstance(member, str):
        raise NotAnExchange(f"has a `{shown}` that is {kind_of(member)}; write a string.")
    return member


def _headers(message: dict[str, Any], part: str) -> Headers | None:
    headers = message.get("headers")
    if headers is None:
        return None
    if not isinstance(headers, dict):
        raise NotAnExchange(f"has `{part}.headers` that are {kind_of(headers)}; write an object of strings.")
    try:
        return _known(tuple(headers.items()))
    except TypeError:  # a value of them cannot be looked up, and is not a string either
        pass
    for name, field in headers.items():
        if not isinstance(field, str):
            shown = json.dumps(name, ensure_ascii=False)[1:-1]  # on one line, whatever the name holds
            raise NotAnExchange(f"has a header `{shown}` in `{part}.headers` that is {kind_of(field)}; write a string.")
    return Headers.of(headers)


@lru_cache(maxsize=1024)
def _known(fields: tuple[tuple[str, str], ...]) -> Headers:
    """Return the fields as headers, the same ones for the same fields; raises TypeError where a value is not a string."""
    if not all(isinstance(value, str) for _, value in fields):
        raise TypeError
    return Headers(fields)


def _without_bodies(text: str, problem: NotJson, bodies: dict[str, Body]) -> Any:
    """Return the value of the line with its bodies set aside, where only they are not JSON (NaN, depth).

    Raises NotAnExchange where the line itself is not JSON.
    """
    rest = text
    if problem.offset < len(text) and (problem.reason.startswith("`") or "nests deeper" in problem.reason):
        spans = [(part, span) for part in ("request", "response") if (span := _span(text, part)) is not None]
        for part, span in sorted(spans, key=lambda found: -found[1].value_start):
            bodies[part] = Body.from_text(text[span.value_start : span.value_end])
            rest = f"{rest[: span.value_start]}null{rest[span.value_end :]}"
    try:
        return read_json(rest).value
    except NotJson:
        place = line_column(text, problem.offset)
        where = f"column {place.column}" if place.line == 1 else f"line {place.line}, column {place.column}"
        raise NotAnExchange(f"is not JSON at {where}: {problem.reason}; write one JSON object a line.") from None


def _span(text: str, part: str) -> Any:
    try:
        return locate(text, (part, "body"))
    except (IndexError, ValueError):  # the text breaks off, or a key is not a string
        return None
