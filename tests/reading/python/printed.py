"""Whether the text that was predicted is the one that was printed, once the answers are filled in."""

import json
import re
from typing import Any

from conformance.exchange import Exchange
from conformance.reading import Dump, FromAnswer, Joined, Reading, Unresolved, Value, resolve


def printed_as_predicted(reading: Reading, answers: list[Exchange], settings: dict[str, str], printed: str) -> bool:
    """Say whether ``printed`` is what ``reading`` foretells; unknown text may be any, and uncertain text be missing."""
    dumps: list[Any] = []
    pattern = ""
    for text in reading.printed:
        if not text.certain and any(call >= len(answers) for call in calls_of(text.text)):
            continue  # its call was not made
        parts = text.text.parts if isinstance(text.text, Joined) else (text.text,)
        one = "".join(_pattern(part, answers, settings, dumps) for part in parts)
        pattern += one if text.certain else f"(?:{one})?"
    found = re.fullmatch(pattern, printed, re.DOTALL)
    return found is not None and all(map(_is_dump, found.groups(), dumps))


def calls_of(text: Value) -> set[int]:
    """Return the calls whose answers ``text`` shows."""
    parts = text.parts if isinstance(text, Joined) else (text,)
    shown = [part.of if isinstance(part, Dump) else part for part in parts]
    return {part.call for part in shown if isinstance(part, FromAnswer)}


def _pattern(part: Value, answers: list[Exchange], settings: dict[str, str], dumps: list[Any]) -> str:
    match part:
        case FromAnswer(call, path):
            return re.escape(str(_of(answers, call, path)))
        case Dump(FromAnswer(call, path), style, indent):
            dumps.append((style, indent, _of(answers, call, path)))
            return "(.+?)"
    found = resolve(part, settings)
    return ".*?" if isinstance(found, Unresolved | dict | list) else re.escape(str(found))


def _is_dump(text: str, expected: tuple[str, int | None, Any]) -> bool:
    """The SDK adds members that are null and changes their order; the layout is judged by the second line."""
    style, indent, value = expected
    lines = text.splitlines()
    laid_out = len(lines) == 1 if indent is None else lines[1].startswith(" " * indent + '"')
    plain = json.loads(json.dumps(value, default=float))
    found = json.loads(text)
    return laid_out and (_without_nulls(found) == _without_nulls(plain) if style == "sdk" else found == plain)


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_nulls(one) for name, one in value.items() if one is not None}
    return [_without_nulls(one) for one in value] if isinstance(value, list) else value


def _of(answers: list[Exchange], call: int, path: tuple[str | int, ...]) -> Any:
    response = answers[call].response
    assert response is not None and response.body is not None
    value = response.body.value
    for key in path:
        value = value[key]
    return value
