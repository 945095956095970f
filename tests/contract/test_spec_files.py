"""The slices under spec/ hold the facts of the official files, and no prose; ``tests/commands/test_spec.py`` compares them whole."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from conformance.contract.catalog import catalog
from tests.shared_folder import ROOT, needs_shared, shared

SPEC = ROOT / "spec"
PROSE = {"description", "summary", "title", "example", "examples", "x-ms-examples", "externalDocs"}
MAPS = {"properties", "schemas", "mapping", "variables", "paths"}


def schema_keys(node: Any, within_map: bool = False) -> Iterator[str]:
    """Yield every member name that is a keyword and not the name of a property."""
    if isinstance(node, dict):
        for name, value in node.items():
            if not within_map:
                yield name
            yield from schema_keys(value, not within_map and name in MAPS)
    elif isinstance(node, list):
        for value in node:
            yield from schema_keys(value)


def references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for name, value in node.items():
            if name == "$ref" and isinstance(value, str):
                yield value
            elif name == "mapping" and isinstance(value, dict) and all(isinstance(v, str) for v in value.values()):
                yield from value.values()
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


@pytest.mark.parametrize("api_version", catalog().with_chat)
def test_a_slice_has_facts_and_no_prose_and_every_reference_leads_somewhere(api_version: str) -> None:
    tree = json.loads((SPEC / api_version / "inference.json").read_text(encoding="utf-8"))
    assert not PROSE & set(schema_keys(tree))
    for reference in references(tree):
        node = tree
        for token in reference[2:].split("/"):
            node = node[token.replace("~1", "/").replace("~0", "~")]
        assert isinstance(node, dict)


@needs_shared
@pytest.mark.parametrize("api_version", catalog().with_chat)
def test_a_slice_keeps_every_fact_of_the_official_file_in_its_order(api_version: str) -> None:
    official = json.loads((shared() / "upstream" / api_version / "inference.json").read_text(encoding="utf-8"))
    ours = json.loads((SPEC / api_version / "inference.json").read_text(encoding="utf-8"))
    facts = {"type", "format", "enum", "required", "nullable", "minimum", "maximum", "minItems", "maxItems", "default"}

    def compare(left: Any, right: Any, place: str) -> None:
        if isinstance(left, dict):
            assert list(left) == [name for name in right if name in left], f"order at {place}"
            for name in right:
                if name in facts and "properties" not in place.rsplit("/", 1)[-1]:
                    assert name in left, f"{place}/{name} was lost"
            for name in left:
                compare(left[name], right[name], f"{place}/{name}")
        elif isinstance(left, list):
            assert len(left) == len(right), place
            for index, (one, other) in enumerate(zip(left, right, strict=True)):
                compare(one, other, f"{place}/{index}")
        else:
            assert left == right, place

    for path, item in ours["paths"].items():
        compare(item, official["paths"][path], path)
    for name, schema in ours["components"].get("schemas", {}).items():
        compare(schema, official["components"]["schemas"][name], name)


def test_the_catalog_lists_every_version_those_without_chat_too() -> None:
    known = catalog()
    assert len(known.versions) == 30
    assert [version.api_version for version in known.versions if not version.chat] == [
        "2022-03-01-preview",
        "2022-06-01-preview",
        "2022-12-01",
    ]
    assert len(known.dated_with_chat) == 24
    members = {"api_version", "status", "openapi", "chat", "repository", "path", "commit", "sha256"}
    assert all(set(version.as_json()) == members for version in known.versions)
