"""What the environment variables of a document's code are set to, by rules on their names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from conformance.reading.gate.policy import Kind, kind_of

__all__ = ["Kind", "Surroundings", "kind_of", "variables_for"]

_SAYS: Final[Mapping[Kind, str]] = {"endpoint": "the emulator's URL", "key": "the emulator's key"}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a run offers: the emulator's ``url`` for this run alone, its ``key``, a ``deployment`` and an api-version."""

    url: str
    key: str
    deployment: str
    api_version: str

    def value(self, kind: Kind) -> str:
        values = {
            "endpoint": self.url,
            "key": self.key,
            "deployment": self.deployment,
            "version": self.api_version,
        }
        return values[kind]

    def says(self, kind: Kind) -> str:
        """Return the value as a reader is told it: neither a port that changes, nor a key."""
        return _SAYS.get(kind) or self.value(kind)


def variables_for(names: Iterable[str]) -> tuple[dict[str, Kind], list[str]]:
    """Return the kind of each variable, and the names of those of which no rule tells what they hold."""
    kinds: dict[str, Kind] = {}
    unknown: list[str] = []
    for name in dict.fromkeys(names):
        kind = kind_of(name)
        if kind is None:
            unknown.append(name)
        else:
            kinds[name] = kind
    return kinds, unknown
