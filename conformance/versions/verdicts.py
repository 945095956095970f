"""Which versions take a request and know an answer: the body judged by each group of versions, and by each only once."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from enum import Enum
from typing import Any, Final

from conformance.contract.payload_schema import PayloadSchema
from conformance.versions.structure import Structure, structure_of
from conformance.versions.version_groups import VersionGroup, holds_undeclared

# Bodies of one shape are remembered; traffic with more shapes than this begins anew.
_MOST: Final = 1 << 14


class Verdict(Enum):
    """What a version makes of a request. ``NOT_DECLARED``: its schema lets a member pass that it does not declare."""

    ACCEPTED = "accepted"
    NOT_DECLARED = "not_declared"
    REFUSED = "refused"


class Verdicts:
    """Judges bodies by ``groups``. Which members are undeclared depends on names, types and tags alone; it is remembered."""

    def __init__(self, groups: Sequence[VersionGroup]) -> None:
        self.groups = tuple(groups)
        self._tags = frozenset().union(*(one.tags for one in groups))
        self._undeclared: dict[tuple[str, bool, Structure], frozenset[int]] = {}

    def of_request(self, value: Any, extensions: bool) -> list[Verdict]:
        """Return one verdict for each group. ``extensions``: it was sent to the ``/extensions/`` operation.

        On a dated path ``model`` counts for nothing. A ``seed`` that is written with a point or an exponent is
        refused where ``seed`` is declared, as the rule ``seed-type`` has it.
        """
        without_model = value
        if isinstance(value, dict) and "model" in value:
            without_model = {name: member for name, member in value.items() if name != "model"}
        broken_seed = isinstance(value, dict) and isinstance(value.get("seed"), Decimal)
        undeclared: frozenset[int] | None = None
        found = []
        for place, one in enumerate(self.groups):
            operation = one.operation(extensions)
            body = without_model if one.dated else value
            if operation is None or (broken_seed and one.declares_seed) or not operation.request.accepts(body):
                found.append(Verdict.REFUSED)
                continue
            if undeclared is None:
                undeclared = self._request_undeclared(value, without_model, extensions)
            found.append(Verdict.NOT_DECLARED if place in undeclared else Verdict.ACCEPTED)
        return found

    def of_answer(self, value: Any, extensions: bool) -> frozenset[int]:
        """Return the groups, by their place, whose contract does not declare a member of the answer or chunk ``value``."""

        def schema(one: VersionGroup) -> PayloadSchema | None:
            operation = one.operation(extensions) or one.contract.operation
            is_chunk = isinstance(value, dict) and value.get("object") == "chat.completion.chunk"
            return (operation.chunk if is_chunk else None) or operation.answer

        return self._remembered("response", extensions, value, schema, lambda _: value)

    def _request_undeclared(self, value: Any, without_model: Any, extensions: bool) -> frozenset[int]:
        def schema(one: VersionGroup) -> PayloadSchema | None:
            operation = one.operation(extensions)
            return operation.request if operation else None

        return self._remembered("request", extensions, value, schema, lambda one: without_model if one.dated else value)

    def _remembered(
        self,
        part: str,
        extensions: bool,
        value: Any,
        schema: Callable[[VersionGroup], PayloadSchema | None],
        body: Callable[[VersionGroup], Any],
    ) -> frozenset[int]:
        key = (part, extensions, structure_of(value, self._tags))
        if key not in self._undeclared:
            if len(self._undeclared) >= _MOST:
                self._undeclared.clear()
            self._undeclared[key] = frozenset(
                place
                for place, one in enumerate(self.groups)
                if (payload := schema(one)) is not None and holds_undeclared(payload, body(one))
            )
        return self._undeclared[key]
