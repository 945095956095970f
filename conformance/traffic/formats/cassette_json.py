"""Cassettes in JSON: vcrpy's and VCR's JSON serializers, and Betamax."""

from collections.abc import Iterator
from typing import Final

from conformance.exchange import Exchange
from conformance.traffic.blocks import Block
from conformance.traffic.cassette import LISTS, read_json_cassette
from conformance.traffic.entries import cut_elements
from conformance.traffic.formats.format import Format, Pieces
from conformance.traffic.look import Look
from conformance.traffic.unreadable import Unreadable


def _looks(look: Look) -> bool:
    return any(name in look.keys for name in LISTS)


def _cut(name: str, pieces: Pieces) -> Iterator[Block | Unreadable]:
    return cut_elements(name, "cassette-json", LISTS, pieces, either=True)


def _read(block: Block, _bare_bodies: bool) -> Iterator[Exchange | Unreadable]:
    return read_json_cassette(block)


CASSETTE_JSON: Final = Format(
    "cassette-json",
    "a cassette of vcrpy, VCR or Betamax in JSON",
    "headers may have been filtered: what is not there is not missed. A `parsed_body` was written anew: "
    "no repeated keys, no exact numbers",
    _looks,
    _cut,
    _read,
)
