"""The hostile blocks, as files of text: `=== EFFECT class: name`, and below it the block.

The effect says how a run shows that it is an attack: `M` makes the file MARK, `N` connects to HOST at PORT, `S` prints
what is in SECRET; `-` does what is not shown here. DIR is a folder of the block's own.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from conformance.reading.program import Language

BASE = "http://127.0.0.1:9/_/a1b2"
_HEAD = re.compile(r"^=== (?P<effect>[MNS-]) (?P<name>.*)\n", re.MULTILINE)


@dataclass(frozen=True)
class Hostile:
    """One block; ``text`` still has its places."""

    language: Language
    effect: str
    name: str
    text: str

    def at(self, folder: Path, port: int = 1) -> str:
        """Return the text with its places filled; ``folder`` holds all that it makes."""
        places = {"MARK": f"{folder}/marked", "SECRET": f"{folder}/secret", "DIR": str(folder), "HOST": "127.0.0.1"}
        return re.sub(
            r"MARK(?!NAME)|SECRET|\bDIR\b|HOST|PORT", lambda found: places.get(found[0], str(port)), self.text
        )


def hostile(language: Language) -> list[Hostile]:
    """Return the blocks of one language; ``\\0`` and ``\\r`` stand for the characters."""
    with (Path(__file__).parent / f"hostile_{language}.txt").open(encoding="utf-8", newline="") as file:
        text = file.read()
    heads = [*_HEAD.finditer(text)]
    ends = [*(head.start() for head in heads[1:]), len(text)]
    return [
        Hostile(
            language, head["effect"], head["name"], text[head.end() : end].replace("\\0", "\0").replace("\\r", "\r")
        )
        for head, end in zip(heads, ends, strict=True)
    ]
