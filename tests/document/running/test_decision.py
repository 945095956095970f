"""What is done with a program, by what is known of it and by what isolates it: every combination in one table."""

import pytest

from conformance.document.running.decision import NO_PWSH, Candidate, Surrounded, decide
from conformance.reading.gate import Refused, Verdict

INSIDE = Verdict(None)
OUTSIDE = Verdict(Refused(3, "calls `os.remove`"))
WHY = "line 3 calls `os.remove`, which is outside the gate"


@pytest.mark.parametrize(
    ("verdict", "asks", "isolated", "expected"),
    [
        pytest.param(INSIDE, True, True, ("executed", ""), id="inside, isolated"),
        pytest.param(INSIDE, True, False, ("executed", ""), id="inside, not isolated"),
        pytest.param(INSIDE, False, False, ("executed", ""), id="inside, and only prints"),
        pytest.param(OUTSIDE, True, True, ("isolated", WHY), id="outside, isolated"),
        pytest.param(OUTSIDE, False, True, ("read", WHY), id="outside, isolated, and asks nothing"),
        pytest.param(
            OUTSIDE, True, False, ("read", f"{WHY}, and nothing isolates it here"), id="outside, not isolated"
        ),
        pytest.param(OUTSIDE, False, False, ("read", f"{WHY}, and nothing isolates it here"), id="neither"),
    ],
)
def test_the_gate_and_the_isolation_decide(
    verdict: Verdict, asks: bool, isolated: bool, expected: tuple[str, str]
) -> None:
    for language in ("python", "powershell"):
        assert decide(Candidate(language, verdict, asks), Surrounded(isolated, "pwsh")) == expected


def test_what_stands_in_the_way_comes_first_and_a_missing_pwsh_last() -> None:
    assert decide(Candidate("http", INSIDE, True), Surrounded(True, "pwsh")) == ("predicted", "http is not run here")
    held = Candidate("powershell", OUTSIDE, True, "it reads `x`")
    assert decide(held, Surrounded(True, None)) == ("read", "it reads `x`")
    assert decide(Candidate("powershell", INSIDE, True), Surrounded(False, None)) == ("predicted", NO_PWSH)
    assert decide(Candidate("powershell", OUTSIDE, True), Surrounded(False, None))[0] == "read"
    assert decide(Candidate("python", INSIDE, True), Surrounded(False, None)) == ("executed", "")


def test_a_line_is_told_where_a_reader_finds_it() -> None:
    told = decide(Candidate("python", OUTSIDE, True), Surrounded(True, None), lambda line: line + 40)
    assert told == ("isolated", WHY.replace("line 3", "line 43"))
