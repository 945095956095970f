"""The payloads of a page: each text once, cut where it is long, and no more of them than a browser opens at ease."""

import hashlib
from collections.abc import Sequence
from typing import IO, Any, Final

from conformance.exhibit import ExchangeExhibit, Message
from conformance.finding import Finding, Severity
from conformance.reports.html.embedding import embedded
from conformance.reports.html.shortening import ENOUGH, LONGEST_TEXT, shortened_json, shortened_text

# Characters of payloads in one page. What weighs less may not take the room of what weighs more.
ROOM: Final = {Severity.ERROR: 24_000_000, Severity.WARNING: 12_000_000, Severity.NOTE: 6_000_000}
_NEAR: Final = 2  # chunks before and after one that a finding is about
_FIRST: Final = 3
_MOST_CHUNKS: Final = 60


class Payloads:
    """Writes exchanges and texts to two streams, a JSON value a line, and numbers them as it does.

    ``lacking`` counts the exchanges for which there was no room.
    """

    def __init__(self, exchanges: IO[str], texts: IO[str]) -> None:
        self._exchanges, self._texts = exchanges, texts
        self._count = 0
        self._size = 0
        self._known: dict[bytes, int] = {}
        self.lacking = 0
        self._last: tuple[ExchangeExhibit, int | None] | None = None

    def add(self, exhibit: ExchangeExhibit, findings: Sequence[Finding]) -> int | None:
        """Write the exchange that ``findings`` are about; return its number, or None where there is no room."""
        if self._last is not None and self._last[0] is exhibit:
            return self._last[1]
        number = self._add(exhibit, findings)
        # More findings than are looked at together: a payload that is cut shows the place of the first ones alone.
        self._last = (exhibit, number if _is_short(exhibit) else None)
        return number

    def _add(self, exhibit: ExchangeExhibit, findings: Sequence[Finding]) -> int | None:
        weight = max(finding.severity for finding in findings)
        if self._size > ROOM[weight]:
            self.lacking += 1
            return None
        about = [
            self._message(exhibit.request, [f for f in findings if f.part == "request"]),
            self._message(exhibit.response, [f for f in findings if f.part in ("response", "chunk")]),
        ]
        self._exchanges.write(f"{embedded(about)}\n")
        self._count += 1
        return self._count - 1

    def _message(self, message: Message | None, findings: list[Finding]) -> dict[str, Any] | None:
        if message is None:
            return None
        found: dict[str, Any] = {"head": message.head}
        if message.headers:
            found["headers"] = message.headers
        if message.chunks is not None:
            found |= self._chunks(message.chunks, findings)
        elif message.body is not None:
            found |= self._body(message, [finding.pointer for finding in findings])
        return found

    def _body(self, message: Message, pointers: list[str]) -> dict[str, Any]:
        text = message.body or ""
        if not message.is_json:
            text, more = shortened_text(text)
            return {"text": self._text(text)} | ({"more": more} if more else {})
        short = shortened_json(text, pointers)
        if short is None:
            return {"size": len(text)}
        return {"json": self._text(short)}

    def _chunks(self, chunks: tuple[str, ...], findings: list[Finding]) -> dict[str, Any]:
        """Return the first chunks and those around findings; of a chunk that is too long its begin."""
        about = [finding.chunk_index for finding in findings if finding.chunk_index is not None]
        wanted = [*range(_FIRST), *about, *(n + d for n in about for d in range(-_NEAR, _NEAR + 1) if d)]
        if len(chunks) <= _MOST_CHUNKS // 2:
            wanted += range(len(chunks))
        kept = list(dict.fromkeys(n for n in wanted if 0 <= n < len(chunks)))[:_MOST_CHUNKS]
        shown = []
        for number in sorted(kept):
            text = chunks[number]
            short = (
                shortened_json(text, [f.pointer for f in findings if f.chunk_index == number])
                if text[:1] == "{"
                else None
            )
            shown.append([number, self._text(text[:LONGEST_TEXT] if short is None else short)])
        return {"chunks": shown, "of": len(chunks)}

    def _text(self, text: str) -> int:
        """Write a text, where it was not written before, and return its number."""
        digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        if digest not in self._known:
            self._known[digest] = len(self._known)
            line = embedded(text)
            self._size += len(line)
            self._texts.write(f"{line}\n")
        return self._known[digest]


def _is_short(exhibit: ExchangeExhibit) -> bool:
    """Whether nothing but the ends of strings is cut, so that every place of it is in the page."""
    halves = [one for one in (exhibit.request, exhibit.response) if one is not None]
    return all(one.chunks is None and len(one.body or "") <= ENOUGH for one in halves)
