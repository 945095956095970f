"""A cheap look at the first bytes of an input: what a format goes by to tell whether the input is of it."""

import json
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

LENGTH: Final = 1 << 16
_TOKEN: Final = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|[\[\]{}:,]|[^\s\[\]{}:,"]++', re.DOTALL)
_DEEPEST: Final = 200


@dataclass(frozen=True)
class Look:
    """``start`` are the first bytes, behind a byte order mark and white space; ``whole`` where they are all."""

    name: str
    start: bytes
    whole: bool = False

    @cached_property
    def first_line(self) -> bytes:
        """The first line that is not blank; cut where it is longer than a look."""
        return self.start.partition(b"\n")[0].strip()

    @cached_property
    def more_lines(self) -> bool:
        """Whether something follows the first line."""
        return bool(self.start.partition(b"\n")[2].strip())

    @cached_property
    def is_ours(self) -> bool:
        """Whether the first line is an exchange of our own format: the usual case, told without asking any other."""
        if not self.more_lines or self.first_line[-1:] != b"}":
            return False
        try:
            value = json.loads(self.first_line)
        except (ValueError, RecursionError):
            return False
        if not isinstance(value, dict) or "custom_id" in value:
            return False
        return isinstance(value.get("request"), dict) or isinstance(value.get("response"), dict)

    @cached_property
    def more_exchanges(self) -> bool:
        """Whether the first line is JSON by itself and another follows."""
        return self.more_lines and self.first_line.endswith(b"}") and len(self.first_line) > 1

    @property
    def is_json(self) -> bool:
        return self.start[:1] in (b"{", b"[")

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The member names of the JSON object that the input begins with, as far as the look goes; none of a list."""
        return self.keys_of(1) if self.start[:1] == b"{" else ()

    @cached_property
    def first_keys(self) -> tuple[str, ...]:
        """The member names of the first element, where the input begins with a JSON list of objects."""
        return self.keys_of(2) if self.start[:1] == b"[" else ()

    def keys_of(self, depth: int) -> tuple[str, ...]:
        """Return the names of the members of the first object that lies ``depth`` deep, each once."""
        found: dict[str, None] = {}
        level, last, inside = 0, b"", False
        for match in _TOKEN.finditer(self.start):
            token = match.group()
            if token in (b"{", b"["):
                level += 1
                inside = inside or (level == depth and token == b"{")
                if level > _DEEPEST:
                    break
            elif token in (b"}", b"]"):
                level -= 1
                if level == 0 or (inside and level < depth):
                    break
            elif token == b":" and level == depth and inside and last[:1] == b'"':
                found[last[1:-1].decode(errors="replace")] = None
            last = token
        return tuple(found)
