"""``created-before-version``: an answer was made after the api-version that the code asks."""

import pytest

from tests.document.rules.marking import confirms, speaks
from tests.document.rules.writing import answer, python

NOVEMBER_2023, LAST_SECOND, FIRST_SECOND, YET_TO_COME = 1700000000, 1706745599, 1706745600, 1900000000


def made(created: object, mark: bool = False, version: str = "2024-02-01") -> str:
    shown = answer(created=created)
    shown = shown.replace('"created"', '▸"created"') if mark else shown
    return f"{python(version=version, then='print(answer.text)')}\n### Output\n\n{shown}"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param(made(NOVEMBER_2023, True), "2023-11-14, before the api-version 2024-02-01", id="months before"),
        pytest.param(made(LAST_SECOND, True), "2024-01-31", id="a second before the day"),
        pytest.param(made(YET_TO_COME, True), "yet to come", id="after today"),
        pytest.param(made(FIRST_SECOND), None, id="the day itself"),
        pytest.param(made(NOVEMBER_2023, version="2023-05-15"), None, id="an older version"),
        pytest.param(made("yesterday"), None, id="no number"),
        pytest.param(made(10**30), None, id="no time that can be"),
        pytest.param(made(True), None, id="a boolean"),
        pytest.param(answer(created=NOVEMBER_2023), None, id="no code"),
    ],
)
def test_an_answer_is_not_older_than_its_version(text: str, says: str | None) -> None:
    findings = speaks("created-before-version", text)
    assert all(says is not None and says in one.message for one in findings)


def test_a_time_that_fits_is_confirmed() -> None:
    assert confirms("created-before-version", made(FIRST_SECOND)) == [
        "`created`, 2024-02-01, is later than 2024-02-01."
    ]
