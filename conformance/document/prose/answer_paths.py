"""Where the members of an answer stand, in each api-version: ``choices.*.message.content``, ``*`` for any index."""

from collections.abc import Iterator
from functools import cache

from conformance.contract.contract import contract
from conformance.contract.shape import Shape

Path = tuple[str, ...]


@cache
def answer_has(api_version: str, path: Path, *, folded: bool = False) -> bool:
    """Return whether an answer of ``api_version`` may hold what ``path`` leads to; where anything may stand it may.

    ``folded`` where the case of letters does not count, as in PowerShell.
    """
    return bool(_at(api_version, path, folded)) or _is_open(api_version, path, folded)


def members_at(api_version: str, path: Path) -> frozenset[str]:
    """Return the names of the members of what ``path`` leads to."""
    return frozenset(name for shape in _at(api_version, path, False) for name in shape.members)


@cache
def _at(api_version: str, path: Path, folded: bool) -> tuple[Shape, ...]:
    """Return the shapes, each with its branches, of what ``path`` leads to."""
    if not path:
        return tuple(_whole(contract(api_version).operation.answer.shape))
    found: list[Shape] = []
    for shape in _at(api_version, path[:-1], folded):
        if path[-1] == "*":
            below = [shape.items] if shape.items is not None else []
        else:
            names = [one for one in shape.members if one == path[-1] or (folded and one.lower() == path[-1].lower())]
            below = [member for one in names if (member := shape.member(one)) is not None]
        found += [one for member in below for one in _whole(member)]
    return tuple(found)


def _is_open(api_version: str, path: Path, folded: bool) -> bool:
    """Whether an object on the way takes any member, or nothing is said of what is below it."""
    return any(
        shape.open and "object" in shape.types
        for end in range(len(path))
        for shape in _at(api_version, path[:end], folded)
        if not shape.groups
    )


def _whole(shape: Shape) -> Iterator[Shape]:
    yield from shape.all_shapes()
