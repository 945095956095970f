"""The JSON text of an answer with gaps where it changes: what a contract does not declare is left out beforehand."""

import json
import re
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

from conformance.contract.payload_schema import PayloadSchema
from conformance.contract.walk import observe
from conformance.wire.pointer import Path

Json = dict[str, Any]
_GAP: Final = re.compile(rb'"\\u0000(\w+)\\u0000"')
# Deprecated in v1: what all this is about, and what is sent where `functions` were asked for.
_KEPT_THOUGH_DEPRECATED: Final = frozenset({"system_fingerprint", "function_call"})


def gap(name: str) -> str:
    """Return the value that stands for what is filled in later."""
    return f"\0{name}\0"


@dataclass(frozen=True, slots=True)
class Frame:
    """JSON text, cut at its gaps; ``names`` are the gaps between the pieces."""

    pieces: tuple[bytes, ...]
    names: tuple[str, ...]

    @classmethod
    def of(cls, value: Any) -> "Frame":
        parts = _GAP.split(json.dumps(value, separators=(",", ":")).encode())
        return cls(tuple(parts[::2]), tuple(name.decode() for name in parts[1::2]))

    def filled(self, values: dict[str, bytes]) -> bytes:
        """Return the text with the JSON texts ``values`` in its gaps; raises KeyError for a gap without one."""
        out = [self.pieces[0]]
        for name, piece in zip(self.names, self.pieces[1:], strict=True):
            out.append(values[name])
            out.append(piece)
        return b"".join(out)


def fitted(value: Json, schema: PayloadSchema) -> Json:
    """Return ``value`` without what ``schema`` does not declare, has deprecated, or will not have as null."""
    value = deepcopy(value)
    while True:
        unwanted = [
            seen.path
            for seen in observe(value, schema.shape)
            if seen.kind == "undeclared" or (seen.kind == "deprecated" and seen.path[-1] not in _KEPT_THOUGH_DEPRECATED)
        ]
        unwanted += [found.path for found in schema.violations(value) if found.value is None]
        if not unwanted:
            return value
        for path in unwanted:
            _remove(value, path)


def _remove(value: Any, path: Path) -> None:
    for token in path[:-1]:
        value = value[token]
    value.pop(path[-1], None)
