"""Tell a stream of server-sent events from a JSON answer: by what the body is, then by its media type."""

from typing import Any, Final

from conformance.exchange import Response
from conformance.streams.habits import CHUNK

CHUNKS: Final = (CHUNK, f"extensions.{CHUNK}")
_FIELDS: Final = ("data:", "event:", "id:", "retry:", ":")


def stream_text(response: Response | None) -> str | None:
    """Return the text of the stream that ``response`` is; None where it is none.

    A refusal is none, and neither is a body that is JSON, whatever its media type says. Without a media type, or with
    another one, the first line tells: a recorder may have changed the header.
    """
    body = response.body if response is not None else None
    if response is None or body is None or body.text is None or body.prefix or body.problem is None:
        return None
    if response.status is not None and response.status >= 400:
        return None
    if media_type_of(response) == "text/event-stream":
        return None if body.text.lstrip().startswith("{") else body.text
    return body.text if body.text[:64].lstrip("\ufeff \t\r\n").startswith(_FIELDS) else None


def media_type_of(response: Response) -> str:
    """Return the media type of the answer in lower case; empty where no header says it."""
    return (response.headers.media_type or "") if response.headers is not None else ""


def is_chunk(value: Any) -> bool:
    """Return whether a JSON body is one chunk of a stream: it says so itself, else its choices hold a ``delta``."""
    if not isinstance(value, dict):
        return False
    if value.get("object"):
        return value["object"] in CHUNKS
    choices = value.get("choices")
    return isinstance(choices, list) and any(isinstance(one, dict) and "delta" in one for one in choices)
