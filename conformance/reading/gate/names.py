"""What the names of a block may stand for, told from everything that the whole file writes to them, in no order.

A text is *rooted* where it begins with the emulator's URL, or with a setting that the runner fills. A name is rooted
where all that is ever assigned to it is; a member of a table where all that the file writes under its key is.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final, Generic, Literal, TypeVar

Node = TypeVar("Node")
# What a value begins with: the emulator's URL, who knows what, a name, a member of a named table, what a function returns.
Origin = tuple[Literal["base", "unknown", "name", "member", "returned"], str, str]
BASE: Final[Origin] = ("base", "", "")
UNKNOWN: Final[Origin] = ("unknown", "", "")


@dataclass
class Names(Generic[Node]):
    """The names of one file.

    The language's own: ``origins`` tells what an expression may begin with, ``shown`` which keys a literal table shows
    and, where it is none, raises ValueError.
    """

    origins: Callable[[Node], Iterable[Origin]]
    shown: Callable[[Node], Iterable[str]]
    given: dict[str, list[Node | None]] = field(default_factory=dict)
    entries: dict[str, list[Node]] = field(default_factory=dict)
    keys: dict[str, set[str]] = field(default_factory=dict)
    returned: dict[str, list[Node]] = field(default_factory=dict)
    leaked: set[str] = field(default_factory=set)
    longer: set[str] = field(default_factory=set)
    computed: bool = False

    def give(self, name: str, value: Node | None) -> None:
        """Note that ``name`` is assigned ``value``; None where that is not looked into."""
        self.given.setdefault(name, []).append(value)

    def lengthen(self, name: str) -> None:
        """Note that something is put behind what ``name`` holds: what it begins with stays."""
        self.given.setdefault(name, [])
        self.longer.add(name)

    def write(self, table: str, key: str, value: Node) -> None:
        """Note that ``value`` is written under ``key``, to a table that is called ``table`` or, if empty, has no name."""
        self.entries.setdefault(key, []).append(value)
        self.keys.setdefault(table, set()).add(key)

    def only(self, name: str, holds: Callable[[Node], bool]) -> bool:
        """Whether ``name`` is assigned, and nothing but what ``holds`` says yes to."""
        values = self.given.get(name, [])
        return bool(values) and all(value is not None and holds(value) for value in values)

    def is_table(self, value: Node) -> bool:
        """Whether ``value`` is a table that shows each of its keys."""
        try:
            self.shown(value)
        except ValueError:
            return False
        return True

    def is_own_table(self, name: str) -> bool:
        """Whether nothing but tables with written keys is ever called ``name``, and nothing else gets hold of them."""
        return not self.computed and name not in self.leaked and self.only(name, self.is_table)

    def keys_of(self, table: str) -> set[str]:
        """Return the keys that the file writes to what is called ``table``."""
        shown = (key for value in self.given.get(table, []) if value is not None for key in self.shown(value))
        return self.keys.get(table, set()) | set(shown)

    def is_rooted(self, value: Node) -> bool:
        """Whether ``value`` begins with the emulator's URL or a setting, whichever way the run takes."""
        found = set(self.origins(value))
        todo = list(found)
        while todo:
            for origin in self._behind(todo.pop()):
                if origin not in found:
                    found.add(origin)
                    todo.append(origin)
        return bool(found) and UNKNOWN not in found

    def _behind(self, origin: Origin) -> Iterable[Origin]:
        kind, name, key = origin
        if kind == "base" or kind == "unknown":
            return
        if kind == "member" and (self.computed or not self.only(name, self.is_table)):
            yield UNKNOWN
            return
        values: list[Node | None] = self.given.get(name, []) if kind == "name" else []
        if kind != "name":
            values = [*(self.entries.get(key, []) if kind == "member" else self.returned.get(name, []))]
        if not values:
            yield UNKNOWN
        for value in values:
            yield from (UNKNOWN,) if value is None else self.origins(value)
