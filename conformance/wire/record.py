"""Frozen dataclasses of which a recording makes ten thousands: the same, and made in less than half the time."""

from dataclasses import MISSING, fields
from typing import Any, TypeVar

Record = TypeVar("Record")


def made_often(kind: type[Record]) -> type[Record]:
    """Give a frozen dataclass an ``__init__`` that puts each value where it belongs.

    The one that ``dataclass`` writes goes through ``object.__setattr__`` for each field. Fields with a factory are not
    supported, and ``__post_init__`` is not called: raises TypeError where there is either.
    """
    members = fields(kind)  # type: ignore[arg-type]  # it is a dataclass
    if hasattr(kind, "__post_init__") or any(one.default_factory is not MISSING for one in members):
        raise TypeError(f"{kind.__name__} does more than to keep what it is given")
    known: dict[str, Any] = {f"default_{one.name}": one.default for one in members}
    slots = "__slots__" in kind.__dict__
    lines = [] if slots else ["here = self.__dict__"]
    for one in members:
        if slots:
            known[f"put_{one.name}"] = kind.__dict__[one.name].__set__
        lines.append(f"put_{one.name}(self, {one.name})" if slots else f"here['{one.name}'] = {one.name}")
    taken = [one.name if one.default is MISSING else f"{one.name}=default_{one.name}" for one in members]
    source = f"def __init__(self, {', '.join(taken)}):\n" + "".join(f"    {line}\n" for line in lines)
    exec(source, known)  # noqa: S102 - as dataclass itself does; the names are those of fields
    known["__init__"].__qualname__ = f"{kind.__qualname__}.__init__"
    kind.__init__ = known["__init__"]  # type: ignore[method-assign]  # it takes the same arguments
    return kind
