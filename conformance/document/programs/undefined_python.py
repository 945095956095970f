"""The names that a block of Python reads and nothing in it sets, by the interpreter's own scopes (``symtable``)."""

import ast
import builtins
import re
import symtable
from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from typing import Final

from conformance.document.programs.naming import BlockNames, Place
from conformance.reading.python.parsed import Parsed, parsed
from conformance.reading.python.parsing import REFUSALS

# What a module has from the start, and what a notebook adds (IPython's documentation, "Built-in magic commands").
_OF_A_MODULE: Final = frozenset(
    {"__name__", "__file__", "__doc__", "__package__", "__spec__", "__loader__", "__builtins__", "__annotations__"}
)
_OF_A_NOTEBOOK: Final = frozenset({"display", "get_ipython", "In", "Out", "_", "__", "___", "exit", "quit"})
_KNOWN: Final = frozenset(dir(builtins)) | _OF_A_MODULE | _OF_A_NOTEBOOK
# A line that only a notebook runs: it may set names (``%run``, ``%env``, ``x = !ls``).
_MAGIC: Final = re.compile(r"^[ \t]*(?:[%!?]|\w+[ \t]*=[ \t]*[%!])", re.MULTILINE)
# What stands for code that the page leaves out.
_ELIDED: Final = re.compile(r"^[ \t]*(?:#[^\n]*(?:\.\.\.|…)|\.\.\.[ \t]*$|…)|^[ \t]*(?:>>>|In \[)", re.MULTILINE)
# These may set any name.
_DYNAMIC: Final = frozenset({"exec", "eval", "globals", "locals", "vars", "setattr", "get_ipython"})
# Who makes a client begins a program, imports or not.
_CLIENTS: Final = frozenset({"AzureOpenAI", "AsyncAzureOpenAI", "OpenAI", "AsyncOpenAI"})
_DEFINITIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)
# What asks the service: its method, its path, or an HTTP request.
_ASKS: Final = re.compile(
    r"chat\.completions\.|/chat/completions|\b(?:requests|httpx)\.post\(|\b(?:AzureOpenAI|OpenAI)\("
)
_SCOPES: Final = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp
)  # fmt: skip
_AWAITS: Final = (ast.Await, ast.AsyncFor, ast.AsyncWith)
_WORD: Final = re.compile(r"[^\W\d]\w*")


def python_block(text: str) -> BlockNames:
    """Return what a block reads and sets. One that does not parse, or leaves something out, may set any of its words."""
    unsure = BlockNames(unsure=True, sets=frozenset(_WORD.findall(text)))
    if _ELIDED.search(text):
        return replace(unsure, opens=True)
    if _MAGIC.search(text):
        return unsure
    try:
        source = parsed(text)
        tree, nodes = source.tree, source.nodes
        table = symtable.symtable(source.text, "block", "exec")
        sets = _module_names(table)
        reads = {name for name in _global_reads(table) if name not in _KNOWN}
        lacking = _places(source, reads - sets)
    except REFUSALS:
        return unsure
    star = any(isinstance(node, ast.ImportFrom) and node.names[0].name == "*" for node in nodes)
    if star or reads & _DYNAMIC or _reads_builtin(nodes, _DYNAMIC):
        return BlockNames(unsure=True, opens=True)
    # One that awaits outside of functions is not a program as it stands, but a cell or an excerpt.
    imports = any(isinstance(node, ast.Import | ast.ImportFrom) for node in tree.body)
    defines = all(isinstance(node, _DEFINITIONS) for node in tree.body)
    asks = bool(reads & _CLIENTS or _ASKS.search(text))
    excerpt = _leaves_out(nodes)
    return BlockNames(
        sets=sets,
        reads=lacking,
        whole=imports or (asks and not excerpt),
        complete=imports and asks and not defines and not _awaits(source) and not excerpt,
        modules=_modules(nodes, lacking) if lacking else {},
        unread=_unread(nodes, table),
        loose=not (imports or defines) and (excerpt or (not asks and (_awaits(source) or _is_shown(tree)))),
    )


def _is_method_or_client(function: ast.expr) -> bool:
    return isinstance(function, ast.Attribute) or (isinstance(function, ast.Name) and function.id in _CLIENTS)


