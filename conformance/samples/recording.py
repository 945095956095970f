"""What was recorded of the samples, attributed to them; and the NDJSON that holds it without keys."""

import json
import threading
from dataclasses import dataclass, field
from typing import Any, Final

from conformance.exchange import Exchange, Headers, Request, Response, SourceMap
from conformance.wire.body import Body

# Never in a recording, whoever sent them.
_SECRET_HEADERS: Final = frozenset(
    {"api-key", "authorization", "cookie", "set-cookie", "ocp-apim-subscription-key", "proxy-authorization"}
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """One HTTP exchange as bytes; ``url`` is the one that the sample meant, without the recorder's own prefix."""

    method: str
    url: str
    request_headers: tuple[tuple[str, str], ...]
    request_body: bytes
    status: int
    response_headers: tuple[tuple[str, str], ...]
    response_body: bytes


@dataclass
class Recordings:
    """Recorded exchanges by the token of the sample's run, in the order in which they ended. Safe between threads."""

    _by_token: dict[str, list[Recorded]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, token: str | None, recorded: Recorded) -> None:
        """Add one exchange of the run that ``token`` names."""
        with self._lock:
            self._by_token.setdefault(token or "", []).append(recorded)

    def of(self, token: str) -> list[Recorded]:
        """Return the exchanges of the run that ``token`` names."""
        with self._lock:
            return list(self._by_token.get(token, ()))


def exchange_of(recorded: Recorded, place: str, api_version: str, sources: SourceMap | None) -> Exchange:
    """Return a recorded exchange as it is judged."""
    return Exchange(
        place=place,
        request=Request(
            recorded.method,
            recorded.url,
            Headers(recorded.request_headers),
            Body.from_bytes(recorded.request_body) if recorded.request_body else None,
        ),
        response=Response(recorded.status, Headers(recorded.response_headers), Body.from_bytes(recorded.response_body)),
        api_version=api_version,
        sources=sources,
    )


def ndjson_line(recorded: Recorded, place: str, api_version: str, key: str) -> str:
    """Return the exchange as one line of NDJSON; ``key`` is struck out wherever it stands."""
    request = {"method": recorded.method, "url": recorded.url, "headers": _harmless(recorded.request_headers)}
    response = {"status": recorded.status, "headers": _harmless(recorded.response_headers)}
    line = (
        f'{{"id": {_json(place)}, "api_version": {_json(api_version)}, '
        f'"request": {_with_body(request, recorded.request_body)}, '
        f'"response": {_with_body(response, recorded.response_body)}}}'
    )
    return (line.replace(key, "***") if key else line) + "\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _harmless(headers: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return {name: value for name, value in headers if name.lower() not in _SECRET_HEADERS}


def _with_body(message: dict[str, Any], raw: bytes) -> str:
    """Return ``message`` as JSON with its body: JSON as it was written, character for character, anything else as text."""
    if not raw:
        return _json(message)
    body = Body.from_bytes(raw)
    text = body.text or ""
    if body.problem is not None:
        return _json(message | {"body_text": text})
    # A line break in JSON stands between tokens only, where a space does as well.
    on_one_line = text.strip().replace("\r", " ").replace("\n", " ")
    return f'{_json(message)[:-1]}, "body": {on_one_line}}}'
