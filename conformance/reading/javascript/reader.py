"""Read one source of JavaScript or TypeScript: search it for clients and for the requests that they send."""

from typing import TYPE_CHECKING, Final

from conformance.exchange import Position
from conformance.reading.javascript.requests import call_of
from conformance.reading.javascript.scope import Scope
from conformance.reading.javascript.typescript import without_types
from conformance.reading.program import Call, Comment, NotUnderstood, Printed, Reading
from conformance.reading.tree import Tree
from conformance.reading.value import Unknown

if TYPE_CHECKING:
    from tree_sitter import Node

# What is larger than this was not written to be read by people, and a grammar may take long to find that out.
_MOST: Final = 150_000


def read_javascript(file: str, text: str) -> Reading:
    """Return what ``text`` sends; ``file`` is what places call it. Nothing is executed, nothing is raised.

    What it prints is not read: one text that is not known stands for it.
    """
    import tree_sitter_javascript

    if len(text) > _MOST:
        return Reading(file, "javascript", not_understood=(NotUnderstood(Position(file, 1, 1), "more than is read"),))
    tree = Tree(file, text, tree_sitter_javascript.language(), without_types(text))
    scope = Scope(tree)
    comments: list[Comment] = []
    expressions: list[Node] = []
    for node in _all(tree.root):
        if node.type == "comment":
            comments.append(_comment(tree, node))
        elif node.type == "call_expression":
            expressions.append(node)
            function = node.child_by_field_name("function")
            if function is not None and function.type == "identifier":
                scope.called.add(tree.short(function))
        elif node.type in ("member_expression", "subscript_expression"):
            _setting(scope, node)
        else:
            _bind(scope, node)
    calls: list[Call] = []
    printed: list[Printed] = []
    for node in expressions:
        call = call_of(scope, node)
        if call is not None:
            calls.append(call)
        elif _prints(tree, node):
            printed.append(Printed(Unknown("console.log(…)"), tree.place_of(node)))
    settings = tuple(sorted(scope.settings.values(), key=lambda one: (one.place.line or 0, one.place.column or 0)))
    return Reading(file, "javascript", tuple(calls), tuple(printed), settings, tuple(comments))


def _all(root: "Node") -> "list[Node]":
    """Return every node, in the order of the source."""
    found = []
    todo = [root]
    while todo:
        node = todo.pop()
        found.append(node)
        todo += reversed(node.named_children)
    return found


def _bind(scope: Scope, node: "Node") -> None:
    """Take note of what ``node`` gives a name to."""
    tree = scope.tree
    if node.type == "variable_declarator":
        name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
        if name is not None and name.type == "identifier":
            scope.bind(tree.text(name), value)
        elif name is not None:
            for part in _all(name):
                if part.type in ("identifier", "shorthand_property_identifier_pattern"):
                    scope.bind(tree.text(part), None)
    elif node.type in ("assignment_expression", "augmented_assignment_expression", "update_expression"):
        target = node.child_by_field_name("left") or node.child_by_field_name("argument")
        if target is not None:
            # `list.push(…)` and `settings.name = …` change what a name stands for as well.
            scope.forget(tree.short(target).partition(".")[0].partition("[")[0])
    elif node.type == "formal_parameters":
        for part in _all(node):
            if part.type in ("identifier", "shorthand_property_identifier_pattern"):
                scope.forget(tree.text(part))
    elif node.type == "import_specifier":
        name, alias = node.child_by_field_name("name"), node.child_by_field_name("alias")
        if name is not None and alias is not None:
            scope.imported[tree.text(alias)] = tree.text(name)


def _setting(scope: Scope, node: "Node") -> None:
    of = node.child_by_field_name("object")
    if of is not None and scope.tree.short(of) == "process.env":
        name = node.child_by_field_name("property") or node.child_by_field_name("index")
        if name is not None and name.type in ("property_identifier", "string"):
            scope.setting(scope.tree.text(name).strip("\"'"), node)


def _prints(tree: Tree, node: "Node") -> bool:
    function = node.child_by_field_name("function")
    return function is not None and tree.short(function) in ("console.log", "console.info", "process.stdout.write")


def _comment(tree: Tree, node: "Node") -> Comment:
    start = tree.start(node)
    line = tree.source.rfind("\n", 0, start) + 1
    text = tree.text(node).removeprefix("//").removeprefix("/*").removesuffix("*/")
    return Comment(text.strip(), tree.place(start), bool(tree.source[line:start].strip()))
