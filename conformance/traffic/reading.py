"""Read exchanges from files, folders and standard input, in order; what cannot be read is told and passed over."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO, Final

from conformance.exchange import Exchange, Request, Response
from conformance.files import shown
from conformance.traffic.blocks import Block, blocks_of
from conformance.traffic.chunks import chunks_of_file, chunks_of_stream
from conformance.traffic.exchange_line import NotAnExchange, exchange_of, kind_of
from conformance.traffic.sources import STDIN, files_of
from conformance.traffic.unreadable import Unreadable
from conformance.wire.body import Body
from conformance.wire.locate import line_column

# A bare body that has one of these at the top is an answer.
_OF_ANSWERS: Final = ("choices", "error", "object")


# A line of empty lists takes thirty times its length as values; a longer one than this is counted first.
_LONG: Final = 4 << 20
_MOST_VALUES: Final = 5_000_000
_TOO_MUCH: Final = "holds more than 5 million values; leave it out."


def read_traffic(paths: Sequence[str], stdin: BinaryIO, bare_bodies: bool = True) -> Iterator[Exchange | Unreadable]:
    """Yield every exchange below ``paths``; ``bare_bodies`` where an api-version is named for them."""
    for block in read_blocks(paths, stdin):
        if isinstance(block, Unreadable):
            yield block
        else:
            yield from exchanges_in(block, bare_bodies)


def read_blocks(paths: Iterable[str], stdin: BinaryIO) -> Iterator[Block | Unreadable]:
    """Yield the inputs in blocks of about a megabyte."""
    for path in paths:
        if path == STDIN:
            yield from blocks_of(STDIN, chunks_of_stream(stdin, STDIN))
            continue
        for file in files_of(path):
            if isinstance(file, Unreadable):
                yield file
            else:
                yield from blocks_of(shown(file), chunks_of_file(file))


def exchanges_in(block: Block, bare_bodies: bool = True) -> Iterator[Exchange | Unreadable]:
    """Yield the exchanges of ``block``; blank lines are none."""
    if block.kind == "document":
        yield _document(block, bare_bodies)
        return
    lines = block.text.split(b"\n")
    for number, raw in enumerate(lines, block.first_line):
        if raw and not raw.isspace():
            yield exchange_in_line(
                raw, f"{block.name}:{number}", block.cut and number == block.first_line + len(lines) - 1
            )


def exchange_in_line(raw: bytes, place: str, cut: bool = False) -> Exchange | Unreadable:
    """Return the exchange that one line of NDJSON holds; ``cut`` where no line break ends it."""
    if _holds_too_much(raw):
        return Unreadable(place, f"{_TOO_MUCH} The lines after it are judged.")
    try:
        return exchange_of(raw.decode(), place)
    except UnicodeDecodeError as error:
        return Unreadable(place, f"is not UTF-8 at byte {error.start + 1}; save the file as UTF-8.")
    except MemoryError:
        return Unreadable(place, "does not fit into memory; leave it out. The lines after it are judged.")
    except NotAnExchange as problem:
        reason = str(problem)
        if cut and reason.startswith("is not JSON"):
            reason = (
                reason.removesuffix(".") + " (it is the last line and has no line break: is it still being written?)."
            )
        return Unreadable(place, reason)


def _holds_too_much(raw: bytes) -> bool:
    return len(raw) > _LONG and raw.count(b",") > _MOST_VALUES


def _document(block: Block, bare_bodies: bool) -> Exchange | Unreadable:
    if _holds_too_much(block.text):
        return Unreadable(block.name, _TOO_MUCH)
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
            return Unreadable(block.name, f"is not JSON at {where}: {body.problem.reason}; mend it there.")
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
