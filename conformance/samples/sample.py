"""The eighteen samples: one scenario in one language each, against a dated api-version or against v1."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from conformance.errors import UsageError, did_you_mean
from conformance.judging.rules.circumstances import Expected

Language = Literal["sdk", "rest", "powershell"]
Scenario = Literal["story_without_seed", "story_with_seed", "print_response"]
# ``dated``: AzureOpenAI and /openai/deployments/…, under any dated api-version. ``v1``: OpenAI and /openai/v1/.
SampleSet = Literal["dated", "v1"]

SCENARIOS: Final[tuple[Scenario, ...]] = ("story_without_seed", "story_with_seed", "print_response")
LANGUAGES: Final[tuple[Language, ...]] = ("sdk", "rest", "powershell")
SETS: Final[tuple[SampleSet, ...]] = ("dated", "v1")
V1: Final = "v1"  # the set's folder below that of a language, and the one api-version that it runs under
_FOLDERS: Final[dict[Language, tuple[str, str]]] = {
    "sdk": ("python/sdk", ".py"),
    "rest": ("python/rest", ".py"),
    "powershell": ("powershell", ".ps1"),
}
# What a person may say for --language.
NAMES: Final[dict[str, tuple[Language, ...]]] = {
    "sdk": ("sdk",),
    "rest": ("rest",),
    "powershell": ("powershell",),
    "python": ("sdk", "rest"),
}
CALLS: Final[dict[Scenario, int]] = {"story_without_seed": 3, "story_with_seed": 3, "print_response": 1}
_SEEDS: Final[dict[Scenario, int | Expected]] = {
    "story_without_seed": Expected.NONE,
    "story_with_seed": 42,
    "print_response": 42,
}


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample; ``file`` is its name in reports (``python/rest/story_with_seed.py``), ``path`` where it is."""

    language: Language
    scenario: Scenario
    set: SampleSet
    file: str
    path: Path

    @property
    def seed(self) -> int | Expected:
        """What it is to send as ``seed``."""
        return _SEEDS[self.scenario]

    def runs_under(self, api_version: str) -> bool:
        """Whether ``api_version`` is one of its set."""
        return (api_version == V1) == (self.set == V1)


def find_samples(
    folder: Path, languages: Sequence[str] = (), scenarios: Sequence[str] = (), sets: Sequence[SampleSet] = SETS
) -> list[Sample]:
    """Return the samples of ``sets`` below ``folder`` that the filters let through, also those that are not there.

    An empty filter lets all through. Raises UsageError where a filter names nothing that there is.
    """
    wanted = [language for name in languages for language in NAMES.get(_known(name, "--language", NAMES), ())]
    chosen = [_known(name, "--scenario", SCENARIOS) for name in scenarios]
    return [
        Sample(language, scenario, which, file := _file(language, scenario, which), folder / file)
        for which in sets
        for scenario in SCENARIOS
        for language in LANGUAGES
        if (not wanted or language in wanted) and (not chosen or scenario in chosen)
    ]


def _file(language: Language, scenario: Scenario, which: SampleSet) -> str:
    place, suffix = _FOLDERS[language]
    return f"{place}/{'v1/' if which == V1 else ''}{scenario}{suffix}"


def _known(name: str, option: str, names: "dict[str, tuple[Language, ...]] | tuple[str, ...]") -> str:
    if name not in names:
        hint = did_you_mean(name, names) or f"; it is one of {', '.join(names)}."
        raise UsageError(f"{option} {name} is unknown{hint}")
    return name
