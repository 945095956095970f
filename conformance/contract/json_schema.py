"""Compile shapes to JSON Schema 2020-12, in which every keyword knows the place of the file that it comes from.

Branches become ``if``/``then`` by type or tag, so that an error stands at its own place and not at the ``oneOf``.
The *strict* form accepts only what no rule has anything to say about: no undeclared or deprecated member, no
extension of an enum, no null that only the intent allows. What it accepts needs no second look. The *intended* form is
strict but for what the file itself gets wrong or calls deprecated: of the many chunks of a stream, one tells that.
"""

from dataclasses import dataclass
from typing import Any, Final

from conformance.contract.group import Branch, Group, spelled
from conformance.contract.shape import ANY, Keyword, Shape

# OpenAPI's formats of integers (OpenAPI 3.0.3, section 4.4); the v1 files round int64's bounds, so the format decides.
INTEGER_FORMATS: Final = {"int32": (-(2**31), 2**31 - 1), "int64": (-(2**63), 2**63 - 1)}
_LOWER: Final = frozenset({"minimum", "exclusiveMinimum", "minItems", "minLength", "minProperties"})
_UPPER: Final = frozenset({"maximum", "exclusiveMaximum", "maxItems", "maxLength", "maxProperties"})
# Keywords that lead to no other schema.
_SMALL: Final = _LOWER | _UPPER | {"type", "enum", "pattern", "format", "multipleOf", "uniqueItems"}

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a compiled keyword comes from; ``subtype``: only a discriminator leads there, ``extensible``: an open enum."""

    pointer: str
    subtype: bool = False
    extensible: bool = False


@dataclass(frozen=True)
class Compiled:
    """A JSON Schema 2020-12 document and the origin of each keyword, by its path of tokens in the document."""

    schema: Json
    origins: dict[tuple[str | int, ...], Origin]


def compile_shape(shape: Shape, strict: bool = False, intended: bool = False) -> Compiled:
    """Return ``shape`` as one JSON Schema document; ``intended`` goes with ``strict``."""
    compiler = _Compiler(strict, intended)
    root = compiler.reference(shape, subtype=False)
    document: Json = {"$schema": "https://json-schema.org/draft/2020-12/schema", **root, "$defs": compiler.definitions}
    return Compiled(document, compiler.origins)


class _Compiler:
    def __init__(self, strict: bool, intended: bool) -> None:
        self.strict = strict
        self.letter = strict and not intended
        self.definitions: dict[str, Json] = {}
        self.origins: dict[tuple[str | int, ...], Origin] = {}
        self._names: dict[tuple[Shape, bool], str] = {}

    def reference(self, shape: Shape, subtype: bool, closed: bool = True) -> Json:
        key = (shape, subtype if closed else None)  # an unclosed shape exists in the strict form only
        name = self._names.get(key)  # type: ignore[arg-type]
        if name is None:
            name = f"s{len(self._names)}"
            self._names[key] = name  # type: ignore[index]
            self.definitions[name] = {}
            self.definitions[name].update(self._definition(shape, subtype, ("$defs", name), closed))
        if self.strict and _SMALL.issuperset(self.definitions[name] or {"": None}):
            return self.definitions[name]  # no keyword is asked for its place there, and a reference takes time
        return {"$ref": f"#/$defs/{name}"}

    def _definition(self, shape: Shape, subtype: bool, place: tuple[str | int, ...], closed: bool) -> Json:
        def note(keyword: tuple[str | int, ...], pointer: str, extensible: bool = False) -> None:
            self.origins[(*place, *keyword)] = Origin(pointer, subtype, extensible)

        schema: Json = {}
        parts: list[Json] = []
        null = shape.null.accepted and not (self.letter and shape.null.defect is not None)
        types, type_pointer = _types(shape)
        if types != ANY or not null:
            schema["type"] = sorted(spelled(types)) + (["null"] if null else [])
            note(("type",), type_pointer)
        for keyword in tightest(shape.keywords):
            value = [*keyword.value, None] if keyword.name == "enum" and null else keyword.value
            schema[keyword.name] = value
            note((keyword.name,), keyword.pointer, keyword.extensible)
        if shape.members:
            schema["properties"] = {name: self._property(shape, name, subtype) for name in shape.members}
        self._require(shape, schema, parts, note)
        if shape.items is not None:
            schema["items"] = self.reference(shape.items, subtype)
        if shape.additional is not None:
            schema["additionalProperties"] = self.reference(shape.additional, subtype)
        elif shape.additional_allowed is False and not any("object" in group.types for group in shape.groups):
            schema["additionalProperties"] = False
            note(("additionalProperties",), shape.additional_pointer)
        elif self.strict and closed and not shape.open and not _object_groups(shape):
            schema["additionalProperties"] = False
        for group in shape.groups:
            self._group(shape, group, subtype, parts, place, closed)
        if parts:
            schema["allOf"] = parts
        return schema

    def _property(self, shape: Shape, name: str, subtype: bool) -> Json | bool:
        member = shape.members[name]
        if self.letter and (member.deprecated or member.defect):
            return False
        return self.reference(shape.shapes.of(member.pointers), subtype)

    def _require(self, shape: Shape, schema: Json, parts: list[Json], note: Any) -> None:
        names = [
            name
            for name, requirement in shape.required.items()
            if requirement.unless is None and (self.letter or requirement.needless is None)
        ]
        if self.letter:
            names += shape.dropped
        if names:
            schema["required"] = names
            for name in names:
                if name in shape.required:
                    note(("required", name), shape.required[name].pointer)
        for name, requirement in shape.required.items():
            if requirement.unless is not None:
                note(("allOf", len(parts), "else", "required", name), requirement.pointer)
                parts.append({"if": {"required": [requirement.unless]}, "then": {}, "else": {"required": [name]}})

    def _group(
        self,
        shape: Shape,
        group: Group,
        subtype: bool,
        parts: list[Json],
        place: tuple[str | int, ...],
        closed: bool,
    ) -> None:
        objects = group.for_type("object")
        if group.by_tag:
            self._tagged(shape, group, subtype, parts, place, closed)
        for branch in group.alone:
            close = self.strict and closed and branch in objects
            schema = self.reference(branch.shape, subtype, closed=not close)
            if close:
                schema = {"allOf": [schema, _closer(shape, branch)]}
            parts.append({"if": {"type": sorted(spelled(branch.shape.types))}, "then": schema})
        several = [branch for branch in group.by_type if branch not in group.alone]
        if several:
            types = sorted(spelled(frozenset().union(*(branch.shape.types for branch in several))))
            self.origins[(*place, "allOf", len(parts), "then", group.kind)] = Origin(group.pointer, subtype)
            choice: Json = {group.kind: [self.reference(branch.shape, subtype, closed=False) for branch in several]}
            if self.strict and any(branch in objects for branch in several):
                choice = {"not": {}}
            parts.append({"if": {"type": types}, "then": choice})

    def _tagged(
        self,
        shape: Shape,
        group: Group,
        subtype: bool,
        parts: list[Json],
        place: tuple[str | int, ...],
        closed: bool,
    ) -> None:
        tag = group.tag or ""
        discriminating = group.kind == "discriminator"
        below = subtype or discriminating
        at = (*place, "allOf", len(parts), "then")
        chosen: Json = {}
        known = shape.member(tag)
        listed = known.listed if known else None
        if listed is None or not set(listed) <= set(group.tags):
            chosen["properties"] = {tag: {"enum": list(group.tags)}}
            origin = f"{group.pointer}/mapping" if discriminating else group.pointer
            self.origins[(*at, "properties", tag, "enum")] = Origin(origin, below)
        tagged = [branch for branch in group.branches if branch.tag is not None]
        needed = [branch.shape.required[tag] for branch in tagged if tag in branch.shape.required]
        if tag not in shape.required and len(needed) == len(tagged):
            chosen["required"] = [tag]
            self.origins[(*at, "required", tag)] = Origin(needed[0].pointer, subtype)
        if self.strict:
            chosen.update(self._chain(shape, tag, tagged, below, closed))
            parts.append(chosen if shape.types == {"object"} else {"if": {"type": "object"}, "then": chosen})
            return
        chosen["allOf"] = [
            {"if": _names(tag, branch), "then": self.reference(branch.shape, below)} for branch in tagged
        ]
        parts.append({"if": {"type": "object"}, "then": chosen})

    def _chain(self, shape: Shape, tag: str, branches: list[Branch], subtype: bool, closed: bool) -> Json:
        """Return the branches as one ``if`` in the other's ``else``: the first that the tag names is the last looked at."""
        chain: Json = {"not": {}}
        for branch in reversed(branches):
            then = self.reference(branch.shape, subtype, closed=not closed)
            if closed and not shape.open:
                then = self._closed(then, _closer(shape, branch))
            chain = {"if": _names(tag, branch), "then": then, "else": chain}
        return chain

    def _closed(self, reference: Json, closer: Json) -> Json:
        """Return what ``reference`` leads to with what ``closer`` adds, in one object where neither is in the other's way."""
        definition = self.definitions[reference["$ref"].rpartition("/")[2]] if "$ref" in reference else reference
        if "additionalProperties" in definition or not definition or "properties" not in closer:
            return {"allOf": [reference, closer]}
        properties = {**closer["properties"], **definition.get("properties", {})}
        return {**definition, "properties": properties, "additionalProperties": False}


