"""Make instances of a shape: sound ones by chance, and one for every way through its branches."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from conformance.contract.json_schema import tightest
from conformance.contract.shape import Keyword, Member, Shape

_DEEP = 7  # from here on only what is required is filled in: some schemas hold themselves


@dataclass(frozen=True)
class Way:
    """One way through the branches of a shape: the shapes that apply together, and the tags that choose them."""

    applying: tuple[Shape, ...]
    tags: dict[str, str] = field(default_factory=dict)
    subtype: bool = False

    @property
    def types(self) -> frozenset[str]:
        types = self.applying[0].types
        for shape in self.applying[1:]:
            types = _common(types, shape.types)
        return types - {"integer"} if "number" in types else types

    @property
    def keywords(self) -> dict[str, Keyword]:
        return {k.name: k for k in tightest(tuple(k for shape in self.applying for k in shape.keywords))}

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for shape in self.applying for name in shape.required))

    @property
    def members(self) -> dict[str, list[Member]]:
        found: dict[str, list[Member]] = {}
        for shape in self.applying:
            for name, member in shape.members.items():
                found.setdefault(name, []).append(member)
        return found

    def member(self, name: str) -> Shape | None:
        """Return what member ``name`` has to be for every shape that declares it."""
        owners = self.members.get(name, [])
        pointers = tuple(dict.fromkeys(pointer for owner in owners for pointer in owner.pointers))
        return self.applying[0].shapes.of(pointers) if pointers else None

    def items(self) -> Shape | None:
        pointers = tuple(dict.fromkeys(pointer for shape in self.applying for pointer in shape.items_pointers))
        return self.applying[0].shapes.of(pointers) if pointers else None

    def additional(self) -> Shape | None:
        return next((shape.additional for shape in self.applying if shape.additional is not None), None)


def ways(shape: Shape) -> Iterator[Way]:
    """Yield each way through the branches of ``shape``: every branch once, the first of the other groups beside it."""
    chosen = [[_within(group.tag, branch.tag, group.kind, way) for branch in group.branches for way in ways(branch.shape)]
              for group in shape.groups]  # fmt: skip
    if not chosen:
        yield Way((shape,))
        return
    for index, options in enumerate(chosen):
        for option in options if index == 0 else options[1:]:
            others = [other[0] for place, other in enumerate(chosen) if place != index]
            parts = [option, *others]
            yield Way(
                (shape, *(one for part in parts for one in part.applying)),
                {name: value for part in parts for name, value in part.tags.items()},
                any(part.subtype for part in parts),
            )


def _within(tag: str | None, value: str | None, kind: str, way: Way) -> Way:
    tags = {tag: value} if tag is not None and value is not None else {}
    return Way(way.applying, {**tags, **way.tags}, way.subtype or kind == "discriminator")


@dataclass(frozen=True)
class Maker:
    """Makes sound instances; ``richness`` is how many of the optional members are there (0 to 1).

    With ``plain`` nothing deprecated, amended or extended is in them: a rule has nothing to say.
    """

    chance: random.Random
    richness: float = 0.5
    plain: bool = True

    def make(self, shape: Shape, depth: int = 0) -> Any:
        if shape.null.accepted and not (self.plain and shape.null.defect) and self.chance.random() < 0.05:
            return None
        possible = [way for way in ways(shape) if way.types]
        return self.along(self.chance.choice(possible), depth)

    def along(self, way: Way, depth: int = 0) -> Any:
        keywords = way.keywords
        if "enum" in keywords:
            return self.chance.choice(keywords["enum"].value)
        kind = self.chance.choice(sorted(way.types & {"object"} or way.types))
        return _MAKE[kind](self, way, depth)

    def _object(self, way: Way, depth: int) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for name, owners in way.members.items():
            wanted = name in way.required or (self.chance.random() < self.richness and depth < _DEEP)
            remarkable = any(owner.deprecated or owner.defect for owner in owners)
            if name in way.tags:
                made[name] = way.tags[name]
            elif wanted and not (remarkable and self.plain):
                made[name] = self.make(self._shape(way, name), depth + 1)
        if not self.plain:
            return made
        made |= {name: "kept" for shape in way.applying for name in shape.dropped}
        if all(shape.open for shape in way.applying) and depth < _DEEP:
            additional = way.additional()
            made["anything"] = self.make(additional, depth + 1) if additional is not None else {"at": ["all"]}
        return made

    @staticmethod
    def _shape(way: Way, name: str) -> Shape:
        shape = way.member(name)
        assert shape is not None
        return shape

    def _array(self, way: Way, depth: int) -> list[Any]:
        least = way.keywords["minItems"].value if "minItems" in way.keywords else 0
        items = way.items()
        count = max(least, 1 if depth < _DEEP else 0)
        return [self.make(items, depth + 1) if items is not None else "any" for _ in range(count)]

    def _number(self, way: Way, _: int) -> int:
        low = way.keywords["minimum"].value if "minimum" in way.keywords else -5
        high = way.keywords["maximum"].value if "maximum" in way.keywords else max(low, 100)
        return int(self.chance.choice((low, high, min(high, low + 1))))

    def _string(self, way: Way, _: int) -> str:
        if "format" in {keyword.name for shape in way.applying for keyword in shape.keywords}:
            return "https://example.org/a"
        return self.chance.choice(("text", "", "é\U0001f600"))

    def _boolean(self, _: Way, __: int) -> bool:
        return self.chance.random() < 0.5


_MAKE: dict[str, Callable[[Maker, Way, int], Any]] = {
    "object": Maker._object,
    "array": Maker._array,
    "integer": Maker._number,
    "number": Maker._number,
    "string": Maker._string,
    "boolean": Maker._boolean,
}


def _common(left: frozenset[str], right: frozenset[str]) -> frozenset[str]:
    integer = (
        "integer" if ("number" in left and "integer" in right) or ("integer" in left and "number" in right) else None
    )
    return (left & right) | (frozenset({integer}) if integer else frozenset())
