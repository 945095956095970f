"""What each source is read as: the lines of ``conformance read``, and what the reading holds beside them.

``make goldens`` writes the results anew.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conformance.cli.main import run
from conformance.exchange import Position
from conformance.reading.reader import read_source
from conformance.reading.resolving import expression_of
from tests.goldens.golden import compare, line
from tests.shared_folder import ROOT

SOURCES = ROOT / "tests" / "reading" / "sources"
GROUPS = {
    "reading-python": [*sorted((SOURCES / "python").rglob("*.py")), *sorted((SOURCES / "harmful").rglob("*.py"))],
    "reading-powershell": sorted(SOURCES.rglob("*.ps1")),
    "reading-samples": [*sorted((ROOT / "python").rglob("*.py")), *sorted((ROOT / "powershell").rglob("*.ps1"))],
}


@pytest.mark.parametrize("group", GROUPS)
def test_what_sources_are_read_as(
    group: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    compare(f"{group}.jsonl", (told for file in GROUPS[group] for told in _told(file.relative_to(ROOT), capsys)))


def test_every_source_is_in_a_group() -> None:
    grouped = {file for files in GROUPS.values() for file in files}
    assert {file for file in SOURCES.rglob("*") if file.is_file() and file.suffix != ".pyc"} <= grouped


def _told(file: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[str]:
    name = file.as_posix()
    code = run(["read", name])
    out, said = capsys.readouterr()
    yield line({"file": name, "exit": code} | ({"said": said} if said else {}) | _beside(name))
    for one in map(json.loads, out.splitlines()):
        members = {pointer: f"{place['line']}:{place['column']}" for pointer, place in one["members"].items()}
        yield line(one | {"source": f"{one['source']['line']}:{one['source']['column']}", "members": members})


def _beside(name: str) -> dict[str, Any]:
    reading = read_source(name, (ROOT / name).read_bytes().decode("utf-8-sig"))
    parts: dict[str, Any] = {
        "passes": [number for number, call in enumerate(reading.calls, 1) if call.passes],
        "printed": [
            _at(one.place, expression_of(one.text)) + ("" if one.certain else " (perhaps)") for one in reading.printed
        ],
        "settings": [_at(one.place, one.name) for one in reading.settings],
        "not_understood": [_at(one.place, one.statement) for one in reading.not_understood],
    }
    return {part: value for part, value in parts.items() if value}


def _at(place: Position, text: str) -> str:
    return f"{place.line}:{place.column} {text}"
