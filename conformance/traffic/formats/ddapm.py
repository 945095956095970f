"""One exchange a file, as DataDog's test agent keeps it: bodies as text, the status as an object."""

import re
from collections.abc import Iterator
from typing import Any, Final

from conformance.exchange import Exchange
from conformance.traffic.blocks import Block, whole_document
from conformance.traffic.cassette import interaction
from conformance.traffic.entries import DECODER
from conformance.traffic.formats.format import Format, Pieces
from conformance.traffic.look import Look
from conformance.traffic.origin import Written
from conformance.traffic.unreadable import Unreadable
from conformance.traffic.yaml_nodes import node_of_json

_STATUS: Final = re.compile(rb'"status"\s*:\s*\{\s*"code"\s*:')


def _looks(look: Look) -> bool:
    both = "request" in look.keys and "response" in look.keys
    return both and "id" not in look.keys and not look.more_exchanges and _STATUS.search(look.start) is not None


def _cut(name: str, pieces: Pieces) -> Iterator[Block | Unreadable]:
    return whole_document(name, pieces, "ddapm")


def _read(block: Block, _bare_bodies: bool) -> Iterator[Exchange | Unreadable]:
    try:
        text = block.text.decode()
        value: Any = DECODER.decode(text)
    except (ValueError, RecursionError):
        yield Unreadable(block.name, "is not JSON in UTF-8; record it again.")
        return
    yield from interaction(node_of_json(value), f"{block.name}#1", Written(block.name, text), listed=True)


DDAPM: Final = Format(
    "ddapm",
    "one exchange as DataDog's test agent keeps it",
    "headers may have been filtered: what is not there is not missed",
    _looks,
    _cut,
    _read,
)
