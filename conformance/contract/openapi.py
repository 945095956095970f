"""One OpenAPI file, be it a slice or the official file: look-up by pointer, and where a pointer stands in the text."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from conformance.errors import InputError
from conformance.wire.json_text import NotJson, read_json
from conformance.wire.locate import LineColumn, Places, Span, line_column, locate
from conformance.wire.pointer import tokens_of

CHAT_COMPLETIONS: Final = "chat/completions"


@dataclass(frozen=True)
class OpenApiFile:
    """An OpenAPI file as parsed JSON. ``name`` is how findings call it: ``spec/2024-02-01/inference.json``."""

    api_version: str
    name: str
    text: str = field(repr=False)
    tree: dict[str, Any] = field(repr=False)
    _found: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    _spans: dict[str, Span | None] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def openapi(self) -> str:
        """The OpenAPI version that the file says it is written in: ``3.0.0``."""
        return str(self.tree.get("openapi", ""))

    @property
    def is_31(self) -> bool:
        """Whether schemas are JSON Schema 2020-12 (OpenAPI 3.1 and later), where ``nullable`` means nothing."""
        return not self.openapi.startswith("3.0")

    def at(self, pointer: str) -> Any:
        """Return what stands at ``pointer``; raises KeyError where nothing does."""
        if pointer in self._found:
            return self._found[pointer]
        node: Any = self.tree
        for token in tokens_of(pointer):
            try:
                node = node[int(token)] if isinstance(node, list) else node[token]
            except (IndexError, ValueError, TypeError):
                raise KeyError(pointer) from None
        self._found[pointer] = node
        return node

    def has(self, pointer: str) -> bool:
        """Return whether ``pointer`` leads somewhere."""
        try:
            self.at(pointer)
        except KeyError:
            return False
        return True

    def line_column(self, pointer: str) -> LineColumn | None:
        """Return where the key that ``pointer`` names stands in the text, else the nearest that encloses it."""
        while pointer:
            span = self._span(pointer)
            if span is not None:
                return line_column(self.text, span.key_start)
            pointer = pointer.rpartition("/")[0]
        return None

    def passage(self, pointer: str) -> tuple[int, str] | None:
        """Return the whole lines on which ``pointer`` stands, with the number of the first; None where it leads nowhere."""
        span = self._places.find(tokens_of(pointer))
        if span is None:
            return None
        start = self.text.rfind("\n", 0, span.key_start) + 1
        end = self.text.find("\n", span.value_end)
        return self.text.count("\n", 0, start) + 1, self.text[start : end if end >= 0 else len(self.text)]

    @cached_property
    def _places(self) -> Places:
        return Places(self.text)

    def _span(self, pointer: str) -> Span | None:
        """Return where ``pointer`` stands, looked for from what encloses it: that is remembered, and so found once."""
        if pointer not in self._spans:
            above = self._span(pointer.rpartition("/")[0]) if pointer else None
            if pointer and above is None:
                self._spans[pointer] = None
            else:
                start = above.value_start if above else 0
                self._spans[pointer] = locate(self.text, tokens_of(pointer)[-1:], start)
        return self._spans[pointer]

    def chat_paths(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield each path of the file that is a chat-completions path, with its path item."""
        for path, item in self.tree.get("paths", {}).items():
            if CHAT_COMPLETIONS in path:
                yield path, item


def read_openapi(path: Path, api_version: str, name: str | None = None) -> OpenApiFile:
    """Read an OpenAPI file; a slice and an official file alike.

    Raises InputError, in one sentence, where it cannot be read, is not JSON or is not an OpenAPI file.
    """
    shown = name or str(path)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else (error.strerror or "it cannot be read")
        raise InputError(f"The contract {shown} cannot be read ({reason}); restore it from the repository.") from None
    try:
        tree = read_json(text).value
    except NotJson as problem:
        place = line_column(text, problem.offset)
        raise InputError(
            f"The contract {shown} is not JSON at line {place.line}, column {place.column} ({problem.reason}); "
            "restore it from the repository."
        ) from None
    if not isinstance(tree, dict) or not isinstance(tree.get("paths"), dict):
        raise InputError(
            f"The contract {shown} is not an OpenAPI file (it has no `paths`); restore it from the repository."
        )
    return OpenApiFile(api_version, shown, text, tree)
