"""Follow statements: what each writes to standard output, and what it leaves behind in variables and files."""

import re
from contextlib import suppress
from functools import partial
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from conformance.reading.bash.commands import run_command
from conformance.reading.bash.redirects import Redirects
from conformance.reading.bash.shell import Shell
from conformance.reading.bash.words import word, words
from conformance.reading.engine.leaving import Ends
from conformance.reading.engine.limits import MOST_ROUNDS
from conformance.reading.engine.loops import repeat_perhaps
from conformance.reading.pieces import Piece, Text, known_text

if TYPE_CHECKING:
    from tree_sitter import Node

_SETS: Final = re.compile(r"\+\+|--|(?<![=!<>])=(?!=)")
# A statement of a shell does more than one of another language, and takes longer to follow.
_STEPS_OF_A_STATEMENT: Final = 5
_SEQUENCES: Final = frozenset({"program", "compound_statement", "do_group", "else_clause", "subshell"})
_SILENT: Final = frozenset({"comment", "test_command", "variable_name", "word", "heredoc_body"})
_LOOPS: Final = frozenset({"while_statement", "c_style_for_statement", "case_statement"})
_CONTROL: Final = frozenset({"do_group", "else_clause", "elif_clause", "case_item"})


def follow(shell: Shell, program: "Node") -> None:
    """Follow the whole source; what its commands print is recorded statement by statement.

    A statement that the grammar does not take, or that ends where it takes nothing, is left out: a quote that is not
    closed ends elsewhere than its writer thought.
    """
    with suppress(Ends):
        children = program.named_children
        for child, behind in zip_longest(children, children[1:]):
            if child.has_error or (behind is not None and behind.is_error):
                shell.does_not_understand(child)
            else:
                shell.print(run(shell, child, None), child)


def run(shell: Shell, node: "Node", given: Text | None) -> Text:
    """Return what the statement ``node`` writes when ``given`` is its standard input (None: nobody's)."""
    shell.step(_STEPS_OF_A_STATEMENT)
    with shell.deeper():
        return _run(shell, node, given)


def _run(shell: Shell, node: "Node", given: Text | None) -> Text:
    kind = node.type
    if kind == "command":
        return run_command(shell, node, given, run)
    if kind in ("variable_assignment", "variable_assignments", "declaration_command"):
        assign_all(shell, node)
        return ()
    if kind == "redirected_statement":
        return _redirected(shell, node, given)
    if kind == "pipeline":
        for child in node.named_children:
            if child.type != "comment":
                given = run(shell, child, given)
        return given or ()
    if kind == "list":
        return _list(shell, node, given)
    if node.children and node.children[0].type == "((":
        _count(shell, node)
        return ()
    if kind in _SEQUENCES:
        return _all_of(shell, node, given)
    if kind == "negated_command":
        return run(shell, node.named_children[-1], given) if node.named_children else ()
    if kind == "if_statement" or kind in _LOOPS:
        return _branches(shell, node, given)
    if kind == "for_statement":
        return _for(shell, node, given)
    if kind == "function_definition":
        _define(shell, node)
        return ()
    if kind not in _SILENT:
        shell.does_not_understand(node)
    return ()


def output_of(shell: Shell, node: "Node") -> Text:
    """Return what a substitution stands for: the output of its commands, without the line ends behind it."""
    if node.has_error:
        return shell.unknown(shell.written(node))
    found = list(_all_of(shell, node, None))
    while found and isinstance(text := known_text(found[-1:]), str):
        kept = text.rstrip("\n")
        last = found.pop()
        if kept:
            from conformance.reading.pieces import known

            found += known(kept, last.start, last.place)
            break
    return tuple(found)


def assign_all(shell: Shell, node: "Node") -> None:
    """Set the variables that the assignments in ``node`` name."""
    children = [node] if node.type == "variable_assignment" else node.named_children
    for child in children:
        if child.type == "variable_assignment":
            name, value = child.named_children[0], child.named_children[1:]
            text = shell.tree.text(name)
            if value and value[0].type == "array":
                _assign_array(shell, child, text, value[0])
                continue
            added = any(one.type == "+=" for one in child.children)
            before = shell.variable(text, name) if added else ()
            shell.hold(shell.names, text, (*before, *(word(shell, value[0]) if value else ())))


