"""``json-depth``: ``ConvertTo-Json`` goes as deep as an answer is nested."""

import re
from collections.abc import Iterator
from typing import Any, Final

from conformance.document.analysis.analysis import Analysis
from conformance.document.rules.rule import Confirmed, Remark, document_rule
from conformance.finding import Severity

_CONVERTS: Final = re.compile(r"\$\w+\s*\|\s*convertto-json\b(?P<rest>[^|\n]*)", re.IGNORECASE)
_DEPTH: Final = re.compile(r"-depth\s+(\d+)", re.IGNORECASE)
_DEFAULT: Final = 2  # ConvertTo-Json's documentation (Microsoft.PowerShell.Utility)
# choices → choice → content_filter_results → category → filtered, as every contract with content filters has it.
_ANSWER: Final = 4


@document_rule("json-depth", Severity.WARNING, "ConvertTo-Json goes as deep as an answer is nested")
def json_depth(analysis: Analysis) -> Iterator[Remark | Confirmed]:
    answers = [block.body.value for block in analysis.json_blocks if block.is_answer]
    needed = max((_depth(answer) for answer in answers), default=_ANSWER)
    for sentence in analysis.sentences:
        for span in sentence.spans:
            found = _CONVERTS.search(span.text)
            if found is None:
                continue
            said = _DEPTH.search(found["rest"])
            depth = int(said[1]) if said else _DEFAULT
            place = sentence.position(span.start)
            if depth >= needed:
                yield Confirmed(f"`{span.text}` goes deep enough: an answer nests {needed} levels.", place)
                continue
            message = f"`ConvertTo-Json` stops at {depth} levels here, and an answer nests {needed}: what is deeper becomes the name of its type; write `-Depth 10`"
            yield Remark(place, message, span.end - span.start, "-Depth 10")


def _depth(value: Any) -> int:
    """Return how many levels of objects and arrays stand below ``value``."""
    below = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return max((1 + _depth(one) for one in below if isinstance(one, dict | list)), default=0)
