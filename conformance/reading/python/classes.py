"""Classes of the source itself: what they define, the objects made of them, and how a name is found on either."""

import ast
from collections.abc import Sequence
from typing import Final

from conformance.reading.engine.leaving import Raised
from conformance.reading.python.functions import check_decorators
from conformance.reading.python.machine import Machine, RunBlock
from conformance.reading.python.objects import (
    ClassObject,
    DictObject,
    Field,
    Function,
    Imported,
    Instance,
    Method,
    Object,
    Opaque,
    Parent,
    Scope,
    Slot,
)
from conformance.reading.python.targets import bind
from conformance.reading.value import Known

# Bases that add nothing to what a class of a source does.
_PLAIN_BASES: Final = frozenset({"builtins.object", "abc.ABC", "typing.Protocol", "typing.Generic"})
_DATACLASS: Final = frozenset({"dataclasses.dataclass"})
_NO_FIELDS: Final = ("ClassVar", "InitVar")


def class_statement(machine: Machine, node: ast.ClassDef, run_block: RunBlock) -> None:
    """Bind the class that ``node`` defines; one of a library's class, or with a metaclass, is only looked at."""
    check_decorators(machine, node.decorator_list)
    bases = [machine.evaluate(machine, base) for base in node.bases]
    own = [base for base in bases if isinstance(base, ClassObject)]
    plain = all(isinstance(base, ClassObject) or _is_plain(base) for base in bases)
    if not plain or node.keywords:
        machine.scan(lambda: run_block(machine, node.body))
        bind(machine, node.name, Opaque(node.name), machine.place(node))
        return
    scope, machine.scope = machine.scope, Scope(parent=machine.scope, of_class=True)
    try:
        run_block(machine, node.body)
        # Where two ways lead to a class, it stands behind both.
        above = dict.fromkeys(reversed([one for base in own for one in (base, *base.above)]))
        made = ClassObject(node.name, machine.scope, tuple(reversed(above)))
    finally:
        machine.scope = scope
    if any(_decorates(machine, decorator, _DATACLASS) for decorator in node.decorator_list):
        made.fields = {name: field for base in reversed(made.above) for name, field in (base.fields or {}).items()}
        made.fields.update(_fields(node))
    for slot in made.scope.names.values():
        if isinstance(slot.value, Function) and slot.value.owner is None:
            slot.value.owner = made
    bind(machine, node.name, made, machine.place(node))


def make_instance(
    machine: Machine, of: ClassObject, positional: Sequence[Slot], keywords: dict[str, Slot], more: str | None
) -> Object:
    """Return a new object of the class; raises Raised where Python refuses the arguments."""
    made = Instance(of, Scope())
    init = _found(of, "__init__")
    if init is not None and isinstance(init.value, Function):
        given = [made, *(slot.value for slot in positional)]
        machine.invoke(machine, init.value, given, {name: slot.value for name, slot in keywords.items()}, more)
    elif of.fields is not None:
        _fill(machine, made, of.fields, positional, keywords, more)
    elif positional or keywords:
        raise Raised("TypeError")
    return made


def entered(machine: Machine, instance: Instance, node: ast.AST) -> Object:
    """Return what ``with`` makes of an object: what its ``__enter__`` returns."""
    found = attribute_of(machine, instance, "__enter__", node)
    return machine.invoke(machine, found.function, [instance], {}, None) if isinstance(found, Method) else found


def attribute_of(machine: Machine, of: Instance | ClassObject | Parent, name: str, node: ast.AST) -> Object:
    """Return attribute ``name`` of an object, a class, or of what ``super()`` stands for."""
    if isinstance(of, Instance) and (held := of.scope.names.get(name)) is not None:
        return held.value
    owner: ClassObject | None = of if isinstance(of, ClassObject) else of.of if isinstance(of, Instance) else None
    if owner is not None and name in ("__class__", "__name__", "__dict__"):
        return _told(of, owner, name)
    found = _found(owner, name) if owner is not None else _found_above(of, name)  # type: ignore[arg-type]
    if found is None and isinstance(of, Parent) and name.startswith("__"):
        return Imported("builtins.object")
    if found is None:
        return machine.not_understood(node)
    function = found.value
    if not isinstance(function, Function):
        return function
    kinds = {_name_of(one) for one in getattr(function.node, "decorator_list", ())}
    if "staticmethod" in kinds:
        return function
    if "classmethod" in kinds:
        cls = owner or (of.instance.of if isinstance(of, Parent) and isinstance(of.instance, Instance) else of)
        return Method(function, cls)
    instance = of.instance if isinstance(of, Parent) else of
    if isinstance(instance, ClassObject) and not isinstance(of, Parent):
        return function
    if kinds & {"property", "cached_property"}:
        return machine.invoke(machine, function, [instance], {}, None)
    return Method(function, instance)


