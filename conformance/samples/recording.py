"""What was recorded of the samples, attributed to them; and the NDJSON that holds it without keys."""

import json
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote, quote_plus

from conformance.exchange import Exchange, Headers, Request, Response, SourceMap
from conformance.wire.body import Body

# A text in JSON, quotes included: a key is struck out in these alone, so that what is left is JSON.
_STRING: Final = re.compile(r'"(?:[^"\\]|\\.)*"')


@dataclass(frozen=True, slots=True)
class Recorded:
    """One HTTP exchange as bytes; ``url`` is the one that the sample meant, without the recorder's own prefix.

    ``status`` is None where no answer came.
    """

    method: str
    url: str
    request_headers: tuple[tuple[str, str], ...]
    request_body: bytes
    status: int | None = None
    response_headers: tuple[tuple[str, str], ...] = ()
    response_body: bytes = b""


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
    """Return the exchange as one line of NDJSON; ``key`` is struck out wherever it stands."""
    request = {"method": recorded.method, "url": recorded.url, "headers": _harmless(recorded.request_headers)}
    parts = [
        f'"id": {_json(place)}',
        f'"api_version": {_json(api_version)}',
        f'"request": {_with_body(request, recorded.request_body)}',
    ]
    if recorded.status is not None:
        response = {"status": recorded.status, "headers": _harmless(recorded.response_headers)}
        parts.append(f'"response": {_with_body(response, recorded.response_body)}')
    return _STRING.sub(lambda text: struck_out(text[0], key), "{" + ", ".join(parts) + "}") + "\n"


def struck_out(text: str, key: str) -> str:
    """Return ``text`` with asterisks for ``key``, be it written plainly, in JSON or in a URL."""
    for written in {key, _json(key)[1:-1], quote(key, safe=""), quote_plus(key)} if key else ():
        text = text.replace(written, "***")
    return text


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _harmless(headers: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return dict(Headers(headers).without_secrets())


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
