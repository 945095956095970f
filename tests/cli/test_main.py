"""The command line as a whole: every command has help with an example, and every slip is one sentence."""

import subprocess
import sys

import pytest

from conformance.cli.exit_codes import FOUND, NOTHING, OK, UNUSABLE, worst
from conformance.cli.main import COMMANDS
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
        (["chek"], "conformance: chek is no command; did you mean check? See"),
        (["frobnicate"], "conformance: frobnicate is no command; see"),
        (["run", "--langage", "rest"], "--langage is unknown; did you mean --language? See"),
        (["run", "--format", "xml"], "--format"),
        (["run", "--deployment", "d"], "name that with --endpoint"),
        (["run", "--record", "one.txt", "-o", "./one.txt"], "names the same file twice"),
        (["document", "check", "a.md", "--api-version", "x"], "--api-version is unknown; see"),
        (["spec", "verify", "--upstream", "..", "--spec", "/nowhere"], "is no folder"),
        (["spec"], "ACTION"),
        (["spec", "verify", "--upstream", "/nowhere"], "cannot be read"),
    ],
)
def test_a_slip_is_one_sentence_and_exit_code_2(arguments: list[str], sentence: str) -> None:
    told = conformance(*arguments)
    assert told.returncode == 2
    assert sentence in told.stderr
    assert len(told.stderr.strip().splitlines()) == 1
    assert told.stdout == ""


def test_without_a_command_the_help_is_shown_and_the_exit_code_is_2() -> None:
    told = conformance()
    assert told.returncode == 2
    assert "commands:" in told.stdout


def test_a_command_imports_no_more_than_it_needs() -> None:
    script = (
        "import sys; from conformance.cli.main import run; run(['--version']); "
        "print(sorted({'rich', 'openai', 'requests', 'starlette', 'jsonschema', 'tree_sitter'} & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.splitlines()[-1] == "[]"


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
