"""What a name of a Python source may hold while it is followed: known data, and the objects that send requests.

Scalars are the values of ``conformance.reading.value``. Dicts and lists are mutable here and have an identity, as in
Python; they become values when a request is recorded.
"""

import ast
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final, Literal

from conformance.exchange import Position
from conformance.reading.engine.journal import Changing, Fork
from conformance.reading.value import Unknown, Value

Key = str | int | Decimal | bool | None


@dataclass(frozen=True, slots=True, eq=False)
class Slot:
    """What a name, a key or an index holds; ``place`` is where that is written."""

    value: "Object"
    place: Position | None = None


_ABSENT: Final = Slot(Unknown("nothing"))
_Content = tuple[Any, str | None]


@dataclass(slots=True, eq=False)
class DictObject(Changing):
    """A dict. ``more`` is the expression that adds unknown members; ``opened`` the place that writes the dict."""

    entries: dict[Key, Slot] = field(default_factory=dict)
    more: str | None = None
    opened: Position | None = None

    def content(self) -> _Content:
        return dict(self.entries), self.more

    def restore(self, content: _Content) -> None:
        self.entries, self.more = content

    def joined(self, one: _Content, other: _Content, fork: Fork) -> _Content:
        first, second = one[0], other[0]
        common = {
            key: _joined(slot, second[key], f"{key!r} under {fork.expression}", fork)
            for key, slot in first.items()
            if key in second
        }
        same = len(common) == len(first) == len(second)
        return common, one[1] or other[1] or (None if same else fork.expression)


@dataclass(slots=True, eq=False)
class ListObject(Changing):
    """A list, a tuple or a set; ``more`` is the expression that adds unknown elements."""

    elements: list[Slot] = field(default_factory=list)
    more: str | None = None
    kind: Literal["list", "tuple", "set"] = "list"

    def content(self) -> _Content:
        return list(self.elements), self.more

    def restore(self, content: _Content) -> None:
        self.elements, self.more = content

    def joined(self, one: _Content, other: _Content, fork: Fork) -> _Content:
        first, second = one[0], other[0]
        common = [_joined(*slots, fork.expression, fork) for slots in zip(first, second, strict=False)]
        return common, one[1] or other[1] or (None if len(first) == len(second) else fork.expression)


@dataclass(slots=True, eq=False)
class Scope(Changing):
    """The names of a module, a function, a class or an object; ``parent`` is what surrounds its definition.

    Functions that a class defines do not see the names ``of_class``.
    """

    names: dict[str, Slot] = field(default_factory=dict)
    parent: "Scope | None" = None
    outer: set[str] = field(default_factory=set)
    of_class: bool = False

    def find(self, name: str) -> Slot | None:
        """Return what ``name`` holds here or around here, or None."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            scope = scope.parent
        return None

    def owner(self, name: str) -> "Scope":
        """Return the scope that an assignment to ``name`` changes."""
        if name not in self.outer or self.parent is None:
            return self
        scope = self.parent
        while scope.parent is not None and name not in scope.names:
            scope = scope.parent
        return scope

    def content(self) -> dict[str, Slot]:
        return dict(self.names)

    def restore(self, content: dict[str, Slot]) -> None:
        self.names = content

    def joined(self, one: dict[str, Slot], other: dict[str, Slot], fork: Fork) -> dict[str, Slot]:
        return {
            name: _joined(one.get(name, _ABSENT), other.get(name, _ABSENT), name, fork) for name in {**one, **other}
        }


def _joined(one: Slot, other: Slot, expression: str, fork: Fork) -> Slot:
    return Slot(fork.value(one.value, other.value, expression), one.place or other.place)


@dataclass(slots=True, eq=False)
class Function:
    """A function or lambda of the source; ``defaults`` are evaluated where it is defined, ``owner`` is its class."""

    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
    scope: Scope
    defaults: dict[str, "Object"]
    called: bool = False
    owner: "ClassObject | None" = None


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a dataclass: the expression of its default, and whether a call may give it."""

    default: ast.expr | None
    given: bool = True


