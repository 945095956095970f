"""Where a finding stands in its recording, for reports that mark the place: worked out when one of them asks.

Readers of other formats tell the place with the exchange. NDJSON is read a million lines at a time, and most findings
are counted and never marked.
"""

import re
from dataclasses import replace
from typing import Final

from conformance.exchange import Exchange, Position
from conformance.finding import Finding
from conformance.streams.recognition import stream_text
from conformance.streams.stream import read_stream
from conformance.traffic.origin import BodyPlace, Written, line_origin
from conformance.wire.body import Body

_LINE: Final = re.compile(r"(?P<file>.*):(?P<line>\d+)\Z", re.DOTALL)


def placed(finding: Finding, exchange: Exchange) -> Finding:
    """Return ``finding`` with its place in the recording, as near as that is known."""
    if finding.source is not None:
        return finding
    return replace(finding, place=_place(finding, exchange))


def _place(finding: Finding, exchange: Exchange) -> Position:
    where = _LINE.match(exchange.place)
    if where is None:
        return _in_bare_body(finding, exchange)
    file, line = where["file"], int(where["line"])
    if exchange.text is None:
        return Position(file, line)
    above = exchange.text[: len(exchange.text) - len(exchange.text.lstrip())].count("\n")
    origin = line_origin(exchange, Written(file, exchange.text, line - above)).origin
    if origin is None:
        return Position(file, line)
    if finding.stream is not None and exchange.response is not None:
        stream = read_stream(stream_text(exchange.response) or "", None)
        return origin.within("response", stream.offset(finding.stream.line, finding.stream.column or 1))
    return origin.of(finding.part, finding.pointer)


def _in_bare_body(finding: Finding, exchange: Exchange) -> Position:
    message = exchange.request or exchange.response
    body: Body | None = message.body if message is not None else None
    if body is None or body.text is None:
        return Position(exchange.place)
    written = Written(exchange.place, body.text)
    return BodyPlace(body, written.at(0), lambda: written.at).of(finding.pointer)
