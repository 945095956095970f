"""``code-name-undefined``: names that nothing on the page sets are found; whatever else a page may show stays silent."""

import json
from pathlib import Path

import pytest

from conformance.document.markdown import read_document
from conformance.document.markers import Folders
from conformance.document.programs.programs import programs_of
from tests.commands.documents import document
from tests.shared_folder import needs_shared, shared

START = "import os\nfrom openai import AzureOpenAI\nclient = AzureOpenAI(api_key=os.environ['KEY'])\n"


def undefined(*blocks: str, language: str = "python") -> list[tuple[str, int, int]]:
    """Return the names that are found in blocks of a page, each with its line and column in the page."""
    text = "# Title\n" + "".join(one if one.startswith("#") else f"\n```{language}\n{one}\n```\n" for one in blocks)
    here = Path("/nowhere")
    programs = programs_of(read_document(text.encode(), "a.md"), Folders(here, here, here))
    return [
        (name.name, place.line or 0, place.column or 0)
        for program in programs
        for name in program.undefined
        for place in [program.place_of(name)]
    ]


@pytest.mark.parametrize(
    ("blocks", "found"),
    [
        pytest.param(("from openai import AzureOpenAI\nk = os.environ['KEY']",), [("os", 5, 5)], id="no import"),
        pytest.param(("client = AzureOpenAI(api_key='é', base_url=os.environ['U'])",),
                     [("AzureOpenAI", 4, 10), ("os", 4, 44)], id="a client without any import"),
        pytest.param((START, "print(json.dumps(client))"), [("json", 11, 7)], id="a piece that needs an import"),
        pytest.param((START + "def f():\n    return [x for x in y]\nf()",), [("y", 8, 24)], id="in a function"),
        pytest.param((START + "async def f():\n    await g()\nf()",), [("g", 8, 11)], id="awaited in a function"),
        pytest.param((START + "class A:\n    b = 1\n    def c(self):\n        return b",), [("b", 10, 16)], id="of a class"),
        pytest.param((START + "client.chat.completions.create(messages=m)\nlog(1)",), [("m", 7, 41), ("log", 8, 1)], id="a program"),
        pytest.param(("client = AzureOpenAI(..., max_retries=0)",), [], id="a client of which one setting is shown"),
        pytest.param((START + "client.chat.completions.create(...)\nlog(1)",), [], id="a program that leaves something out"),
        pytest.param((START + "client.chat.completions.create(messages=[...])\nlog(1)",), [], id="in a list too"),
        pytest.param((START + "print(x)\ndef f():\n    x = 1",), [("x", 7, 7)], id="local to a function"),
        pytest.param((START + "[z for z in 'a']\nprint(z)",), [("z", 8, 7)], id="local to a comprehension"),
        pytest.param(("#### [A](#tab/a)\n\n```python\nimport os\n```\n\n#### [B](#tab/b)\n\n"
                      "```python\nfrom openai import OpenAI\nOpenAI(api_key=os.environ['K'])\n```\n\n---\n",),
                     [("os", 12, 16)], id="imported in another tab"),
    ],
)  # fmt: skip
def test_a_name_that_nothing_sets_is_found_where_it_is_read_first(
    blocks: tuple[str, ...], found: list[tuple[str, int, int]]
) -> None:
    assert undefined(*blocks) == found


