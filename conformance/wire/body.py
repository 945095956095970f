"""The body of a request or an answer: its value, and the text that it was read from."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from conformance.wire.json_text import NotJson, read_json
from conformance.wire.locate import DuplicateKey, Places, Span, duplicate_keys, locate
from conformance.wire.once import once
from conformance.wire.pointer import Path
from conformance.wire.record import made_often

# Characters that stand for themselves in a string, unless they are written as \\uXXXX.
_PLAIN: Final = re.compile(r'[^"\\/\x00-\x1f]*')
_CONSTANTS: Final = {None: "null", True: "true", False: "false"}
_EXPONENT: Final = re.compile(r"[0-9][eE]")


@made_often
@dataclass(frozen=True)
class Body:
    """A JSON value as it stood on the wire.

    ``text`` is the JSON text that holds the value, and ``prefix`` leads to it there: ``()`` where the text is the
    body, ``("request", "body")`` in a line of NDJSON. ``problem`` says why it is not JSON; ``value`` is None then.
    A body that never was text (a predicted one) has no ``text``. ``exact`` is False where a recording wrote the
    body anew: how a number was written, and whether a key stood twice, is not known then.
    """

    value: Any = None
    text: str | None = None
    prefix: Path = ()
    duplicates: bool = False
    problem: NotJson | None = None
    exact: bool = True

    @classmethod
    def from_text(cls, text: str) -> "Body":
        """Read a body from its text; never raises."""
        try:
            parsed = read_json(text)
        except NotJson as problem:
            return cls(text=text, problem=problem)
        return cls(parsed.value, text, duplicates=parsed.duplicates)

    @classmethod
    def from_bytes(cls, raw: bytes) -> "Body":
        """Read a body from its bytes; what is not UTF-8 is not JSON (RFC 8259, section 8.1). Never raises."""
        try:
            return cls.from_text(raw.decode())
        except UnicodeDecodeError as error:
            sound = raw[: error.start].decode()
            text = raw.decode(errors="replace")
            return cls(text=text, problem=NotJson(f"byte {error.start + 1} is not UTF-8", len(sound)))

    @classmethod
    def from_value(cls, value: Any) -> "Body":
        """Make a body from a value that has no text."""
        return cls(value)

    def locate(self, path: Path) -> Span | None:
        """Return where ``path`` of the body stands in ``text``, or None."""
        if self.text is None or self.problem is not None:
            return None
        return self._places.find(path)

    @once
    def _places(self) -> Places:
        """The places of the body in ``text``: findings ask for many of one body."""
        return Places(self.text or "", self._start)

    @once
    def _start(self) -> int:
        """Where the body's value begins in ``text``, looked for once."""
        span = locate(self.text, self.prefix) if self.prefix and self.text is not None else None
        return span.value_start if span else 0

    def written(self, path: Path) -> str | None:
        """Return the characters that write the value at ``path``, or None where they are not known."""
        if self.text is None or self.problem is not None:
            return None
        value = self.value
        try:
            for token in path:
                value = value[token]
        except (LookupError, TypeError):  # nothing stands there, or an index is written as text
            return self._cut(path)
        written = self._only_way(value) if path else None  # what writes the root is at hand
        return written or self._cut(path)

    def _only_way(self, value: Any) -> str | None:
        """Return how ``value`` is written somewhere in the text where there is but one way to, else None.

        To look takes a fraction of the time that it takes to find the place.
        """
        if isinstance(value, str):
            return f'"{value}"' if self._literal and _PLAIN.fullmatch(value) else None
        if value is None or isinstance(value, bool):
            return _CONSTANTS[value]
        if isinstance(value, int):
            return str(value) if value else None  # 0 is -0 too
        if isinstance(value, Decimal):
            written = str(value)
            return written if "E" not in written and not self._exponents else None
        return None

    @once
    def _literal(self) -> bool:
        """Whether no character of the text is written as \\uXXXX."""
        return self.text is not None and "\\u" not in self.text

    @once
    def _exponents(self) -> bool:
        """Whether a number of the text may have an exponent."""
        return self.text is None or _EXPONENT.search(self.text) is not None

    def _cut(self, path: Path) -> str | None:
        span = self.locate(path)
        return self.text[span.value_start : span.value_end] if span and self.text is not None else None

    @once
    def duplicate_keys(self) -> tuple[DuplicateKey, ...]:
        """The keys that stand twice in one object, with paths into the body."""
        if not self.duplicates or self.text is None:
            return ()
        depth = len(self.prefix)
        return tuple(
            DuplicateKey(key.path[depth:])
            for key in duplicate_keys(self.text)
            if key.path[:depth] == self.prefix and len(key.path) > depth
        )
