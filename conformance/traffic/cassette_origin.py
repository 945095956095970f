"""Where the parts of an interaction stand in a cassette that is YAML."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from conformance.exchange import Position
from conformance.traffic.origin import BodyPlace, Written
from conformance.traffic.yaml_nodes import Node
from conformance.traffic.yaml_places import scalar_map
from conformance.wire.body import Body
from conformance.wire.pointer import tokens_of


@dataclass(frozen=True)
class CassetteOrigin:
    """``nodes`` holds what writes each part of ``entry`` in the file ``written``."""

    written: Written
    entry: Node
    nodes: dict[str, Node]
    bodies: dict[str, Body]

    def of(self, part: str, pointer: str) -> Position:
        """Return the place of ``pointer`` of ``part``; at the least that of the interaction."""
        if part == "chunk":
            part, pointer = "response", ""
        node = self.nodes.get(part, self.entry)
        if part not in self.bodies or node.kind == "scalar":
            place = self._places.get(part)
            return place.of(pointer) if place is not None else self._at(node)
        at = node
        for token in tokens_of(pointer):
            if token in node.members:
                at, node = node.members[token]
            elif token.isdecimal() and int(token) < len(node.items):
                at = node = node.items[int(token)]
            else:
                break
        return self._at(at)

    def within(self, part: str, offset: int) -> Position:
        """Return the place of the character at ``offset`` of the text of a body."""
        place = self._places.get(part)
        return place.within(offset) if place is not None else self.of(part, "")

    @cached_property
    def _places(self) -> dict[str, BodyPlace]:
        return {
            part: BodyPlace(body, self._at(self.nodes[part]), lambda part=part: self._lead(part))  # type: ignore[misc]
            for part, body in self.bodies.items()
            if self.nodes[part].kind == "scalar"
        }

    def _lead(self, part: str) -> Callable[[int], Position] | None:
        node = self.nodes[part]
        if node.is_binary or self.bodies[part].text != node.text:
            return None
        lead = scalar_map(self.written.text[node.index : node.end], node.text, node.style)
        return (lambda offset: self.written.at(node.index + lead(offset))) if lead is not None else None

    def _at(self, node: Node) -> Position:
        return self.written.at(node.index)