@dataclass(slots=True, eq=False)
class ClassObject:
    """A class of the source; ``above`` are those it inherits from, in the order in which names are looked for.

    ``fields`` are those of a dataclass, None of another class.
    """

    name: str
    scope: Scope
    above: "tuple[ClassObject, ...]"
    fields: dict[str, Field] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """An object of a class of the source, with its attributes."""

    of: ClassObject
    scope: Scope


@dataclass(frozen=True, slots=True, eq=False)
class Method:
    """A function of a class with the object, or the class, that it is called on."""

    function: Function
    owner: "Object"


@dataclass(frozen=True, slots=True, eq=False)
class Parent:
    """What ``super()`` stands for: the classes behind ``after``, for ``instance``."""

    after: ClassObject
    instance: Instance | ClassObject


@dataclass(frozen=True, slots=True)
class Imported:
    """A module, or what stands in one, by its full name: ``requests.post``. Builtins begin with ``builtins.``."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class BoundMethod:
    """A method of ``owner``."""

    owner: "Object"
    name: str


@dataclass(frozen=True, slots=True)
class Opaque:
    """What may be anything and do anything; ``expression`` is how the source writes it."""

    expression: str


@dataclass(frozen=True, slots=True, eq=False)
class Coroutine:
    """What an asynchronous function returns: nothing happens before it is awaited."""

    start: Callable[[], "Object"]


@dataclass(frozen=True, slots=True, eq=False)
class Serialized:
    """Text that ``json.dumps`` made: of which value, and as which text where that is known."""

    of: Value
    opened: Position | None
    text: str | None
    indent: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class SdkClient:
    """A client of the openai SDK: ``base`` is the URL before ``/chat/completions``, ``query`` what every request has.

    ``in_path`` says whether a deployment's name, the model, goes into the path.
    """

    name: str
    base: Value
    query: dict[str, Slot]
    headers: dict[str, Slot]
    place: Position
    api_version_place: Position | None
    in_path: bool
    asynchronous: bool


@dataclass(frozen=True, slots=True, eq=False)
class SdkNode:
    """What stands below a client: ``chat.completions``, ``chat.completions.with_raw_response``."""

    client: SdkClient | Opaque
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Session:
    """A ``requests.Session`` or ``httpx.Client``; ``base`` is the httpx client's ``base_url``."""

    name: str
    headers: DictObject
    params: DictObject
    base: "Object | None" = None
    asynchronous: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class HttpRequest:
    """A ``urllib.request.Request``, not sent yet."""

    url: "Object"
    data: "Object"
    headers: DictObject
    method: "Object | None"
    url_place: Position


AnswerKind = Literal["sdk", "json", "http", "raw", "content", "status", "stream"]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer or a part of it: ``path`` leads there in the JSON of call number ``call``.

    ``kind`` is what the program holds: the SDK's object (``sdk``), python_value JSON (``json``; ``style`` says whose), an HTTP
    response (``http``), the SDK's raw one (``raw``), its bytes or text (``content``), its ``status`` or a ``stream``.
    """

    kind: AnswerKind
    call: int
    path: tuple[str | int, ...] = ()
    style: Literal["sdk", "wire"] = "wire"


Object = (
    Value
    | DictObject
    | ListObject
    | Function
    | ClassObject
    | Instance
    | Method
    | Parent
    | Imported
    | BoundMethod
    | Opaque
    | Coroutine
    | Serialized
    | SdkClient
    | SdkNode
    | Session
    | HttpRequest
    | Answer
)
# Those whose calls do something: where one of them may be meant, nothing is taken for harmless.
CAPABLE = (
    Function,
    ClassObject,
    Instance,
    Method,
    Imported,
    BoundMethod,
    Opaque,
    Coroutine,
    SdkClient,
    SdkNode,
    Session,
    HttpRequest,
)
