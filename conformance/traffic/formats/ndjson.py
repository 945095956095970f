"""Our own format: one exchange a line, as `conformance record` writes it."""

import json
from collections.abc import Iterator
from typing import Final

from conformance.errors import nearest
from conformance.exchange import Exchange
from conformance.traffic.blocks import TOO_MANY, Block, holds_too_much, whole_lines
from conformance.traffic.exchange_line import MEMBERS, NotAnExchange, exchange_of
from conformance.traffic.formats.format import Format
from conformance.traffic.look import Look
from conformance.traffic.unreadable import Unreadable

_OURS: Final = (b'"request"', b'"response"')


def looks(look: Look) -> bool:
    """Return whether the input holds exchanges, a line each."""
    if not look.start:
        return True  # white space, as far as the look goes
    if look.start[:1] == b"{" and not look.more_lines:
        return _has_ours(look)
    if look.start[:1] == b"[" and not look.more_lines and {"request", "response"} & {*look.first_keys}:
        return False  # a list of exchanges in one line
    if not any(name in look.start for name in _OURS):
        return look.start[:1] == b"{" and _has_ours(look)
    return is_line(look.first_line) or b"\n{" in look.start


def is_line(first: bytes) -> bool:
    """Return whether ``first`` is a JSON value by itself, so that what follows is another."""
    if not first.endswith((b"}", b"]")) or first in (b"}", b"]"):
        return False
    try:
        json.loads(first)
    except RecursionError:
        return True
    except ValueError:
        return False
    return True


def _has_ours(look: Look) -> bool:
    """Whether the object has `request` or `response`, or a member that is nearly so called."""
    if look.more_lines and not is_line(look.first_line):
        return False
    return any(name in MEMBERS[:2] or nearest(name, MEMBERS[:2]) for name in look.keys)


def _read(block: Block, _bare_bodies: bool) -> Iterator[Exchange | Unreadable]:
    lines = block.text.split(b"\n")
    last = block.first_line + len(lines) - 1
    for number, raw in enumerate(lines, block.first_line):
        if raw and not raw.isspace():
            yield exchange_in_line(raw, f"{block.name}:{number}", block.cut and number == last)


def exchange_in_line(raw: bytes, place: str, cut: bool = False) -> Exchange | Unreadable:
    """Return the exchange that one line of NDJSON holds; ``cut`` where no line break ends it."""
    if holds_too_much(raw):
        return Unreadable(place, f"{TOO_MANY} The lines after it are judged.")
    try:
        return exchange_of(raw.decode(), place, raw)
    except UnicodeDecodeError as error:
        return Unreadable(place, f"is not UTF-8 at byte {error.start + 1}; save the file as UTF-8.")
    except MemoryError:
        return Unreadable(place, "does not fit into memory; leave it out. The lines after it are judged.")
    except NotAnExchange as problem:
        reason = str(problem)
        if cut and reason.startswith("is not JSON"):
            hint = " (it is the last line and has no line break: is it still being written?)."
            reason = reason.removesuffix(".") + hint
        return Unreadable(place, reason)


NDJSON: Final = Format(
    "ndjson",
    "our own: one exchange a line, as `conformance record` writes it",
    "nothing: bodies are as exact as the line is",
    looks,
    whole_lines,
    _read,
)
