"""A JSON list of exchanges, each as a line of our NDJSON holds it."""

from collections.abc import Iterator
from typing import Final

from conformance.exchange import Exchange
from conformance.traffic.blocks import Block
from conformance.traffic.entries import cut_elements
from conformance.traffic.exchange_line import NotAnExchange, exchange_of
from conformance.traffic.formats.format import Format, Pieces
from conformance.traffic.look import Look
from conformance.traffic.origin import Written, line_origin
from conformance.traffic.unreadable import Unreadable


def _looks(look: Look) -> bool:
    return "request" in look.first_keys or "response" in look.first_keys


def _cut(name: str, pieces: Pieces) -> Iterator[Block | Unreadable]:
    return cut_elements(name, "json-array", (), pieces)


def _read(block: Block, _bare_bodies: bool) -> Iterator[Exchange | Unreadable]:
    for element in block.elements:
        place = f"{block.name}#{element.number}"
        try:
            exchange = exchange_of(element.text, place)
        except NotAnExchange as problem:
            yield Unreadable(place, str(problem))
            continue
        yield line_origin(exchange, Written(block.name, element.text, element.line, element.column))


JSON_ARRAY: Final = Format(
    "json-array",
    "a JSON list of exchanges",
    "nothing: bodies are as exact as the file is",
    _looks,
    _cut,
    _read,
)
