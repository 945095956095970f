"""Both engines find the same in sound bodies that were changed at random, under each contract."""

import copy
import random
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.contract.contract import contract
from conformance.contract.engines import EngineName
from conformance.contract.payload_schema import PayloadSchema
from conformance.contract.walk import observe
from tests.contract.distinct import DISTINCT
from tests.fuzzing import TRIED, budget, inputs_are_told  # noqa: F401 - a fixture

pytestmark = pytest.mark.usefixtures("inputs_are_told")
REQUEST: Any = {
    "model": "m", "seed": 42, "temperature": Decimal("0.7"), "max_tokens": 50, "n": 1, "stop": ["a"], "stream": False,
    "logit_bias": {"1": 2}, "metadata": {"a": "b"}, "response_format": {"type": "json_object"}, "user": "u",
    "messages": [
        {"role": "system", "content": "s"},
        {"role": "user", "content": [{"type": "text", "text": "t"}, {"type": "image_url", "image_url": {"url": "https://x"}}]},
        {"role": "assistant", "content": None, "tool_calls": [
            {"id": "1", "type": "function", "function": {"name": "f", "arguments": "{}"}}]},
        {"role": "tool", "tool_call_id": "1", "content": "c"},
    ],
    "tools": [{"type": "function", "function": {"name": "f", "parameters": {"type": "object", "any": {"thing": [1]}}}}],
    "tool_choice": "auto",
    "data_sources": [{"type": "azure_search", "parameters": {"endpoint": "https://x", "index_name": "i",
                      "authentication": {"type": "api_key", "key": "k"}}}],
}  # fmt: skip
ANSWER: Any = {
    "id": "1", "object": "chat.completion", "created": 1, "model": "m", "system_fingerprint": "fp",
    "choices": [{"index": 0, "finish_reason": "stop", "logprobs": None,
                 "message": {"role": "assistant", "content": "c", "refusal": None},
                 "content_filter_results": {"hate": {"filtered": False, "severity": "safe"}}}],
    "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    "prompt_filter_results": [{"prompt_index": 0, "content_filter_results": {}}],
}  # fmt: skip
VALUES: list[Any] = [
    None, True, False, 0, -1, 2**31, 2**63, -(2**63) - 1, 10**400, Decimal("42.0"), Decimal("1e3"), Decimal("1e400"),
    Decimal("0.5"), "", "x", "\ud800", "user", "assistant", "function", [], [None], [[]], {}, {"type": "x"}, {"role": 1},
]  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path]
    if isinstance(value, dict):
        for name, member in value.items():
            found += places(member, (*path, name))
    elif isinstance(value, list):
        for index, element in enumerate(value):
            found += places(element, (*path, index))
    return found


def mutated(sound: Any, seed: int) -> Any:
    """Return ``sound`` with one to three members dropped, renamed or replaced."""
    chance = random.Random(seed)
    value = copy.deepcopy(sound)
    for _ in range(chance.randint(1, 3)):
        path = chance.choice(places(value))
        if not path:
            continue
        parent = value
        for token in path[:-1]:
            parent = parent[token]
        kind = chance.random()
        if kind < 0.25 and isinstance(parent, dict):
            del parent[path[-1]]
        elif kind < 0.35 and isinstance(parent, dict):
            parent[f"{path[-1]}x"] = parent.pop(path[-1])
        elif kind < 0.4 and isinstance(parent, dict):
            parent[""] = copy.deepcopy(chance.choice(VALUES))
        else:
            parent[path[-1]] = copy.deepcopy(chance.choice(VALUES))
    return value


def payloads(api_version: str, engine: EngineName) -> dict[str, PayloadSchema]:
    operation = contract(api_version, engine).operation
    return {"request": operation.request, "answer": operation.answer}


@pytest.mark.parametrize("part", ["request", "answer"])
@pytest.mark.parametrize("api_version", DISTINCT)
@budget(5, 2000)
@given(seed=st.integers(0, 2**32))
def test_both_engines_find_the_same(api_version: str, part: str, seed: int) -> None:
    TRIED[f"both engines on a mutated {part}"] += 1
    body = mutated(REQUEST if part == "request" else ANSWER, seed)
    fast = payloads(api_version, "jsonschema-rs")[part]
    reference = payloads(api_version, "jsonschema")[part]
    found = [(v.path, v.keyword, v.missing, v.origin.pointer) for v in fast.violations(body)]
    assert found == [(v.path, v.keyword, v.missing, v.origin.pointer) for v in reference.violations(body)]
    assert fast.unremarkable(body) == reference.unremarkable(body)
    if fast.unremarkable(body):
        assert not found
        assert not list(observe(body, fast.shape))


def test_the_mutations_do_break_contracts() -> None:
    schema = contract("2024-10-21").operation.request
    broken = sum(bool(schema.violations(mutated(REQUEST, seed))) for seed in range(200))
    assert broken > 80
