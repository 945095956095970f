"""The samples of one scenario side by side: a column a language, requests aligned member by member."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from conformance.wire.json_writing import write_json

if TYPE_CHECKING:
    from conformance.exchange import Exchange
    from conformance.samples.result import SampleResult

# What a client adds for itself: shown, and no difference.
_ASIDE: Final = frozenset({"model"})
LANGUAGES: Final = {"sdk": "Python SDK", "rest": "Python REST", "powershell": "PowerShell"}


@dataclass(frozen=True, slots=True)
class Column:
    """One sample. ``output`` is what it printed, None where it was not run."""

    language: str
    file: str
    state: str
    conforms: bool
    output: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """A member of a request in every column, None where it is absent there."""

    name: str
    cells: tuple[str | None, ...]
    differs: bool


@dataclass(frozen=True, slots=True)
class ComparedRequest:
    """Requests ``first`` to ``last`` of each sample, which are the same."""

    first: int
    last: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class ComparedSamples:
    """One scenario under one api-version."""

    scenario: str
    api_version: str
    columns: tuple[Column, ...]
    requests: tuple[ComparedRequest, ...]


def compare_samples(results: "Sequence[SampleResult]", shown: Callable[[str], str]) -> Iterator[ComparedSamples]:
    """Yield a table for each scenario and api-version of ``results``, which are in that order.

    ``shown`` takes secrets out of a text.
    """
    for (scenario, version), group in groupby(results, lambda one: (one.sample.scenario, one.api_version)):
        own = list(group)
        count = max(len(one.exchanges) for one in own)
        lines = [_lines([_nth(one, number) for one in own], shown) for number in range(count)]
        requests = tuple(_together(lines))
        yield ComparedSamples(scenario, version, tuple(_column(one, shown) for one in own), requests)


def _column(result: "SampleResult", shown: Callable[[str], str]) -> Column:
    state = "conforms" if result.conforms else "fails"
    if result.predicted:
        state = f"{state}, predicted" if result.exchanges else "could not be read"
    output = shown(result.outcome.stdout) if result.outcome is not None else None
    return Column(LANGUAGES[result.sample.language], result.sample.file, state, result.conforms, output)


def _nth(result: "SampleResult", number: int) -> "Exchange | None":
    return result.exchanges[number] if number < len(result.exchanges) else None


def _together(requests: list[tuple[Line, ...]]) -> Iterator[ComparedRequest]:
    """Yield the requests, those that repeat the one before as one with it: a story asks three times alike."""
    first = 1
    for number, lines in enumerate(requests, 1):
        if number == len(requests) or requests[number] != lines:
            yield ComparedRequest(first, number, lines)
            first = number + 1


def _lines(exchanges: "list[Exchange | None]", shown: Callable[[str], str]) -> tuple[Line, ...]:
    members = [_members(one, shown) for one in exchanges]
    names = dict.fromkeys(name for one in members if one is not None for name in one)
    return tuple(_line(name, members) for name in names)


def _line(name: str, members: "list[dict[str, str] | None]") -> Line:
    cells = tuple(None if one is None else one.get(name) for one in members)
    # A request that was not sent at all differs as a whole, in its first line.
    compared = [one.get(name) for one in members if one is not None]
    absent = name == "method" and len(compared) < len(members)
    return Line(name, cells, name not in _ASIDE and (absent or len(set(compared)) > 1))


def _members(exchange: "Exchange | None", shown: Callable[[str], str]) -> dict[str, str] | None:
    """Return what a request is made of as texts by name: method, path and query, then the members of its body."""
    request = exchange.request if exchange is not None else None
    if request is None:
        return None
    found = {"method": request.method or "?", "path": request.target.path if request.target else "?"}
    found |= {f"?{name}": value for name, value in request.query}
    body = request.body
    if body is not None and isinstance(body.value, dict):
        found |= {name: _written(body.value[name]) for name in sorted(body.value, key=_last)}
    elif body is not None:
        found["body"] = body.text or ""
    return {shown(name): shown(text) for name, text in found.items()}


def _last(name: str) -> bool:
    """Put what a client adds for itself behind what the document tells."""
    return name in _ASIDE


def _written(value: Any) -> str:
    try:
        return write_json(value)
    except (TypeError, ValueError):
        return "?"
