"""Whether a source may be run: only where every statement of it was understood as a setting, a chat call or printing."""

from collections.abc import Callable

from conformance.exchange import Position
from conformance.reading.program import Reading

Shown = Callable[[Position], Position]


def obstacle(reading: Reading, shown: Shown = lambda place: place) -> str | None:
    """Return why the source is read and not run, as half a sentence; None where nothing stands in the way.

    ``shown`` says where a reader finds a place of the source.
    """
    if reading.problem is not None:
        return f"line {shown(reading.problem.place).line} does not parse: {reading.problem.reason}"
    if reading.not_understood:
        first = reading.not_understood[0]
        return f"line {shown(first.place).line} is no setting, no chat call and no printing: `{first.statement}`"
    uncertain = next((call for call in reading.calls if not call.certain), None)
    if uncertain is not None:
        return f"whether line {shown(uncertain.place).line} calls, and how often, is not known"
    return None
