"""Keep what became of each mutant, so that a run that was broken off goes on where it was."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from tests.mutation.mutants import Mutant

# What the outcome depends on.
_SOURCES: Final = ("conformance", "tests", "spec", "python", "powershell", "docs", "pyproject.toml", "requirements")
_WITHOUT: Final = {".pyc"}


class Results:
    """A file with a line a mutant, of the code and tests as they are now; lines of others as they were are left aside.

    Where ``trusting``, what was killed once stays killed, whatever was changed since: for whoever is adding tests.
    """

    def __init__(self, root: Path, folder: Path, trusting: bool = False) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.state = state_of(root)
        self.file = folder / "results.jsonl"
        self.learned = folder / f"tests-{self.state}.json"
        for old in folder.glob("tests-*.json"):
            if old != self.learned:
                old.unlink()
        self.killers: dict[tuple[object, ...], str] = {}
        self.trusting = trusting
        self.read()

    def read(self) -> None:
        """Take what the file holds by now; another process may have written it."""
        lines = self.file.read_text(encoding="utf-8").splitlines() if self.file.exists() else []
        for state, *key, killer in map(json.loads, lines):
            if state == self.state or (self.trusting and killer):
                self.killers[tuple(key)] = killer

    def add(self, mutant: Mutant, killer: str) -> None:
        """Keep it and tell it."""
        self.killers[mutant.key] = killer
        with self.file.open("a", encoding="utf-8") as file:
            file.write(f"{json.dumps([self.state, *mutant.key, killer], ensure_ascii=False)}\n")
        print(f"killed    {mutant}\n          by {killer}" if killer else f"SURVIVES  {mutant}", flush=True)

    def open(self, mutants: Iterable[Mutant]) -> list[Mutant]:
        """Return those of which nothing is known yet."""
        return [one for one in mutants if one.key not in self.killers]


def state_of(root: Path) -> str:
    """Return a name for the code and the tests as they are."""
    digest = hashlib.sha256()
    for name in _SOURCES:
        files = sorted(one for one in (root / name).rglob("*") if one.is_file()) or [root / name]
        for file in files:
            if file.suffix not in _WITHOUT and file.is_file():
                digest.update(f"{file.relative_to(root)}\0{file.stat().st_size}\0".encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
