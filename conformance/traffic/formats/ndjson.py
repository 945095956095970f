"""Our own format: one exchange a line, as `conformance record` writes it."""

import json
from collections.abc import Iterator
from typing import Final

from conformance.errors import nearest
from conformance.exchange import Exchange
from conformance.traffic.blocks import Block, whole_lines
from conformance.traffic.exchange_line import MEMBERS, NotAnExchange, exchange_of
from conformance.traffic.formats.format import Format
from conformance.traffic.lines import text_lines
from conformance.traffic.look import Look
from conformance.traffic.unreadable import Unreadable

_OURS: Final = (b'"request"', b'"response"')


def looks(look: Look) -> bool:
    """Return whether the input holds exchanges, a line each."""
    if not look.start:
        return True  # white space, as far as the look goes
    if look.start[:1] == b"{" and not look.more_lines:
        return _has_ours(look)
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
    for text, place, cut in text_lines(block):
        if isinstance(text, Unreadable):
            yield text
            continue
        try:
            yield exchange_of(text, place)
        except MemoryError:
            yield Unreadable(place, "does not fit into memory; leave it out. The lines after it are judged.")
        except NotAnExchange as problem:
            reason = str(problem)
            if cut and reason.startswith("is not JSON"):
                hint = " (it is the last line and has no line break: is it still being written?)."
                reason = reason.removesuffix(".") + hint
            yield Unreadable(place, reason)


NDJSON: Final = Format(
    "ndjson",
    "our own: one exchange a line, as `conformance record` writes it",
    "nothing: bodies are as exact as the line is",
    looks,
    whole_lines,
    _read,
)
