"""What is taken for a scalar of an answer is declared as one by a contract."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from conformance.reading.answer_members import SCALARS, is_scalar
from tests.shared_folder import ROOT

_PLAIN = {"string", "integer", "number", "boolean"}


def properties(value: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each property that a file declares, with its schema."""
    if isinstance(value, dict):
        declared = value.get("properties")
        if isinstance(declared, dict):
            yield from declared.items()
        for inner in value.values():
            yield from properties(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from properties(inner)


@pytest.fixture(scope="module")
def scalars() -> set[str]:
    found = set()
    for version in ("2024-02-01", "2025-04-01-preview", "v1"):
        schemas = json.loads((ROOT / "spec" / version / "inference.json").read_text("utf-8"))["components"]["schemas"]
        for name, schema in properties(schemas):
            known = schemas.get(str(schema.get("$ref", "")).rpartition("/")[2], schema)
            if known.get("type") in _PLAIN:
                found.add(name)
    return found


@pytest.mark.parametrize("name", sorted(SCALARS))
def test_a_contract_declares_it_as_a_scalar(name: str, scalars: set[str]) -> None:
    assert name in scalars


@pytest.mark.parametrize(
    ("path", "expected"),
    [((), False), (("choices",), False), (("choices", 0), False), (("choices", 0, "message", "content"), True)],
)
def test_only_the_last_step_of_a_path_decides(path: tuple[str | int, ...], expected: bool) -> None:
    assert is_scalar(path) is expected
