"""What an expression of JavaScript is worth."""

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

from conformance.reading.javascript.scope import DEEPEST, Scope
from conformance.reading.value import Either, Element, Entry, Items, Joined, JsonText, Known, Members, Unknown, Value

if TYPE_CHECKING:
    from tree_sitter import Node

_ESCAPE: Final = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r?\n)|(.))", re.DOTALL)
_LETTERS: Final = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
_WORDS: Final[dict[str, bool | None]] = {"true": True, "false": False, "null": None}
_LARGEST: Final = 2**53


def value_of(scope: Scope, node: "Node") -> Value:
    """Return what ``node`` stands for; unknown where that cannot be told."""
    work = 1 + (node.end_byte - node.start_byte) // 16
    if scope.depth >= DEEPEST or node.is_error or node.is_missing or scope.spend(work):
        return unknown(scope, node)
    scope.depth += 1
    try:
        return _value(scope, node)
    finally:
        scope.depth -= 1


def unknown(scope: Scope, node: "Node") -> Unknown:
    return Unknown(scope.tree.line(node, 80))


def is_undefined(scope: Scope, node: "Node") -> bool:
    """Whether ``node`` is ``undefined``: a member of that value is not sent."""
    return scope.tree.short(node) == "undefined"


def _value(scope: Scope, node: "Node") -> Value:
    match node.type:
        case "string":
            return Known(_unescaped(scope.tree.text(node)[1:-1]))
        case "template_string":
            return _template(scope, node)
        case "number":
            return _number(scope, node)
        case "true" | "false" | "null":
            return Known(_WORDS[node.type])
        case "unary_expression":
            return _negative(scope, node)
        case "object":
            return members_of(scope, node)
        case "array":
            return _items(scope, node)
        case "identifier" | "shorthand_property_identifier":
            bound = scope.bound.get(scope.tree.text(node))
            return value_of(scope, bound) if bound is not None else unknown(scope, node)
        case "parenthesized_expression" | "non_null_expression" if node.named_child_count == 1:
            return value_of(scope, node.named_children[0])
        case "member_expression" | "subscript_expression":
            return _member(scope, node)
        case "binary_expression":
            return _operation(scope, node)
        case "call_expression":
            return _call(scope, node)
    return unknown(scope, node)


def members_of(scope: Scope, node: "Node") -> Members:
    """Return an object; what a spread or a computed name adds that is not known is its ``more``."""
    entries: list[Entry] = []
    more: str | None = None
    for child in node.named_children:
        if child.type == "pair":
            name = _name(scope, child.child_by_field_name("key"))
            value = child.child_by_field_name("value")
            if name is None or value is None:
                more = scope.tree.line(child, 80)
            elif not is_undefined(scope, value):
                entries.append(Entry(name, value_of(scope, value), scope.tree.place_of(child)))
        elif child.type == "shorthand_property_identifier":
            entries.append(Entry(scope.tree.text(child), value_of(scope, child), scope.tree.place_of(child)))
        elif child.type == "spread_element" and child.named_children:
            spread = value_of(scope, child.named_children[0])
            if isinstance(spread, Members):
                entries += spread.entries
                more = more or spread.more
            else:
                more = scope.tree.line(child, 80)
        elif child.type != "comment":
            more = scope.tree.line(child, 80)
    last = {entry.name: entry for entry in entries}
    return Members(tuple(last.values()), more)


def _items(scope: Scope, node: "Node") -> Items:
    elements: list[Element] = []
    more: str | None = None
    for child in node.named_children:
        if child.type == "comment":
            continue
        if child.type != "spread_element":
            elements.append(Element(value_of(scope, child), scope.tree.place_of(child)))
            continue
        spread = value_of(scope, child.named_children[0]) if child.named_children else None
        if isinstance(spread, Items) and spread.more is None:
            elements += spread.elements
        else:
            more = scope.tree.line(child, 80)
            break  # what stands behind it has no place that is known
    return Items(tuple(elements), more)


def _name(scope: Scope, node: "Node | None") -> str | None:
    if node is None or node.type == "computed_property_name":
        return None
    text = scope.tree.text(node)
    return _unescaped(text[1:-1]) if node.type == "string" else text


