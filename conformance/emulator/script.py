"""What a script says: which requests it answers, and how. A script is a list of rows, in JSON or YAML or from a test.

A row answers the requests that all of its conditions fit; the first such row counts. ``times`` is how often a row
answers before it is passed over.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from conformance.emulator.durations import NotADuration, seconds_of
from conformance.emulator.faults import FAULTS, unknown_fault
from conformance.emulator.refusal import Refusal
from conformance.emulator.tools import text_of
from conformance.errors import InputError

_CONDITIONS: Final = ("message", "pattern", "turn", "deployment", "times")
_ANSWERS: Final = ("text", "tool_calls", "error", "fault", "delay")
_STATUS_CODES: Final = range(400, 600)


class NotARow(ValueError):
    """The row says something that cannot be meant; the text is a sentence without its beginning."""


@dataclass(slots=True)
class Row:
    """One row; ``turn`` is how many user messages the request has."""

    message: str | None = None
    pattern: re.Pattern[str] | None = None
    turn: int | None = None
    deployment: str | None = None
    times: int | None = None
    text: str | None = None
    tool_calls: tuple[tuple[str, str], ...] = ()
    refusal: Refusal | None = None
    fault: str | None = None
    delay: float = 0.0
    used: int = field(default=0, compare=False)

    def fits(self, last: str, turn: int, deployment: str) -> bool:
        """Return whether the row answers a request."""
        return (
            (self.times is None or self.used < self.times)
            and (self.message is None or self.message == last)
            and (self.pattern is None or self.pattern.search(last) is not None)
            and (self.turn is None or self.turn == turn)
            and (self.deployment is None or self.deployment == deployment)
        )


class Script:
    """Rows, tried in their order; rows that are added later are tried later."""

    def __init__(self, rows: list[Row] | None = None) -> None:
        self.rows = rows or []

    def row_for(self, body: Mapping[str, Any], deployment: str) -> Row | None:
        """Return the row that answers ``body``, and count that it did; None where none does."""
        if not self.rows:
            return None
        users = [one for one in body.get("messages") or () if isinstance(one, dict) and one.get("role") == "user"]
        last = text_of(users[-1]) if users else ""
        row = next((row for row in self.rows if row.fits(last, len(users), deployment)), None)
        if row is not None:
            row.used += 1
        return row


def row_of(said: Mapping[str, Any]) -> Row:
    """Return a row from its members; raises NotARow."""
    for name in said:
        if name not in (*_CONDITIONS, *_ANSWERS):
            raise NotARow(f"unknown member {name}; there are {', '.join((*_CONDITIONS, *_ANSWERS))}")
    if not any(said.get(name) is not None for name in _ANSWERS):
        raise NotARow(f"no answer; give one of {', '.join(_ANSWERS)}")
    if sum(said.get(name) is not None for name in ("text", "tool_calls", "error")) > 1:
        raise NotARow("more than one of text, tool_calls and error")
    fault = _text(said, "fault")
    if fault is not None and fault not in FAULTS:
        raise NotARow(unknown_fault(fault))
    return Row(
        message=_text(said, "message"),
        pattern=_pattern(_text(said, "pattern")),
        turn=_count(said, "turn"),
        deployment=_text(said, "deployment"),
        times=_count(said, "times"),
        text=_text(said, "text"),
        tool_calls=_calls(said.get("tool_calls")),
        refusal=_error(said.get("error")),
        fault=fault,
        delay=_delay(said.get("delay")),
    )


def read_script(path: Path) -> Script:
    """Return the script in ``path``, JSON or YAML; raises InputError, in one sentence with file and row."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"cannot read {path} ({error.strerror})") from None
    except UnicodeDecodeError:
        raise InputError(f"{path} is not UTF-8; save it as UTF-8.") from None
    value = _parsed(text, path)
    rows = value.get("answers") if isinstance(value, dict) else value
    if not isinstance(rows, list):
        raise InputError(f"{path} is not a script: write a list of rows, or an object with `answers`.")
    found = []
    for number, row in enumerate(rows, 1):
        try:
            if not isinstance(row, dict):
                raise NotARow("not an object; write conditions and an answer")  # noqa: TRY301
            found.append(row_of(row))
        except NotARow as problem:
            raise InputError(f"{path}, row {number}: {str(problem).rstrip('.')}.") from None
    return Script(found)


def _parsed(text: str, path: Path) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        if path.suffix.lower() == ".json":
            raise InputError(f"{path}:{error.lineno}:{error.colno} is not JSON: {error.msg.lower()}.") from None
    import yaml

    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else str(path)
        raise InputError(
            f"{place} is neither JSON nor YAML: {getattr(error, 'problem', None) or 'it cannot be read'}."
        ) from None
    except RecursionError:
        raise InputError(f"{path} nests too deeply.") from None


def _text(said: Mapping[str, Any], name: str) -> str | None:
    value = said.get(name)
    if value is not None and not isinstance(value, str):
        raise NotARow(f"{name} is not text")
    return value


def _count(said: Mapping[str, Any], name: str) -> int | None:
    value = said.get(name)
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
        raise NotARow(f"{name} must be a whole number from 1")
    return value


def _pattern(text: str | None) -> re.Pattern[str] | None:
    try:
        return None if text is None else re.compile(text)
    except re.error as error:
        raise NotARow(f"pattern is not a regular expression: {error.msg}") from None


def _delay(value: Any) -> float:
    if value is None:
        return 0.0
    try:
        return seconds_of(str(value))
    except NotADuration as problem:
        raise NotARow(f"delay {problem}") from None


def _calls(value: Any) -> tuple[tuple[str, str], ...]:
    calls = [] if value is None else value
    if not isinstance(calls, list):
        raise NotARow("tool_calls is not a list")
    found = []
    for call in calls:
        if not isinstance(call, dict) or not isinstance(call.get("name"), str) or set(call) - {"name", "arguments"}:
            raise NotARow("each of tool_calls has a name and arguments")
        arguments = call.get("arguments", {})
        text = arguments if isinstance(arguments, str) else json.dumps(arguments, ensure_ascii=False)
        found.append((call["name"], text))
    return tuple(found)


def _error(value: Any) -> Refusal | None:
    if value is None:
        return None
    if not isinstance(value, dict) or value.get("status") not in _STATUS_CODES:
        raise NotARow("error has a status from 400 to 599")
    body = {name: member for name, member in value.items() if name != "status"}
    error = {"code": str(value["status"]), "message": "The script refuses this."} | body
    return Refusal(value["status"], json.dumps({"error": error}, separators=(",", ":")).encode())
