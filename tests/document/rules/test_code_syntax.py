"""``code-syntax``: Python, PowerShell and JSON parse."""

from pathlib import Path

import pytest

from tests.document.checking.analysing import checked, place_of
from tests.document.rules.marking import marked, speaks
from tests.document.rules.writing import fence
from tests.shared_folder import needs_shared, pwsh


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("```python\nfor i in range(3)▸\n    print(i)\n```\n", id="no colon"),
        pytest.param('```python\nx = 1\nprint▸("Once"\n```\n', id="a bracket is not closed"),
        pytest.param("é😀 first\n\n> ```python\n> x = ▸= 1\n> ```\n", id="in a quote"),
        pytest.param('```json\n{"seed": ▸forty-two}\n```\n', id="no JSON value"),
        pytest.param('```json\n{"seed": 42,▸}\n```\n', id="a comma too many"),
        pytest.param(fence("python", "for i in range(3):\n    print(i)"), id="Python that parses"),
        pytest.param(fence("python", "print(1)\n"), id="one line"),
        pytest.param(fence("json", '{"seed": 42}'), id="JSON that parses"),
        pytest.param(fence("json", '{\n  "seed": 42,\n  ...\n}'), id="JSON that leaves something out"),
        pytest.param(fence("json", '{\n  "seed": 42 // the answer\n}'), id="JSON with a comment"),
        pytest.param(fence("json", '{\n  "price": 0.1,  # in USD\n  "seed": 42\n}'), id="JSON with another comment"),
        pytest.param('```json\n{"a": "b # c" ▸"seed": 42}\n```\n', id="a number sign in a string is no comment"),
        pytest.param(fence("python", 'print(f"{answer["choices"][0]}")'), id="an f-string of Python 3.12"),
        pytest.param(
            fence("python", "print(answer)\n>> {'replies': [Answer(\n>> \"Once upon"), id="an output below the call"
        ),
        pytest.param(fence("python", "try:\n    # your code\nfinally:\n    client.close()"), id="a comment between"),
        pytest.param(
            fence("python", "client.create(model=type[T]) -> T\nclient.ask(x) -> str"), id="what calls return"
        ),
        pytest.param(
            fence("python", "@classmethod\ndef load(cls, data: dict) -> 'A'"), id="a signature with a decorator"
        ),
        pytest.param(fence("python", "suggest(check(answers): bool, words: str)"), id="a call for a parameter"),
        pytest.param(fence("python", "total = #FIXME\nprint(total)"), id="a value to fill in"),
        pytest.param("```python\ntry:\n    f()\n▸x = 1\n```\n", id="nothing is caught"),
        pytest.param("```python\nx = ▸= 1\n> 2\n```\n", id="a mistake above an output"),
        pytest.param(
            fence("python", "x = f(\n    a: int,  # of the 'k' values\n)"), id="types of arguments, and quotes"
        ),
        pytest.param("```python\nx = 1\n\nAfter:\n```python\nx = 2\n```\n", id="a fence that runs on"),
        pytest.param(fence("python", "def f():\n    {your own code}"), id="a placeholder for a body"),
        pytest.param(fence("python", "type Seed = int"), id="a statement of Python 3.12"),
        pytest.param('```json\n{"url": "https://example.test" ▸"seed": 42}\n```\n', id="a URL is no comment"),
        pytest.param(fence("json", '{"name": <your name>}'), id="JSON with a placeholder"),
        pytest.param(fence("json", ""), id="nothing"),
        pytest.param(fence("bash", "for i in range(3"), id="another language"),
        pytest.param(
            fence("python", "! docker run x\n!pip install \\\\\n  openai\nfound = !ls"), id="a notebook's commands"
        ),
        pytest.param(fence("python", "pip install openai"), id="another language under this label"),
        pytest.param(fence("python", "f(\n    a=1,\n    ...\n)"), id="Python that leaves something out"),
        pytest.param(fence("python", "def on_end(self)\ndef on_text(self, text: str) -> None"), id="signatures"),
        pytest.param(
            fence("python", "thread = Thread(\n    client: Client,  # needed\n    name: str | None = None,\n)"),
            id="types of arguments",
        ),
        pytest.param(fence("python", "    x = await f()\n\nasyncio.run(main())"), id="the end of a function"),
        pytest.param(fence("python", "# two links\n.add(1)\n.add(2)"), id="links of a chain"),
        pytest.param(fence("python", "class A(B):\n    # your methods\n\na = A()"), id="a comment for a body"),
        pytest.param(fence("python", "with client:\n    # your code here"), id="a body of the reader's own"),
        pytest.param(fence("python", "x = f(name=<your name>)"), id="a placeholder"),
        pytest.param("```python\nf(a=▸1 b=2)\n```\n", id="a comma is missing"),
        pytest.param(fence("json", '{"page": 1}\n\n{"page": 2}'), id="JSON values one behind the other"),
        pytest.param(fence("json", '{"page": 1},\n{"page": 2},'), id="JSON that goes on"),
    ],
)
def test_code_parses(text: str) -> None:
    speaks("code-syntax", text)


def test_only_the_first_error_of_a_block_is_told() -> None:
    speaks("code-syntax", "```python\nx = ▸= 1\ny = = 2\n```\n\n```python\nz = ▸= 3\n```\n")


@needs_shared
def test_powershell_only_parses_powershell_and_nothing_is_said_without_it(tmp_path: Path) -> None:
    """In one process, for it takes long to start; a finding that a comment ignores is hidden like any other."""
    path = tmp_path / "written"
    sound = fence("powershell", "$x = 1") + fence("powershell", f"[IO.File]::WriteAllText('{path}', 'x')")
    ignored = "\n<!-- conformance: ignore code-syntax, because it is meant -->\n" + fence("powershell", "$x = @{")
    text, places = marked("> ```powershell\n> $é = '😀'; $x = @{▸\n> ```\n\n" + sound + ignored)
    page = checked(text, pwsh=pwsh())
    (finding,) = page.findings
    assert [place_of(finding)] == [("code-syntax", *place) for place in places]
    assert "PowerShell does not parse this" in finding.message
    assert page.hidden == 1
    assert not path.exists()
    alone = checked(text)
    assert (alone.findings, alone.hidden) == ((), 0)
