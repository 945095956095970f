"""Run the steps of ``action.yml`` as GitHub does: expressions in ``env`` and ``with`` are replaced, scripts are not.

A step's environment files, ``GITHUB_OUTPUT`` and the others, are read when it ends.
"""

import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from tests.shared_folder import ROOT

ACTION: Final = ROOT / "action.yml"
EXPRESSION: Final = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
# What GitHub runs for `shell: bash`.
_BASH: Final = ("bash", "--noprofile", "--norc", "-eo", "pipefail")


def action() -> dict[str, Any]:
    """Return the action as it is written."""
    value: dict[str, Any] = yaml.safe_load(ACTION.read_text(encoding="utf-8"))
    return value


@dataclass(frozen=True, slots=True)
class Ran:
    """How a job ended: the exit code of the last step that ran, what was printed, and what the steps left."""

    code: int
    printed: str
    summary: str
    outputs: Mapping[str, str] = field(default_factory=dict)


def run(workspace: Path, inputs: Mapping[str, str], tools: Path | None = None, skip: tuple[str, ...] = ()) -> Ran:
    """Run the action's scripts in ``workspace`` with ``inputs``; what it ``uses`` is left out, and steps in ``skip``.

    ``tools`` stands first on PATH.
    """
    told = action()
    given = {name: str(one.get("default", "")) for name, one in told["inputs"].items()} | dict(inputs)
    runner = workspace.parent / "runner"
    runner.mkdir(exist_ok=True)
    files = {name: runner / name.lower() for name in ("GITHUB_OUTPUT", "GITHUB_PATH", "GITHUB_STEP_SUMMARY")}
    path, printed, code = [str(tools)] if tools else [], "", 0
    outputs: dict[str, dict[str, str]] = {}
    for step in told["runs"]["steps"]:
        if "run" not in step or step.get("id") in skip:
            continue
        assert step["shell"] == "bash"
        for file in files.values():
            file.write_text("")
        environment = {name: _replaced(value, given) for name, value in step.get("env", {}).items()}
        script = runner / "script.sh"
        script.write_text(step["run"], encoding="utf-8")
        done = subprocess.run(
            [*_BASH, str(script)],
            cwd=workspace,
            env={
                "PATH": os.pathsep.join([*path, os.environ["PATH"]]),
                "HOME": str(runner),
                "RUNNER_TEMP": str(runner),
                "GITHUB_ACTIONS": "true",
                "GITHUB_ACTION_PATH": str(ROOT),
                **{name: str(file) for name, file in files.items()},
                **{name: value for name, value in os.environ.items() if name.startswith(("PIP_", "UV_", "SSL_"))},
                **environment,
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            check=False,
        )
        printed += done.stdout
        code = done.returncode
        path += files["GITHUB_PATH"].read_text().splitlines()
        pairs = [line.partition("=") for line in files["GITHUB_OUTPUT"].read_text(encoding="utf-8").splitlines()]
        outputs[str(step.get("id"))] = {name: value for name, _, value in pairs}
        if code:
            break
    values = {name: _output(one["value"], outputs) for name, one in told["outputs"].items()}
    return Ran(code, printed, files["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8"), values)


def _replaced(text: str, inputs: Mapping[str, str]) -> str:
    return EXPRESSION.sub(lambda match: inputs[match[1].removeprefix("inputs.")], text)


def _output(text: str, outputs: Mapping[str, Mapping[str, str]]) -> str:
    def value(match: re.Match[str]) -> str:
        _, step, _, name = match[1].split(".")
        return outputs.get(step, {}).get(name, "")

    return EXPRESSION.sub(value, text)
