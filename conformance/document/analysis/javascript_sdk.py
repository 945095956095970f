"""What JavaScript uses of the openai package: names and members that it does not have, and those that version 4 removed.

By the spelling alone, and only what is a slip of the right name (openai-node, ``src/index.ts``, and its migration guide
to version 4).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from conformance.errors import is_slip

_IMPORTED: Final = re.compile(
    r"\bimport\s++(?:\w++\s*+,\s*+)?\{([^{}]{0,400})\}\s*+from\s*+[\"']openai[\"']"
    r"|\{([^{}]{0,400})\}\s*+=\s*+require\(\s*+[\"']openai[\"']"
)
_PACKAGE: Final = re.compile(r"[\"']openai[\"']")
_NAME: Final = re.compile(r"[A-Za-z_$][\w$]*+")
_CLASSES: Final = ("AzureOpenAI", "OpenAI")
_PATH: Final = re.compile(r"\b\w++\.(\w{1,20})\.(\w{1,20})\.create\(")
_LINKS: Final = ("chat", "completions")
_REMOVED: Final = {
    "OpenAIApi": "OpenAI",
    "Configuration": "OpenAI",
    "createChatCompletion": "chat.completions.create",
    "createCompletion": "completions.create",
    "createEmbedding": "embeddings.create",
}
_CALLED: Final = re.compile(r"\bnew\s++(OpenAIApi)\(|\.(createChatCompletion|createCompletion|createEmbedding)\(")


@dataclass(frozen=True, slots=True)
class Misused:
    """A name that the package lacks, where it stands in the text, and what to write."""

    kind: Literal["name", "member", "removed"]
    name: str
    offset: int
    meant: str


def misused(text: str) -> Iterator[Misused]:
    """Yield what fails before anything is sent, in the order of the text; nothing where the package is not named."""
    if "openai" not in text:
        return
    found = [*_imports(text), *_members(text)]
    if _PACKAGE.search(text):
        found += [
            Misused("removed", name, one.start(one.lastindex or 0), _REMOVED[name])
            for one in _CALLED.finditer(text)
            if (name := one[one.lastindex or 0])
        ]
    yield from sorted(found, key=lambda one: one.offset)


def _imports(text: str) -> Iterator[Misused]:
    for imported in _IMPORTED.finditer(text):
        group = imported.lastindex or 1
        for one in _NAME.finditer(imported[group]):
            meant = next((name for name in _CLASSES if one[0] != name and one[0].lower() == name.lower()), None)
            if meant is not None:
                yield Misused("name", one[0], imported.start(group) + one.start(), meant)


def _members(text: str) -> Iterator[Misused]:
    for path in _PATH.finditer(text):
        wrong = [index for index, link in enumerate(_LINKS, 1) if path[index] != link]
        if len(wrong) == 1 and is_slip(path[wrong[0]], _LINKS[wrong[0] - 1]):
            yield Misused("member", path[wrong[0]], path.start(wrong[0]), _LINKS[wrong[0] - 1])
