"""Functions of ``urllib.parse``."""

import ast
from urllib.parse import quote, quote_plus, urlencode, urljoin

from conformance.reading.python.arguments import Arguments
from conformance.reading.python.machine import Machine
from conformance.reading.python.objects import DictObject, Object
from conformance.reading.python.python_values import NotKnown, lift, python_value
from conformance.reading.python.text import as_text, joined
from conformance.reading.value import Edited, Either, Joined, Known, Setting, Value


def quoted(machine: Machine, given: Arguments, node: ast.Call) -> Object:
    """Return what ``quote`` makes of a text that is known."""
    function = quote_plus if machine.written(node.func).endswith("quote_plus") else quote
    try:
        arguments = [python_value(slot.value) for slot in given.positional]
        return lift(function(*arguments, **{name: python_value(slot.value) for name, slot in given.keywords.items()}))
    except (NotKnown, TypeError, ValueError):
        return machine.unknown(node)


def url_encoded(machine: Machine, given: Arguments, node: ast.Call) -> Object:
    """Return what ``urlencode`` makes of a dict; what is not known in it stays a part of the text."""
    query = given.first()
    if not isinstance(query, DictObject) or query.more is not None or given.keywords:
        return machine.unknown(node)
    parts: list[Value] = []
    for key, slot in query.entries.items():
        text = as_text(slot.value, machine.written(node))
        mark = "&" if parts else ""
        value = Known(urlencode({"": str(text.value)})[1:]) if isinstance(text, Known) else text
        parts += [Known(f"{mark}{quote_plus(str(key))}="), value]
    return joined(parts)


def url_joined(machine: Machine, given: Arguments, node: ast.Call) -> Object:
    """Return what ``urljoin`` makes of a base and a path.

    Of a base from the environment it is taken that it is a resource's URL, without a path of its own (assumed).
    """
    base, path = given.get("base", 0), given.get("url", 1)
    if isinstance(base, Known) and isinstance(path, Known):
        return Known(urljoin(str(base.value), str(path.value)))
    first = path.parts[0] if isinstance(path, Joined) else path
    if not isinstance(base, Setting | Either | Edited) or not isinstance(first, Known) or "://" in str(first.value):
        return machine.unknown(node)
    rest = joined([Known(str(first.value).lstrip("/")), *(path.parts[1:] if isinstance(path, Joined) else ())])
    return joined([Edited(base, "strip-right", "/"), Known("/"), rest])
