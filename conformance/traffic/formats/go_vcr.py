"""Cassettes of go-vcr, versions 1 to 4 (https://github.com/dnaeon/go-vcr)."""

import re
from collections.abc import Iterator
from typing import Final

from conformance.exchange import Exchange
from conformance.traffic.blocks import Block, whole_document
from conformance.traffic.cassette import interaction, read_cassette
from conformance.traffic.formats.format import Format, Pieces
from conformance.traffic.look import Look
from conformance.traffic.unreadable import Unreadable

# go-vcr writes the version first and calls a URI `url`; vcrpy writes it last, and `uri`.
_SHAPE: Final = re.compile(rb"^version[ \t]*:[ \t]*\d+[ \t]*\r?\ninteractions[ \t]*:", re.MULTILINE)


def _looks(look: Look) -> bool:
    return not look.is_json and _SHAPE.search(look.start) is not None and b" uri:" not in look.start


def _cut(name: str, pieces: Pieces) -> Iterator[Block | Unreadable]:
    return whole_document(name, pieces, "go-vcr")


def _read(block: Block, _bare_bodies: bool) -> Iterator[Exchange | Unreadable]:
    return read_cassette(block, interaction)


GO_VCR: Final = Format(
    "go-vcr",
    "a cassette of go-vcr",
    "headers may have been filtered by a hook: what is not there is not missed",
    _looks,
    _cut,
    _read,
)
