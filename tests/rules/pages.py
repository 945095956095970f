"""Read a rule's page as a test does: its two examples, and under which circumstances they are judged."""

import re
from dataclasses import dataclass
from typing import Final

_EXAMPLE: Final = re.compile(
    r"^## An example that (fails|passes)\n\n(`{3,4})(\w+) ?([^\n]*)\n(.*?)\n\2$", re.MULTILINE | re.DOTALL
)
# A page shows a file that its examples stand beside in a fence of its own: ```python file=hello.py
FILE: Final = re.compile(r"^```\w+ file=(\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEADINGS: Final = (
    "## What it says",
    "## Why it matters",
    "## An example that fails",
    "## An example that passes",
    "## How to fix it",
)


@dataclass(frozen=True)
class Example:
    """``options`` are the words behind the fence's language: ``--require-seed``, ``seed=42``, ``beside=RULE``, ``run``."""

    language: str
    options: tuple[str, ...]
    text: str

    def option(self, name: str) -> str | None:
        return next((word.partition("=")[2] for word in self.options if word.startswith(f"{name}=")), None)


def examples_of(page: str) -> dict[str, Example]:
    """Return the examples by ``fails`` and ``passes``."""
    found = _EXAMPLE.findall(page)
    return {verdict: Example(language, tuple(options.split()), text) for verdict, _, language, options, text in found}
