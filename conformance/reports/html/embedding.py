"""Data inside a page: JSON in a script element that no browser runs, and from which no text breaks out."""

import json
import re
from typing import Any, Final

from markupsafe import Markup

# What would end the element or begin a comment, and what is not simply shown: JSON says all of it as an escape.
# U+2028 and U+2029 end a line in old scripts; lone surrogates are not to be had in UTF-8.
_UNSAFE: Final = re.compile(
    "[<>&\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)


def embedded(value: Any) -> Markup:
    """Return ``value`` as JSON on one line that stands safely in ``<script type="application/json">``."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(_UNSAFE.sub(_escape, text) if _UNSAFE.search(text) else text)  # noqa: S704 - that is what it is for


def _escape(match: re.Match[str]) -> str:
    return json.dumps(match[0])[1:-1] if match[0] > "\x7f" else f"\\u{ord(match[0]):04x}"
