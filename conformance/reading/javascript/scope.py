"""What the names of a source stand for: constants and clients, as far as one assignment says it."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from conformance.reading.program import SettingRead
from conformance.reading.tree import Tree
from conformance.reading.value import Setting, Value

if TYPE_CHECKING:
    from tree_sitter import Node

# Names that name each other, and what is nested deeper, nobody writes.
DEEPEST: Final = 60
_MOST_WORK: Final = 30_000
_FUNCTIONS: Final = frozenset(
    {
        "function_declaration",
        "arrow_function",
        "function_expression",
        "method_definition",
        "generator_function_declaration",
    }
)
_BRANCHES: Final = frozenset(
    {"if_statement", "for_statement", "for_in_statement", "while_statement", "do_statement", "catch_clause",
     "switch_statement", "ternary_expression"}
)  # fmt: skip


@dataclass
class Scope:
    """The bindings of a source by name; one that is assigned several times stands for nothing that is known."""

    tree: Tree
    bound: "dict[str, Node | None]" = field(default_factory=dict)
    imported: dict[str, str] = field(default_factory=dict)
    settings: dict[str, SettingRead] = field(default_factory=dict)
    called: set[str] = field(default_factory=set)
    depth: int = 0
    spent: int = 0

    def spend(self, cost: int) -> bool:
        """Take note of work; return whether there was too much of it, as where names name each other again and again."""
        self.spent += cost
        return self.spent > _MOST_WORK

    def bind(self, name: str, value: "Node | None") -> None:
        """Take note of an assignment; ``value`` is None where it is not known."""
        self.bound[name] = None if name in self.bound else value

    def forget(self, name: str) -> None:
        """Take note that something else may be assigned to ``name``, before or after."""
        self.bound[name] = None

    def setting(self, name: str, node: "Node") -> Value:
        """Return environment variable ``name``, which the source reads at ``node``."""
        self.settings.setdefault(name, SettingRead(name, self.tree.place_of(node)))
        return Setting(name)

    def is_certain(self, node: "Node") -> bool:
        """Whether what stands at ``node`` runs when the source does: in no branch, and in functions that are called."""
        above = node.parent
        for _ in range(DEEPEST):
            if above is None:
                return True
            if above.type in _BRANCHES:
                return False
            if above.type in _FUNCTIONS and not self._is_called(above):
                return False
            above = above.parent
        return False

    def _is_called(self, function: "Node") -> bool:
        name = function.child_by_field_name("name")
        parent = function.parent
        if name is None and parent is not None and parent.type == "variable_declarator":
            name = parent.child_by_field_name("name")
        if name is not None:
            return self.tree.short(name) in self.called
        return parent is not None and parent.type == "parenthesized_expression"
