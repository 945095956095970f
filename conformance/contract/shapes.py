"""Build shapes from the schemas of one OpenAPI file (3.0, 3.1, 3.2), each once."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from conformance.contract.amendments import Amendment, amended
from conformance.contract.group import Branch, Group
from conformance.contract.openapi import OpenApiFile
from conformance.contract.shape import ANY, Defect, Keyword, Member, Nullness, Requirement, Shape
from conformance.wire.pointer import pointer_of

_ASSERTIONS: Final = (
    "enum", "const", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength",
    "maxLength", "pattern", "format", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties",
)  # fmt: skip
_OPEN_MAPS: Final = ("additionalProperties", "unevaluatedProperties")


@dataclass
class _Merge:
    """The leaves of a conjunction as they are gathered."""

    types: frozenset[str] = ANY
    type_pointer: str = ""
    keywords: list[Keyword] = field(default_factory=list)
    members: dict[str, list[str]] = field(default_factory=dict)
    deprecated: dict[str, str] = field(default_factory=dict)
    required: dict[str, str] = field(default_factory=dict)
    items: list[str] = field(default_factory=list)
    additional: list[str] = field(default_factory=list)
    additional_allowed: bool | None = None
    additional_pointer: str = ""
    groups: list[tuple[str, str, list[str]]] = field(default_factory=list)
    discriminators: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    default: list[Any] = field(default_factory=list)
    self_deprecated: str | None = None
    visited: set[str] = field(default_factory=set)


class Shapes:
    """The shapes of one file. Immutable to its users; shapes are remembered as they are built."""

    def __init__(self, file: OpenApiFile) -> None:
        self.original = file
        self._amended = amended(file)
        self.file = self._amended.file
        self.defects: dict[str, Defect] = {}
        self._built: dict[tuple[tuple[str, ...], frozenset[str]], Shape] = {}

    @property
    def amendments(self) -> tuple[str, ...]:
        """The places of the file that are judged by their intent, because an amendment says so."""
        own = self._amended
        return (*own.members, *own.nulls, *(f"{pointer}/{member}" for pointer, member in own.optional))

    def of(self, pointers: tuple[str, ...], without: frozenset[str] = frozenset()) -> Shape:
        """Return the conjunction of the schemas at ``pointers``; those at ``without`` are left out of it.

        A reference that leads nowhere accepts anything and is a defect.
        """
        key = (pointers, without)
        if key not in self._built:
            self._built[key] = self._build(pointers, without)
        return self._built[key]

    def _build(self, pointers: tuple[str, ...], without: frozenset[str]) -> Shape:
        merge = _Merge(visited=set(without))
        for pointer in pointers:
            self._gather(pointer, merge)
        groups = tuple(self._groups(merge))
        members = {name: self._member(found, merge.deprecated.get(name)) for name, found in merge.members.items()}
        declared = set(members).union(*(_branch_members(group) for group in groups)) if merge.required else set()
        required: dict[str, Requirement] = {}
        dropped: dict[str, Defect] = {}
        open_map = merge.additional_allowed is True or bool(merge.additional)
        for name, pointer in merge.required.items():
            needless = self._amended.optional.get((pointer, name))
            if needless is not None:
                defect = self._defect(pointer, needless.says(self.file.api_version))
                required[name] = Requirement(pointer, needless=defect)
            elif name in declared or open_map or not declared:
                required[name] = Requirement(pointer, self._waived(name, merge))
            else:
                dropped[name] = self._defect(pointer, f"`{name}` is required here and defined nowhere")
        return Shape(
            shapes=self,
            pointers=pointers,
            types=merge.types - {"null"},
            type_pointer=merge.type_pointer or pointers[0],
            null=self._nullness_of_all(pointers, without),
            keywords=tuple(merge.keywords),
            members=members,
            required=required,
            dropped=dropped,
            items_pointers=tuple(merge.items),
            additional_pointers=tuple(merge.additional),
            additional_allowed=merge.additional_allowed,
            additional_pointer=merge.additional_pointer,
            groups=groups,
            default=merge.default[-1] if merge.default else None,
            has_default=bool(merge.default),
            deprecated=merge.self_deprecated,
        )

    def resolve(self, pointer: str) -> str | None:
        """Follow ``$ref`` from ``pointer``; None where it leads nowhere, in a circle, or out of the file."""
        seen = set()
        while pointer not in seen:
            seen.add(pointer)
            try:
                node = self.file.at(pointer)
            except KeyError:
                return None
            if not isinstance(node, dict) or not isinstance(node.get("$ref"), str):
                return pointer
            if not node["$ref"].startswith("#/"):
                return None
            pointer = node["$ref"][1:]
        return None

    def _gather(self, pointer: str, merge: _Merge) -> None:
        if pointer in merge.visited:
            return
        merge.visited.add(pointer)
        try:
            node = self.file.at(pointer)
        except KeyError:
            self._defect(pointer, "a reference leads here, and nothing is here")
            return
        if not isinstance(node, dict):
            if node is False:
                merge.types, merge.type_pointer = frozenset(), pointer
            return
        if isinstance(node.get("$ref"), str):
            target = node["$ref"]
            if target.startswith("#/") and self.file.has(target[1:]):
                self._gather(target[1:], merge)
            else:
                self._defect(f"{pointer}/$ref", f"`{target}` leads nowhere")
        self._gather_own(pointer, node, merge)
        for index in range(len(node.get("allOf", ()))):
            self._gather(f"{pointer}/allOf/{index}", merge)

    def _gather_own(self, pointer: str, node: dict[str, Any], merge: _Merge) -> None:
        types = self._own_types(pointer, node)
        if types is not None and not merge.types <= types:
            merge.types = _intersection(merge.types, types)
            merge.type_pointer = f"{pointer}/type"
        extensible = bool(node.get("x-ms-enum", {}).get("modelAsString"))
        for name in _ASSERTIONS:
            if name in node and _can_speak(name, types):
                value = [node[name]] if name == "const" else node[name]
                if name in ("enum", "const"):
                    value = [entry for entry in value if entry is not None]
                keyword = Keyword("enum" if name == "const" else name, value, f"{pointer}/{name}", extensible)
                if not any(known.name == keyword.name and known.value == value for known in merge.keywords):
                    merge.keywords.append(keyword)
        for name, schema in node.get("properties", {}).items():
            place = f"{pointer}/properties{pointer_of((name,))}"
            merge.members.setdefault(name, []).append(place)
            if isinstance(schema, dict) and (flag := self._deprecation(place, schema)) is not None:
                merge.deprecated.setdefault(name, flag)
        if types is None or "object" in types:
            for name in node.get("required", ()) if isinstance(node.get("required"), list) else ():
                merge.required.setdefault(name, f"{pointer}/required")
        elif node.get("required"):
            self._defect(f"{pointer}/required", "members are required of what is no object")
        if "items" in node:
            merge.items.append(f"{pointer}/items")
        for name in _OPEN_MAPS:
            if name in node:
                merge.additional_pointer = f"{pointer}/{name}"
                if isinstance(node[name], dict) and node[name]:
                    merge.additional.append(f"{pointer}/{name}")
                elif merge.additional_allowed is not False:
                    merge.additional_allowed = node[name] is not False
        for kind in ("oneOf", "anyOf"):
            if node.get(kind):
                branches = self._branches(f"{pointer}/{kind}", len(node[kind]))
                if len(branches) == 1:
                    self._gather(branches[0], merge)
                else:
                    merge.groups.append((kind, f"{pointer}/{kind}", branches))
        if isinstance(node.get("discriminator"), dict) and "oneOf" not in node and "anyOf" not in node:
            mapping = node["discriminator"].get("mapping", {})
            tag = node["discriminator"].get("propertyName")
            if mapping and isinstance(tag, str):
                merge.discriminators.append((pointer, tag, mapping))
        if "default" in node:
            merge.default.append(node["default"])
        if node.get("deprecated") is True:
            merge.self_deprecated = f"{pointer}/deprecated"

    def _own_types(self, pointer: str, node: dict[str, Any]) -> frozenset[str] | None:
        """Return the types that the node itself allows, None where it does not say."""
        said = node.get("type")
        if said is None:
            return None
        types = frozenset([said] if isinstance(said, str) else said)
        if "null" in types and len(types) > 1:
            types -= {"null"}
        for index, part in enumerate(node.get("allOf", ())):
            # v1 says `type: object` beside an allOf whose only schema is an array: only null could pass.
            target = self.resolve(f"{pointer}/allOf/{index}")
            other = self.file.at(target).get("type") if target and isinstance(part, dict) else None
            if isinstance(other, str) and not _intersection(types, frozenset([other])):
                self._defect(f"{pointer}/type", f"`type` says {said}, and the schema in `allOf` says {other}")
                return None
        return types

    def _deprecation(self, pointer: str, schema: dict[str, Any]) -> str | None:
        if schema.get("deprecated") is True:
            return f"{pointer}/deprecated"
        target = self.resolve(pointer)
        if target and target != pointer and self.file.at(target).get("deprecated") is True:
            return f"{target}/deprecated"
        return None

    def _groups(self, merge: _Merge) -> Iterator[Group]:
        for kind, pointer, places in merge.groups:
            shapes = [self.of((place,)) for place in places]
            tag = _tag_of(shapes)
            tags = [_tag_value(shape, tag) for shape in shapes]
            if tag is None:
                tag, tags = self._tags_of_subtypes(places)
            branches = tuple(Branch(shape, value) for shape, value in zip(shapes, tags, strict=True))
            yield Group("oneOf" if kind == "oneOf" else "anyOf", pointer, branches, tag)
        for pointer, tag, mapping in merge.discriminators:
            base = frozenset(merge.visited)
            subtypes: list[Branch] = []
            merged: list[
                Branch
            ] = []  # a subtype that the conjunction holds already: an instance is that one and no other
            for value, reference in mapping.items():
                target = reference[1:] if reference.startswith("#/") else f"/components/schemas/{reference}"
                if not self.file.has(target):
                    self._defect(
                        f"{pointer}/discriminator/mapping{pointer_of((value,))}", f"`{reference}` leads nowhere"
                    )
                    continue
                (merged if target in base else subtypes).append(Branch(self.of((target,), base), value))
            subtypes = merged or subtypes
            listed = self.of(tuple(merge.members[tag])).listed if tag in merge.members else None
            if listed is not None and not any(branch.tag in listed for branch in subtypes):
                continue  # a subtype that the mapping forgot, as v1 forgot `api_key`: nothing more to choose
            if subtypes:
                yield Group("discriminator", f"{pointer}/discriminator", tuple(subtypes), tag)

    def _branches(self, pointer: str, count: int) -> list[str]:
        """Return the alternatives that matter: null is looked after elsewhere, and what another includes adds nothing."""
        places = [f"{pointer}/{index}" for index in range(count)]
        places = [place for place in places if not self._only_null(place)]
        nodes = [(place, self.file.at(target)) for place in places if (target := self.resolve(place))]
        for place, node in nodes:
            # A string beside an enum of strings: the generator's way to say that the enum is open.
            if set(node) == {"type"} and all(other.get("type") == node["type"] for _, other in nodes):
                return [place]
        return places

    def _tags_of_subtypes(self, places: list[str]) -> tuple[str | None, list[str | None]]:
        """Return tag and values where every alternative names its own through ``x-ms-discriminator-value``."""
        values: list[str | None] = []
        tag = None
        for place in places:
            target = self.resolve(place)
            node = self.file.at(target) if target else {}
            values.append(node.get("x-ms-discriminator-value"))
            for part in node.get("allOf", ()):
                base = part.get("$ref", "#")[1:]
                if self.file.has(base) and "discriminator" in self.file.at(base):
                    tag = self.file.at(base)["discriminator"].get("propertyName")
        if tag is None or None in values or len(set(values)) != len(values):
            return None, [None] * len(places)
        return tag, values

    def _only_null(self, pointer: str) -> bool:
        target = self.resolve(pointer)
        node = self.file.at(target) if target else {}
        return isinstance(node, dict) and (node.get("type") == "null" or node.get("enum") == [None])

    def _member(self, pointers: list[str], deprecated: str | None) -> Member:
        added = self._amended.members
        amendment = next((added[pointer] for pointer in pointers if pointer in added), None)
        defect = self._amendment_defect(pointers[0], amendment) if amendment else None
        return Member(tuple(pointers), deprecated, defect)

    def _amendment_defect(self, pointer: str, amendment: Amendment) -> Defect:
        return self._defect(pointer.rpartition("/")[0], amendment.says(self.file.api_version))

    def _waived(self, name: str, merge: _Merge) -> str | None:
        return next(
            (
                amendment.member
                for pointer, amendment in self._amended.members.items()
                if amendment.instead_of == name and pointer in merge.members.get(amendment.member, ())
            ),
            None,
        )

    def _nullness_of_all(self, pointers: tuple[str, ...], without: frozenset[str]) -> Nullness:
        verdicts = [self._nullness(pointer, set(without)) for pointer in pointers]
        if not all(verdict.accepted for verdict in verdicts):
            return Nullness(False)
        return next((verdict for verdict in verdicts if verdict.defect), Nullness(True))

    def _nullness(self, pointer: str, seen: set[str]) -> Nullness:
        """Say whether null is accepted at ``pointer``: ``nullable`` anywhere is meant, whatever stands beside it."""
        if pointer in seen or not self.file.has(pointer):
            return Nullness(True)
        if pointer in self._amended.nulls:
            return Nullness(True, self._defect(pointer, self._amended.nulls[pointer].says(self.file.api_version)))
        seen = seen | {pointer}
        node = self.file.at(pointer)
        if not isinstance(node, dict):
            return Nullness(node is not False)
        by_letter = self._null_by_letter(pointer, node, seen)
        if node.get("nullable") is not True:
            return by_letter
        if self.file.is_31:
            if by_letter.accepted and not by_letter.defect:
                return by_letter
            return Nullness(
                True, self._defect(f"{pointer}/nullable", f"OpenAPI {self.file.openapi} knows no `nullable`")
            )
        if "$ref" in node:
            return Nullness(
                True, self._defect(f"{pointer}/nullable", "OpenAPI 3.0 ignores what stands beside a `$ref`")
            )
        if "enum" in node and None not in node["enum"]:
            return Nullness(True, self._defect(f"{pointer}/enum", "the enum is nullable and does not list null"))
        return Nullness(True)

    def _null_by_letter(self, pointer: str, node: dict[str, Any], seen: set[str]) -> Nullness:
        verdicts: list[Nullness] = []
        said = node.get("type")
        if said is not None:
            verdicts.append(Nullness(said == "null" or (isinstance(said, list) and "null" in said)))
        if "enum" in node:
            verdicts.append(Nullness(None in node["enum"]))
        if isinstance(node.get("$ref"), str) and node["$ref"].startswith("#/"):
            verdicts.append(self._nullness(node["$ref"][1:], seen))
        verdicts.extend(self._nullness(f"{pointer}/allOf/{index}", seen) for index in range(len(node.get("allOf", ()))))
        for kind in ("oneOf", "anyOf"):
            if node.get(kind):
                branches = [self._nullness(f"{pointer}/{kind}/{index}", seen) for index in range(len(node[kind]))]
                accepting = [branch for branch in branches if branch.accepted]
                verdicts.append(min(accepting, key=lambda branch: branch.defect is not None, default=Nullness(False)))
        if not all(verdict.accepted for verdict in verdicts):
            return Nullness(False)
        return next((verdict for verdict in verdicts if verdict.defect), Nullness(True))

    def _defect(self, pointer: str, message: str) -> Defect:
        return self.defects.setdefault(pointer, Defect(pointer, message))


def _intersection(left: frozenset[str], right: frozenset[str]) -> frozenset[str]:
    common = left & right
    if ("integer" in left and "number" in right) or ("number" in left and "integer" in right):
        common |= {"integer"}
    return common


def _can_speak(name: str, types: frozenset[str] | None) -> bool:
    """Whether assertion ``name`` can say anything of values of ``types``: ``minimum`` of an array cannot."""
    if types is None or name in ("enum", "const", "format"):
        return True
    if name in ("minItems", "maxItems", "uniqueItems"):
        return "array" in types
    if name in ("minLength", "maxLength", "pattern"):
        return "string" in types
    if name in ("minProperties", "maxProperties"):
        return "object" in types
    return bool(types & {"integer", "number"})


def _branch_members(group: Group) -> set[str]:
    return {name for branch in group.branches for shape in branch.shape.all_shapes() for name in shape.members}


def _tag_of(shapes: list[Shape]) -> str | None:
    """Return the member that has one allowed value, another one in each branch that is an object; None without one."""
    objects = [shape for shape in shapes if "object" in shape.types]
    if len(objects) < 2:
        return None
    for name in objects[0].members:
        values = [_tag_value(shape, name) for shape in objects]
        if None not in values and len(set(values)) == len(values):
            return name
    return None


def _tag_value(shape: Shape, name: str | None) -> str | None:
    member = shape.member(name) if name is not None else None
    if member is None or member.listed is None or len(member.listed) != 1 or not isinstance(member.listed[0], str):
        return None
    return str(member.listed[0])
