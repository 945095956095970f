"""What the page about api-versions is made of: one value that is written as JSON, in which everything stands once."""

import json
from collections.abc import Hashable, Sequence
from typing import Any, Final

from conformance.contract.catalog import Catalog
from conformance.reports.versions_matrix import words_of
from conformance.versions.every_pair import changes_of_pairs
from conformance.versions.facts import MemberFacts
from conformance.versions.member_path import MemberPath
from conformance.versions.member_tree import MemberTree, OnlyWhere, Saying
from conformance.versions.passages import Passage
from conformance.versions.version_groups import VersionGroup


class Table:
    """Values by number: each once, in the order in which they were met."""

    def __init__(self) -> None:
        self._numbers: dict[Hashable, int] = {}
        self.rows: list[Any] = []

    def number(self, row: Any) -> int:
        """Return the number of ``row``, a value that JSON can say."""
        key = json.dumps(row)
        if key not in self._numbers:
            self._numbers[key] = len(self.rows)
            self.rows.append(row)
        return self._numbers[key]


def versions_data(known: Catalog, tree: MemberTree) -> tuple[dict[str, Any], dict[MemberPath, int]]:
    """Return the page's JSON, and the members by their path with the place that each has in it.

    The JSON holds the versions, the tree of members with a cell for each group of equal versions, and what changed in
    each pair.

    ``members``: ``[place of what holds it or -1, payload, step, cells, whether it repeats]``; a cell is 0 where nothing
    is declared, else the number of a row of ``cells`` plus one: ``[saying, line, text, line, text, …]``. ``pairs``: at
    ``groups * before + after`` the numbers of ``changes``: ``[member, payload, whom it breaks, sentence, kind]``.
    """
    groups = tree.groups
    tables = _Tables()
    places: dict[MemberPath, int] = {}
    members: list[list[Any]] = []
    for member in tree.members:
        above = MemberPath(member.path.part, member.path.steps[:-1])
        places[member.path] = len(members)
        cells = [tables.cell(saying) for saying in member.sayings]
        part = None if above.steps else member.path.part
        members.append([places.get(above, -1), part, member.path.steps[-1], cells, int(member.repeats)])
    facts = {
        "versions": _versions(known, groups),
        "groups": len(groups),
        "sayings": tables.sayings.rows,
        "texts": tables.texts.rows,
        "cells": tables.cells.rows,
        "members": members,
        **_pairs(groups, places),
    }
    return facts, places


class _Tables:
    def __init__(self) -> None:
        self.sayings, self.texts, self.cells = Table(), Table(), Table()

    def cell(self, saying: Saying | None) -> int:
        """Return the number of the cell plus one, 0 for a member that is not declared."""
        if saying is None:
            return 0
        passages = [one for passage in saying.passages for one in (passage.line, self._text(passage))]
        return self.cells.number([self.sayings.number(_said(saying)), *passages]) + 1

    def _text(self, passage: Passage) -> int:
        return self.texts.number([passage.text, passage.omitted])


def _said(saying: Saying) -> dict[str, Any]:
    facts = saying.facts
    found: dict[str, Any] = {
        "words": "not declared, yet the service takes it" if facts.forgotten else ", ".join(words_of(facts)),
        "short": _short(facts),
    }
    if facts.required:
        found["required"] = 1
    if facts.deprecated:
        found["deprecated"] = 1
    if facts.forgotten:
        found["forgotten"] = 1
        found["why"] = list(saying.defects)
    if facts.constraints.get("enum"):
        found["values"] = facts.constraints["enum"]
    if facts.requires:
        found["requires"] = list(facts.requires)
    if saying.only_where:
        found["where"] = [_where(one) for one in saying.only_where]
    return found


_SHORT: Final = {"boolean": "bool", "string": "str", "integer": "int", "number": "num", "array": "arr", "object": "obj"}


def _short(facts: MemberFacts) -> str:
    return "|".join(_SHORT[name] for name in facts.types) if len(facts.types) < len(_SHORT) - 1 else "any"


def _where(one: OnlyWhere) -> str:
    values = " or ".join(json.dumps(value, ensure_ascii=False) for value in one.values)
    return f"{one.path} is {values}"


def _versions(known: Catalog, groups: Sequence[VersionGroup]) -> list[dict[str, Any]]:
    group_of = {name: place for place, group in enumerate(groups) for name in group.api_versions}
    return [
        {
            "name": one.api_version,
            "preview": int(one.status == "preview"),
            "dated": int(one.dated),
            "group": group_of.get(one.api_version, -1),
        }
        for one in known.versions
    ]


def _pairs(groups: Sequence[VersionGroup], places: dict[MemberPath, int]) -> dict[str, Any]:
    changes = Table()
    pairs: list[list[int]] = [[] for _ in range(len(groups) ** 2)]
    for before, after, found in changes_of_pairs(groups):
        pairs[len(groups) * before + after] = [
            changes.number([_nearest(one.path, places), one.path.part, one.breaks, one.message, one.kind])
            for one in found
        ]
    return {"changes": changes.rows, "pairs": pairs}


def _nearest(path: MemberPath, places: dict[MemberPath, int]) -> int:
    """Return the member that ``path`` is, or the nearest above it that the tree has; -1 for the payload itself."""
    for length in range(len(path.steps), 0, -1):
        place = places.get(MemberPath(path.part, path.steps[:length]))
        if place is not None:
            return place
    return -1