def parent_of(machine: Machine, node: ast.AST) -> Object:
    """Return what ``super()`` is in the method that is followed."""
    function = machine.function
    arguments = function.node.args if function is not None else None
    named = [*arguments.posonlyargs, *arguments.args] if arguments is not None else []
    instance = machine.scope.find(named[0].arg) if named else None
    if function is None or function.owner is None or instance is None:
        return machine.not_understood(node)
    if not isinstance(instance.value, Instance | ClassObject):
        return machine.unknown(node)
    return Parent(function.owner, instance.value)


def as_dict(instance: Instance) -> DictObject:
    """Return the attributes of an object, as ``asdict`` and ``vars`` do."""
    return DictObject({name: slot for name, slot in instance.scope.names.items()})  # noqa: C416


def _told(of: Object, owner: ClassObject, name: str) -> Object:
    if name == "__dict__":
        return as_dict(of) if isinstance(of, Instance) else Opaque(f"{owner.name}.__dict__")
    return owner if name == "__class__" else Known(owner.name)


def _found(of: ClassObject, name: str) -> Slot | None:
    return next((one.scope.names[name] for one in (of, *of.above) if name in one.scope.names), None)


def _found_above(parent: Parent, name: str) -> Slot | None:
    start = parent.instance.of if isinstance(parent.instance, Instance) else parent.instance
    line = [start, *start.above]
    above = line[line.index(parent.after) + 1 :] if parent.after in line else []
    return next((one.scope.names[name] for one in above if name in one.scope.names), None)


def _is_plain(base: Object) -> bool:
    name = base.name if isinstance(base, Imported) else base.expression if isinstance(base, Opaque) else ""
    return name.partition("[")[0] in _PLAIN_BASES


def _decorates(machine: Machine, decorator: ast.expr, names: frozenset[str]) -> bool:
    found = machine.evaluate(machine, decorator.func if isinstance(decorator, ast.Call) else decorator)
    return isinstance(found, Imported) and found.name in names


def _fields(node: ast.ClassDef) -> dict[str, Field]:
    found: dict[str, Field] = {}
    for statement in node.body:
        if not isinstance(statement, ast.AnnAssign) or not isinstance(statement.target, ast.Name):
            continue
        if not any(word in ast.unparse(statement.annotation) for word in _NO_FIELDS):
            found[statement.target.id] = _field(statement.value)
    return found


def _field(value: ast.expr | None) -> Field:
    """Return what a field holds where nothing is given: an expression, perhaps that of a call made for each object."""
    if not isinstance(value, ast.Call) or _name_of(value.func) != "field":
        return Field(value)
    options = {word.arg: word.value for word in value.keywords}
    factory = options.get("default_factory")
    if factory is not None:
        return Field(ast.copy_location(ast.Call(factory, [], []), value))
    return Field(options.get("default"), given=not _is_false(options.get("init")))


def _fill(
    machine: Machine,
    made: Instance,
    fields: dict[str, Field],
    positional: Sequence[Slot],
    keywords: dict[str, Slot],
    more: str | None,
) -> None:
    """Give the fields of a dataclass what was given for them, or their defaults."""
    names = [name for name, field in fields.items() if field.given]
    given = dict(zip(names, positional, strict=False)) | keywords
    if len(positional) > len(names) or not set(given) <= set(names):
        raise Raised("TypeError")
    for name, field in fields.items():
        if name in given:
            made.scope.names[name] = given[name]
        elif more is not None:
            made.scope.names[name] = Slot(Opaque(f"{name} of {more}"))
        elif field.default is not None:
            made.scope.names[name] = Slot(machine.evaluate(machine, field.default), machine.place(field.default))
        elif field.given:
            raise Raised("TypeError")
    after = _found(made.of, "__post_init__")
    if after is not None and isinstance(after.value, Function):
        machine.invoke(machine, after.value, [made], {}, None)


def _name_of(node: ast.expr) -> str:
    node = node.func if isinstance(node, ast.Call) else node
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _is_false(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is False
