"""An exchange as a line of NDJSON without a secret in it; the judge says the same of it as of the whole one."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, quote_plus, unquote, unquote_plus, urlsplit, urlunsplit

from conformance.traffic.content import Packed, unpacked
from conformance.traffic.recorded import Recorded
from conformance.traffic.secrets.content import without_content
from conformance.traffic.secrets.json_text import redacted_json
from conformance.traffic.secrets.names import carries_secret, may_be_written
from conformance.traffic.secrets.shapes import MARK, without_named, without_shapes
from conformance.wire.body import Body

_LEAST: Final = 6  # characters of a secret that is struck out wherever else it stands; a shorter one is a word
_AZURE: Final = (
    ".openai.azure.com", ".cognitiveservices.azure.com", ".services.ai.azure.com", ".api.cognitive.microsoft.com",
    ".azure-api.net",
)  # fmt: skip
_PUBLIC: Final = ("accept", "content", "user-agent", "x-stainless", "host", "date", "server")
_STRING: Final = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)')


@dataclass(frozen=True, slots=True)
class Redaction:
    """What is taken out beside secrets: the texts of the conversation, the name of the host. ``known`` are secrets by value."""

    content: bool = False
    host: bool = False
    known: tuple[str, ...] = ()


def line_of(
    recorded: Recorded, identity: str | None = None, api_version: str | None = None, redaction: Redaction | None = None
) -> str:
    """Return the exchange as one line of NDJSON, line break included."""
    how = redaction or Redaction()
    fields = (*recorded.request_headers, *recorded.response_headers)
    strike = Strike(secrets_of(recorded.url, fields, how.known), recorded.url if how.host else "")
    request = _message(
        {"method": recorded.method, "url": strike.url(recorded.url), "headers": writable_headers(recorded.request_headers, strike)},
        recorded.request_body, recorded.request_headers, strike, how,
    )  # fmt: skip
    parts = [] if identity is None else [f'"id": {_json(strike(identity))}']
    if api_version is not None:
        parts.append(f'"api_version": {_json(api_version)}')
    parts.append(f'"request": {request}')
    if recorded.status is not None:
        message = {"status": recorded.status, "headers": writable_headers(recorded.response_headers, strike)}
        answer = _message(message, recorded.response_body, recorded.response_headers, strike, how)
        parts.append(f'"response": {answer}')
    return "{" + ", ".join(parts) + "}\n"


class Strike:
    """Strikes out what is known to be secret, however it is written."""

    def __init__(self, secrets: set[str], url: str) -> None:
        written = {
            form
            for one in secrets
            for form in (one, _json(one)[1:-1], json.dumps(one)[1:-1], quote(one, safe=""), quote_plus(one))
        }
        self._forms = sorted(written, key=len, reverse=True)
        self._host = urlsplit(url).hostname if url else None
        self._other = _other_host(self._host) if self._host else ""

    def __call__(self, text: str) -> str:
        for form in self._forms:
            if form in text:
                text = text.replace(form, MARK)
        return text.replace(self._host, self._other) if self._host else text

    def url(self, url: str) -> str:
        """Return ``url`` without user, and without the values of secret parameters."""
        head, mark, query = url.partition("?")
        pairs = [pair.partition("=") for pair in query.split("&")] if mark else []
        kept = "&".join(
            f"{name}={MARK}" if value and carries_secret(unquote_plus(name)) else f"{name}{sign}{value}"
            for name, sign, value in pairs
        )
        return self(without_shapes("/".join(map(_segment, head.split("/"))) + mark + kept))


def _segment(segment: str) -> str:
    """Return a piece of a path, in which a key may stand percent-encoded."""
    plain = unquote(segment) if "%" in segment else segment
    bare = without_shapes(plain)
    return segment if bare == plain else quote(bare, safe="@:")


def secrets_of(url: str, headers: Iterable[tuple[str, str]], known: Iterable[str] = ()) -> set[str]:
    """Return the values of headers and parameters that carry secrets: none of them stands anywhere else either."""
    found = {one for one in known if one}
    for name, value in headers:
        if carries_secret(name) or (
            not may_be_written(name) and not name.lower().startswith(_PUBLIC) and without_shapes(value) != value
        ):
            words = value.split(" ") if name.lower().endswith("authorization") else [value]
            found.update(word for word in words if len(word) > _LEAST)
    try:
        query = urlsplit(url).query
    except ValueError:
        query = ""
    for pair in query.split("&"):
        name, _, value = pair.partition("=")
        if carries_secret(unquote_plus(name)):
            found.update(form for form in (value, unquote_plus(value)) if len(form) > _LEAST)
    return found


def writable_headers(headers: Iterable[tuple[str, str]], strike: Strike) -> dict[str, str]:
    """Return the header fields that may be written, by name."""
    return {name: strike(without_shapes(value)) for name, value in headers if may_be_written(name)}


def _message(
    message: dict[str, Any], raw: bytes, headers: tuple[tuple[str, str], ...], strike: Strike, how: Redaction
) -> str:
    """Return ``message`` as JSON with its body: JSON as it was written but for what is secret, anything else as text."""
    if not raw:
        return _json(message)
    coding = next((value for name, value in headers if name.lower() == "content-encoding"), None)
    try:
        body = Body.from_bytes(unpacked(raw, coding))
    except Packed:
        body = Body.from_bytes(raw)
    text = body.text or ""
    content = without_content if how.content else None
    if body.problem is None:
        # A line break in JSON stands between tokens only, where a space does as well.
        on_one_line = redacted_json(text, content).strip().replace("\r", " ").replace("\n", " ")
        return f'{_json(message)[:-1]}, "body": {struck_json(on_one_line, strike)}}}'
    return _json(message | {"body_text": strike(redacted_text(text, how.content))})


def struck_json(text: str, strike: Strike) -> str:
    """Return JSON ``text`` with known secrets struck out of its strings alone, so that what is left is JSON."""
    return _STRING.sub(lambda string: strike(string[0]), text)


def redacted_text(text: str, content: bool = False) -> str:
    """Return a body that is not JSON without its secrets: of a stream each event's data, line by line."""
    lines = text.split("\n")
    return "\n".join(_line(line, content) for line in lines)


def _line(line: str, content: bool) -> str:
    head, mark, data = line.partition("data:")
    if mark and not head.strip():
        body = Body.from_text(data.strip())
        if body.problem is None and isinstance(body.value, dict | list):
            return head + mark + redacted_json(data, without_content if content else None)
    return without_named(line)


def _other_host(host: str) -> str:
    """Return a host that says nothing and is recognised as the same service."""
    if host == "localhost" or host.startswith("127.") or host == "::1":
        return host
    return next((f"redacted{suffix}" for suffix in _AZURE if host.endswith(suffix)), "redacted.invalid")


def without_credentials(url: str) -> str:
    """Return a URL as it may be printed: no user, no password, no secret parameter."""
    try:
        parts = urlsplit(url)
        netloc = parts.netloc.rpartition("@")[2]
    except ValueError:
        return without_named(url)
    return Strike(set(), "").url(urlunsplit(parts._replace(netloc=netloc)))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
