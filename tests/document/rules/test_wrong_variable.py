"""``wrong-variable``: code reads the variable that it sets."""

import pytest

from tests.document.rules.marking import speaks
from tests.document.rules.writing import fence


@pytest.mark.parametrize(
    ("text", "suggestions"),
    [
        pytest.param("```powershell\n$reponse = 1\nWrite-Host ▸$response\n```\n", ["$reponse"], id="a letter left out"),
        pytest.param("```powershell\n$heders = @{}\nWrite-Host ▸$headers\n```\n", ["$heders"], id="as a header"),
        pytest.param("```python\nreponse = 1\nprint(▸response)\n```\n", ["reponse"], id="Python"),
        pytest.param("```python\nresponse = 1\nprint(▸repsonse)\n```\n", ["response"], id="two letters swapped"),
        pytest.param(fence("powershell", "$response = 1\nWrite-Host $response"), [], id="one name"),
        pytest.param(fence("powershell", "$reponse = 1\nWrite-Host $reponse $response"), [], id="both are read"),
        pytest.param(fence("python", "reponse = 1\nprint(reponse, response)"), [], id="both are read, Python"),
        pytest.param(
            fence("python", "response = 1") + fence("python", "reponse = 2\nprint(response)"), [], id="set before"
        ),
        pytest.param(fence("python", "from a import b\nstore = Store(b)"), [], id="a class and its object"),
        pytest.param(fence("python", "count = 1\nprint(answer)"), [], id="another name"),
        pytest.param(fence("python", "key1 = 1\nfor one in range(2):\n    print(key2)"), [], id="a number of a series"),
        pytest.param(fence("powershell", "$a = 1\nWrite-Host $b"), [], id="short names"),
        pytest.param(fence("python", "reponse = 1\n# ...\nprint(response)"), [], id="something is left out"),
    ],
)
def test_a_slip_in_a_name_is_told(text: str, suggestions: list[str]) -> None:
    speaks("wrong-variable", text, *suggestions)


def test_it_is_told_once_and_not_as_an_undefined_name_too() -> None:
    text = (
        "import os\nfrom openai import AzureOpenAI\n\nclient = AzureOpenAI()\nmesages = []\nprint(client, messages, os)"
    )
    speaks("code-name-undefined", fence("python", text))
