"""Which other api-versions declare a member at the same place of a payload."""

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Literal

from conformance.contract.catalog import catalog
from conformance.contract.contract import contract
from conformance.contract.shape import Shape
from conformance.contract.walk import applying
from conformance.wire.pointer import Path

Kind = Literal["request", "answer", "chunk"]


@lru_cache(maxsize=4096)
def _remembered(kind: Kind, path: Path, skeleton: str, extensions: bool) -> tuple[str, ...]:
    value = json.loads(skeleton)
    found = []
    for api_version in catalog().with_chat:
        operations = contract(api_version).operations
        operation = next((one for one in operations if one.extensions == extensions), operations[0])
        schema = {"request": operation.request, "answer": operation.answer, "chunk": operation.chunk}[kind]
        if schema is not None and declares(schema.shape, value, path):
            found.append(api_version)
    return tuple(found)


def versions_with(kind: Kind, value: Any, path: Path, url_path: str | None) -> tuple[str, ...]:
    """Return the api-versions, in order, that declare the member at ``path`` of ``value``."""
    extensions = url_path is not None and "/extensions/" in url_path
    return _remembered(kind, path, json.dumps(_along(value, path), default=str), extensions)


def declares(shape: Shape, value: Any, path: Path) -> bool:
    """Return whether ``shape`` declares the member at ``path``, in the branches that ``value`` chooses."""
    for token in path[:-1]:
        here = tuple(applying(shape, value))
        if isinstance(token, int):
            pointers = tuple(dict.fromkeys(p for one in here for p in one.items_pointers))
        else:
            pointers = tuple(
                dict.fromkeys(p for one in here if token in one.members for p in one.members[token].pointers)
            )
        if not pointers:
            return False
        shape, value = shape.shapes.of(pointers), value[token]
    return any(path[-1] in one.members for one in applying(shape, value))


def spelled_out(versions: Sequence[str]) -> str:
    """Return in words where the member is, for a reader who has to choose another version."""
    known = catalog()
    dated = [version for version in versions if version[0].isdigit()]
    if not dated:
        return f"only {_listed(versions)} {'has' if len(versions) == 1 else 'have'} it"
    since = [version for version in known.dated_with_chat if version >= dated[0]]
    lacking = [version for version in since if version not in dated]
    if len(dated) == 1:
        return f"only {dated[0]} has it"
    if not lacking:
        return f"{dated[0]} is the first that has it, and all later ones do"
    if len(lacking) <= 3:
        return f"{dated[0]} is the first that has it, and all later ones but {_listed(lacking)} do"
    until = [version for version in since if version <= dated[-1]]
    return f"{dated[0]} to {dated[-1]} have it" if dated == until else f"{_listed(dated)} have it"


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def _along(value: Any, path: Path) -> Any:
    """Return ``value`` cut down to what choosing branches along ``path`` can look at: scalars of each object passed."""
    if not path:
        return None
    if isinstance(value, dict):
        kept = {name: member for name, member in value.items() if isinstance(member, str) and len(member) < 80}
        if len(path) > 1:
            kept[str(path[0])] = _along(value[str(path[0])], path[1:])
        return kept
    below = _along(value[int(path[0])], path[1:]) if len(path) > 1 else None
    return [None] * int(path[0]) + [below]
