"""Which isolation is in force on this machine: the one question that the rest of the project asks."""

import sys
from dataclasses import dataclass
from functools import cache
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Isolation:
    """What keeps a child process in its bounds. Where it does not ``hold``, only code inside the gate is run.

    ``name`` is for programs (``landlock+seccomp`` or ``none``), ``sentence``, without a full stop, for readers.
    """

    name: str
    sentence: str
    holds: bool

    @property
    def line(self) -> str:
        """Return the first line of a report."""
        return f"Isolation: {self.name} ({self.sentence})."

    def as_json(self) -> dict[str, Any]:
        """Return the member ``isolation`` of a JSON report."""
        return {"name": self.name, "holds": self.holds, "sentence": self.sentence}


def no_isolation(reason: str) -> Isolation:
    """Return what is said where a child cannot be kept in bounds, and why."""
    return Isolation("none", f"only code inside the gate is run: {reason}", holds=False)


NONE: Final = no_isolation("it was switched off")


@cache
def isolation_in_force() -> Isolation:
    """Return the isolation that every child process of this run gets; the first call measures, later ones remember."""
    if sys.platform != "linux":
        return no_isolation(f"the project knows no isolation for {sys.platform}")
    from conformance.isolation.measuring import kept_in_bounds

    why = kept_in_bounds()
    if why is not None:
        return no_isolation(why)
    return Isolation(
        "landlock+seccomp",
        "a program reads its folder and its runtime, writes to a temporary folder, reaches one port of this machine",
        holds=True,
    )
