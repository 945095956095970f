"""Find every regular expression of the package, and how it is used."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass
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
    for name, source in sources.items():
        module = importlib.import_module(name)
        for attribute, value in vars(module).items():
            for part, pattern in _patterns(attribute, value, name):
                # What a module only gives away is used by those that take it.
                users = [other for other in sources.values() if attribute in other and uses(other, attribute)]
                own = uses(source, attribute) or frozenset().union(*(uses(one, attribute) for one in users))
                yield Expression(f"{name}.{part}", pattern, own or frozenset({"search"}))


def uses(source: str, name: str) -> frozenset[str]:
    """Return the methods that ``source`` calls on ``name``; ``search`` stands for what is done with it otherwise."""
    found: set[str] = set()
    called: set[int] = set()
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and _names(node.value, name):
            found.add(node.attr)
            called.add(id(node.value))
    for node in ast.walk(tree):
        if _names(node, name) and id(node) not in called:
            found.add("search")
    return frozenset(found)


def _names(node: ast.AST, name: str) -> bool:
    """Whether ``node`` reads ``name``, as itself or as what a module holds."""
    match node:
        case ast.Name(id=found, ctx=ast.Load()) | ast.Attribute(attr=found, value=ast.Name(), ctx=ast.Load()):
            return found == name
    return False


def made_in_functions(source: str) -> Iterator[int]:
    """Yield the line of each call of the re module that stands in a function: its pattern is in no module's names."""
    for function in ast.walk(ast.parse(source)):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        for node in ast.walk(function):
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name("re"), attr=attr)) if attr != "escape":
                    yield node.lineno


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
