"""An exchange as a page may show it whole: the payloads as they were written, without a secret in them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from conformance.exchange import Exchange, Headers
from conformance.exhibit import ExchangeExhibit, Exhibit, Message, Passage, SourceExhibit
from conformance.finding import Finding
from conformance.streams.recognition import stream_text
from conformance.streams.stream import chunk_texts
from conformance.traffic.secrets.exchange import Strike, redacted_text, secrets_of, struck_json, writable_headers
from conformance.traffic.secrets.json_text import redacted_json
from conformance.traffic.secrets.shapes import without_named
from conformance.wire.body import Body
from conformance.wire.json_writing import write_json


def exhibit_of(exchange: Exchange, known: Iterable[str] = ()) -> ExchangeExhibit:
    """Return ``exchange`` to be shown; ``known`` are secrets by value, which stand nowhere in it."""
    request, response = exchange.request, exchange.response
    url = (request.url if request else None) or ""
    fields = [field for one in (request, response) if one and one.headers for field in one.headers]
    strike = Strike(secrets_of(url, fields, known), "")
    asked = answered = None
    if request is not None:
        head = " ".join(word for word in (request.method, strike.url(url)) if word)
        asked = _message(head, request.headers, request.body, None, strike)
    if response is not None:
        head = "" if response.status is None else str(response.status)
        answered = _message(head, response.headers, response.body, stream_text(response), strike)
    return ExchangeExhibit(asked, answered)


def source_exhibit(file: str, text: str, passages: Iterable[Passage] = (), known: Iterable[str] = ()) -> SourceExhibit:
    """Return a document or program to be shown: each secret is as many asterisks, so that columns stay."""
    for one in known:
        text = text.replace(one, _stars(one)) if one else text
    return SourceExhibit(file, without_named(text, _stars), tuple(passages))


def _stars(text: str) -> str:
    return "*" * len(text)


@dataclass
class Exhibits:
    """Gives findings what they are about: ``exchanges`` by their place, each with the language of its program.

    ``source`` returns the document or program that a file name means, None where it is not at hand; ``known`` are
    secrets by value.
    """

    exchanges: Iterable[tuple[Exchange, str | None]]
    source: Callable[[str], SourceExhibit | None] = lambda _: None
    known: tuple[str, ...] = ()
    _by_place: dict[str, Exhibit] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        for exchange, language in self.exchanges:
            self._by_place[exchange.place] = Exhibit(exhibit_of(exchange, self.known), None, language)

    def shown(self, finding: Finding) -> Finding:
        """Return ``finding`` with its exhibit."""
        found = self._by_place.get(finding.exchange or "", Exhibit())
        source = self.source(finding.source.file) if finding.source is not None else None
        return replace(finding, exhibit=replace(found, source=source))


def _message(head: str, headers: Headers | None, body: Body | None, stream: str | None, strike: Strike) -> Message:
    fields = tuple(writable_headers(headers or (), strike).items())
    if stream is not None:
        chunks = tuple(_without_secrets(Body.from_text(data), strike)[0] or "" for data in chunk_texts(stream))
        return Message(head, fields, chunks=chunks)
    return Message(head, fields, *_without_secrets(body, strike))


def _without_secrets(body: Body | None, strike: Strike) -> tuple[str | None, bool]:
    """Return the text of a body to be shown, and whether it is JSON."""
    if body is None or (body.text is None and body.value is None):
        return None, False
    if body.problem is not None:
        return strike(redacted_text(body.text or "")), False
    text = body.written(()) if body.text is not None else _written_anew(body)
    return (None, False) if text is None else (struck_json(redacted_json(text), strike), True)


def _written_anew(body: Body) -> str | None:
    try:
        return write_json(body.value)
    except (TypeError, ValueError):
        return None  # a predicted body whose values are not all known
