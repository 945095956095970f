"""``output-shape``: an output has the shape of what the code above it prints."""

import re
from collections.abc import Iterator
from typing import Final

from conformance.document.analysis.analysis import Analysis
from conformance.document.analysis.code import Code
from conformance.document.markdown import Fence
from conformance.document.programs.shape import is_excerpt, printed_parts, shape_difference
from conformance.document.rules.rule import Confirmed, Remark, beside, document_rule
from conformance.finding import Severity
from conformance.reading.value import Dump, Joined, Unknown, Value

_CALLS: Final = re.compile(r"\w\s*\(|^\s*[&.]\s")


@document_rule("output-shape", Severity.ERROR, "an output has the shape of what the code above it prints")
def output_shape(analysis: Analysis) -> Iterator[Remark | Confirmed]:
    for output in analysis.document.outputs:
        fence = output.block
        if not isinstance(fence, Fence) or is_excerpt(fence.content):
            continue
        is_json = fence.content.lstrip().startswith("{")
        for code in analysis.owners_of(output):
            if not code.certain or not _prints(code) or is_json is not _dumps(code) or _is_unread(code):
                continue
            found = shape_difference(list(printed_parts(code.reading, code.program.own)), fence.content)
            if found is None:
                place = analysis.at(fence.range.start)
                yield Confirmed(f"The output has the shape of what line {code.program.position.line} prints.", place)
                continue
            line = min(found.line, fence.content.count("\n"))
            place = analysis.at(fence.passage.at(line, 1))
            message = f"the code above does not print this output: {found.sentence}"
            length = len(fence.content.split("\n")[line - 1])
            yield Remark(place, message, length, related=(beside(code.program.position),))
            break


def _prints(code: Code) -> bool:
    return any(code.is_own(printed.place) for printed in code.reading.printed)


def _is_unread(code: Code) -> bool:
    """Whether not all that is printed was read: by a library of its own, or from what such a library gave."""
    if any(code.is_own(one.place) and _CALLS.search(one.statement) for one in code.reading.not_understood):
        return True
    return not code.calls and any(_is_unknown(one.text) for one in code.reading.printed if code.is_own(one.place))


def _is_unknown(value: Value) -> bool:
    return isinstance(value, Unknown) or (isinstance(value, Joined) and any(map(_is_unknown, value.parts)))


def _dumps(code: Code) -> bool:
    """Whether the code prints an answer as JSON."""
    return any(_has_dump(printed.text) for printed in code.reading.printed if code.is_own(printed.place))


def _has_dump(value: Value) -> bool:
    return isinstance(value, Dump) or (isinstance(value, Joined) and any(map(_has_dump, value.parts)))