def _template(scope: Scope, node: "Node") -> Value:
    parts: list[Value] = []
    at = scope.tree.start(node) + 1
    for child in node.named_children:
        if child.type != "template_substitution":
            continue
        parts.append(Known(_unescaped(scope.tree.source[at : scope.tree.start(child)])))
        inner = child.named_children
        parts.append(value_of(scope, inner[0]) if inner else unknown(scope, child))
        at = scope.tree.end(child)
    parts.append(Known(_unescaped(scope.tree.source[at : scope.tree.end(node) - 1])))
    return joined(parts)


def joined(parts: list[Value]) -> Value:
    """Return the text that ``parts`` make behind each other."""
    found: list[Value] = []
    for part in parts:
        for one in part.parts if isinstance(part, Joined) else (part,):
            text = one.value if isinstance(one, Known) else None
            if isinstance(one, Known) and isinstance(text, str | int) and not isinstance(text, bool):
                last = found[-1] if found else None
                if isinstance(last, Known):
                    found[-1] = Known(f"{last.value}{text}")
                elif text != "":
                    found.append(Known(str(text)))
            else:
                found.append(one)
    return found[0] if len(found) == 1 else Joined(tuple(found)) if found else Known("")


def _number(scope: Scope, node: "Node") -> Value:
    """Return a number as JSON has it: JavaScript sends ``42.0`` as ``42``, and rounds what is too large."""
    text = scope.tree.text(node).replace("_", "").lower()
    try:
        if text[:2] in ("0x", "0b", "0o"):
            return Known(int(text, 0))
        number = Decimal(text)
    except (InvalidOperation, ValueError):
        return unknown(scope, node)
    if not number.is_finite() or abs(number.adjusted()) > 300:
        return unknown(scope, node)
    if number == number.to_integral_value():
        return Known(int(number)) if abs(number) <= _LARGEST else Known(int(float(number)))
    return Known(number)


def _negative(scope: Scope, node: "Node") -> Value:
    inner = value_of(scope, node.named_children[-1]) if node.named_children else None
    number = inner.value if isinstance(inner, Known) else None
    if scope.tree.short(node)[:1] == "-" and isinstance(number, int | Decimal) and not isinstance(number, bool):
        return Known(-number)
    return unknown(scope, node)


def _member(scope: Scope, node: "Node") -> Value:
    """Return ``process.env.NAME``, or a member of an object that is known."""
    of = node.child_by_field_name("object")
    name = _property(scope, node)
    if of is None or name is None:
        return unknown(scope, node)
    if scope.tree.short(of) in ("process.env", "import.meta.env"):
        return scope.setting(name, node)
    owner = value_of(scope, of) if of.type in ("identifier", "member_expression") else None
    entry = owner.entry(name) if isinstance(owner, Members) else None
    return entry.value if entry is not None else unknown(scope, node)


def _property(scope: Scope, node: "Node") -> str | None:
    name = node.child_by_field_name("property")
    if name is not None:
        return scope.tree.text(name)
    index = node.child_by_field_name("index")
    return _unescaped(scope.tree.text(index)[1:-1]) if index is not None and index.type == "string" else None


def _operation(scope: Scope, node: "Node") -> Value:
    left, operator, right = (node.child_by_field_name(name) for name in ("left", "operator", "right"))
    if left is None or right is None or operator is None:
        return unknown(scope, node)
    if operator.type in ("||", "??"):
        first = value_of(scope, left)
        return first if isinstance(first, Known) and first.value else Either(first, value_of(scope, right))
    if operator.type == "+":
        parts = [value_of(scope, left), value_of(scope, right)]
        if any(isinstance(one, Joined) or (isinstance(one, Known) and isinstance(one.value, str)) for one in parts):
            return joined(parts)
    return unknown(scope, node)


def _call(scope: Scope, node: "Node") -> Value:
    """Return what ``JSON.stringify(…)`` writes."""
    function, arguments = (node.child_by_field_name(name) for name in ("function", "arguments"))
    if function is not None and arguments is not None and arguments.named_children:
        if scope.tree.short(function) == "JSON.stringify":
            return JsonText(value_of(scope, arguments.named_children[0]))
        if scope.tree.short(function) == "String":
            return value_of(scope, arguments.named_children[0])
    return unknown(scope, node)


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(found: re.Match[str]) -> str:
    digits = found[1] or found[2] or found[3]
    if digits:
        code = int(digits, 16)
        return chr(code) if code < 0x110000 else "\ufffd"
    return "" if found[4] else _LETTERS.get(found[5], found[5])
