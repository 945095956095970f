"""Read YAML as nodes that know their place, an entry of a long list at a time, and carry out nothing that it says.

PyYAML's C parser yields events; what a tag would construct is never constructed, an alias is not copied, and depth and
size are bounded: the file is somebody else's.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final, Literal

from conformance.wire.json_text import MAX_DEPTH
from conformance.wire.pointer import Path

_DEEPEST: Final = MAX_DEPTH + 20  # a body, and what is around it
_MOST_NODES: Final = 1_000_000  # of an entry, each alias counted as what it stands for
_BINARY: Final = "tag:yaml.org,2002:binary"
_JSON: Final = "json"
_CORE: Final = tuple(f"tag:yaml.org,2002:{kind}" for kind in ("int", "float", "bool", "null"))


class NotYaml(Exception):
    """The text is not YAML that is read here; ``reason`` goes on after its name."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(slots=True)
class Node:
    """A value with the place where it begins: ``index`` is the offset of its first character, ``end`` behind its last."""

    kind: Literal["scalar", "list", "map"]
    line: int
    column: int
    index: int
    end: int = 0
    text: str = ""
    style: str | None = None
    tag: str | None = None
    items: "list[Node]" = field(default_factory=list)
    members: "dict[str, tuple[Node, Node]]" = field(default_factory=dict)  # key and value
    weight: int = 1
    path: Path = ()  # where it stands in a JSON text that was read as nodes
    given: Any = None  # the value of such a scalar

    def get(self, *names: str) -> "Node | None":
        """Return the first member of ``names`` that the map has, None where it has none or this is no map."""
        return next((self.members[name][1] for name in names if name in self.members), None)

    @property
    def is_binary(self) -> bool:
        return self.tag in (_BINARY, "!binary")

    @property
    def string(self) -> str | None:
        """The characters of a scalar, whatever YAML makes of them; None of ``null`` and of what is no scalar."""
        if self.kind != "scalar" or (self.style == _JSON and self.given is None):
            return None
        return None if self._plain and self.value is None else self.text

    @property
    def _plain(self) -> bool:
        return self.style is None

    @property
    def value(self) -> Any:
        """The JSON value that this is: numbers exact, dates as text."""
        if self.kind == "map":
            return {name: one.value for name, (_, one) in self.members.items()}
        if self.kind == "list":
            return [one.value for one in self.items]
        if self.style == _JSON:
            return self.given
        if self.tag in _CORE:
            return _scalar(self.text)
        return _scalar(self.text) if self._plain and self.tag is None else self.text


def node_of_json(value: Any, path: Path = ()) -> Node:
    """Return a JSON value as nodes that know their path in it, in place of a line and column."""
    if isinstance(value, dict):
        node = Node("map", 1, 1, 0, path=path)
        for name, one in value.items():
            node.members[name] = Node("scalar", 1, 1, 0, text=name, style=_JSON), node_of_json(one, (*path, name))
        return node
    if isinstance(value, list):
        items = [node_of_json(one, (*path, place)) for place, one in enumerate(value)]
        return Node("list", 1, 1, 0, items=items, path=path)
    return Node("scalar", 1, 1, 0, text="" if value is None else str(value), style=_JSON, path=path, given=value)


def documents(text: str, lists: tuple[str, ...]) -> Iterator[tuple[Node, bool]]:
    """Yield each element of a top-level list that is named in ``lists``, True beside it; of a document without one the document.

    Raises NotYaml where the text is not YAML, too deep, or too large by its aliases.
    """
    import yaml

    reader = _Reader(text)
    try:
        yield from reader.documents(lists)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f" at line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise NotYaml(f"is not YAML{place}: {_first_line(error.problem)}; fix it there.") from None
    except yaml.YAMLError as error:
        raise NotYaml(f"is not YAML: {_first_line(getattr(error, 'reason', None))}; record it again.") from None


def _first_line(text: str | None) -> str:
    return (text or "it cannot be parsed").splitlines()[0]


