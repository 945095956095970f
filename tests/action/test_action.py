"""The GitHub Action: what it declares, and its steps as GitHub runs them, with inputs that nobody should be given."""

import json
import os
import sys
from pathlib import Path

import pytest

from tests.action.workflow import EXPRESSION, action, run
from tests.command_line.running import as_program
from tests.commands.checking import NOTED, SOUND, WRONG, ndjson
from tests.shared_folder import ROOT

# `make hooks` has the action install itself, from its folder.
INSTALLS = os.environ.get("CONFORMANCE_ACTION") == "install"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "wrong.ndjson").write_text(ndjson(WRONG))
    (folder / "sound.ndjson").write_text(ndjson(SOUND, NOTED))
    (folder / "with space.ndjson").write_text(ndjson(SOUND))
    (folder / "page.md").write_text("# P\n\nSupport for `seed` was first added in API version `2024-02-01`.\n")
    (folder / "ask.py").write_text(
        "from openai import AzureOpenAI\nclient = AzureOpenAI(api_version='2024-10-21')\n"
        "client.chat.completions.create(model='m', messages=[{'role': 'user', 'content': 'Hi'}], sede=42)\n"
    )
    return folder


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """Return a folder with a ``conformance`` that says what it was given, and is ours."""
    folder = tmp_path / "tools"
    folder.mkdir()
    program = folder / "conformance"
    program.write_text(as_program(), encoding="utf-8")
    program.chmod(0o755)
    return folder


def test_no_script_holds_an_expression_and_every_input_is_used() -> None:
    told = action()
    steps = told["runs"]["steps"]
    used: set[str] = set()
    for step in steps:
        assert not EXPRESSION.search(step.get("run", "")), step["run"]
        for value in (*step.get("env", {}).values(), *step.get("with", {}).values()):
            used.update(EXPRESSION.findall(value))
    assert used == {f"inputs.{name}" for name in told["inputs"]}
    assert told["runs"]["using"] == "composite"
    assert all(step["shell"] == "bash" for step in steps if "run" in step)


@pytest.mark.parametrize(
    ("inputs", "code", "rule"),
    [
        pytest.param({"paths": "sound.ndjson\nwith space.ndjson\n"}, 0, None, id="sound"),
        pytest.param({"paths": "sound.ndjson", "fail-on": "note"}, 1, None, id="notes count"),
        pytest.param({"paths": "wrong.ndjson"}, 1, "seed-type", id="wrong"),
        pytest.param({"paths": "wrong.ndjson", "api-version": "2023-05-15"}, 1, "member-not-in-version", id="by another version"),
        pytest.param({"command": "document check", "paths": "page.md"}, 1, "first-added", id="a document"),
        pytest.param({"command": "read --check", "paths": "ask.py"}, 1, "undeclared-member", id="a source"),
        pytest.param({"paths": "missing.ndjson"}, 2, None, id="missing"),
    ],
)  # fmt: skip
def test_the_step_ends_as_the_command_does_and_leaves_its_reports(
    workspace: Path, tools: Path, inputs: dict[str, str], code: int, rule: str | None
) -> None:
    ran = run(workspace, inputs, tools, skip=("install",))
    assert ran.code == code, ran.printed
    assert ran.outputs == {"sarif": "conformance.sarif", "exit-code": str(code)}
    results = json.loads((workspace / "conformance.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
    if rule is not None:
        assert rule in {one["ruleId"] for one in results}
        assert rule in ran.summary.replace("\\-", "-")
        assert "::error" in ran.printed
    assert ran.summary


HOSTILE = ("$(touch pwned)", "`touch pwned`", "; touch pwned", "' ; touch pwned; '", "--output=pwned", "\n-o\npwned\n")


@pytest.mark.parametrize("name", ["command", "paths", "api-version", "fail-on", "sarif"])
def test_nothing_of_an_input_is_run(workspace: Path, tools: Path, name: str) -> None:
    for text in HOSTILE:
        ran = run(workspace, {"paths": "wrong.ndjson", name: text}, tools, skip=("install",))
        assert ran.code in (1, 2), (text, ran.printed)
        assert not (workspace / "pwned").exists(), text
        assert ran.outputs["exit-code"] in ("1", "2", ""), text
    assert not list(workspace.glob("**/pwned"))


@pytest.mark.parametrize(
    "inputs", [{"command": "check; ls"}, {"command": "emulate"}, {"sarif": ""}, {"sarif": "a\nexit-code=0"}]
)
def test_what_cannot_be_meant_is_one_annotation(workspace: Path, tools: Path, inputs: dict[str, str]) -> None:
    ran = run(workspace, inputs, tools, skip=("install",))
    assert ran.code == 2
    assert ran.printed.startswith("::error::")
    assert ran.printed.count("\n") == 1
    assert ran.outputs == {"sarif": "", "exit-code": ""}


if INSTALLS:

    def test_the_action_installs_itself_from_its_folder(workspace: Path, tmp_path: Path) -> None:
        python = tmp_path / "python"
        python.mkdir()
        (python / "python").symlink_to(sys.executable)
        ran = run(workspace, {"paths": "wrong.ndjson"}, python)
        assert ran.code == 1, ran.printed
        assert (tmp_path / "runner" / "conformance").is_dir()
        assert str(ROOT) + "/conformance" not in ran.printed
        assert "seed-type" in ran.printed
