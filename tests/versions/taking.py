"""What a version takes, asked of the contract itself and not of the code under test."""

from typing import Any

from conformance.contract.contract import Contract
from conformance.contract.payload_schema import PayloadSchema
from conformance.contract.walk import Observation, observe
from conformance.versions.change import Change

NAMES = {"request": "request", "response": "answer", "chunk": "chunk"}


def payload(contract: Contract, part: str) -> PayloadSchema | None:
    found: PayloadSchema | None = getattr(contract.operation, NAMES[part])
    return found


def undeclared(schema: PayloadSchema, value: Any) -> list[Observation]:
    return [seen for seen in observe(value, schema.shape) if seen.kind == "undeclared"]


def takes(schema: PayloadSchema, value: Any) -> bool:
    """Return whether ``value`` conforms and every member of it is declared."""
    return schema.accepts(value) and not undeclared(schema, value)


def is_shown(change: Change, before: Contract, after: Contract) -> bool:
    """Return whether the example of a change that breaks is taken by the one side and not by the other."""
    giver, taker = (before, after) if change.breaks == "sender" else (after, before)
    giving, taking = payload(giver, change.path.part), payload(taker, change.path.part)
    assert giving and taking
    example = change.example()
    # A reader minds no member that it does not know: of an answer only the schema decides.
    return takes(giving, example) and not (takes(taking, example) if change.breaks == "sender" else taking.accepts(example))  # fmt: skip


def covers(change: Change, path: tuple[str | int, ...]) -> bool:
    """Return whether ``change`` is at ``path``; ``*`` and ``[]`` of the change stand for any name and any index."""
    steps = change.path.steps
    return len(steps) == len(path) and all(
        step == token or (step == "[]" and isinstance(token, int)) or step == "*"
        for step, token in zip(steps, path, strict=True)
    )
