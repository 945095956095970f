"""Both languages are read alike: each row of the twin table has one reading, and where they differ today the row says so."""

from collections.abc import Iterator

import pytest

from conformance.reading import Call, Reading
from conformance.reading.reader import read_source
from conformance.reading.resolving import Unresolved, resolve
from conformance.reading.value import Either, FromAnswer, Joined, Known, Members, Setting, Value
from conformance.wire.json_writing import write_json
from tests.reading.twins import TWINS, Twin

LANGUAGES = ("python", "powershell")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("twin", TWINS, ids=lambda twin: twin.name)
def test_the_same_program_has_the_same_reading(twin: Twin, language: str) -> None:
    assert told(twin, language) == twin.differs.get(language, twin.reading)


@pytest.mark.parametrize("twin", [twin for twin in TWINS if twin.differs], ids=lambda twin: twin.name)
def test_what_differs_is_a_difference_and_has_its_reason(twin: Twin) -> None:
    assert twin.why
    assert set(twin.differs) <= set(LANGUAGES)
    assert twin.reading not in twin.differs.values()


def test_no_row_stands_twice() -> None:
    assert len({twin.name for twin in TWINS}) == len(TWINS)


def told(twin: Twin, language: str) -> str:
    name = "twin.py" if language == "python" else "twin.ps1"
    reading = read_source(name, twin.source(language))
    assert reading.problem is None
    first = ["not understood"] if reading.not_understood else []
    return "\n".join([*first, *_lines(reading)])


def _lines(reading: Reading) -> Iterator[str]:
    yield from map(_call, reading.calls)
    for one in reading.printed:
        yield f'"{_text(one.text)}"'.replace("\n", "") + _perhaps(one.certain)


def _call(call: Call) -> str:
    seed = call.body.entry("seed") if isinstance(call.body, Members) else None
    value = resolve(seed.value) if seed else None
    shown = "{?}" if isinstance(value, Unresolved) else "none" if seed is None else write_json(value)
    return f"{shown}{_perhaps(call.certain)}{' passes' if call.passes else ''}"


def _perhaps(certain: bool) -> str:
    return "" if certain else " perhaps"


def _text(value: Value) -> str:
    match value:
        case Known(plain):
            return str(plain)
        case Setting(name):
            return f"{{{name}}}"
        case Joined(parts):
            return "".join(map(_text, parts))
        case FromAnswer(_, path):
            return f"{{{'.'.join(map(str, path))}}}"
        case Either(first, second):
            return f"{{{_text(first).strip('{}')} or {_text(second)}}}"
    return "{?}"
