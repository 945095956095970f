"""A schema that stands in the messages: several clients ask for JSON mode and write there what they want."""

import json
from typing import Any, Final

from conformance.emulator.tools import text_of

_TRIES: Final = 24  # places where one may begin
_LONGEST: Final = 200_000
_decoder: Final = json.JSONDecoder()


def described_schema(body: dict[str, Any]) -> Any:
    """Return the first JSON Schema of an object that the messages of ``body`` hold, or None."""
    for message in body.get("messages") or ():
        text = text_of(message)[:_LONGEST] if isinstance(message, dict) else ""
        at = text.find("{")
        for _ in range(_TRIES):
            if at < 0:
                break
            try:
                value, end = _decoder.raw_decode(text, at)
            except (ValueError, RecursionError):
                end = at + 1
            else:
                if isinstance(value, dict) and isinstance(value.get("properties"), dict):
                    return value
            at = text.find("{", end)
    return None
