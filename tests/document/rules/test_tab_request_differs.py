"""``tab-request-differs``: the tabs of a group send the same requests."""

import pytest

from tests.document.rules.marking import confirms, speaks
from tests.document.rules.writing import powershell, python, sdk, tabs


def two(a: str, b: str) -> str:
    return tabs(("Python", a), ("PowerShell", b))


def three(a: str, b: str, c: str) -> str:
    return tabs(("SDK", a), ("Python", b), ("PowerShell", c))


SDK = sdk('model="story", seed=42,')


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param(
            two(python(), powershell("▸seed = 7; ")), "`seed` is 7 in PowerShell and 42 in Python", id="a value"
        ),
        pytest.param(
            two(python('"seed": 42, "temperature": 0.7, '), powershell().replace("$body = ", "▸$body = ")),
            "`temperature` is absent in PowerShell",
            id="a member that one lacks",
        ),
        pytest.param(
            two(python(), powershell("seed = 42; ▸temperature = 1; ")), "`temperature` is 1", id="a member that one has"
        ),
        pytest.param(
            two(
                python(),
                powershell("seed = 42; ").replace("'Tell me a story'", "'Tell me two'").replace("content", "▸content"),
            ),
            "`content` is",
            id="what is asked",
        ),
        pytest.param(
            three(SDK, python('▸"seed": 7, '), powershell()), "`seed` is 7 in Python", id="the odd one of three"
        ),
        pytest.param(two(python(), powershell()), None, id="the same"),
        pytest.param(three(SDK, python(), powershell()), None, id="the same three times, `model` aside"),
        pytest.param(two(python(deployment="one"), powershell(deployment="two")), None, id="another deployment"),
        pytest.param(two(python(), "Nothing to do.\n"), None, id="a tab without code"),
        pytest.param(python() + powershell("seed = 7; "), None, id="no tabs"),
        pytest.param(two(python(), "") + two(powershell("seed = 7; "), ""), None, id="another group"),
        pytest.param(
            two(python('"seed": int(os.environ["SEED"]), '), powershell("seed = [int]$Env:SEED; ")),
            None,
            id="a setting",
        ),
    ],
)
def test_tabs_send_the_same_requests(text: str, says: str | None) -> None:
    findings = speaks("tab-request-differs", text)
    assert all(says is not None and says in one.message for one in findings)


def test_a_misspelt_member_is_told_where_it_stands_and_where_it_is_lacking() -> None:
    text = two(python(), powershell("▸sede = 42; ").replace("$body = ", "▸$body = "))
    lacking, there = speaks("tab-request-differs", text)
    assert lacking.message.startswith("`seed` is absent in PowerShell and 42 in Python")
    assert there.message.startswith("`sede` is 42 in PowerShell and absent in Python")
    assert [one.exchange for one in there.related] == ["how-to.md:3"]


def test_the_api_version_counts() -> None:
    text = two(python(), powershell(version="▸2024-06-01"))
    (finding,) = speaks("tab-request-differs", text)
    assert finding.message.startswith("the api-version is 2024-06-01 in PowerShell and 2024-02-01 in Python")


def test_the_number_of_requests_counts() -> None:
    twice = python(then="answer.raise_for_status()\nrequests.post(url, headers={}, json=body).raise_for_status()")
    text = two(twice, powershell().replace("Invoke", "▸Invoke"))
    (finding,) = speaks("tab-request-differs", text)
    assert finding.message.startswith("PowerShell sends 1 requests and Python 2")


def test_tabs_that_send_the_same_are_confirmed() -> None:
    claims = confirms("tab-request-differs", three(SDK, python(), powershell()))
    assert claims == ["The tabs SDK and Python and PowerShell send the same requests."]
