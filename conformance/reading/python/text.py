"""Text made of known and unknown parts: joining, ``str()``, f-strings, ``%`` and ``str.format``."""

import re
import string
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from conformance.reading.answer_members import is_scalar
from conformance.reading.engine.limits import MOST_CHARACTERS, MOST_PARTS
from conformance.reading.python.objects import Answer, Object, Opaque, Serialized
from conformance.reading.python.python_values import NotKnown, python_value
from conformance.reading.python.snapshots import VALUES
from conformance.reading.value import Dump, FromAnswer, Joined, Known, Unknown, Value

_DIRECTIVE: Final = re.compile(r"%(?:\((?P<key>\w+)\))?(?P<flags>[-+ #0]*\d{0,4}(?:\.\d{0,3})?)(?P<kind>[sdifgxr%])")
_CONVERSIONS: Final[dict[str, Callable[[object], str]]] = {"r": repr, "a": ascii, "s": str}
_FIELD: Final = re.compile(r"\w*")
_WIDE: Final = re.compile(r"\d{5}")


def joined(parts: Iterable[Value]) -> Value:
    """Return the parts as one text; neighbours that are known become one. Raises NotKnown where it grows too long."""
    found: list[Value] = []
    for part in _flat(parts):
        if isinstance(part, Known) and found and isinstance(found[-1], Known):
            found[-1] = Known(str(found[-1].value) + str(part.value))
        elif not isinstance(part, Known) or part.value != "":
            found.append(part)
    if len(found) > MOST_PARTS or sum(len(str(one.value)) for one in found if isinstance(one, Known)) > MOST_CHARACTERS:
        raise NotKnown
    if not found:
        return Known("")
    return found[0] if len(found) == 1 else Joined(tuple(found))


def _flat(parts: Iterable[Value]) -> Iterable[Value]:
    for part in parts:
        if isinstance(part, Joined):
            yield from part.parts
        else:
            yield part


def as_text(item: Object, expression: str) -> Value:
    """Return ``str(item)``; what is not known of it is ``Unknown(expression)``."""
    match item:
        case Known(str()):
            return item
        case Known():
            return Known(str(python_value(item)))
        case Serialized(text=None, of=Dump() as dump):
            return dump
        case Answer("sdk" | "json", call, path) if is_scalar(path):
            return FromAnswer(call, path)
        case Answer("content", call, path, style):
            return Dump(FromAnswer(call, path), style)
        case Answer():
            return Unknown(expression)
        case Opaque(own):
            return Unknown(own)
    try:
        return Known(str(python_value(item)))
    except NotKnown:
        return item if isinstance(item, VALUES) else Unknown(expression)


def formatted(item: Object, conversion: int, spec: str, expression: str) -> Value:
    """Return what ``{item!conversion:spec}`` is in an f-string."""
    if not spec and conversion in (-1, ord("s")):
        return as_text(item, expression)
    if _WIDE.search(spec):
        return Unknown(expression)
    try:
        value = python_value(item)
        if conversion != -1:
            value = _CONVERSIONS[chr(conversion)](value)
        return Known(format(value, spec))
    except NotKnown:
        return Unknown(expression)


def percent(template: str, items: Sequence[Object] | Mapping[str, Object], expression: str) -> Value:
    """Return ``template % items``. Raises TypeError as Python does."""
    parts: list[Value] = []
    position = index = 0
    for match in _DIRECTIVE.finditer(template):
        parts.append(Known(template[position : match.start()]))
        position = match.end()
        if match["kind"] == "%":
            parts.append(Known("%"))
            continue
        if match["key"] is not None and isinstance(items, Mapping):
            item = items[match["key"]]
        elif isinstance(items, Sequence) and index < len(items):
            item, index = items[index], index + 1
        else:
            raise TypeError
        parts.append(_directive(match, item, expression))
    if "%" in template[position:] or (isinstance(items, Sequence) and index != len(items)):
        raise TypeError
    return joined([*parts, Known(template[position:])])


def _directive(match: re.Match[str], item: Object, expression: str) -> Value:
    if match["kind"] == "s" and not match["flags"]:
        return as_text(item, expression)
    try:
        return Known(f"%{match['flags']}{match['kind']}" % (python_value(item),))
    except NotKnown:
        return Unknown(expression)


def format_fields(template: str, field: Callable[[int | str], Object], expression: str, auto: Iterable[int]) -> Value:
    """Return ``template.format(…)``; ``field`` finds an argument by number or name and raises LookupError."""
    numbers = iter(auto)
    parts: list[Value] = []
    for literal, name, spec, conversion in string.Formatter().parse(template):
        parts.append(Known(literal))
        if name is None:
            continue
        if not _FIELD.fullmatch(name) or "{" in (spec or ""):
            return Unknown(expression)
        item = field(next(numbers) if not name else int(name) if name.isdecimal() else name)
        parts.append(formatted(item, ord(conversion) if conversion else -1, spec or "", expression))
    return joined(parts)
