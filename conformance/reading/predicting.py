"""From what was read to exchanges as they are judged: the request predicted, and what of it is not known."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from conformance.exchange import Exchange, Headers, Position, Request, SourceMap
from conformance.reading.program import Call, Reading
from conformance.reading.resolving import Environment, Unresolved, expression_of, is_decided, resolve, template
from conformance.reading.value import Either, Items, Joined, Known, Members, Value
from conformance.wire.body import Body
from conformance.wire.pointer import Path, pointer_of

# What stands in a body for a value that is not known; its one member is the expression.
UNKNOWN: Final = "$unknown"
# ``f"{endpoint}openai/v1/"``: an endpoint as the portal shows it ends with a slash.
_ENDPOINT: Final = re.compile(r"^(\{[^{}]*+\})(?=openai/)")


@dataclass(frozen=True, slots=True)
class Prediction:
    """One call as an exchange without an answer, and where it is not known.

    ``unknown`` are the pointers of body values that stand as ``{"$unknown": expression}``, ``symbolic`` those among
    them that the environment alone decides; ``open`` are the pointers of objects and arrays to which something unknown
    is added. ``url`` is None in the request where nothing of it is known.
    """

    call: Call
    exchange: Exchange
    unknown: frozenset[str]
    open: frozenset[str]
    symbolic: frozenset[str] = frozenset()

    @property
    def complete(self) -> bool:
        """Whether method, URL and body are known, variables of the environment aside."""
        request = self.exchange.request
        if not self.call.certain or request is None or request.url is None or not is_decided(self.call.url):
            return False
        return not self.open and self.unknown == self.symbolic

    def as_json(self) -> dict[str, Any]:
        """Return the exchange as NDJSON holds it; what is not known stands as ``{"$unknown": expression}``."""
        request = self.exchange.request
        if request is None:
            return {}
        said: dict[str, Any] = {
            "method": request.method or _unknown(self.call.method),
            "url": request.url or _unknown(self.call.url),
            "headers": dict(request.headers or ()),
        }
        if request.body is not None:
            broken = request.body.problem is not None
            said["body_text" if broken else "body"] = request.body.text if broken else request.body.value
        version = {"api_version": self.exchange.api_version} if self.exchange.api_version else {}
        return {**version, "request": said}


def predictions(
    reading: Reading, environment: Environment | None = None, place: str | None = None, api_version: str | None = None
) -> Iterator[Prediction]:
    """Yield a prediction for each call, its exchange placed at ``PLACE:NUMBER`` (``place``: the source's file).

    Without an ``environment`` its variables stay symbolic. ``api_version`` is what the setting names; where it is
    None, the default that the source itself has for its variable serves.
    """
    for number, call in enumerate(reading.calls, 1):
        yield _prediction(reading, call, environment, f"{place or reading.file}:{number}", api_version)


def _prediction(
    reading: Reading, call: Call, environment: Environment | None, place: str, api_version: str | None
) -> Prediction:
    found = _Body(environment)
    body = found.value(call.body, ()) if call.body is not None else None
    headers = {entry.name: template(entry.value, environment) or "" for entry in call.headers.entries}
    request = Request(
        template(call.method, environment),
        _joined(template(call.url, environment)),
        Headers.of(headers).without_secrets(),
        _sent(call, body),
    )
    sources = SourceMap(
        reading.file,
        {"": call.body_place, **found.places},
        call.url_place or call.place,
        call.api_version_place or call.url_place or call.place,
        {entry.name.lower(): entry.place for entry in call.headers.entries if entry.place},
    )
    exchange = Exchange(
        place, request, None, api_version or _default_version(call.url), predicted=True, sources=sources
    )
    return Prediction(call, exchange, frozenset(found.unknown), frozenset(found.open), frozenset(found.symbolic))


class _Body:
    """The JSON of a body, with the places that write its members."""

    def __init__(self, environment: Environment | None) -> None:
        self.environment = environment
        self.places: dict[str, Position] = {}
        self.unknown: set[str] = set()
        self.open: set[str] = set()
        self.symbolic: set[str] = set()

    def value(self, value: Value, path: Path) -> Any:
        match value:
            case Members(entries, more):
                if more is not None:
                    self.open.add(pointer_of(path))
                return {entry.name: self._placed(entry.value, (*path, entry.name), entry.place) for entry in entries}
            case Items(elements, more):
                if more is not None:
                    self.open.add(pointer_of(path))
                return [self._placed(one.value, (*path, index), one.place) for index, one in enumerate(elements)]
        found = resolve(value, self.environment)
        if isinstance(found, Unresolved):
            self.unknown.add(pointer_of(path))
            if is_decided(value):
                self.symbolic.add(pointer_of(path))
            return {UNKNOWN: found.expression}
        return found

    def _placed(self, value: Value, path: Path, place: Position | None) -> Any:
        if place is not None:
            self.places[pointer_of(path)] = place
        return self.value(value, path)


def _joined(url: str | None) -> str | None:
    """Return a URL with the ``/`` that an endpoint of the reader's brings; None for an empty one, which is to be filled."""
    return _ENDPOINT.sub(r"\1/", url) if url else None


def _sent(call: Call, value: Any) -> Body | None:
    if call.text is not None:
        return Body.from_text(call.text)
    return Body.from_value(value) if call.body is not None else None


def _unknown(value: Value) -> dict[str, str]:
    return {UNKNOWN: expression_of(value)}


def _default_version(url: Value) -> str | None:
    """Return the default of the variable that the URL's last part reads, where the source writes one."""
    last = url.parts[-1] if isinstance(url, Joined) and url.parts else url
    if isinstance(last, Either) and isinstance(last.second, Known) and isinstance(last.second.value, str):
        return last.second.value
    return None
