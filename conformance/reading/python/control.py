"""How a run leaves a statement other than at its end."""

from conformance.reading.python.objects import Object


class Left(Exception):
    """A statement was left; what follows in its block is not run."""


class Ends(Left):
    """The program ends, as ``sys.exit`` does."""


class Raised(Left):
    """An exception of Python's is raised; ``name`` is its class."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Returned(Left):
    """A function returns ``value``."""

    def __init__(self, value: Object) -> None:
        super().__init__()
        self.value = value


class Broke(Left):
    """``break``."""


class Continued(Left):
    """``continue``."""


class Exhausted(Exception):
    """The source is larger than what is followed."""
