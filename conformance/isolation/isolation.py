"""Which isolation is in force on this machine: the one question that the rest of the project asks."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Isolation:
    """What keeps a child process in its bounds. Where it does not ``hold``, only code inside the gate is run.

    ``name`` is for programs (``landlock+seccomp`` or ``none``), ``sentence`` for readers.
    """

    name: str
    sentence: str
    holds: bool

    @property
    def line(self) -> str:
        """Return the first line of a report."""
        return f"Isolation: {self.name}. {self.sentence}"

    def as_json(self) -> dict[str, Any]:
        """Return the member ``isolation`` of a JSON report."""
        return {"name": self.name, "holds": self.holds, "sentence": self.sentence}


def no_isolation(reason: str) -> Isolation:
    """Return what is said where a child cannot be kept in bounds, and why."""
    return Isolation("none", f"Only code inside the gate is run: {reason}.", holds=False)


NONE: Final = no_isolation("this system offers none that the project knows")


@cache
def isolation_in_force() -> Isolation:
    """Return the isolation that every child process of this run gets; the first call measures, later ones remember."""
    return NONE
