"""The matrix of api-versions for a terminal, as Markdown, and as JSON."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from conformance.contract.json_schema import INTEGER_FORMATS
from conformance.reports.tables import markdown_table, text_table
from conformance.versions.facts import MemberFacts
from conformance.versions.matrix import CHOICE, FINGERPRINT, MESSAGE, SEED, SENT_MESSAGE, Row
from conformance.versions.member_path import MemberPath

_NONE: Final = "-"
# The usual columns, in two tables: one would be wider than a terminal.
_TABLES: Final = ((0, 1, 2, 3, 4, 5, 6, 7), (0, 8, 9, 10))
_MOST: Final = 4
_WHOLE: Final = ("minimum", "maximum")
_BOUNDS: Final = {
    "minimum": "at least {}",
    "exclusiveMinimum": "more than {}",
    "maximum": "at most {}",
    "exclusiveMaximum": "less than {}",
    "minItems": "{} or more elements",
    "maxItems": "up to {} elements",
    "minLength": "{} or more characters",
    "maxLength": "up to {} characters",
}


def matrix_as_text(rows: Sequence[Row], paths: Sequence[MemberPath], width: int) -> Iterator[str]:
    """Yield the lines of the terminal's table, none wider than ``width``."""
    cells = _cells(rows, paths)
    for number, columns in enumerate([range(len(cells[0]))] if paths else _TABLES):
        if number:
            yield ""
        yield from text_table([[row[column] for column in columns] for row in cells], width)


def matrix_as_markdown(rows: Sequence[Row], paths: Sequence[MemberPath]) -> Iterator[str]:
    """Yield the lines of the Markdown table."""
    yield from markdown_table(_cells(rows, paths))


def matrix_as_json(rows: Sequence[Row], **more: Any) -> str:
    """Return ``{"format": 1, "versions": […]}``, a version a line; ``more`` are further members."""
    versions = ",\n".join(json.dumps(row.as_json(), ensure_ascii=False) for row in rows)
    extra = "".join(f", {json.dumps(name)}: {json.dumps(value)}" for name, value in more.items())
    return f'{{"format": 1, "versions": [\n{versions}\n]{extra}}}'


def _cells(rows: Sequence[Row], paths: Sequence[MemberPath]) -> list[list[str]]:
    if paths:
        head = ["api-version", *map(str, paths)]
        return [head, *([row.version.api_version, *(_facts(row, path) for path in paths)] for row in rows)]
    head = [
        "api-version", "status", "OpenAPI", "chat", "seed", "fingerprint", "chunks", "defects",
        "message needs", "choice needs", "its message needs",
    ]  # fmt: skip
    return [head, *(_usual(row) for row in rows)]


def _usual(row: Row) -> list[str]:
    about = [row.version.api_version, row.version.status, row.version.openapi]
    if not row.version.chat:
        return [*about, "no", *[_NONE] * 7]
    return [
        *about,
        "yes",
        _facts(row, SEED),
        _facts(row, FINGERPRINT),
        "yes" if row.chunks else "no",
        str(len(row.defects or ())),
        *(_required_by(row.members[path]) for path in (SENT_MESSAGE, CHOICE, MESSAGE)),
    ]


def _required_by(facts: MemberFacts | None) -> str:
    if facts is None or facts.requires is None:
        return _NONE
    return ", ".join(facts.requires) or "nothing"


def _facts(row: Row, path: MemberPath) -> str:
    facts = row.members[path]
    if facts is None:
        return _NONE if row.version.chat else "no chat"
    if facts.forgotten:
        return "not declared, yet taken"
    return ", ".join(words_of(facts))


def words_of(facts: MemberFacts) -> Iterator[str]:
    """Yield what is said of a member, a few words each: ``int64 or null``, ``default 0``."""
    bounds = (facts.constraints.get("minimum"), facts.constraints.get("maximum"))
    whole = next((name for name, range_ in INTEGER_FORMATS.items() if range_ == bounds), None)
    types = tuple(whole if whole and name == "integer" else name for name in facts.types)
    yield " or ".join((*types, *(["null"] if facts.null else [])))
    yield from _range({name: v for name, v in facts.constraints.items() if whole is None or name not in _WHOLE})
    if "enum" in facts.constraints:
        listed = facts.constraints["enum"]
        more = f" and {len(listed) - _MOST} more" if len(listed) > _MOST else ""
        yield "one of " + " | ".join(map(str, listed[:_MOST])) + more
    if facts.required:
        yield "required"
    if facts.has_default:
        yield f"default {json.dumps(facts.default, default=str, ensure_ascii=False)}"
    if facts.deprecated:
        yield "deprecated"


def _range(constraints: dict[str, Any]) -> Iterator[str]:
    for name, words in _BOUNDS.items():
        if name in constraints:
            yield words.format(constraints[name])
    if "pattern" in constraints:
        yield f"matches {constraints['pattern']}"
