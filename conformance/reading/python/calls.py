"""Calls: who is called, and what that means."""

import ast

from conformance.reading.python.answers import call_answer
from conformance.reading.python.arguments import Arguments, arguments_of
from conformance.reading.python.classes import attribute_of, make_instance, parent_of
from conformance.reading.python.http import call_session, send_urllib
from conformance.reading.python.library import call_imported
from conformance.reading.python.machine import Machine
from conformance.reading.python.methods import call_method
from conformance.reading.python.objects import (
    Answer,
    BoundMethod,
    ClassObject,
    Coroutine,
    Function,
    Imported,
    Instance,
    Method,
    Object,
    SdkClient,
    SdkNode,
    Session,
)
from conformance.reading.python.sdk import call_node, changed_client

__all__ = ["call", "call_object"]


def call(machine: Machine, node: ast.Call) -> Object:
    """Return what the call yields; what it sends or prints is recorded."""
    callee = machine.evaluate(machine, node.func)
    return call_object(machine, callee, arguments_of(machine, node), node)


def call_object(machine: Machine, callee: Object, given: Arguments, node: ast.Call) -> Object:
    """Call ``callee`` with the arguments ``given``."""
    match callee:
        case Function():
            return _call_function(machine, callee, given)
        case Method():
            return _call_function(machine, callee.function, given, callee.owner)
        case ClassObject():
            return make_instance(machine, callee, given.positional, given.keywords, given.more)
        case Instance():
            return call_object(machine, attribute_of(machine, callee, "__call__", node), given, node)
        case Imported("builtins.super") if not given.positional:
            return parent_of(machine, node)
        case Imported("urllib.request.urlopen"):
            return send_urllib(machine, given, node)
        case Imported(name):
            return call_imported(machine, name, given, node)
        case SdkNode():
            return call_node(machine, callee, given, node)
        case BoundMethod(SdkClient() as client, name):
            return changed_client(machine, client, given, node) if name != "close" else machine.unknown(node)
        case BoundMethod(Session() as session, name):
            return call_session(machine, session, name, given, node)
        case BoundMethod(Answer() as answer, name):
            return call_answer(machine, answer, name, given, node)
        case BoundMethod(owner, name):
            return call_method(machine, owner, name, given, node)
    for value in given.values():
        machine.escape(value, machine.written(node))
    return machine.not_understood(node)


def _call_function(machine: Machine, function: Function, given: Arguments, *owner: Object) -> Object:
    positional = [*owner, *(slot.value for slot in given.positional)]
    keywords = {name: slot.value for name, slot in given.keywords.items()}

    def start() -> Object:
        return machine.invoke(machine, function, positional, keywords, given.more)

    return Coroutine(start) if isinstance(function.node, ast.AsyncFunctionDef) else start()