def _assign_array(shell: Shell, node: "Node", name: str, value: "Node") -> None:
    """Set the array that ``name=(…)`` makes, or that ``name+=(…)`` adds to."""
    adds = any(one.type == "+=" for one in node.children)
    before = shell.arrays.held.get(name) if adds else ()
    keyed = any(one.type == "variable_assignment" for one in value.named_children)
    if before is None or keyed or node.named_children[0].type == "subscript":
        shell.hold(shell.arrays, name, None)
        return
    added = [text for one in value.named_children if one.type != "comment" for text in words(shell, one)]
    shell.hold(shell.arrays, name, (*before, *added))
    for text in added:
        shell.counted(text)


def _count(shell: Shell, node: "Node") -> None:
    """Follow ``((number++))``: what it sets is not worked out, and not known afterwards."""
    if not _SETS.search(shell.tree.text(node)):
        return
    todo = list(node.named_children)
    while todo:
        child = todo.pop()
        if child.type in ("variable_name", "word"):
            name = shell.tree.text(child)
            shell.hold(shell.names, name, shell.unknown(f"${name}"))
        todo += child.named_children


def _all_of(shell: Shell, node: "Node", given: Text | None) -> Text:
    found: list[Piece] = []
    for child in node.named_children:
        found += run(shell, child, given)
    return tuple(found)


def _list(shell: Shell, node: "Node", given: Text | None) -> Text:
    """Follow ``a && b || c``: what stands behind ``||`` runs only where the one before fails."""
    found: list[Piece] = []
    alternative = False
    for child in node.children:
        if not child.is_named:
            alternative = child.type == "||"
        elif alternative:
            shell.perhaps(child, partial(run, shell, child, given))
        else:
            found += run(shell, child, given)
    return tuple(found)


def _branches(shell: Shell, node: "Node", given: Text | None) -> Text:
    """Follow every branch as one that may not run; its output is not known."""
    printed = False
    for child in node.named_children:
        if child.type in ("elif_clause", "case_item"):
            printed = bool(_branches(shell, child, given)) or printed
            continue
        printed = bool(shell.perhaps(child, partial(run, shell, child, given))) or printed
    return shell.unknown(shell.written(node)) if printed else ()


def _for(shell: Shell, node: "Node", given: Text | None) -> Text:
    """Follow a loop over words that are known round by round, any other once, as one that may not run."""
    name, *rest = node.named_children
    body = next((child for child in rest if child.type == "do_group"), None)
    if body is None or name.type != "variable_name":
        return ()
    variable = shell.tree.text(name)
    rounds: list[Text] = [
        one for child in rest if child.type not in ("do_group", "comment") for one in _rounds(shell, child)
    ]
    if not rounds or len(rounds) > MOST_ROUNDS or any(known_text(one) is None for one in rounds):

        def any_round() -> None:
            shell.hold(shell.names, variable, shell.unknown(f"${variable}"))
            run(shell, body, given)

        repeat_perhaps(shell, any_round, shell.written(node))
        return shell.unknown(shell.written(node))
    found: list[Piece] = []
    for one in rounds:
        shell.hold(shell.names, variable, one)
        found += run(shell, body, given)
    return tuple(found)


def _rounds(shell: Shell, node: "Node") -> list[Text]:
    """Return the words that a loop goes through: ``{1..3}`` is three."""
    from conformance.reading.pieces import known

    if node.type == "brace_expression":
        ends = [shell.tree.text(child) for child in node.named_children]
        if len(ends) == 2 and all(end.isdecimal() and len(end) < 6 for end in ends):
            first, last = int(ends[0]), int(ends[1])
            step = 1 if last >= first else -1
            return [known(str(number)) for number in range(first, last + step, step)][: MOST_ROUNDS + 1]
    return words(shell, node)


def _define(shell: Shell, node: "Node") -> None:
    name = next((child for child in node.named_children if child.type == "word"), None)
    body = node.named_children[-1] if node.named_children else None
    if name is not None and body is not None and body is not name:
        shell.functions[shell.tree.text(name)] = body


def _redirected(shell: Shell, node: "Node", given: Text | None) -> Text:
    body = next((child for child in node.named_children if not child.type.endswith("_redirect")), None)
    redirects = Redirects.of(shell, [child for child in node.named_children if child.type.endswith("_redirect")])
    stdin = redirects.stdin if redirects.stdin is not None else given
    found: Text = ()
    if body is not None and body.type == "command":
        found = run_command(shell, body, stdin, run, redirects.arguments)
    elif body is not None:
        found = run(shell, body, stdin)
    if redirects.target is not None:
        if redirects.target:
            before = shell.files.held.get(redirects.target, ()) if redirects.appends else ()
            shell.hold(shell.files, redirects.target, (*before, *found))
        found = ()
    for following in redirects.following:
        found = run(shell, following, found) if redirects.piped else (*found, *run(shell, following, None))
    return found
