"""The names that a fragment of PowerShell needs and gives: its variables, through tree-sitter-powershell."""

from collections.abc import Iterator
from typing import Final

import tree_sitter
import tree_sitter_powershell

from conformance.document.programs.naming import Names

_LANGUAGE: Final = tree_sitter.Language(tree_sitter_powershell.language())
# What PowerShell itself sets (about_Automatic_Variables); what it reads as a preference ends in the word.
_WORDS: Final = """
    $ ? ^ _ args error event executioncontext false foreach home host input iscoreclr islinux ismacos iswindows
    lastexitcode matches myinvocation nestedpromptlevel null ofs outputencoding pid profile psboundparameters
    pscmdlet pscommandpath psculture psedition pshome psitem psscriptroot psuiculture psversiontable pwd sender
    shellid stacktrace switch this true
"""
_AUTOMATIC: Final = frozenset(_WORDS.split())
_PREFERENCE: Final = "preference"
_OF_A_DRIVE: Final = ":"  # $Env:NAME


def powershell_names(text: str) -> Names:
    """Return the names of ``text``, in lower case and without ``$``."""
    needs, gives = set[str](), set[str]()
    root = tree_sitter.Parser(_LANGUAGE).parse(text.encode("utf-8", "replace")).root_node
    # In the order of a run: nodes to look at, and between them the names that are set from there on.
    todo: list[tree_sitter.Node | frozenset[str]] = [root]
    while todo:
        one = todo.pop()
        if isinstance(one, frozenset):
            gives |= one
        elif one.type == "variable":
            name = _name(one)
            if name not in gives and not is_known(name):
                needs.add(name)
        elif one.type != "function_statement":  # what a function reads is looked up when it is called
            todo.extend(reversed(list(_in_order(one))))
    return Names(frozenset(needs), frozenset(gives))


def _in_order(node: tree_sitter.Node) -> Iterator[tree_sitter.Node | frozenset[str]]:
    """Yield the parts of ``node`` as they are evaluated."""
    if node.type == "assignment_expression":
        left, operator, *value = node.named_children
        targets = frozenset(map(_name, _targets(left)))
        yield from value
        if not targets or operator.text != b"=":  # ``+=`` and ``$a.b =`` read what is there
            yield left
        yield targets
    elif node.type == "foreach_statement":
        variable, *rest = node.named_children
        yield rest[0]
        yield frozenset({_name(variable)})
        yield from rest[1:]
    else:
        yield from node.children


def _targets(node: tree_sitter.Node) -> Iterator[tree_sitter.Node]:
    """Yield the variables that an assignment sets whole: ``$a`` and ``$a, $b``, not the one in ``$a.b``."""
    if node.type == "variable":
        yield node
    elif node.type not in ("member_access", "element_access", "invokation_expression"):
        for child in node.named_children:
            yield from _targets(child)


def _name(variable: tree_sitter.Node) -> str:
    return (variable.text or b"").decode("utf-8", "replace").lstrip("$@").strip("{}").lower()


def is_known(name: str) -> bool:
    return name in _AUTOMATIC or name.endswith(_PREFERENCE) or _OF_A_DRIVE in name
