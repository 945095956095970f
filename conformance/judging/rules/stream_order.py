"""``stream-order``: the chunks of a stream come in an order that makes sense."""

from collections.abc import Iterator

from conformance.finding import Part, Severity
from conformance.judging.rules.judgement import Judgement
from conformance.judging.rules.rule import Problem, Settled, rule
from conformance.streams.faults import Fault, shown

_TODO = "look what put the stream together"


@rule(
    "stream-order",
    Severity.WARNING,
    Settled.BY_LOOK,
    "nothing follows an end, each choice begins once, and indices count up from 0",
    needs_contract=False,
    of="stream",
)
def stream_order(judgement: Judgement) -> Iterator[Problem]:
    for fault in judgement.faults("after-finish", "role-twice", "choice-range", "call-range", "after-done", "stray"):
        part: Part = "response" if fault.chunk_index is None else "chunk"
        message = f"{_says(fault)}; {_TODO}"
        yield Problem(part, fault.path, message, chunk_index=fault.chunk_index, line=fault.line)


def _says(fault: Fault) -> str:
    match fault.kind:
        case "after-finish" if fault.name:
            return f"choice {fault.now} ends for a second time; it ended with {shown(fault.was)} before"
        case "after-finish":
            return f"choice {fault.now} goes on after its end (`finish_reason` {shown(fault.was)})"
        case "role-twice":
            return f"choice {fault.now} gets its role for a second time, as if it began anew"
        case "choice-range" if isinstance(fault.was, int):
            asked = f"the request asks for {fault.was} choice{'' if fault.was == 1 else 's'} (`n`)"
            return f"`index` {fault.now} is out of range; {asked}, numbered from 0"
        case "choice-range":
            return f"`index` {fault.now} is out of range; choices are numbered from 0"
        case "call-range":
            return f"the tool call with `index` {fault.now} comes where the one with `index` {fault.was} is next"
        case "after-done" if fault.now is not None:
            return "a second `[DONE]` comes after the first one"
        case "after-done":
            return "a chunk comes after `[DONE]`, where every client has stopped reading"
    return f"the line {shown(fault.now)} is not a field of an event, so that every client ignores it"
