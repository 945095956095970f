"""``tab-id``: a tab's id fits its title, and is the same wherever the title is."""

import pytest

from tests.document.rules.marking import speaks
from tests.document.rules.writing import tabs


def group(*tabs_: tuple[str, str]) -> str:
    return tabs(*((title, ident, "Text.") for title, ident in tabs_))


@pytest.mark.parametrize(
    ("text", "suggestions"),
    [
        pytest.param(tabs(("Azure OpenAI", "csharp-AzureOpenAI", "Text.")), [], id="the title behind a language"),
        pytest.param(group(("Python", "▸pyton"), ("PowerShell", "powershell")), ["python"], id="a letter is missing"),
        pytest.param(group(("PowerShell", "▸powershel")), ["powershell"], id="the last letter is missing"),
        pytest.param(group(("JavaScript", "▸javasript")), ["javascript"], id="another language"),
        pytest.param(group(("C#", "▸cshrap")), ["csharp"], id="a title that no id can hold"),
        pytest.param(
            group(("Python", "▸pyton")) + group(("Python", "▸pyton")), ["python"] * 2, id="misspelt alike in each group"
        ),
        pytest.param(
            group(("Python", "python")) + group(("Python", "python")) + group(("Python", "▸language-one")),
            ["python"],
            id="another id than the same title has elsewhere",
        ),
        pytest.param(
            group(("C#", "csharp")) + group(("C#", "▸net")) * 3,
            ["csharp"] * 3,
            id="the one that fits, and not the most",
        ),
        pytest.param(group(("Unix", "posix")) + group(("Unix", "sh")) * 2, [], id="two names of which none fits"),
        pytest.param(
            group(("Python SDK", "python")) + group(("Python SDK", "python-sdk")) * 2, [], id="two names that both fit"
        ),
        pytest.param(
            group(("Linux", "linux")) * 2 + group(("Linux", "bash")), [], id="a name that Learn has for the title"
        ),
        pytest.param(group(("Python", "python"), ("PowerShell", "powershell")), [], id="the title itself"),
        pytest.param(group(("Python SDK", "python-sdk"), ("C#", "csharp"), (".NET", "dotnet")), [], id="as Learn does"),
        pytest.param(group(("Python (SDK)", "python")), [], id="a word of the title"),
        pytest.param(group(("Python SDK", "▸pyhton-sdk")), ["python-sdk"], id="one of two words"),
        pytest.param(group(("Python SDK", "▸sdk-pythn")), ["sdk-python"], id="one of two words lacks a letter"),
        pytest.param(
            group(("SDK for Python", "▸pythoon-sdk")), ["python-sdk"], id="one of two words has a letter more"
        ),
        pytest.param(
            group(("Microsoft Entra ID", "▸keyles")), ["keyless"], id="a usual id that the title does not hold"
        ),
        pytest.param(group(("SDK", "▸sdk-pyhton")), ["sdk-python"], id="a language that the title does not hold"),
        pytest.param(
            group(("Python SDK", "▸pyhton-sdk")) + group(("Python SDK", "python")),
            ["python-sdk"],
            id="and right elsewhere",
        ),
        pytest.param(
            group(("Python 3 (models)", "python3-model"), ("Create a chat", "created-chats")), [], id="forms of a word"
        ),
        pytest.param(
            group(("Authenticate with a key", "authentication-key"), ("REST call", "test-call-2")), [], id="other words"
        ),
        pytest.param(group(("Java and TypeScript", "java-script"), ("C++ SDK", "cpp-sdks")), [], id="short words"),
        pytest.param(group(("Linux", "bash")), [], id="a name of its own"),
        pytest.param(group(("Python", "programming-language-python")), [], id="longer, with the title in it"),
        pytest.param("[Python](#tab/pyton) in a sentence is not a tab.\n", [], id="a link in a sentence"),
    ],
)
def test_an_id_fits_its_title_and_is_the_same_everywhere(text: str, suggestions: list[str]) -> None:
    speaks("tab-id", text, *suggestions)


def test_documents_that_are_checked_together_agree() -> None:
    mine = group(("Python", "▸prog-lang"))
    (finding,) = speaks("tab-id", mine, "python", others=(group(("Python", "python")) * 2,))
    assert "`python` elsewhere" in finding.message
    speaks("tab-id", group(("Python", "prog-lang")), others=(group(("Java", "java")),))


def test_a_slip_that_all_others_have_is_not_asked_of_the_one_that_is_right() -> None:
    speaks("tab-id", group(("Python", "python")), others=(group(("Python", "pyton")) * 3,))
    (finding,) = speaks("tab-id", group(("Python", "▸pyton")), "python", others=(group(("Python", "pyton")) * 3,))
    assert "did you mean `python`?" in finding.message
