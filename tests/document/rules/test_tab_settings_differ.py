"""``tab-settings-differ``: the tabs of a group read the same environment variables."""

import pytest

from tests.document.rules.marking import confirms, speaks
from tests.document.rules.writing import powershell, python, sdk, tabs


def two(a: str, b: str) -> str:
    return tabs(("Python", a), ("PowerShell", b))


@pytest.mark.parametrize(
    ("text", "suggestions"),
    [
        pytest.param(two(python(), powershell(key="▸$Env:AZURE_OPENAI_KEY")), ["AZURE_OPENAI_API_KEY"], id="two tabs"),
        pytest.param(
            tabs(
                ("SDK", sdk()), ("Python", python(key='▸os.environ["AZURE_OPENAI_KEY"]')), ("PowerShell", powershell())
            ),
            ["AZURE_OPENAI_API_KEY"],
            id="the odd one of three",
        ),
        pytest.param(
            two(python(), powershell(then="$name = ▸$Env:SOMETHING_ELSE")), [None], id="one more, with none like it"
        ),
        pytest.param(two(python(), powershell()), [], id="the same"),
        pytest.param(two(python(), powershell(key="$Env:azure_openai_api_key")), [], id="another case"),
        pytest.param(python() + powershell(key="$Env:AZURE_OPENAI_KEY"), [], id="no tabs"),
        pytest.param(two(sdk().replace("import os\n", ""), powershell()), [], id="Python that takes `os` for granted"),
        pytest.param(two(python(), "Set `AZURE_OPENAI_KEY`.\n"), [], id="a tab without code"),
    ],
)
def test_tabs_read_the_same_variables(text: str, suggestions: list[str | None]) -> None:
    findings = speaks("tab-settings-differ", text, *suggestions)
    assert all(one.related and " not" in one.message for one in findings)


def test_variables_that_all_tabs_read_are_confirmed() -> None:
    claims = confirms("tab-settings-differ", two(python(), powershell()))
    assert claims == ["All tabs read `AZURE_OPENAI_API_KEY`, `AZURE_OPENAI_ENDPOINT`."]
