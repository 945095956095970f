"""``fence-language``: a fence says what it holds."""

import pytest

from tests.document.rules.marking import speaks
from tests.document.rules.writing import fence

CODE = 'import os\n\nfor i in range(2):\n    print("Once")'
SHELL = "pip install openai\ncurl https://example.test"


@pytest.mark.parametrize(
    ("text", "suggestions"),
    [
        pytest.param(f"▸```\n{CODE}\n```\n", ["python"], id="no label, Python"),
        pytest.param('▸```\n$url = "x"\nWrite-Host $url\n```\n', ["powershell"], id="no label, PowerShell"),
        pytest.param('▸```\n{"seed": 42}\n```\n', ["json"], id="no label, JSON"),
        pytest.param(f"▸```\n{SHELL}\n```\n", ["bash"], id="no label, shell"),
        pytest.param("▸~~~\nOnce upon a time\n~~~\n", ["output"], id="no label, anything"),
        pytest.param(fence("python", CODE) + "\n▸```\nOnce\nOnce\n```\n", ["output"], id="an output without a label"),
        pytest.param("> ▸```\n> Once upon a time\n> ```\n", ["output"], id="in a quote"),
        pytest.param(f"```▸pyhton\n{CODE}\n```\n", ["python"], id="misspelt"),
        pytest.param('```▸python\n{"seed": null}\n```\n', ["json"], id="JSON under python"),
        pytest.param('```▸python\n$url = "x"\nWrite-Host $url\n```\n', ["powershell"], id="PowerShell under python"),
        pytest.param(f"```▸json\n{CODE}\n```\n", ["python"], id="Python under json"),
        pytest.param('```▸powershell\nimport os\nprint("Once")\n```\n', ["python"], id="Python under powershell"),
        pytest.param(fence("python", CODE), [], id="Python"),
        pytest.param(fence("JSON", '{"seed": 42}'), [], id="upper case"),
        pytest.param(fence("azurepowershell-interactive", '$url = "x"'), [], id="a name that Learn has"),
        pytest.param(fence("output", '{"seed": 42}'), [], id="an output may be JSON"),
        pytest.param(fence("console", SHELL), [], id="a console"),
        pytest.param(fence("kql", "StormEvents | take 5"), [], id="a language that nobody here knows"),
        pytest.param(fence("python", "print(x"), [], id="Python that does not parse is code-syntax's"),
        pytest.param("```\n\n```\n", [], id="nothing in it"),
    ],
)
def test_a_fence_says_what_it_holds(text: str, suggestions: list[str]) -> None:
    speaks("fence-language", text, *suggestions)
