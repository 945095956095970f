"""Run samples as their readers do: a copy of the one file, alone in a folder, in a process of its own."""

import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from tests.samples.service import Answer, Service, serving
from tests.shared_folder import ROOT, must_be_there, pwsh

SCENARIOS = ["story_without_seed", "story_with_seed", "print_response"]
LANGUAGES = ["python/sdk", "python/rest", "powershell"]
KEY = "0123456789abcdef0123456789ABCDEF"
DEPLOYMENT = "gpt-35-turbo-0125"


@dataclass(frozen=True)
class Sample:
    """One scenario in one language."""

    language: str
    scenario: str

    @property
    def path(self) -> Path:
        return ROOT / self.language / (self.scenario + (".ps1" if self.language == "powershell" else ".py"))

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    def command(self, script: Path) -> list[str]:
        if self.language == "powershell":
            return [str(pwsh()), "-NoProfile", "-NonInteractive", "-File", str(script)]
        return [sys.executable, str(script)]


ALL = [Sample(language, scenario) for language in LANGUAGES for scenario in SCENARIOS]


def everywhere(*scenarios: str) -> list[Sample]:
    """Return these scenarios in each language that runs here; `test_windows_powershell.py` says where PowerShell does not."""
    here = LANGUAGES if must_be_there() else [name for name in LANGUAGES if name != "powershell"]
    return [Sample(language, scenario) for scenario in scenarios for language in here]


@dataclass(frozen=True)
class Outcome:
    """How a sample ended: its exit code and the bytes that it wrote."""

    code: int
    stdout: bytes
    stderr: bytes


Edit = Callable[[str], str]


def replacing(old: str, new: str) -> Edit:
    """Return an edit of a sample's text, which fails where there is nothing to replace."""

    def edit(text: str) -> str:
        assert old in text, f"{old!r} is not in the sample"
        return text.replace(old, new)

    return edit


def at_once(text: str) -> str:
    """Take the SDK's retries from a sample's text, so that a test need not wait for them; REST has none."""
    return text.replace("timeout=time_limit,\n", "timeout=time_limit,\n    max_retries=0,\n")


def in_a_second(text: str) -> str:
    """Shorten the time limit of a sample's text from 30 seconds to one, and let it wait only once."""
    shortened, count = re.subn(r"(?m)^(time_limit = |\$timeLimit  = )30\b", r"\g<1>1", at_once(text))
    assert count == 1, "the sample has not one time limit of 30 seconds"
    return shortened


def settings(endpoint: str, **others: str) -> dict[str, str]:
    """Return the variables that a sample reads, and others besides or instead."""
    return {
        "AZURE_OPENAI_ENDPOINT": endpoint,
        "AZURE_OPENAI_API_KEY": KEY,
        "AZURE_OPENAI_DEPLOYMENT": DEPLOYMENT,
        **others,
    }


def run(sample: Sample, variables: Mapping[str, str], edit: Edit | None = None) -> Outcome:
    """Run a copy of the sample with these variables and no others, and see that it keeps the key and leaves no file."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder, sample.path.name)
        script.write_text(edit(sample.text) if edit else sample.text, encoding="utf-8")
        ended = subprocess.run(
            sample.command(script),
            env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": folder, "TMPDIR": folder, **variables},
            cwd=folder,
            capture_output=True,
            timeout=60,
            check=False,
        )
        assert not list(Path(folder).glob("tmp*")), f"{sample} left a temporary file behind"
    assert KEY.encode() not in ended.stdout + ended.stderr, f"{sample} shows the key"
    return Outcome(ended.returncode, ended.stdout, ended.stderr)


@dataclass(frozen=True)
class Run:
    """A sample that ran against a service of its own."""

    sample: Sample
    service: Service
    outcome: Outcome


def run_all(samples: Iterable[Sample], variables: Mapping[str, str], edit: Edit | None = None) -> dict[Sample, Outcome]:
    """Run samples side by side, since most of the time goes into starting them."""
    chosen = list(samples)
    return dict(zip(chosen, _side_by_side(partial(run, variables=variables, edit=edit), chosen), strict=True))


def run_served(
    samples: Iterable[Sample],
    *script: Answer,
    path: str = "",
    edit: Edit | None = None,
    variables: Mapping[str, str] = MappingProxyType({}),
) -> list[Run]:
    """Run samples side by side, each against a service of its own with this script, ``path`` behind its endpoint."""

    def run_one(sample: Sample) -> Run:
        with serving(*script) as service:
            return Run(sample, service, run(sample, settings(service.url + path, **variables), edit))

    return _side_by_side(run_one, samples)


T = TypeVar("T")


def _side_by_side(job: Callable[[Sample], T], samples: Iterable[Sample]) -> list[T]:
    with ThreadPoolExecutor(3) as pool:
        return list(pool.map(job, samples))
