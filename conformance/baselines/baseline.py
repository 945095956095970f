"""The findings that are known, by rule, file and fingerprint: a shift of lines changes none of them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path, PurePosixPath

from conformance.files import repository_of
from conformance.finding import Finding
from conformance.fingerprint import file_of, fingerprint

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Known:
    """A finding that is known, ``count`` times in its file; ``message`` is what it said when it was written down."""

    rule: str
    file: str
    fingerprint: str
    message: str
    count: int = 1

    @property
    def key(self) -> Key:
        return self.file, self.fingerprint


@dataclass(frozen=True)
class Baseline:
    """``name`` is what sentences call the file."""

    name: str
    known: tuple[Known, ...]


@dataclass
class Matching:
    """Compares findings with a baseline as they come; ``hidden`` counts those that it knows."""

    baseline: Baseline
    hidden: int = 0
    _left: Counter[Key] = field(init=False)

    def __post_init__(self) -> None:
        self._left = Counter({one.key: one.count for one in self.baseline.known})

    def marked(self, finding: Finding) -> Finding:
        """Return ``finding`` as *unchanged* where the baseline knows it, as often as it does, else as *new*."""
        key = key_of(finding)
        if self._left.get(key, 0) < 1:
            return replace(finding, baseline="new")
        self._left[key] -= 1
        self.hidden += 1
        return replace(finding, baseline="unchanged")

    def gone(self, paths: Iterable[str]) -> Iterator[Known]:
        """Yield what is known and was not found, as often as that is so, of files at and below ``paths``."""
        here = Path.cwd()
        tops = {_from_top(path, here).rstrip("/") for path in paths}
        for one in self.baseline.known:
            count = self._left[one.key]
            names = (one.file, *(above.as_posix() for above in PurePosixPath(one.file).parents))
            if count > 0 and not tops.isdisjoint(names):
                yield replace(one, count=count)


def key_of(finding: Finding) -> Key:
    """Return what a finding is in a baseline: a file in the repository is named from its top, whatever the current folder."""
    return _from_top(file_of(finding), Path.cwd()), fingerprint(finding)


@lru_cache(maxsize=1024)
def _from_top(file: str, here: Path) -> str:
    top = repository_of(here)
    path = here / file
    # The name of one that is not there, such as a sample of ours, stays.
    if not file or top is None or not path.exists():
        return file
    full = path.resolve()
    return full.relative_to(top).as_posix() if full.is_relative_to(top) else file
