"""``of.name``."""

import ast
from typing import Final

from conformance.reading.answer_members import is_scalar
from conformance.reading.python.classes import attribute_of
from conformance.reading.python.joining import as_data
from conformance.reading.python.machine import Machine
from conformance.reading.python.objects import (
    Answer,
    BoundMethod,
    ClassObject,
    Coroutine,
    Function,
    Imported,
    Instance,
    Object,
    Opaque,
    Parent,
    SdkClient,
    SdkNode,
    Session,
)
from conformance.reading.value import Known, Unknown

# What tells about an object and leads to nothing that does anything.
_HARMLESS_DUNDERS: Final = frozenset({"__context__", "__cause__", "__name__", "__class__", "__doc__", "__version__"})
_CLIENT_METHODS: Final = frozenset({"with_options", "copy", "close"})
_HTTP_METHODS: Final = frozenset({"json", "raise_for_status", "read", "close", "getcode", "iter_lines", "parse"})
_SDK_METHODS: Final = frozenset({"model_dump_json", "model_dump", "to_dict", "to_json", "json", "dict"})
_STATUS: Final = frozenset({"status_code", "status", "ok", "is_success"})


def attribute(machine: Machine, of: Object, name: str, node: ast.AST) -> Object:
    """Return attribute ``name`` of ``of``; one that may lead to anything is listed as not understood."""
    if isinstance(of, Instance | ClassObject | Parent):
        return attribute_of(machine, of, name, node)
    if name.startswith("__") and name not in _HARMLESS_DUNDERS:
        return machine.not_understood(node)
    of = as_data(of)
    match of:
        case Imported(module):
            return Imported(f"{module}.{name}")
        case SdkClient():
            return BoundMethod(of, name) if name in _CLIENT_METHODS else SdkNode(of, (name,))
        case SdkNode(client, path):
            return SdkNode(client, (*path, name))
        case Opaque(expression) | Unknown(expression) if name in ("chat", "beta"):
            return SdkNode(Opaque(expression), (name,))
        case Opaque():
            return Opaque(machine.written(node))
        case Function(ast.FunctionDef(name=own) | ast.AsyncFunctionDef(name=own)) if name == "__name__":
            return Known(own)
        case Session(headers=headers) if name == "headers":
            return headers
        case Session(params=params) if name == "params":
            return params
        case Answer():
            return _of_answer(machine, of, name, node)
        case BoundMethod() | Coroutine():
            return Opaque(machine.written(node))
    return BoundMethod(of, name)


def _of_answer(machine: Machine, answer: Answer, name: str, node: ast.AST) -> Object:
    match answer.kind:
        case "sdk":
            if is_scalar(answer.path) or name in _SDK_METHODS:
                return BoundMethod(answer, name)
            if name.startswith("_"):
                return machine.unknown(node)
            return Answer("sdk", answer.call, (*answer.path, name), "sdk")
        case "http" | "raw":
            if name in _STATUS:
                return Answer("status", answer.call)
            if name in ("text", "content"):
                return Answer("content", answer.call)
            return BoundMethod(answer, name) if name in _HTTP_METHODS else machine.unknown(node)
    return BoundMethod(answer, name)
