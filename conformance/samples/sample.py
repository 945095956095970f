"""The nine samples: one scenario in one language each."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from conformance.errors import UsageError, did_you_mean
from conformance.judging.rules.circumstances import Expected

Language = Literal["sdk", "rest", "powershell"]
Scenario = Literal["story_without_seed", "story_with_seed", "print_response"]

SCENARIOS: Final[tuple[Scenario, ...]] = ("story_without_seed", "story_with_seed", "print_response")
LANGUAGES: Final[tuple[Language, ...]] = ("sdk", "rest", "powershell")
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
    file: str
    path: Path

    @property
    def seed(self) -> int | Expected:
        """What it is to send as ``seed``."""
        return _SEEDS[self.scenario]


def find_samples(folder: Path, languages: list[str], scenarios: list[str]) -> list[Sample]:
    """Return the samples below ``folder`` that the filters let through; an empty filter lets all through.

    Raises UsageError where a filter names nothing that there is, or a sample is missing.
    """
    wanted = [language for name in languages for language in NAMES.get(_known(name, "--language", NAMES), ())]
    chosen = [_known(name, "--scenario", SCENARIOS) for name in scenarios]
    samples = [
        Sample(language, scenario, f"{_FOLDERS[language][0]}/{scenario}{_FOLDERS[language][1]}", folder)
        for scenario in SCENARIOS
        for language in LANGUAGES
        if (not wanted or language in wanted) and (not chosen or scenario in chosen)
    ]
    samples = [Sample(one.language, one.scenario, one.file, folder / one.file) for one in samples]
    for sample in samples:
        if not sample.path.is_file():
            raise UsageError(f"{sample.path} is missing; --samples names a folder that holds python/ and powershell/.")
    return samples


def _known(name: str, option: str, names: "dict[str, tuple[Language, ...]] | tuple[str, ...]") -> str:
    if name not in names:
        hint = did_you_mean(name, names) or f"; it is one of {', '.join(names)}."
        raise UsageError(f"{option} {name} is unknown{hint}")
    return name
