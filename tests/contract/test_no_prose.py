"""A slice carries facts: not one sentence of the official file is in it, while a property called ``description`` stays."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from conformance.contract.catalog import catalog
from tests.shared_folder import ROOT, needs_shared, shared

PROSE = {"description", "summary", "title", "example"}
OF_PROPERTIES = {"properties", "patternProperties"}


def strings(node: Any) -> Iterator[str]:
    """Yield every string value of ``node``."""
    if isinstance(node, str):
        yield node
    for below in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from strings(below)


def prose(node: Any, names_are_properties: bool = False) -> Iterator[str]:
    """Yield every description, summary, title and example in ``node``; a property of that name is none."""
    if isinstance(node, dict):
        for name, value in node.items():
            if name in PROSE and not names_are_properties:
                yield from strings(value)
            else:
                yield from prose(value, name in OF_PROPERTIES and not names_are_properties)
    elif isinstance(node, list):
        for value in node:
            yield from prose(value)


def tree_of(folder: str, api_version: str) -> Any:
    root = ROOT / "spec" if folder == "spec" else shared() / "upstream"
    return json.loads((root / api_version / "inference.json").read_text(encoding="utf-8"))


@needs_shared
@pytest.mark.parametrize("api_version", catalog().with_chat)
def test_no_sentence_of_the_official_file_is_in_the_slice(api_version: str) -> None:
    told = {text for text in prose(tree_of("upstream", api_version)) if " " in text.strip()}
    assert len(told) > 20, "the scan finds the prose that there is"
    assert told.isdisjoint(strings(tree_of("spec", api_version)))


@pytest.mark.parametrize("api_version", catalog().with_chat)
def test_no_text_of_a_slice_reads_like_prose(api_version: str) -> None:
    """What is longer than a name is a reference, a URL or a pattern."""
    wordy = {text for text in strings(tree_of("spec", api_version)) if text.count(" ") > 2}
    assert wordy == set()


@needs_shared
@pytest.mark.parametrize("api_version", catalog().with_chat)
def test_a_property_that_is_called_like_prose_stays(api_version: str) -> None:
    official, ours = (tree_of(folder, api_version)["components"].get("schemas", {}) for folder in ("upstream", "spec"))
    for name, schema in ours.items():
        wanted = set(official[name].get("properties", {})) & PROSE
        assert wanted == set(schema.get("properties", {})) & PROSE, name


def test_there_are_such_properties() -> None:
    schemas = tree_of("spec", "2024-02-01")["components"]["schemas"].values()
    assert any("description" in schema.get("properties", {}) for schema in schemas)
