"""The page about CI shows a configuration of pre-commit and a workflow that fit what this repository offers."""

from pathlib import Path
from typing import Any

import yaml
from markdown_it import MarkdownIt

from tests.action.workflow import action, run
from tests.command_line.running import as_program
from tests.shared_folder import ROOT

PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")


def fences() -> list[Any]:
    return [yaml.safe_load(token.content) for token in MarkdownIt().parse(PAGE) if token.info == "yaml"]


def test_the_hooks_of_the_page_are_ours() -> None:
    (repository,) = fences()[0]["repos"]
    ours = {one["id"] for one in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
    assert {one["id"] for one in repository["hooks"]} == ours
    assert all(f"| `{one}` |" in PAGE for one in ours)


def test_the_workflow_of_the_page_finds_what_is_wrong(tmp_path: Path) -> None:
    steps = fences()[1]["jobs"]["conformance"]["steps"]
    (inputs,) = [step["with"] for step in steps if step.get("id") == "conformance"]
    tools, workspace = tmp_path / "tools", tmp_path / "work"
    for folder in (tools, workspace / "docs"):
        folder.mkdir(parents=True)
    program = tools / "conformance"
    program.write_text(as_program(), encoding="utf-8")
    program.chmod(0o755)
    (workspace / "README.md").write_text("# P\n", encoding="utf-8")
    page = workspace / "docs" / "page.md"
    page.write_text("# P\n\nSupport for `seed` was first added in API version `2024-02-01`.\n", encoding="utf-8")
    ran = run(workspace, inputs, tools, skip=("install",))
    assert (ran.code, ran.outputs["sarif"]) == (1, "conformance.sarif")
    assert "::error file=docs/page.md,line=3" in ran.printed


def test_the_page_tells_each_input_and_each_output() -> None:
    told = action()
    assert all(f"| `{name}` |" in PAGE for name in told["inputs"])
    assert all(f"`{name}`" in PAGE for name in told["outputs"])
