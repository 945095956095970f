"""The contract of one api-version: its operations, and what each takes and answers."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from conformance.contract.catalog import Catalog, catalog
from conformance.contract.engines import DEFAULT, EngineName
from conformance.contract.payload_schema import PayloadSchema
from conformance.contract.shape import Defect, Shape
from conformance.contract.shapes import Shapes
from conformance.errors import InputError
from conformance.finding import SpecPlace
from conformance.wire.pointer import pointer_of


@dataclass(frozen=True, eq=False)
class Operation:
    """One chat operation. ``path`` is a template below the server's: ``/openai/deployments/{deployment-id}/…``."""

    contract: "Contract"
    path: str
    method: str
    pointer: str

    @property
    def extensions(self) -> bool:
        """Whether it is the second operation that some versions have (``/extensions/…``)."""
        return "/extensions/" in self.path

    @cached_property
    def request(self) -> PayloadSchema:
        """What a request body may be."""
        return self._payload((f"{self.pointer}/requestBody/content/application~1json/schema",))

    @cached_property
    def answer(self) -> PayloadSchema:
        """What the body of a successful answer may be."""
        return self._payload((self._answers()[0],))

    @cached_property
    def chunk(self) -> PayloadSchema | None:
        """What one chunk of a stream may be, or None where the version does not describe it."""
        pointer = self._answers()[1]
        return self._payload((pointer,)) if pointer else None

    def _payload(self, pointers: tuple[str, ...]) -> PayloadSchema:
        return PayloadSchema(self.contract.shapes.of(pointers), self.contract.engine)

    def _answers(self) -> tuple[str, str | None]:
        """Return the pointers of answer and chunk: two media types, branches told apart by ``object``, or one schema."""
        content = f"{self.pointer}/responses/200/content"
        pointer = f"{content}/application~1json/schema"
        stream = f"{content}/text~1event-stream/schema"
        shapes = self.contract.shapes
        if shapes.file.has(stream):
            return pointer, stream
        for group in shapes.of((pointer,)).groups:
            by_tag = {branch.tag: branch.shape.pointers[0] for branch in group.branches}
            if "chat.completion" in by_tag:
                return by_tag["chat.completion"], by_tag.get("chat.completion.chunk")
        return pointer, None


@dataclass(frozen=True, eq=False)
class Contract:
    """What one api-version declares. Made by ``contract()``; schemas are compiled when they are first needed."""

    api_version: str
    shapes: Shapes
    engine: EngineName = DEFAULT
    _places: dict[str, SpecPlace] = field(default_factory=dict, repr=False)

    @property
    def file(self) -> str:
        """How findings name the file: ``spec/2024-02-01/inference.json``."""
        return self.shapes.file.name

    @cached_property
    def operations(self) -> tuple[Operation, ...]:
        """The chat operations, the plain one first."""
        return tuple(sorted(self._operations(), key=lambda operation: operation.extensions))

    @property
    def operation(self) -> Operation:
        """The plain chat operation."""
        return self.operations[0]

    def operation_of(self, path: str | None) -> Operation:
        """Return the operation that an exchange's path chooses; the plain one where it does not tell."""
        wanted = path is not None and "/extensions/chat/completions" in path
        return next((one for one in self.operations if one.extensions == wanted), self.operation)

    @property
    def dated(self) -> bool:
        """Whether the deployment is in the path; in the v1 family it is ``model``."""
        return self.api_version[0].isdigit()

    def declares_fingerprint(self, operation: Operation) -> bool:
        """Whether a successful answer may hold ``system_fingerprint``."""
        return "system_fingerprint" in operation.answer.shape.members

    def place(self, pointer: str) -> SpecPlace:
        """Return ``pointer`` with its line and column; remembered, for findings name the same places again and again.

        Of a member that the file forgot and an amendment adds, it is the nearest place that the file has.
        """
        known = self._places.get(pointer)
        if known is None:
            file, nearest = self.shapes.original, pointer
            while nearest and not file.has(nearest):
                nearest = nearest.rpartition("/")[0]
            found = file.line_column(nearest)
            known = SpecPlace(self.file, nearest, found.line if found else None, found.column if found else None)
            self._places[pointer] = known
        return known

    def defects(self) -> tuple[Defect, ...]:
        """Return every place where the file contradicts itself, in the order of the file's pointers."""
        for operation in self.operations:
            for payload in (operation.request, operation.answer, operation.chunk):
                if payload is not None:
                    _touch(payload.shape, set())
        return tuple(defect for _, defect in sorted(self.shapes.defects.items()))

    def _operations(self) -> Iterator[Operation]:
        file = self.shapes.file
        base = _server_path(file.tree.get("servers", []))
        for path, item in file.chat_paths():
            for method in item:
                if method in ("post", "get", "put"):
                    yield Operation(self, base + path, method.upper(), f"/paths{pointer_of((path,))}/{method}")


def contract(api_version: str, engine: EngineName = DEFAULT, of: Catalog | None = None) -> Contract:
    """Return the contract of ``api_version``; raises InputError where there is none, KeyError never.

    Each is made once, however it is asked for.
    """
    return _made(api_version, engine, None if of is catalog() else of)


@cache
def _made(api_version: str, engine: EngineName, of: Catalog | None) -> Contract:
    known = of or catalog()
    if api_version not in known.with_chat:
        raise InputError(f"No contract describes chat completions for {api_version}.")
    return Contract(api_version, Shapes(known.file(api_version)), engine)


def _server_path(servers: list[dict[str, Any]]) -> str:
    url = servers[0]["url"] if servers else ""
    _, _, path = url.rpartition("}")
    return str(path)


def _touch(shape: Shape, seen: set[Shape]) -> None:
    if shape in seen:
        return
    seen.add(shape)
    for name in shape.members:
        member = shape.member(name)
        if member is not None:
            _touch(member, seen)
    for below in (shape.items, shape.additional):
        if below is not None:
            _touch(below, seen)
    for group in shape.groups:
        for branch in group.branches:
            _touch(branch.shape, seen)
