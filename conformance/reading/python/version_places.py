"""Which line of a source writes the api-version: the text itself, where a name stands for it that holds nothing else."""

import ast
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import Final

from conformance.exchange import Position
from conformance.reading.program import Call
from conformance.reading.python.source import Source

_PARAMETER: Final = "api-version="


def at_their_texts(calls: tuple[Call, ...], tree: ast.Module, source: Source) -> tuple[Call, ...]:
    """Return ``calls``, each api-version placed at the text that it comes from, where one name leads straight to it.

    A name that is set more than once, or to anything but a python_value text, stays where it is used.
    """
    texts = _texts(tree)
    if not texts:
        return calls
    places: dict[Position, Position] = {}
    for node in ast.walk(tree):
        name = _name_in(node)
        if name in texts:
            places.setdefault(source.place(node), source.place(texts[name]))
    return tuple(
        replace(call, api_version_place=places.get(place, place))
        if (place := call.api_version_place or call.url_place) is not None and place in places
        else call
        for call in calls
    )


def _texts(tree: ast.Module) -> dict[str, ast.Constant]:
    """Return the names that are set once, to a python_value text."""
    assigned = [node for node in ast.walk(tree) if isinstance(node, ast.Assign) and len(node.targets) == 1]
    stored = Counter(
        node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    )
    return {
        node.targets[0].id: node.value
        for node in assigned
        if isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
        and stored[node.targets[0].id] == 1
    }


def _name_in(node: ast.AST) -> str:
    """Return the name that ``api_version=NAME``, or an f-string's ``api-version={NAME}``, uses; empty without one."""
    if isinstance(node, ast.keyword):
        return node.value.id if node.arg == "api_version" and isinstance(node.value, ast.Name) else ""
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.JoinedStr):
        parts = node.value.values
        for before, after in pairwise(parts):
            ends = isinstance(before, ast.Constant) and str(before.value).endswith(_PARAMETER)
            if ends and isinstance(after, ast.FormattedValue) and isinstance(after.value, ast.Name):
                return after.value.id
    return ""
