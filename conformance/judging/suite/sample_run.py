"""One run of a sample, which rules about runs look at, and the text of an answer in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from conformance.exchange import Exchange


@dataclass(frozen=True, slots=True)
class SampleRun:
    """One run of a sample: its file, its place in reports (``FILE@VERSION``) and what it exchanged."""

    file: str
    place: str
    api_version: str
    exchanges: Sequence[Exchange]


def text_of(exchange: Exchange) -> str | None:
    """Return the text of the first choice of an answer, or None where it has none."""
    value = exchange.response.body.value if exchange.response and exchange.response.body else None
    choices = member(value, "choices")
    first = choices[0] if isinstance(choices, list) and choices else None
    content = member(member(first, "message"), "content")
    return content if isinstance(content, str) else None


def member(value: object, name: str) -> object:
    """Return member ``name`` of an object, None where there is none."""
    return value.get(name) if isinstance(value, dict) else None