def _leaves_out(all_nodes: Iterable[ast.AST]) -> bool:
    """Whether a call or a list holds ``...`` in place of what a reader knows; ``Field(...)`` of pydantic is a value."""

    def elided(nodes: list[ast.expr]) -> bool:
        return any(isinstance(one, ast.Constant) and one.value is ... for one in nodes)

    return any(
        (isinstance(node, ast.List) and elided(node.elts))
        or (isinstance(node, ast.Call) and _is_method_or_client(node.func) and elided(node.args))
        for node in all_nodes
    )


def _is_shown(tree: ast.Module) -> bool:
    """Say whether a block is one call of a module's function and no more: shown, and not run."""
    match tree.body:
        case [ast.Expr(ast.Call(ast.Attribute()))]:
            return True
    return False


def _unread(nodes: Iterable[ast.AST], table: symtable.SymbolTable) -> frozenset[str]:
    """Return the names that the module assigns, and that nothing in it reads or takes away."""
    read = {node.id for node in nodes if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Store)}
    return frozenset(one.get_name() for one in table.get_symbols() if one.is_assigned()) - read


def _modules(nodes: Iterable[ast.AST], names: Container[str]) -> dict[str, frozenset[str]]:
    """Return for each of ``names`` whose attributes are read which ones."""
    found: dict[str, set[str]] = {}
    for node in nodes:
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in names:
            found.setdefault(node.value.id, set()).add(node.attr)
    return {name: frozenset(attributes) for name, attributes in found.items()}


def _awaits(source: Parsed) -> bool:
    """Say whether something is awaited outside of functions."""
    todo: list[ast.AST] = [source.tree] if any(isinstance(node, _AWAITS) for node in source.nodes) else []
    while todo:
        node = todo.pop()
        if isinstance(node, _AWAITS):
            return True
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            todo += ast.iter_child_nodes(node)
    return False


def _module_names(table: symtable.SymbolTable) -> frozenset[str]:
    """Return the names that the module binds, wherever: those of functions that declare them ``global`` too."""
    found = {one.get_name() for one in table.get_symbols() if one.is_assigned() or one.is_imported()}
    found |= {child.get_name() for child in table.get_children() if child.get_type() in ("function", "class")}
    for inner in _below(table):
        found |= {one.get_name() for one in inner.get_symbols() if one.is_declared_global() and one.is_assigned()}
    return frozenset(found)


def _global_reads(table: symtable.SymbolTable) -> Iterator[str]:
    for symbol in table.get_symbols():
        if symbol.is_referenced():
            yield symbol.get_name()
    for inner in _below(table):
        for symbol in inner.get_symbols():
            if symbol.is_referenced() and symbol.is_global():
                yield symbol.get_name()


def _below(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    todo = list(table.get_children())
    while todo:
        one = todo.pop()
        yield one
        todo += one.get_children()


def _places(source: Parsed, names: set[str]) -> dict[str, Place]:
    """Return where each name is read first; one that only annotations hold may never be evaluated, and has no place."""
    if not names:
        return {}
    late = {id(inner) for node in source.nodes for part in _annotations(node) for inner in ast.walk(part)}
    found: dict[str, Place] = {}
    todo: list[tuple[ast.AST, frozenset[str]]] = [(source.tree, frozenset())]
    while todo:
        node, local = todo.pop()
        read = isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and id(node) not in late
        if isinstance(node, ast.Name) and read and node.id in names and node.id not in local:
            place = Place(node.lineno, node.col_offset)
            found[node.id] = min(found.get(node.id, place), place)
        if isinstance(node, _SCOPES):
            local |= _bound(node)
        todo += [(child, local) for child in ast.iter_child_nodes(node)]
    return found


def _bound(scope: ast.AST) -> frozenset[str]:
    """Return the names that belong to a function, or to a comprehension, alone."""
    inside = list(ast.walk(scope))
    names = {node.id for node in inside if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}
    shared = {name for node in inside if isinstance(node, ast.Global) for name in node.names}
    return frozenset((names | {node.arg for node in inside if isinstance(node, ast.arg)}) - shared)


def _annotations(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.AnnAssign(annotation=annotation):
            yield annotation
        case ast.arg(annotation=annotation) if annotation is not None:
            yield annotation
        case ast.FunctionDef(returns=returns) | ast.AsyncFunctionDef(returns=returns) if returns is not None:
            yield returns


def _reads_builtin(nodes: Iterable[ast.AST], names: frozenset[str]) -> bool:
    return any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names for node in nodes
    )
