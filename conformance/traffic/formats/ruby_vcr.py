"""Cassettes of Ruby's VCR in YAML (https://relishapp.com/vcr/vcr, cassette format)."""

import re
from collections.abc import Iterator
from typing import Final

from conformance.exchange import Exchange
from conformance.traffic.blocks import Block, whole_document
from conformance.traffic.cassette import interaction, read_cassette
from conformance.traffic.formats.format import Format, Pieces
from conformance.traffic.look import Look
from conformance.traffic.unreadable import Unreadable

_LIST: Final = re.compile(rb"^[\"']?http_interactions[\"']?[ \t]*:", re.MULTILINE)


def _looks(look: Look) -> bool:
    return not look.is_json and _LIST.search(look.start) is not None


def _cut(name: str, pieces: Pieces) -> Iterator[Block | Unreadable]:
    return whole_document(name, pieces, "ruby-vcr")


def _read(block: Block, _bare_bodies: bool) -> Iterator[Exchange | Unreadable]:
    return read_cassette(block, interaction)


RUBY_VCR: Final = Format(
    "ruby-vcr",
    "a cassette of Ruby's VCR in YAML",
    "headers may have been filtered: what is not there is not missed",
    _looks,
    _cut,
    _read,
)
