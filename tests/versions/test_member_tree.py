"""The tree of members: nothing is left out, each cell says what the matrix says, and its lines are the file's."""

from collections.abc import Iterator
from copy import deepcopy
from functools import cache

import pytest

from conformance.contract.catalog import catalog
from conformance.contract.contract import Contract, contract
from conformance.contract.openapi import OpenApiFile
from conformance.contract.shape import Shape
from conformance.contract.shapes import Shapes
from conformance.versions.declared import payload_shape
from conformance.versions.facts import facts_of
from conformance.versions.member_path import ANY_MEMBER, ELEMENT, PARTS, MemberPath, Steps, read_member_path
from conformance.versions.member_tree import Saying, TreeMember, tree_members
from conformance.versions.version_groups import VersionGroup
from tests.versions.everything import GROUPS, tree


@cache
def by_path() -> dict[MemberPath, TreeMember]:
    return {member.path: member for member in tree().members}


def saying(path: str, api_version: str) -> Saying | None:
    place = next(place for place, group in enumerate(tree().groups) if api_version in group.api_versions)
    return by_path()[read_member_path(path)].sayings[place]


def every_place(shapes: list[Shape], steps: Steps) -> Iterator[Steps]:
    """Yield each place that any branch of ``shapes`` has, whatever chooses it."""
    below: dict[str, list[Shape]] = {}
    for shape in (one for top in shapes for one in top.all_shapes()):
        found = {name: shape.member(name) for name in shape.members}
        for step, one in (*found.items(), (ELEMENT, shape.items), (ANY_MEMBER, shape.additional)):
            if one is not None:
                below.setdefault(step, []).append(one)
    for step, ones in below.items():
        yield (*steps, step)
        yield from every_place(list(dict.fromkeys(ones)), (*steps, step))


@pytest.mark.parametrize("place", range(len(GROUPS)))
def test_every_member_at_every_depth_has_a_cell_and_no_other(place: int) -> None:
    described = tree().groups[place].contract
    wanted = {
        MemberPath(part, steps)
        for part in PARTS
        if (shape := payload_shape(described, part)) is not None
        for steps in every_place([shape], ())
    }
    assert {member.path for member in tree().members if member.sayings[place] is not None} == wanted


@pytest.mark.parametrize("place", range(0, len(GROUPS), 7))
def test_a_cell_says_what_is_said_of_its_member_alone(place: int) -> None:
    for member in tree().members:
        told = member.sayings[place]
        assert (told and told.facts) == facts_of(tree().groups[place].contract, member.path)


def test_the_lines_of_a_cell_are_those_of_the_file() -> None:
    for place in (4, -1):
        lines = tree().groups[place].contract.shapes.original.text.splitlines()
        for passage in (one for member in tree().members if (s := member.sayings[place]) for one in s.passages):
            for number, shown in enumerate(passage.text.splitlines()):
                assert lines[passage.line - 1 + number].strip() == shown.strip()


def test_the_lines_of_a_member_declare_it_and_say_what_it_refers_to_and_what_requires_it() -> None:
    content = saying("request.messages", "2024-10-21")
    assert content is not None
    declared, required = content.passages
    assert declared.text.startswith('"messages": {') and declared.file == "spec/2024-10-21/inference.json"
    assert required.text.startswith('"required": [')
    grammar = saying("request.parallel_tool_calls", "v1")
    assert grammar is not None and [one.text.split(":")[0] for one in grammar.passages] == [
        '"parallel_tool_calls"', '"OpenAI.ParallelToolCalls"',
    ]  # fmt: skip


def test_a_long_schema_is_cut_and_says_how_much_of_it_is_left_out() -> None:
    choices = saying("response.choices", "v1")
    assert choices is not None
    (passage,) = [one for one in choices.passages if one.omitted]
    assert len(passage.text.splitlines()) == 40


@pytest.mark.parametrize(
    ("path", "api_version", "where"),
    [
        ("request.messages[].tool_call_id", "2024-10-21", {"request.messages[].role": ("tool",)}),
        ("request.messages[].content", "2024-10-21", {}),
        ("request.messages[].role", "2024-10-21", {}),
        (
            "request.tools[].custom.format.grammar",
            "v1-2026-01-28",
            {"request.tools[].custom.format.type": ("grammar",)},
        ),
        ("request.seed", "2024-10-21", {}),
    ],
)
def test_a_member_of_some_branches_says_where_it_is_declared(
    path: str, api_version: str, where: dict[str, tuple[object, ...]]
) -> None:
    told = saying(path, api_version)
    assert told is not None
    assert {str(one.path): one.values for one in told.only_where} == where


def test_a_member_that_the_file_forgot_says_how_it_is_known_and_has_no_lines() -> None:
    told = saying("request.stream_options", "2024-10-21")
    assert told is not None and told.facts.forgotten and told.passages == ()
    assert "griptape-ai/griptape#1640" in told.defects[0]


def test_a_schema_that_holds_itself_comes_to_an_end() -> None:
    file = catalog().file("2023-05-15")
    properties = contract("2023-05-15").operation.request.shape.member("n")
    assert properties is not None
    changed = deepcopy(file.tree)
    knotted = OpenApiFile("2023-05-15", file.name, file.text, changed)
    knotted.at(properties.pointers[0].rpartition("/")[0])["knot"] = {"$ref": "#/components/schemas/knot"}
    changed["components"].setdefault("schemas", {})["knot"] = {
        "type": "object",
        "properties": {"inner": {"$ref": "#/components/schemas/knot"}, "leaf": {"type": "string"}},
    }
    group = VersionGroup(("2023-05-15",), Contract("2023-05-15", Shapes(knotted)))
    found = {str(one.path): one.repeats for one in tree_members([group]) if "knot" in one.path.steps}
    assert {path for path, repeats in found.items() if repeats} == {"request.knot.inner.inner"}
    assert set(found) == {"request.knot", "request.knot.inner", "request.knot.leaf"} | {
        "request.knot.inner.inner", "request.knot.inner.leaf",
    }  # fmt: skip


def test_contracts_are_those_of_the_catalog() -> None:
    names = [name for group in tree().groups for name in group.api_versions]
    assert sorted(names) == sorted(catalog().with_chat)
    assert all(group.contract is contract(group.api_versions[0]) for group in tree().groups)
