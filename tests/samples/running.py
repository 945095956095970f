"""Run samples as their readers do: a copy of the one file, alone in a folder, with the variables of its reader."""

import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from conformance.samples.process import Outcome
from tests.samples.service import Answer, Service, serving
from tests.samples.shared_processes import SharedProcesses
from tests.shared_folder import ROOT, must_be_there

STORIES = ["story_without_seed", "story_with_seed"]
SCENARIOS = [*STORIES, "print_response"]
LANGUAGES = ["python/sdk", "python/rest", "powershell"]
SETS = ["", "v1"]
KEY = "0123456789abcdef0123456789ABCDEF"
DEPLOYMENT = "gpt-35-turbo-0125"
DATED_PATH = f"/openai/deployments/{DEPLOYMENT}/chat/completions"
V1_PATH = "/openai/v1/chat/completions"


@dataclass(frozen=True)
class Sample:
    """One scenario in one language and one set: ``""`` or ``v1``."""

    language: str
    scenario: str
    set: str = ""

    @property
    def path(self) -> Path:
        return ROOT / self.language / self.set / (self.scenario + (".ps1" if self.language == "powershell" else ".py"))

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @property
    def is_sdk(self) -> bool:
        return self.language == "python/sdk"

    def target(self, api_version: str = "2024-02-01") -> str:
        """Return the path and query that it is to send to."""
        return V1_PATH if self.set else f"{DATED_PATH}?api-version={api_version}"

    def __str__(self) -> str:
        return self.path.relative_to(ROOT).as_posix()


ALL = [Sample(language, scenario, which) for scenario in SCENARIOS for which in SETS for language in LANGUAGES]


def everywhere(*scenarios: str) -> list[Sample]:
    """Return these scenarios in each set and each language that runs here."""
    return [
        sample
        for sample in ALL
        if sample.scenario in scenarios and (must_be_there() or sample.language != "powershell")
    ]


Edit = Callable[[str], str]


def replacing(old: str, new: str) -> Edit:
    """Return an edit of a sample's text, which fails where there is nothing to replace."""

    def edit(text: str) -> str:
        assert old in text, f"{old!r} is not in the sample"
        return text.replace(old, new)

    return edit


def in_a_moment(text: str) -> str:
    """Shorten the time limits of a sample's text from 15 seconds."""
    shortened, count = re.subn(r"\b(timeout=|TimeoutSec = |OperationTimeoutSeconds = )15\b", r"\g<1>1", text)
    assert count == (2 if "TimeoutSec" in text else 1), "the sample has not the time limits of 15 seconds"
    return shortened.replace("timeout=1,  # seconds\n", "timeout=0.2,\n    max_retries=1,\n")


def settings(endpoint: str) -> dict[str, str]:
    """Return the variables that a sample reads."""
    return {
        "AZURE_OPENAI_ENDPOINT": endpoint,
        "AZURE_OPENAI_API_KEY": KEY,
        "AZURE_OPENAI_DEPLOYMENT": DEPLOYMENT,
    }


@dataclass(frozen=True)
class Ran:
    """How a sample ended, and the service that it talked to."""

    outcome: Outcome
    service: Service

    @property
    def last_line(self) -> str:
        """The last line of standard error."""
        return self.outcome.stderr.strip().rpartition("\n")[2]


def run(
    processes: SharedProcesses,
    sample: Sample,
    *script: Answer,
    path: str = "",
    edit: Edit | None = None,
    variables: Mapping[str, str | None] = MappingProxyType({}),
) -> Ran:
    """Run a copy of the sample against a service with this script, ``path`` behind its endpoint; see that it keeps the key.

    ``variables`` are others besides or instead; None takes one away.
    """
    with serving(*script) as service, tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, sample.path.name)
        copy.write_text(edit(sample.text) if edit else sample.text, encoding="utf-8")
        seen = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": folder, **settings(service.url + path), **variables}
        outcome = processes.run([str(copy)], {name: value for name, value in seen.items() if value is not None}, 60)
        assert [one.name for one in Path(folder).iterdir()] == [copy.name], f"{sample} leaves a file"
    assert KEY not in outcome.stdout + outcome.stderr, f"{sample} shows the key"
    return Ran(outcome, service)
