"""Regular expressions as JSON Schema means them: ECMA-262, where ``\\d`` is ASCII and ``$`` is the very end."""

import re
from functools import lru_cache
from typing import Final

_TOKEN: Final = re.compile(r"\\.|\[|.", re.DOTALL)
# WhiteSpace and LineTerminator of ECMA-262, section 12.2 and 12.3, beside the ASCII ones.
_SPACES: Final = "\\s\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"


@lru_cache(maxsize=256)
def ecma_pattern(pattern: str) -> re.Pattern[str]:
    """Return ``pattern`` of ECMA-262 for Python's ``re``; raises re.error where that knows no such thing.

    Translated are ``$``, ``\\d``, ``\\w``, ``\\s`` and ``.``; what else the two write differently (``\\p{…}``, named
    groups) no contract uses.
    """
    written: list[str] = []
    in_class = False
    for match in _TOKEN.finditer(pattern):
        token = match.group()
        if in_class:
            in_class = token != "]"
            written.append(_SPACES if token == "\\s" else token)
        elif token == "[":
            in_class = True
            written.append(token)
        else:
            written.append(_OUTSIDE.get(token, token))
    return re.compile("".join(written), re.ASCII)


_OUTSIDE: Final = {
    "$": r"\Z",
    "\\s": f"[{_SPACES}]",
    "\\S": f"[^{_SPACES}]",
    ".": "[^\n\r\u2028\u2029]",
}
