"""Whether a prediction and what really happened are the same: requests member by member, text once answers are filled in."""

import json
import re
from decimal import Decimal
from typing import Any

from conformance.exchange import Exchange
from conformance.reading import (
    Dump,
    FromAnswer,
    Joined,
    JsonText,
    Printed,
    Reading,
    Unknown,
    Unresolved,
    Value,
    resolve,
)
from conformance.reading.predicting import UNKNOWN, Prediction
from conformance.wire.pointer import pointer_of

_ABSENT = object()


def differences(prediction: Prediction, sent: Exchange) -> list[str]:
    """Return where the request that was predicted is not the one that was sent; what is not known differs nowhere."""
    mine, wire = prediction.exchange.request, sent.request
    assert mine is not None and wire is not None
    found = []
    if mine.method != wire.method:
        found.append(f"method {mine.method} {wire.method}")
    if mine.url is not None and wire.url is not None and mine.target and wire.target:
        if mine.target.path != wire.target.path:
            found.append(f"path {mine.target.path} {wire.target.path}")
        if mine.query != wire.query:
            found.append(f"query {mine.query} {wire.query}")
    if (mine.body is None) != (wire.body is None or not wire.body.text):
        found.append("one has a body")
    if mine.body is not None and wire.body is not None:
        found += _members(mine.body.value, wire.body.value, (), prediction)
    media = [(one.headers.get("content-type") or "").partition(";")[0].strip() for one in (mine, wire) if one.headers]
    if len(set(media)) > 1:
        found.append(f"content type {media}")
    return found


def _members(mine: Any, wire: Any, path: tuple[str | int, ...], prediction: Prediction) -> list[str]:
    pointer = pointer_of(path)
    if pointer in prediction.unknown or (isinstance(mine, dict) and set(mine) == {UNKNOWN}):
        return []
    if isinstance(mine, dict) and isinstance(wire, dict):
        names = [*mine, *(name for name in wire if name not in mine and pointer not in prediction.open)]
        pairs: list[tuple[str | int, Any, Any]] = [
            (name, mine.get(name, _ABSENT), wire.get(name, _ABSENT)) for name in names
        ]
    elif isinstance(mine, list) and isinstance(wire, list):
        if len(mine) != len(wire) and pointer not in prediction.open:
            return [f"{pointer}: {len(mine)} elements are {len(wire)}"]
        pairs = [(index, one, other) for index, (one, other) in enumerate(zip(mine, wire, strict=False))]
    else:
        return [] if _same_scalar(mine, wire) else [f"{pointer}: {mine!r} is {wire!r}"]
    return [one for key, here, there in pairs for one in _members(here, there, (*path, key), prediction)]


def _same_scalar(mine: Any, wire: Any) -> bool:
    """Say whether two scalars are one: ``42.0`` is not ``42``."""
    return type(mine) is type(wire) and mine == wire


def pattern_of(reading: Reading, answers: list[Any], settings: dict[str, str]) -> str:
    """Return the regular expression of what is printed: unknown text is any, and what is not certain may be missing."""
    return "".join(_pattern(printed, answers, settings) for printed in reading.printed)


def _pattern(printed: Printed, answers: list[Any], settings: dict[str, str]) -> str:
    text = "".join(_part(part, answers, settings) for part in _parts(printed.text))
    return text if printed.certain else f"(?:{text})?"


def _parts(text: Value) -> tuple[Value, ...]:
    return text.parts if isinstance(text, Joined) else (text,)


def _part(part: Value, answers: list[Any], settings: dict[str, str]) -> str:
    match part:
        case Unknown() | JsonText():
            return r"[\s\S]*"
        case FromAnswer(call, path):
            found = _of(answers, call, path)
            return re.escape("" if found is None else str(found))
        case Dump(FromAnswer(call, path), _, indent):
            separators = (",", ":") if indent is None else None
            value = _of(answers, call, path)
            return re.escape(
                json.dumps(value, ensure_ascii=False, indent=indent, separators=separators, default=_number)
            )
    found = resolve(part, settings)
    return r"[\s\S]*" if isinstance(found, Unresolved) else re.escape("" if found is None else str(found))


def _number(value: object) -> float:
    assert isinstance(value, Decimal)
    return float(value)


def _of(answers: list[Any], call: int, path: tuple[str | int, ...]) -> Any:
    """Return a part of an answer; of a refusal there is none."""
    found = answers[call] if call < len(answers) else None
    for key in path:
        try:
            found = found[key]  # type: ignore[index]  # whatever it is, it is tried
        except (KeyError, IndexError, TypeError):
            return None
    return found
