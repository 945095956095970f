"""The command line as a whole: every command has help with an example, and every slip is one sentence."""

import json
import subprocess
import sys

import pytest

from conformance.cli.exit_codes import FOUND, NOTHING, OK, UNUSABLE, worst
from conformance.cli.main import COMMANDS
from tests.command_line.running import conformance as in_a_copy
from tests.shared_folder import ROOT


def conformance(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "conformance", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_help_lists_every_command_and_an_example() -> None:
    told = conformance("--help")
    assert told.returncode == 0
    assert all(f"  {name}" in told.stdout for name in COMMANDS)
    assert "example: conformance" in told.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help_with_an_example(command: str) -> None:
    told = conformance(command, "--help")
    assert told.returncode == 0
    assert f"example: conformance {command}" in told.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["chek"], "conformance: unknown command chek; did you mean check? See"),
        (["frobnicate"], "conformance: unknown command frobnicate; see"),
        (["run", "--langage", "rest"], "--langage is unknown; did you mean --language? See"),
        (["run", "--format", "xml"], "--format"),
        (["run", "--deployment", "d"], "name that with --endpoint"),
        (["run", "--record", "one.txt", "-o", "./one.txt"], "names the same file twice"),
        (["document", "check", "a.md", "--api-version", "x"], "--api-version is unknown; see"),
        (["spec", "verify", "--upstream", "..", "--spec", "/nowhere"], "is not a folder"),
        (["spec"], "ACTION"),
        (["spec", "verify", "--upstream", "/nowhere"], "cannot be read"),
    ],
)
def test_a_slip_is_one_sentence_and_exit_code_2(arguments: list[str], sentence: str) -> None:
    told = in_a_copy(*arguments)
    assert told.code == 2
    assert sentence in told.stderr
    assert len(told.stderr.strip().splitlines()) == 1
    assert told.stdout == ""


def test_without_a_command_the_help_is_shown_and_the_exit_code_is_2() -> None:
    told = conformance()
    assert told.returncode == 2
    assert "commands:" in told.stdout


# Reading a source or a document, answering and asking are other commands' work.
NOT_OF_CHECK = ("tree_sitter", "openai", "starlette", "markdown_it", "uvicorn", "requests", "yaml", "ijson", "jinja2")
WRONG = {"api_version": "2024-02-01", "request": {"body": {"messages": [{"role": "user", "content": "a"}], "sede": 1}}}


def imported(arguments: list[str], stdin: str = "") -> set[str]:
    """Return the packages that are loaded once the command with ``arguments`` has run."""
    script = (
        f"import sys; from conformance.cli.main import run; run({arguments!r}); "
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )
    told = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, input=stdin, capture_output=True, text=True, check=True
    )
    return set(told.stdout.splitlines()[-1].split())


def test_a_command_imports_no_more_than_it_needs() -> None:
    assert not imported(["--version"]) & {*NOT_OF_CHECK, "rich", "jsonschema"}


@pytest.mark.parametrize("more", [[], ["--format", "json"], ["--api-version", "2024-10-21", "--require-seed"]])
def test_judging_traffic_imports_nothing_that_reads_sources_or_documents_or_answers(more: list[str]) -> None:
    loaded = imported(["check", "-", *more], json.dumps(WRONG) + "\n")
    assert "conformance" in loaded and "jsonschema_rs" in loaded
    assert not loaded & {*NOT_OF_CHECK}


def test_what_a_command_imports_is_seen() -> None:
    assert "markdown_it" in imported(["document", "check", "README.md"])
    assert "tree_sitter" in imported(["read", "powershell/story_with_seed.ps1"])


@pytest.mark.parametrize(
    ("codes", "outranks"),
    [
        ((OK,), OK),
        ((OK, NOTHING), NOTHING),
        ((NOTHING, FOUND), FOUND),
        ((FOUND, UNUSABLE, NOTHING), UNUSABLE),
        ((), OK),
    ],
)
def test_2_outranks_1_and_1_outranks_3(codes: tuple[int, ...], outranks: int) -> None:
    assert worst(*codes) == outranks
