"""URLs made of known and unknown parts."""

from collections.abc import Iterable
from typing import Final
from urllib.parse import quote, quote_plus

from conformance.reading.python.objects import Object
from conformance.reading.python.text import as_text, joined
from conformance.reading.value import Edited, Joined, Known, Unknown, Value

# RFC 3986: reserved, unreserved, and the per cent sign of what is encoded already.
_KEPT: Final = "!#$%&'()*+,/:;=?@[]~"
# pchar of RFC 3986 without the slash, as the openai SDK quotes a deployment's name.
_SEGMENT: Final = "!$&'()*+,;=:@"


def url_text(value: Value) -> Value:
    """Return ``value`` as it stands on the wire: known characters that no URL may hold are encoded."""
    parts = value.parts if isinstance(value, Joined) else (value,)
    return joined(Known(quote(str(part.value), safe=_KEPT)) if isinstance(part, Known) else part for part in parts)


def segment(model: Value) -> Value:
    """Return a deployment's name as a segment of the path."""
    return Known(quote(str(model.value), safe=_SEGMENT)) if isinstance(model, Known) else model


def with_query(url: Value, query: Iterable[tuple[str, Value]]) -> Value:
    """Return ``url`` with ``query`` behind what it has of one."""
    mark = "&" if "?" in _known(url) else "?"
    parts = [url]
    for name, value in query:
        text = Known(quote_plus(str(value.value))) if isinstance(value, Known) else value
        parts += [Known(f"{mark}{quote_plus(name)}="), text]
        mark = "&"
    return joined(parts)


def query_text(item: Object, expression: str) -> Value:
    """Return a query's value as the SDK writes it."""
    match item:
        case Known(None):
            return Known("")
        case Known(bool(value)):
            return Known(str(value).lower())
    return as_text(item, expression)


def without_slash(value: Value) -> Value:
    """Return ``value`` without ``/`` at its end."""
    if isinstance(value, Known):
        return Known(str(value.value).rstrip("/"))
    return value if isinstance(value, Unknown) else Edited(value, "strip-right", "/")


def with_slash(value: Value) -> Value:
    """Return ``value`` with a ``/`` at its end, a second one only where it is known to have one already."""
    last = value.parts[-1] if isinstance(value, Joined) else value
    if isinstance(last, Known) and str(last.value).endswith("/"):
        return value
    return joined([value if isinstance(last, Known) else without_slash(value), Known("/")])


def mentions(url: Value, words: Iterable[str]) -> bool:
    """Whether a known part of ``url`` holds one of ``words``."""
    text = _known(url)
    return any(word in text for word in words)


def _known(value: Value) -> str:
    parts = value.parts if isinstance(value, Joined) else (value,)
    return "\0".join(str(part.value) for part in parts if isinstance(part, Known))
