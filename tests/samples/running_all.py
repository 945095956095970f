"""Run ``conformance run`` as a user does, on a copy of the samples that a test may break."""

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.shared_folder import ROOT, pwsh

EXTENSIONS = {"python/sdk": ".py", "python/rest": ".py", "powershell": ".ps1"}


@dataclass(frozen=True)
class Run:
    """How a run ended; ``report`` is its JSON report, None where there is none."""

    code: int
    stdout: str
    stderr: str
    report: dict[str, Any] | None

    def found(self, rule: str) -> list[dict[str, Any]]:
        assert self.report is not None, self.stderr
        return [finding for finding in self.report["findings"] if finding["rule"] == rule]

    def errors(self) -> list[tuple[str, str]]:
        assert self.report is not None, self.stderr
        return [(f["rule"], f["source"]["file"]) for f in self.report["findings"] if f["severity"] == "error"]


def copy_samples(folder: Path) -> Path:
    """Copy the three sample folders below ``folder`` and return it."""
    for name in EXTENSIONS:
        shutil.copytree(ROOT / name, folder / name)
    return folder


def change(folder: Path, language: str, scenario: str, old: str, new: str) -> None:
    """Replace ``old`` by ``new`` in one sample; ``old`` stands in it exactly once."""
    path = folder / language / f"{scenario}{EXTENSIONS[language]}"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{path.name} holds {old!r} {text.count(old)} times"
    path.write_text(text.replace(old, new), encoding="utf-8")


def conformance(*arguments: str, report: Path | None = None, environment: dict[str, str] | None = None) -> Run:
    """Run the command line in a process of its own."""
    more = ["--format", "json", "-o", str(report)] if report else []
    ended = subprocess.run(
        [sys.executable, "-m", "conformance", "run", *arguments, *more],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    written = json.loads(report.read_text(encoding="utf-8")) if report and report.exists() else None
    return Run(ended.returncode, ended.stdout, ended.stderr, written)


def with_pwsh(*arguments: str) -> tuple[str, ...]:
    return (*arguments, "--pwsh", str(pwsh()))
