"""Whether a source may be run: only where every statement of it was understood as a setting, a chat call or printing."""

from conformance.reading.program import Reading


def obstacle(reading: Reading) -> str | None:
    """Return why the source is read and not run, as half a sentence; None where nothing stands in the way."""
    if reading.problem is not None:
        return f"{_line(reading.problem.place.line)} does not parse: {reading.problem.reason}"
    if reading.not_understood:
        first = reading.not_understood[0]
        return f"{_line(first.place.line)} is no setting, no chat call and no printing: `{first.statement}`"
    uncertain = next((call for call in reading.calls if not call.certain), None)
    if uncertain is not None:
        return f"whether {_line(uncertain.place.line)} calls, and how often, is not known"
    return None


def _line(number: int | None) -> str:
    return "it" if number is None else f"line {number}"
