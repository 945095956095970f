"""Find every regular expression of the package, and how it is used."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import conformance

AnyPattern = re.Pattern[Any]
# What looks at one place only; the others look for a match from every place on.
AT_ONE_PLACE = {"match", "fullmatch"}


@dataclass(frozen=True)
class Expression:
    """A compiled pattern; ``uses`` are the methods that are called on it."""

    name: str
    pattern: AnyPattern
    uses: frozenset[str]


def modules() -> Iterator[str]:
    for module in pkgutil.walk_packages(conformance.__path__, "conformance."):
        if not module.name.endswith("__main__"):
            yield module.name


def expressions() -> Iterator[Expression]:
    """Yield each pattern that a module holds, also in a dictionary, a tuple or a class; one under two names once a name."""
    files = {name: Path(importlib.import_module(name).__file__ or "") for name in modules()}
    sources = {name: file.read_text(encoding="utf-8") for name, file in files.items()}
    for name in sources:
        module = importlib.import_module(name)
        for attribute, value in vars(module).items():
            patterns = list(_patterns(attribute, value, name))
            if not patterns:
                continue
            own = uses(sources[name]).get(attribute)
            if not own:  # what a module only gives away is used by those that take it
                users = [uses(other) for other in sources.values() if attribute in other]
                own = frozenset().union(*(one.get(attribute, frozenset()) for one in users))
            for part, pattern in patterns:
                yield Expression(f"{name}.{part}", pattern, own or frozenset({"search"}))


@cache
def uses(source: str) -> dict[str, frozenset[str]]:
    """Return the methods that ``source`` calls on each name; ``search`` stands for what is done with it otherwise."""
    found: dict[str, set[str]] = {}
    called: set[int] = set()
    for node in ast.walk(ast.parse(source)):  # what is called comes before its name
        if isinstance(node, ast.Attribute) and (name := _name(node.value)) is not None:
            found.setdefault(name, set()).add(node.attr)
            called.add(id(node.value))
        if (name := _name(node)) is not None and id(node) not in called:
            found.setdefault(name, set()).add("search")
    return {name: frozenset(methods) for name, methods in found.items()}


def _name(node: ast.AST) -> str | None:
    """Return the name that ``node`` reads, as itself or as what a module holds."""
    match node:
        case ast.Name(id=found, ctx=ast.Load()) | ast.Attribute(attr=found, value=ast.Name(), ctx=ast.Load()):
            return found
    return None


def made_in_functions(source: str) -> Iterator[int]:
    """Yield the line of each call of the re module that stands in a function: its pattern is in no module's names."""
    if not re.search(r"\bre\.\w", source):
        return
    nodes = list(ast.walk(ast.parse(source)))
    functions = [_span(node) for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)]
    for node in nodes:
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name("re"), attr=attr)) if attr != "escape":
                begin, end = _span(node)
                if any(first < begin and end <= last for first, last in functions):
                    yield node.lineno


def _span(node: ast.expr | ast.stmt) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return where a node begins, and where it ends."""
    return (node.lineno, node.col_offset), (node.end_lineno or 0, node.end_col_offset or 0)


def _patterns(name: str, value: Any, module: str) -> Iterator[tuple[str, AnyPattern]]:
    if isinstance(value, re.Pattern):
        yield name, value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _patterns(f"{name}[{key!r}]", one, module)
    elif isinstance(value, tuple | list | set | frozenset):
        for number, one in enumerate(value):
            yield from _patterns(f"{name}[{number}]", one, module)
    elif isinstance(value, type) and value.__module__ == module:
        for key, one in vars(value).items():
            yield from _patterns(f"{name}.{key}", one, module) if isinstance(one, re.Pattern) else ()
