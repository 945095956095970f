"""The lines of a block, each with its place; what cannot be read is a sentence."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from conformance.traffic.blocks import TOO_MANY, Block, holds_too_much
from conformance.traffic.unreadable import Unreadable
from conformance.wire.json_text import NotJson, read_json


@dataclass(frozen=True, slots=True)
class JsonLine:
    """One line that is JSON."""

    place: str
    text: str
    value: Any
    duplicates: bool


def text_lines(block: Block) -> Iterator[tuple[str | Unreadable, str, bool]]:
    """Yield each line that is not blank, its place, and whether it is the last one and has no line break."""
    lines = block.text.split(b"\n")
    last = block.first_line + len(lines) - 1
    for number, raw in enumerate(lines, block.first_line):
        if not raw or raw.isspace():
            continue
        place = f"{block.name}:{number}"
        if holds_too_much(raw):
            yield Unreadable(place, f"{TOO_MANY} The lines after it are judged."), place, False
            continue
        try:
            yield raw.decode(), place, block.cut and number == last
        except UnicodeDecodeError as error:
            reason = f"is not UTF-8 at byte {error.start + 1}; save the file as UTF-8."
            yield Unreadable(place, reason), place, False


def json_lines(block: Block) -> Iterator[JsonLine | Unreadable]:
    """Yield each line as the JSON that it is."""
    for text, place, _ in text_lines(block):
        if isinstance(text, Unreadable):
            yield text
            continue
        try:
            parsed = read_json(text)
        except NotJson as problem:
            yield Unreadable(place, f"is not JSON at column {problem.offset + 1}: {problem.reason}; fix it there.")
        else:
            yield JsonLine(place, text, parsed.value, parsed.duplicates)
