"""What a source holds by name: variables, functions, files that it wrote."""

from dataclasses import dataclass, field
from typing import Any

from conformance.reading.engine.journal import Changing, Fork


@dataclass(slots=True, eq=False)
class Names(Changing):
    """What is held under each name."""

    held: dict[Any, Any] = field(default_factory=dict)

    def content(self) -> dict[Any, Any]:
        return dict(self.held)

    def restore(self, content: dict[Any, Any]) -> None:
        self.held = content

    def joined(self, one: dict[Any, Any], other: dict[Any, Any], fork: Fork) -> dict[Any, Any]:
        return {name: fork.value(one.get(name), other.get(name), f"${name}") for name in {**one, **other}}