def _names(tag: str, branch: Branch) -> Json:
    """Return a test whether the tag of an object names ``branch``."""
    return {"properties": {tag: {"const": branch.tag}}, "required": [tag]}


def _object_groups(shape: Shape) -> list[Group]:
    return [group for group in shape.groups if group.for_type("object")]


def _closer(shape: Shape, branch: Branch) -> Json:
    """Return a schema that lets pass only what the shape or one of its branches declares."""
    if branch.shape.open and not branch.shape.declares_members and not shape.members:
        return {}
    if len(_object_groups(shape)) > 1 or _object_groups(branch.shape):
        return {"not": {}}
    if branch.shape.additional_allowed or branch.shape.additional_pointers:
        return {}
    names = dict.fromkeys((*shape.members, *branch.shape.members), True)
    return {"properties": names, "additionalProperties": False}


def _types(shape: Shape) -> tuple[frozenset[str], str]:
    """Return the types that shape and its groups allow together, and the place that says so."""
    types, pointer = shape.types, shape.type_pointer
    for group in shape.groups:
        if group.kind != "discriminator" and not types <= group.types:
            types, pointer = types & group.types, group.pointer
    return types, pointer


def tightest(keywords: tuple[Keyword, ...]) -> list[Keyword]:
    """Return one keyword a name: of several bounds the tightest, of several enums what they have in common."""
    kept: dict[str, Keyword] = {}
    for keyword in keywords:
        if keyword.name == "format":
            for bound in _bounds_of(keyword):
                kept[bound.name] = _tighter(kept[bound.name], bound) if bound.name in kept else bound
        elif keyword.name in kept:
            kept[keyword.name] = _tighter(kept[keyword.name], keyword)
        else:
            kept[keyword.name] = keyword
    return list(kept.values())


def _bounds_of(keyword: Keyword) -> list[Keyword]:
    if keyword.value not in INTEGER_FORMATS:
        return []  # the other formats are annotations, as JSON Schema 2020-12 has it
    low, high = INTEGER_FORMATS[keyword.value]
    return [Keyword("minimum", low, keyword.pointer), Keyword("maximum", high, keyword.pointer)]


def _tighter(left: Keyword, right: Keyword) -> Keyword:
    if left.name == "enum":
        common = [value for value in left.value if value in right.value]
        return Keyword("enum", common, left.pointer, left.extensible and right.extensible)
    if left.name in _LOWER:
        return left if left.value >= right.value else right
    if left.name in _UPPER:
        return left if left.value <= right.value else right
    return left


def bounds(shape: Shape) -> tuple[int | None, int | None]:
    """Return the smallest and largest integer that ``shape`` takes, exactly; None where it does not say."""
    found = {keyword.name: keyword.value for keyword in tightest(shape.keywords)}
    return found.get("minimum"), found.get("maximum")
