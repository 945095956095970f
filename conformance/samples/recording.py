"""What was recorded of the samples, attributed to them; and the NDJSON that holds it without keys."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, quote_plus

from conformance.exchange import Exchange, Headers, Request, Response, SourceMap
from conformance.traffic.recorded import Recorded
from conformance.traffic.secrets.exchange import Redaction, line_of
from conformance.wire.body import Body

__all__ = ["Recorded", "Recordings", "exchange_of", "ndjson_line", "struck_out"]


@dataclass
class Recordings:
    """Recorded exchanges by the token of the sample's run, in the order in which they began. Safe between threads."""

    _by_token: dict[str, list[Recorded]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, token: str | None, recorded: Recorded) -> Callable[[Recorded], None]:
        """Add one exchange of the run that ``token`` names; return what puts another in its place, once it is answered."""
        with self._lock:
            exchanges = self._by_token.setdefault(token or "", [])
            index = len(exchanges)
            exchanges.append(recorded)

        def replace(answered: Recorded) -> None:
            with self._lock:
                exchanges[index] = answered

        return replace

    def of(self, token: str) -> list[Recorded]:
        """Return the exchanges of the run that ``token`` names."""
        with self._lock:
            return list(self._by_token.get(token, ()))


def exchange_of(recorded: Recorded, place: str, api_version: str | None, sources: SourceMap | None) -> Exchange:
    """Return a recorded exchange as it is judged; ``api_version`` is what the setting names, None without one."""
    response = None
    if recorded.status is not None:
        body = Body.from_bytes(recorded.response_body)
        response = Response(recorded.status, Headers(recorded.response_headers), body)
    return Exchange(
        place=place,
        request=Request(
            recorded.method,
            recorded.url,
            Headers(recorded.request_headers),
            Body.from_bytes(recorded.request_body) if recorded.request_body else None,
        ),
        response=response,
        api_version=api_version,
        sources=sources,
    )


def ndjson_line(recorded: Recorded, place: str, api_version: str, key: str) -> str:
    """Return the exchange as one line of NDJSON; ``key`` is struck out wherever it stands, as every other secret is."""
    return line_of(recorded, place, api_version, Redaction(known=(key,)))


def struck_out(text: str, key: str) -> str:
    """Return ``text`` with asterisks for ``key``, be it written plainly, in JSON or in a URL."""
    for written in {key, _json(key)[1:-1], quote(key, safe=""), quote_plus(key)} if key else ():
        text = text.replace(written, "***")
    return text


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
