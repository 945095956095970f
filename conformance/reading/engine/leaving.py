"""How a statement leaves what encloses it other than at its end, in every language that is followed."""

from typing import Any


class Left(Exception):
    """A statement was left; what follows in its block is not run."""


class Ends(Left):
    """The program ends, as by ``sys.exit`` or ``exit``."""


class Raised(Left):
    """An error that a handler may take; ``name`` is its class, empty where the language tells none."""

    def __init__(self, name: str = "") -> None:
        super().__init__(name)
        self.name = name


class Returned(Left):
    """A function ends; ``value`` is what it returns, None where it has put that out already."""

    def __init__(self, value: Any = None) -> None:
        super().__init__()
        self.value = value


class Broke(Left):
    """``break``: the loop ends."""


class Continued(Left):
    """``continue``: the round of the loop ends."""
