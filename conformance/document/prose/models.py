"""Names of models as a document writes them: in its lists, its code, its comments and its answers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from conformance.document.markdown import Document, Prose

# A family with its parts: gpt-35-turbo, gpt-4o-mini, o3-mini; a version may stand behind it as a further part.
_MODEL: Final = re.compile(
    r"(?<![\w-])(?:gpt-?\d[\w.]*(?:-[A-Za-z0-9.]+)*|o\d(?:-[A-Za-z0-9.]+)*)(?![\w-])", re.IGNORECASE
)
# What makes another model of one's name.
_SIBLINGS: Final = frozenset(
    {"mini", "nano", "pro", "turbo", "audio", "realtime", "vision", "codex", "chat", "16k", "32k"}
)
_OWN_VERSION: Final = re.compile(r"-(?:\d{4}(?:-\d\d-\d\d)?|\d{4}-preview|preview|vision-preview)$")
# `gpt-4` (1106-Preview), gpt-4 version **1106-Preview**, `gpt-4`: with any marks, and words of one's own behind a colon.
_ENTRY: Final = re.compile(
    r"[`*_]*+([\w.-]++)[`*_]*+\s*+(?:\([*_`]*+(?:version:?\s++)?([\w.-]++)[*_`]*+\)|,?\s*+version:?\s++[*_`]*+([\w.-]++)[*_`]*+)?\s*+(?::.*)?$",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class ListedModel:
    """One model of a list: ``gpt-35-turbo`` in version ``0125``; ``version`` is None where the list names none."""

    family: str
    version: str | None
    prose: Prose

    @property
    def says(self) -> str:
        return f"{self.family} ({self.version})" if self.version else self.family


@dataclass(frozen=True, slots=True)
class ModelList:
    """Items that stand together, each a model."""

    entries: tuple[ListedModel, ...]

    def named(self, text: str) -> ListedModel | None:
        """Return the entry that ``text`` names: family and version, ``gpt-35-turbo-0125`` for one; None where none."""
        folded = text.lower()
        fitting = [
            entry
            for entry in self.entries
            if entry.version and folded == f"{entry.family}-{_short(entry.version, entry.family)}".lower()
        ]
        exact = [entry for entry in self.entries if entry.version and folded.endswith(f"-{entry.version.lower()}")]
        return next((entry for entry in (*fitting, *exact) if folded.startswith(entry.family.lower())), None)

    def of_family(self, text: str) -> ListedModel | None:
        """Return the first entry whose family ``text`` is, without a version; None where there is none."""
        return next((entry for entry in self.entries if entry.family.lower() == text.lower()), None)

    def of_version(self, word: str) -> ListedModel | None:
        """Return the one entry that has ``word`` as its version; None where none or several have."""
        found = [entry for entry in self.entries if entry.version and entry.version.lower() == word.lower()]
        return found[0] if len(found) == 1 else None


def models_in(text: str) -> tuple[str, ...]:
    """Return the names of models in ``text``, in order."""
    return tuple(found.group() for found in _MODEL.finditer(text))


def family_of(model: str) -> str:
    """Return a model's name without its version: ``gpt-35-turbo`` of ``gpt-35-turbo-0125``, and of OpenAI's ``gpt-3.5-turbo``."""
    return _OWN_VERSION.sub("", model.lower().replace("gpt-3.5", "gpt-35"))


def is_one_model(asked: str, answers: str) -> bool:
    """Return whether a model, or a deployment called after one with a word of one's own (``o1-new``), is the one that answers."""
    family, found = family_of(asked), family_of(answers)
    return family == found or (family.startswith(f"{found}-") and family[len(found) + 1 :] not in _SIBLINGS)


def model_lists(document: Document) -> Iterator[ModelList]:
    """Yield each run of list items of which every one is a model, two at the least."""
    run: list[ListedModel] = []
    for prose in document.prose:
        found = _ENTRY.match(prose.text.strip()) if prose.kind == "item" else None
        if found and models_in(found[1]) == (found[1],):
            run.append(ListedModel(found[1], found[2] or found[3], prose))
            continue
        if len(run) > 1:
            yield ModelList(tuple(run))
        run = []
    if len(run) > 1:
        yield ModelList(tuple(run))


def _short(version: str, family: str) -> str:
    """Return a version without the words that the family has already: ``turbo-2024-04-09`` of gpt-4 stays as it is."""
    return version.removeprefix(f"{family}-")
