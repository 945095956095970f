"""Run all samples, copies that a test may break among them: as a user does, or faster in processes that runs share."""

import json
import secrets
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from conformance.commands.shared.emulator import recorded
from conformance.emulator.serving import Emulator, Observed, Settings
from conformance.samples.recording import Recordings
from conformance.samples.result import SampleResult
from conformance.samples.runner import Runner, Target
from conformance.samples.sample import find_samples
from tests.command_line import here, running
from tests.samples.running import Sample
from tests.samples.shared_processes import SharedProcesses
from tests.shared_folder import ROOT, pwsh

FOLDERS = ("python", "powershell")
DATED_AND_V1 = ("2024-02-01", "v1")


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
    """Copy the sample folders below ``folder`` and return it."""
    for name in FOLDERS:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def change(folder: Path, language: str, scenario: str, old: str, new: str, which: str = "") -> None:
    """Replace ``old`` by ``new`` in one sample; ``old`` stands in it exactly once."""
    path = folder / str(Sample(language, scenario, which))
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{path.name} holds {old!r} {text.count(old)} times"
    path.write_text(text.replace(old, new), encoding="utf-8")


def conformance(*arguments: str, report: Path | None = None, environment: dict[str, str] | None = None) -> Run:
    """Run the command line in a process of its own."""
    more = ["--format", "json", "-o", str(report)] if report else []
    ended = running.conformance("run", *arguments, *more, environment=environment)
    written = json.loads(report.read_text(encoding="utf-8")) if report and report.exists() else None
    return Run(ended.code, ended.stdout, ended.stderr, written)


def conformance_here(
    processes: SharedProcesses, *arguments: str, report: Path | None = None, environment: dict[str, str] | None = None
) -> Run:
    """Run the command line in this process, and the samples in the processes that tests share."""
    more = ["--format", "json", "-o", str(report)] if report else []
    with pytest.MonkeyPatch.context() as patch:
        shared = partial(Runner, processes=processes)  # type: ignore[arg-type]
        patch.setattr("conformance.commands.run.Runner", shared)
        ended = here.conformance_here("run", *arguments, *more, environment=environment)
    written = json.loads(report.read_text(encoding="utf-8")) if report and report.exists() else None
    return Run(ended.code, ended.stdout, ended.stderr, written)


def with_pwsh(*arguments: str) -> tuple[str, ...]:
    return (*arguments, "--pwsh", str(pwsh()))


@dataclass
class Judged:
    """What a run in shared processes yielded."""

    results: list[SampleResult] = field(default_factory=list)

    def found(self, rule: str, sample: Sample | None = None) -> list[dict[str, Any]]:
        """Return the findings of ``rule``, those about one sample where one is named."""
        found = [finding.as_json() for result in self.results for finding in result.findings]
        return [
            one for one in found if one["rule"] == rule and (sample is None or one["source"]["file"] == str(sample))
        ]


def judged(
    processes: SharedProcesses,
    folder: Path = ROOT,
    scenarios: Sequence[str] = (),
    versions: Sequence[str] = DATED_AND_V1,
    **settings: Any,
) -> Judged:
    """Run the samples below ``folder`` against an emulator with these ``settings``, and judge them."""
    key, recordings = secrets.token_hex(16), Recordings()

    def observe(seen: Observed) -> None:
        recordings.add(seen.token, recorded(seen, url))

    url = ""
    with Emulator.start(Settings(key=key, profile="spec", **settings), observe=observe) as emulator:
        url = emulator.url
        target = Target(url, key, "gpt-35-turbo", "emulator", url)
        runner = Runner(target, recordings, str(pwsh()), 60, lambda *_: None, processes)  # type: ignore[arg-type]
        return Judged(runner.run(find_samples(folder, scenarios=scenarios), versions))
