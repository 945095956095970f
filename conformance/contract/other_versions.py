"""Which other api-versions declare a member at the same place of a payload."""

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Any, Final, Literal

from conformance.contract.catalog import catalog
from conformance.contract.contract import contract
from conformance.contract.shape import Shape
from conformance.contract.walk import applying
from conformance.wire.pointer import Path

Kind = Literal["request", "answer", "chunk"]
# The members whose values choose among branches, in every version; a test compares them with the contracts.
TAGS: Final = ("object", "role", "type")
# One step to a place: the values of the tags of an object and the member that the path goes on with; of a list nothing.
_Step = tuple[tuple[tuple[str, str], ...] | None, str]


def members_of_versions(kind: Kind, value: Any, parent: Path, url_path: str | None) -> dict[str, tuple[str, ...]]:
    """Return every member that some version declares in the object at ``parent`` of ``value``, with these versions."""
    extensions = url_path is not None and "/extensions/" in url_path
    return _declaring(kind, _steps(value, parent), extensions)


@lru_cache(maxsize=4096)
def _declaring(kind: Kind, steps: tuple[_Step, ...], extensions: bool) -> dict[str, tuple[str, ...]]:
    """Return every member that some version declares at a place, with the versions that do."""
    found: dict[str, list[str]] = {}
    for api_version, shape in _roots(kind, extensions):
        for name in _declared(shape, steps):
            found.setdefault(name, []).append(api_version)
    return {name: tuple(versions) for name, versions in found.items()}


@cache
def _roots(kind: Kind, extensions: bool) -> tuple[tuple[str, Shape], ...]:
    found = []
    for api_version in catalog().with_chat:
        operations = contract(api_version).operations
        operation = next((one for one in operations if one.extensions == extensions), operations[0])
        schema = {"request": operation.request, "answer": operation.answer, "chunk": operation.chunk}[kind]
        if schema is not None:
            found.append((api_version, schema.shape))
    return tuple(found)


def _declared(shape: Shape, steps: tuple[_Step, ...]) -> Iterator[str]:
    """Yield the members that ``shape`` declares at a place, in the branches that the tags on the way choose."""
    yield from dict.fromkeys(name for one in _shapes_at(shape, steps) for name in one.members)


def _shapes_at(shape: Shape, steps: tuple[_Step, ...]) -> Iterator[Shape]:
    """Yield what applies to the object that ``steps`` lead to; nothing where ``shape`` declares no such place."""
    for tags, token in steps[:-1]:
        here = applying(shape, [] if tags is None else dict(tags))
        if tags is None:
            pointers = tuple(dict.fromkeys(p for one in here for p in one.items_pointers))
        else:
            pointers = tuple(
                dict.fromkeys(p for one in here if token in one.members for p in one.members[token].pointers)
            )
        if not pointers:
            return
        shape = shape.shapes.of(pointers)
    yield from applying(shape, dict(steps[-1][0] or ()))


def _steps(value: Any, path: Path) -> tuple[_Step, ...]:
    """Return the way along ``path`` to an object: of each object on it only what can choose a branch."""
    steps: list[_Step] = []
    for token in (*path, ""):
        if isinstance(value, dict):
            # A list is made faster than by a generator.
            tags = [(tag, value[tag]) for tag in TAGS if tag in value and isinstance(value[tag], str)]
            steps.append((tuple(tags), str(token)))
        else:
            steps.append((None, ""))
        if len(steps) <= len(path):
            value = value[token]
    return tuple(steps)


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


def versions_listing(kind: Kind, value: Any, path: Path, url_path: str | None) -> tuple[str, ...]:
    """Return the api-versions, in order, that list the text at ``path`` of ``value`` among those allowed there."""
    here = value
    for token in path:
        here = here[token]
    if not isinstance(here, str) or not path or isinstance(path[-1], int):
        return ()
    extensions = url_path is not None and "/extensions/" in url_path
    return _listing(kind, _steps(value, path[:-1]), path[-1], extensions).get(here, ())


@lru_cache(maxsize=1024)
def _listing(kind: Kind, steps: tuple[_Step, ...], name: str, extensions: bool) -> dict[str, tuple[str, ...]]:
    """Return the values that some version lists for member ``name`` at a place, with the versions that do."""
    found: dict[str, list[str]] = {}
    for api_version, shape in _roots(kind, extensions):
        values: dict[str, None] = {}
        for one in _shapes_at(shape, steps):
            tags = (group.tags for group in one.groups if group.tag == name)
            values |= dict.fromkeys(tag for group in tags for tag in group)
            member = one.member(name)
            for listed in member.all_shapes() if member is not None else ():
                values |= dict.fromkeys(text for text in listed.listed or () if isinstance(text, str))
        for text in values:
            found.setdefault(text, []).append(api_version)
    return {text: tuple(versions) for text, versions in found.items()}
