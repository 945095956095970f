"""Any JSON written as a PowerShell literal is predicted exactly; any text at all is read without an error."""

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from conformance.reading.powershell import read_powershell
from conformance.reading.predicting import predictions
from conformance.wire.json_text import read_json
from tests.fuzzing import LONG, budget
from tests.reading.powershell.literals import literal, values
from tests.shared_folder import needs_shared, pwsh

URL = "https://h/openai/deployments/d/chat/completions?api-version=2024-06-01"
SOURCES = Path(__file__).parent.parent / "sources" / "powershell"
BODIES = 150 if LONG else 60


def body_of(source: str) -> Any:
    reading = read_powershell("body.ps1", source)
    assert not reading.not_understood
    (prediction,) = predictions(reading)
    assert prediction.complete
    assert prediction.exchange.request is not None
    assert prediction.exchange.request.body is not None
    return prediction.exchange.request.body.value


def sends(body: str) -> str:
    return (
        f"$body = {body}\nirm '{URL}' -Method Post -Body (ConvertTo-Json $body -Depth 30) -ContentType application/json"
    )


@budget(30, 5000)
@given(value=values(), style=st.randoms(use_true_random=False))
def test_a_body_is_predicted_as_it_is_written(value: Any, style: Any) -> None:
    assert same(body_of(sends(literal(value, style))), value)


@budget(30, 5000)
@given(value=values(), style=st.randoms(use_true_random=False))
def test_a_body_is_predicted_when_it_is_built_member_by_member(value: dict[str, Any], style: Any) -> None:
    lines = ["$body = [ordered]@{}"]
    for number, (name, one) in enumerate(value.items()):
        quoted = "'" + name.replace("'", "''") + "'"
        assignment = [f"$body[{quoted}] = ", f"$body.{quoted} = ", f"$null = $body.Add({quoted}, ("][number % 3]
        lines.append(assignment + literal(one, style) + ("))" if number % 3 == 2 else ""))
    lines.append(sends("$body"))
    assert same(body_of("\n".join(lines)), value)


@budget(30, 5000)
@given(value=values())
def test_json_written_by_hand_is_predicted_as_it_is(value: Any) -> None:
    text = json.dumps(value, ensure_ascii=False, default=float, indent=2)
    source = f"$body = @'\n{text}\n'@\nirm '{URL}' -Method Post -Body $body -ContentType application/json"
    assert same(body_of(source), read_json(text).value)


@needs_shared
@settings(budget(1, 1), phases=[Phase.generate])
@given(bodies=st.lists(values(), min_size=BODIES, max_size=BODIES), style=st.randoms(use_true_random=False))
def test_powershell_writes_the_json_that_is_predicted(bodies: list[Any], style: Any, tmp_path_factory: Any) -> None:
    from conformance.samples.process import Processes

    literals = [literal(value, style) for value in bodies]
    script = tmp_path_factory.mktemp("bodies") / "bodies.ps1"
    script.write_text("\n".join(f"ConvertTo-Json ({one}) -Depth 30 -Compress" for one in literals), encoding="utf-8")
    outcome = Processes().run([str(pwsh()), "-NoProfile", "-NonInteractive", "-File", str(script)], {}, 120)
    written = outcome.stdout.splitlines()
    assert len(written) == len(bodies), outcome.stderr
    for source, line in zip(literals, written, strict=True):
        assert same(body_of(sends(source)), read_json(line).value), source


@given(text=st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    read_powershell("any.ps1", text)


@given(data=st.data())
def test_a_source_with_anything_taken_out_or_put_in_is_read(data: st.DataObject) -> None:
    source = data.draw(st.sampled_from(sorted(SOURCES.glob("*.ps1")))).read_text(encoding="utf-8")
    tokens = re.findall(r"\w+|\s+|.", source)
    start = data.draw(st.integers(0, len(tokens)))
    put_in = data.draw(
        st.lists(
            st.sampled_from(["{", "}", "(", ")", "@(", "'", '"', "$(", "|", "\n", "=", "$x", "-f", "`"]), max_size=3
        )
    )
    end = data.draw(st.integers(start, min(len(tokens), start + 12)))
    reading = read_powershell("any.ps1", "".join([*tokens[:start], *put_in, *tokens[end:]]))
    list(predictions(reading))


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("(" * 3000, id="parentheses"),
        pytest.param("@{a=" * 2000, id="hashtables"),
        pytest.param("$x = " + "-not " * 2000 + "1", id="operators"),
        pytest.param("$(" * 500 + "1" + ")" * 500, id="subexpressions"),
        pytest.param("if ($x) { " * 300 + "1" + " }" * 300, id="branches"),
        pytest.param("function f { f }; f", id="a function without end"),
        pytest.param("function f { f; f }; f", id="a tree of functions without end"),
        pytest.param("while ($true) { $i++ }", id="a loop without end"),
        pytest.param("for (;;) { $a += 'xxxxxxxxxx'; $a = $a + $a }", id="a text without end"),
        pytest.param("$a = @(1); while ($true) { $a += $a }", id="an array without end"),
        pytest.param("$a = @{}; $a.a = $a; $a | ConvertTo-Json -Depth 50; \"$a\"; irm x -Body $a", id="a table in itself"),
        pytest.param("$a = @(1); $a[0] = $a; \"$a\"; $a | ConvertTo-Json; $b = $a; if ($Env:X) { $b[0] = 2 }", id="an array in itself"),
        pytest.param("$r = irm 'https://h/chat/completions' -Method Post; $r.x.choices.y; $r.x.choices[0].z", id="choices elsewhere"),
        pytest.param("1 | ForEach-Object { $_ .a = $b; c = 42 }5", id="a redirection without operator"),
        pytest.param("1..100000000 | % { $_ }", id="a range without end"),
        pytest.param("'x' * 1000000000", id="a repetition without end"),
        pytest.param("'{0,999999999}' -f 1; '{0:D99}' -f 5; '{0:N99}' -f 1e300", id="a width without end"),
        pytest.param("$x = 1e308 * 10; $y = 9223372036854775807 + 1; 5 % 0; 1 / 0; 2 -shl 60; [int]'x'; 1e999", id="numbers"),
        pytest.param("('a' * 5000) -match '(a+)+$'; ('a' * 5000) -replace 'a*a*a*b', ''", id="a pattern without end"),
        pytest.param("if ($Env:A) { if ($Env:B) { if ($Env:C) { exit } } } " * 200, id="branches that end"),
    ],
)  # fmt: skip
def test_what_has_no_end_is_given_up(source: str) -> None:
    list(predictions(read_powershell("endless.ps1", source)))


def same(mine: Any, other: Any) -> bool:
    """Say whether two JSON values are the same, an integer told from a number with a point."""
    if isinstance(mine, dict) and isinstance(other, dict):
        return mine.keys() == other.keys() and all(same(mine[name], other[name]) for name in mine)
    if isinstance(mine, list) and isinstance(other, list):
        return len(mine) == len(other) and all(same(one, two) for one, two in zip(mine, other, strict=True))
    if isinstance(mine, float | Decimal) and isinstance(other, float | Decimal):
        return Decimal(str(mine)) == Decimal(str(other))
    return type(mine) is type(other) and mine == other
