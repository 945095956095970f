"""Elements of a list are cut out of a document that comes in pieces, wherever a piece ends."""

import json
from typing import Any

import pytest

from conformance.traffic.blocks import Block
from conformance.traffic.entries import cut_elements
from conformance.traffic.yaml_nodes import node_of_json

VALUES = [
    "a text of more than sixteen characters",
    {"a name of more than sixteen characters": None},
    [-12.5e-3, True],
    [],
    7,
]


@pytest.mark.parametrize("size", [1, 7, 16, 1000])
def test_elements_are_whole_wherever_a_piece_ends(size: int) -> None:
    text = json.dumps({"log": {"before": VALUES, "entries": VALUES}}, indent=1).encode()
    pieces = (text[at : at + size] for at in range(0, len(text), size))
    blocks = list(cut_elements("a.har", "har", ["log", "entries"], pieces))
    assert [type(block) for block in blocks] == [Block]
    assert [
        json.loads(element.text) for block in blocks if isinstance(block, Block) for element in block.elements
    ] == VALUES


@pytest.mark.parametrize("value", VALUES)
def test_a_json_value_is_the_same_as_nodes(value: Any) -> None:
    assert node_of_json(value).value == value
