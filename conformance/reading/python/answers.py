"""Methods of answers: those of the SDK, of an HTTP client, and of the JSON that they hold."""

import ast
from typing import Final

from conformance.reading.python.arguments import Arguments
from conformance.reading.python.machine import Machine
from conformance.reading.python.methods import edited, is_harmless
from conformance.reading.python.objects import Answer, Object, Serialized
from conformance.reading.python.text import as_text
from conformance.reading.value import Dump, FromAnswer, Known

_DUMPS_TEXT: Final = frozenset({"model_dump_json", "to_json"})
_DUMPS_DATA: Final = frozenset({"model_dump", "to_dict", "dict"})


def call_answer(machine: Machine, answer: Answer, name: str, given: Arguments, node: ast.Call) -> Object:
    """Return what method ``name`` of ``answer`` yields."""
    match answer.kind, name:
        case "sdk", _ if name in _DUMPS_TEXT:
            return _dumped(answer, given, 2 if name == "to_json" else None)
        case "sdk", "json" if not answer.path:
            return _dumped(answer, given, None)
        case "sdk", _ if name in _DUMPS_DATA:
            # to_dict leaves out what did not come, so that it is what came.
            return Answer("json", answer.call, answer.path, "wire" if name == "to_dict" else "sdk")
        case "http", "json":
            return Answer("json", answer.call)
        case "http" | "raw", "read":
            return Answer("content", answer.call)
        case "http", "getcode":
            return Answer("status", answer.call)
        case "raw", "parse":
            return Answer("sdk", answer.call, (), "sdk")
        case "http" | "raw", "iter_lines":
            return machine.unknown(node)
        case "http" | "raw" | "stream", "raise_for_status" | "close":
            return answer
        case "content", "decode" | "strip" | "encode":
            return answer
        case "json", "get":
            return _member(machine, answer, given, node)
    text = as_text(answer, machine.written(node))
    if isinstance(text, FromAnswer):
        if name in ("encode", "decode"):
            return answer
        if (found := edited(text, name, given)) is not None:
            return found
    return machine.unknown(node) if is_harmless(name) else machine.not_understood(node)


def _dumped(answer: Answer, given: Arguments, indent: int | None) -> Object:
    found = given.get("indent")
    if isinstance(found, Known):
        indent = found.value if type(found.value) is int else None
    unusual = set(given.keywords) - {"indent"}
    # Without the members that are null or were not set it is near to what came.
    style = "wire" if unusual & {"exclude_unset", "exclude_none"} else "sdk"
    of = Dump(FromAnswer(answer.call, answer.path), style, indent)  # type: ignore[arg-type]
    return Serialized(of, None, None, indent)


def _member(machine: Machine, answer: Answer, given: Arguments, node: ast.Call) -> Object:
    key = given.first()
    if isinstance(key, Known) and isinstance(key.value, str) and len(given.positional) == 1:
        return Answer("json", answer.call, (*answer.path, key.value), answer.style)
    return machine.unknown(node)
