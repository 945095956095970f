"""Notebooks among the documents of ``conformance document``, as a user meets them."""

import json
from pathlib import Path

import pytest

from tests.commands.documents import document, written

CALL = 'response = client.chat.completions.create(model="gpt", messages=[{"role": "user", "content": "Hi"}], '
CLIENT = [
    "%pip install openai\n",
    "import os\n",
    "from openai import AzureOpenAI\n",
    'client = AzureOpenAI(azure_endpoint=os.environ["A"], api_key=os.environ["K"], api_version="2024-02-01")',
]


def notebook(*cells: tuple[str, object], indent: int | None = 1) -> str:
    made = [{"cell_type": kind, "metadata": {}, "source": source} for kind, source in cells]
    metadata = {"kernelspec": {"language": "python", "name": "python3"}}
    return json.dumps({"cells": made, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}, indent=indent)


SOUND = notebook(
    ("markdown", "# Tell a story\n\n`seed` is an integer or null."), ("code", CLIENT), ("code", f"{CALL}seed=42)")
)
WRONG = notebook(
    ("markdown", ["# Tell a story\n", 'It is "so": `seed` is a string.']),
    ("code", CLIENT),
    ("code", [f"%time {CALL}\n", '    seed="42")\n', "print(json.dumps({}))\n"]),
)


def places(text: str, *needles: str) -> list[tuple[int, int]]:
    """Return the lines and columns where each needle stands in the text of a file."""
    ats = [text.index(needle) for needle in needles]
    return [(text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)) for at in ats]


@pytest.mark.parametrize(
    "text", [pytest.param(WRONG, id="indented"), pytest.param(json.dumps(json.loads(WRONG)), id="one line")]
)
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_findings_lead_into_the_file(tmp_path: Path, text: str, jobs: str) -> None:
    written(tmp_path / "docs" / "a.ipynb", text)
    # So much, and before it, that the notebook is checked by another process where there may be one.
    written(tmp_path / "docs" / "0.md", "x" * 80_000)
    written(tmp_path / "docs" / ".ipynb_checkpoints" / "a-checkpoint.ipynb", text)
    cache = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    arguments = ("docs", "--format", "json", "--jobs", jobs)
    ended = document("check", *arguments, folder=tmp_path, environment=cache)
    value = json.loads(ended.stdout)
    errors = [one for one in value["findings"] if one["severity"] == "error"]
    expected = places(text, "`seed` is a string", 'seed=\\"42\\"', "json.dumps")
    assert [one["rule"] for one in errors] == ["prose-type", "seed-type", "code-name-undefined"]
    assert [(one["source"]["line"], one["source"]["column"]) for one in errors] == expected
    assert errors[1]["exchange"] == f"docs/a.ipynb:{places(text, '%time')[0][0]}"
    assert ended.code == 1
    assert document("check", *arguments, folder=tmp_path, environment=cache).stdout == ended.stdout
    assert {block["source"]["file"] for block in value["blocks"]} == {"docs/a.ipynb"}


def test_the_text_report_shows_the_line_of_the_cell(tmp_path: Path) -> None:
    call = "client.chat.completions.create(seed='42', model='gpt', messages=[])"
    written(tmp_path / "a.ipynb", notebook(("code", CLIENT), ("code", f"%time {call}")))
    lines = document("check", "a.ipynb", folder=tmp_path).stdout.splitlines()
    shown = [number for number, line in enumerate(lines) if line == f"    %time {call}"]
    assert any(lines[at + 1].index("^") == lines[at].index("seed") for at in shown)


def test_a_sound_notebook_has_nothing_to_report(tmp_path: Path) -> None:
    written(tmp_path / "a.ipynb", SOUND)
    ended = document("check", "a.ipynb", folder=tmp_path)
    assert ended.code == 0, ended.stdout
    assert "1 block read, 1 without a chat call" in ended.stdout


def test_a_broken_notebook_is_one_sentence_and_the_others_are_checked(tmp_path: Path) -> None:
    written(tmp_path / "a.ipynb", "{")
    written(tmp_path / "b.ipynb", SOUND)
    ended = document("check", ".", folder=tmp_path)
    assert ended.code == 2
    assert ended.stderr.startswith("conformance document check: a.ipynb is not JSON (line 1, column ")
    assert len(ended.stderr.splitlines()) == 1
    assert "Checked 1 document" in ended.stdout


def test_html_shows_the_file_of_the_notebook(tmp_path: Path) -> None:
    written(tmp_path / "a.ipynb", WRONG)
    ended = document("check", "a.ipynb", "--format", "html", "-o", "out.html", folder=tmp_path)
    assert ended.code == 1, ended.stderr
    assert "nbformat_minor" in (tmp_path / "out.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("command", "verb"),
    [(("run",), "run"), (("fix",), "fixed"), (("update", "--check"), "updated")],
    ids=["run", "fix", "update"],
)
def test_other_commands_leave_notebooks_alone_and_say_so(tmp_path: Path, command: tuple[str, ...], verb: str) -> None:
    path = written(tmp_path / "a.ipynb", WRONG)
    ended = document(*command, "a.ipynb", folder=tmp_path)
    assert f"1 notebook is not {verb}: only Markdown is" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert ended.code == 3
    assert path.read_text(encoding="utf-8") == WRONG