@pytest.mark.parametrize(
    "blocks",
    [
        pytest.param((START, "print(os.name, client)"), id="set in an earlier block"),
        pytest.param(("print(response.choices[0].message.content)",), id="a piece that goes on from another page"),
        pytest.param((START, "print(client, query)"), id="a piece with a value of the reader's own"),
        pytest.param((START, "second = AzureOpenAI(api_key=key_of_yours)"), id="a client with a value of the reader's own"),
        pytest.param((START + "async with client.session() as s:\n    play(s)",), id="a cell that plays with a function of the reader's own"),
        pytest.param((START + "raise MyError(your_tool, my_key)",), id="names of the reader's own"),
        pytest.param((START + "from tools import *\nprint(anything)",), id="star import"),
        pytest.param(("from tools import *", START + "print(anything)"), id="star import before"),
        pytest.param((START + "...\nprint(later)",), id="an elision"),
        pytest.param((START + "# ... your code here\nprint(later)",), id="an elision in a comment"),
        pytest.param(("%pip install openai", "import os\nprint(os)\nprint(display)"), id="a notebook"),
        pytest.param((START + "x = !ls\nprint(y)",), id="a notebook's shell"),
        pytest.param((">>> import os\n>>> print(json)",), id="a prompt"),
        pytest.param((START + "def f():\n    global g\n    g = 1\nf()\nprint(g)",), id="global"),
        pytest.param((START + "x = 1\ndel x\nx = 2\nprint(x)",), id="del"),
        pytest.param((START + "try:\n    import json\nexcept ImportError as error:\n    json = error",), id="in a try"),
        pytest.param(("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from a import B\nb: 'B'",), id="TYPE_CHECKING"),
        pytest.param(("from __future__ import annotations\ndef f(a: Message) -> Reply: pass",), id="annotations"),
        pytest.param((START + "if (n := 3) > 2:\n    print(n)\nmatch n:\n    case [a, *b]:\n        print(a, b)",), id="walrus, match"),
        pytest.param((START + "with open('a') as f, open('b') as (g, h):\n    print(f, g, h, __name__, __file__)",), id="with"),
        pytest.param((START + "for i, (a, *b) in []:\n    print(i, a, b)\nlambda q: q",), id="for and lambda"),
        pytest.param((START + "AzureOpenAI(api_key=YOUR_API_KEY)",), id="a placeholder"),
        pytest.param((START + "exec('x = 1')\nprint(x)",), id="exec"),
        pytest.param(("import os\nprint(os\n", START + "print(os)"), id="a block that does not parse"),
    ],
)  # fmt: skip
def test_what_may_be_set_is_silent(blocks: tuple[str, ...]) -> None:
    assert undefined(*blocks) == []


CALL = "$r = Invoke-RestMethod -Uri $url -Headers $headers -Method Post"


@pytest.mark.parametrize(
    ("blocks", "found"),
    [
        pytest.param((f"$url = 'https://h'\n{CALL}",), [("headers", 5, 43)], id="a variable"),
        pytest.param((f"$openai = @{{}}\n$url = \"$($openai.base)/$Name\"\n$headers = @{{}}\n{CALL}",), [("name", 5, 25)], id="in a string"),
        pytest.param(("$url = 'https://h'\n$headers = @{}", CALL), [], id="an earlier block"),
        pytest.param(("$response | ConvertTo-Json -Depth 5",), [], id="a piece"),
        pytest.param((f"param($Url, $Headers)\n{CALL} -StatusCodeVariable code\n$code; $PSItem; $Env:A; $Host.Name",), [], id="parameters and automatic ones"),
        pytest.param((f"$url = $headers = 1\nforeach ($a in 1..2) {{ $a; $_ }}\n{CALL}\n$script:b = 1; $b",), [], id="foreach and scopes"),
        pytest.param((f"function f($x) {{ $x + $y }}\n$y = 1; $url = 1; $headers = 1\n{CALL}",), [], id="a function"),
        pytest.param((f". ./settings.ps1\n$a = 1\n{CALL}",), [], id="dot-sourcing"),
        pytest.param((f"$url = 1\n# ...\n{CALL}",), [], id="an elision"),
        pytest.param(("$url, $headers = 1, @{}\n$p = @{ Uri = $url }\nInvoke-RestMethod @p -Headers $headers",), [], id="splatting"),
        pytest.param((f"$url = 1; $headers = 1\ntry {{ {CALL} }} catch {{ $_; $error; $LASTEXITCODE; $ErrorActionPreference }}",), [], id="catch"),
    ],
)  # fmt: skip
def test_a_variable_of_powershell(blocks: tuple[str, ...], found: list[tuple[str, int, int]]) -> None:
    assert undefined(*blocks, language="powershell") == found


@needs_shared
def test_each_block_of_the_structured_outputs_page_lacks_an_import(tmp_path: Path) -> None:
    page = (shared() / "documents" / "structured-outputs-part.md").read_bytes()
    (tmp_path / "a.md").write_bytes(page)
    for command in ("check", "run"):
        ended = document(command, "a.md", "--format", "json", folder=tmp_path)
        found = [one for one in json.loads(ended.stdout)["findings"] if one["rule"] == "code-name-undefined"]
        assert ended.code == 1
        assert [(one["source"]["line"], one["severity"], one["suggestion"]) for one in found] == [
            (line, "error", "import os") for line in (52, 130, 243)
        ]
