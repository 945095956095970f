"""A JSON document: one exchange, or the bare body of a request or an answer."""

from collections.abc import Iterator
from typing import Any, Final

from conformance.exchange import Exchange, Request, Response
from conformance.traffic.blocks import TOO_MANY, Block, holds_too_much, whole_document
from conformance.traffic.exchange_line import NotAnExchange, exchange_of, kind_of
from conformance.traffic.foreign import known_document
from conformance.traffic.formats.format import Format, Pieces
from conformance.traffic.formats.ndjson import is_line
from conformance.traffic.look import Look
from conformance.traffic.unreadable import Unreadable
from conformance.wire.body import Body
from conformance.wire.locate import line_column

# A bare body that has one of these at the top is an answer.
_OF_ANSWERS: Final = ("choices", "error", "object")


def _looks(look: Look) -> bool:
    lines = look.more_exchanges and is_line(look.first_line)
    return look.start[:1] == b"{" and not lines and known_document(look) is None


def _cut(name: str, pieces: Pieces) -> Iterator[Block | Unreadable]:
    return whole_document(name, pieces, "json")


def _read(block: Block, bare_bodies: bool) -> Iterator[Exchange | Unreadable]:
    yield _document(block, bare_bodies)


def _document(block: Block, bare_bodies: bool) -> Exchange | Unreadable:
    if holds_too_much(block.text):
        return Unreadable(block.name, TOO_MANY)
    try:
        text = block.text.decode()
    except UnicodeDecodeError as error:
        return Unreadable(block.name, f"is not UTF-8 at byte {error.start + 1}; save the file as UTF-8.")
    body = Body.from_text(text)
    value = body.value if body.problem is None else _leniently(text)
    if not isinstance(value, dict):
        if body.problem is not None:
            place = line_column(text, body.problem.offset)
            where = f"line {place.line}, column {place.column}"
            return Unreadable(block.name, f"is not JSON at {where}: {body.problem.reason}; fix it there.")
        return Unreadable(block.name, f"holds {kind_of(value)}; write an exchange or a body, which is an object.")
    if isinstance(value.get("request"), dict) or isinstance(value.get("response"), dict):
        line = text[: len(text) - len(text.lstrip())].count("\n") + 1
        try:
            return exchange_of(text, f"{block.name}:{line}")
        except NotAnExchange as problem:
            return Unreadable(f"{block.name}:{line}", str(problem))
    if not bare_bodies:
        return Unreadable(block.name, "holds a bare body, and nothing names its api-version; add --api-version.")
    if any(name in value for name in _OF_ANSWERS):
        return Exchange(block.name, response=Response(body=body))
    return Exchange(block.name, request=Request(body=body))


def _leniently(text: str) -> Any:
    """Return the value of a text that is JSON but for ``NaN`` and the like; None where it is none at all."""
    import json

    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


JSON_DOCUMENT: Final = Format(
    "json",
    "one exchange, or the bare body of a request or an answer (with --api-version)",
    "of a bare body no URL, no status, no headers: they are not judged",
    _looks,
    _cut,
    _read,
)