class _Reader:
    def __init__(self, text: str) -> None:
        import yaml

        parser = getattr(yaml.cyaml, "CParser", None) if yaml.__with_libyaml__ else None
        self._parser: Any = parser(text) if parser else yaml.SafeLoader(text)
        self._anchors: dict[str, Node] = {}

    def documents(self, lists: tuple[str, ...]) -> Iterator[tuple[Node, bool]]:
        while (event := self._next()) is not None:
            if _is(event, "MappingStartEvent"):
                yield from self._top(event, lists)
            elif _is(event, "DocumentStartEvent"):
                self._anchors.clear()
            elif _is(event, "ScalarEvent", "SequenceStartEvent", "AliasEvent"):
                self._compose(event, 1)

    def _next(self) -> Any:
        return self._parser.get_event() if self._parser.check_event() else None

    def _top(self, start: Any, lists: tuple[str, ...]) -> Iterator[tuple[Node, bool]]:
        """Yield the elements of the lists of one document, then the document itself where it had none."""
        whole = _node("map", start)
        found = False
        while not _is(event := self._next(), "MappingEndEvent"):
            key = self._compose(event, 1)
            event = self._next()
            if key.text in lists and _is(event, "SequenceStartEvent"):
                found = True
                while not _is(event := self._next(), "SequenceEndEvent"):
                    yield self._compose(event, 3), True
            else:
                self._add(whole, key, self._compose(event, 2))
        whole.end = event.end_mark.index
        if not found:
            yield whole, False

    def _compose(self, event: Any, depth: int) -> Node:

        if depth > _DEEPEST:
            raise NotYaml(f"nests deeper than {_DEEPEST} levels at line {event.start_mark.line + 1}; leave it out.")
        if _is(event, "AliasEvent"):
            known = self._anchors.get(event.anchor)
            if known is None:
                raise NotYaml(
                    f"is not YAML at line {event.start_mark.line + 1}: the anchor of an alias is missing; fix it there."
                )
            return known
        if _is(event, "ScalarEvent"):
            node = _node("scalar", event)
            node.text, node.end = event.value, event.end_mark.index
            node.style = event.style or None
        elif _is(event, "SequenceStartEvent"):
            node = _node("list", event)
            while not _is(inner := self._next(), "SequenceEndEvent"):
                item = self._compose(inner, depth + 1)
                node.items.append(item)
                self._weigh(node, item)
            node.end = inner.end_mark.index
        else:
            node = _node("map", event)
            while not _is(inner := self._next(), "MappingEndEvent"):
                key = self._compose(inner, depth + 1)
                self._add(node, key, self._compose(self._next(), depth + 1))
            node.end = inner.end_mark.index
        if event.anchor is not None:
            self._anchors[event.anchor] = node
        return node

    def _add(self, node: Node, key: Node, value: Node) -> None:
        node.members[key.text] = key, value
        self._weigh(node, value)

    def _weigh(self, node: Node, inner: Node) -> None:
        node.weight += inner.weight
        if node.weight > _MOST_NODES:
            raise NotYaml(
                f"holds more than {_MOST_NODES:,} values near line {node.line}; leave it out.".replace(",", " ")
            )


def _is(event: Any, *names: str) -> bool:
    return type(event).__name__ in names


def _node(kind: Literal["scalar", "list", "map"], event: Any) -> Node:
    mark = event.start_mark
    tag = event.tag if event.tag not in (None, "!") else None
    node = Node(kind, mark.line + 1, mark.column + 1, mark.index, tag=tag)
    if tag is not None and kind == "scalar" and event.style is None:
        node.style = "'"  # what a tag names is never constructed: the characters are the value
    return node


def _scalar(text: str) -> Any:
    """Return what a plain scalar means in YAML 1.1, as PyYAML and Psych write it; what is not a JSON value stays text."""
    import yaml

    tag = _resolver().resolve(yaml.ScalarNode, text, (True, False))
    kind = tag.rpartition(":")[2]
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() in ("yes", "true", "on")
    if kind == "int":
        digits = text.replace("_", "").lstrip("+")
        return int(digits) if digits.lstrip("-").isdecimal() and len(digits) < 4000 else text
    if kind == "float":
        try:
            number = Decimal(text.replace("_", ""))
        except ArithmeticError:
            return text
        return number if number.is_finite() else text
    return text


def _resolver() -> Any:
    global _RESOLVER
    if _RESOLVER is None:
        from yaml.resolver import Resolver

        _RESOLVER = Resolver()
    return _RESOLVER


_RESOLVER: Any = None
