"""``languages-differ``: the same scenario sends the same requests in every language."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final

from conformance.exchange import Exchange
from conformance.finding import Finding, Part, Related, Severity
from conformance.judging.suite.rule import SuiteRule
from conformance.judging.suite.sample_run import SampleRun
from conformance.wire.json_writing import write_json
from conformance.wire.pointer import Path, pointer_of

RULE: Final = SuiteRule("languages-differ", Severity.ERROR, "a scenario sends the same requests in every language")
# The SDK adds `model`, and the path decides; headers are each client's own.
_ASIDE: Final = frozenset({"model"})
MISSING: Final = object()


def languages_differ(runs: Sequence[SampleRun]) -> Iterator[Finding]:
    """Yield what differs among ``runs``: one scenario and api-version in several languages, in their order.

    Placed at the language that differs from the other two, with two languages at the last, at its first request that
    differs; a finding for each member.
    """
    compared = [run for run in runs if run.exchanges]
    if len(compared) < 2:
        return
    for index in range(min(len(run.exchanges) for run in compared)):
        requests = [_request(run.exchanges[index]) for run in compared]
        odd = odd_one_out([repr(_sorted(request)) for request in requests])
        if odd is not None:
            model = next(position for position in range(len(requests)) if position != odd)
            others = [run.exchanges[index] for run in compared if run is not compared[odd]]
            here = compared[odd].exchanges[index]
            yield from _differences(here, compared[model].file, requests[odd], requests[model], others)
            return
    odd = odd_one_out([str(len(run.exchanges)) for run in compared])
    if odd is not None:
        last = [run.exchanges[-1] for run in compared]
        other = next(run for run in compared if run is not compared[odd])
        count = len(compared[odd].exchanges)
        says = f"{count} request{'' if count == 1 else 's'} here and {len(other.exchanges)} in {other.file}"
        yield _finding(last[odd], "suite", "", says, [one for one in last if one is not last[odd]])


def odd_one_out(forms: list[str]) -> int | None:
    """Return the position of the form that differs from the others, the last where no two agree; None if all do."""
    most, count = Counter(forms).most_common(1)[0]
    if count == len(forms):
        return None
    if count == 1:
        return len(forms) - 1
    return next(position for position, form in enumerate(forms) if form != most)


def _request(exchange: Exchange) -> dict[str, Any]:
    request = exchange.request
    if request is None:
        return {"method": None, "path": None, "query": [], "body": None}
    body = request.body.value if request.body and request.body.problem is None else None
    if isinstance(body, dict):
        body = {name: value for name, value in body.items() if name not in _ASIDE}
    return {
        "method": request.method,
        "path": request.target.path if request.target else None,
        "query": sorted(request.query),
        "body": body,
    }


def _differences(
    exchange: Exchange, model: str, found: dict[str, Any], wanted: dict[str, Any], others: list[Exchange]
) -> Iterator[Finding]:
    for name in ("method", "path", "query"):
        if found[name] != wanted[name]:
            pointer = "/api-version" if name == "query" else ""
            says = f"the {name} is {brief(found[name])} here and {brief(wanted[name])} in {model}"
            yield _finding(exchange, "url", pointer, says, others)
    for path in differing_paths(found["body"], wanted["body"], ()):
        here, there = value_at(found["body"], path), value_at(wanted["body"], path)
        where = f"`{path[-1]}`" if path else "the body"
        says = f"{where} is {brief(here, quoted=True)} here and {brief(there, quoted=True)} in {model}"
        yield _finding(exchange, "request", pointer_of(path if here is not MISSING else path[:-1]), says, others)


def _finding(exchange: Exchange, part: Part, pointer: str, says: str, others: list[Exchange]) -> Finding:
    return Finding(
        rule=RULE.id,
        severity=RULE.severity,
        message=f"the languages differ: {says}",
        part=part,
        pointer=pointer,
        exchange=exchange.place,
        api_version=exchange.api_version,
        source=exchange.sources.of(part, pointer) if exchange.sources else None,
        related=tuple(Related(other.place, pointer) for other in others),
        predicted=exchange.predicted,
    )


def differing_paths(found: Any, wanted: Any, path: Path) -> Iterator[Path]:
    """Yield the paths below ``path`` at which two JSON values differ; of a member that one lacks, the member's."""
    if isinstance(found, dict) and isinstance(wanted, dict):
        for name in dict.fromkeys((*found, *wanted)):
            if name not in found or name not in wanted:
                yield (*path, name)
            else:
                yield from differing_paths(found[name], wanted[name], (*path, name))
    elif isinstance(found, list) and isinstance(wanted, list) and len(found) == len(wanted):
        for index, (left, right) in enumerate(zip(found, wanted, strict=True)):
            yield from differing_paths(left, right, (*path, index))
    elif found != wanted or type(found) is not type(wanted):
        yield path


def value_at(value: Any, path: Path) -> Any:
    """Return what stands at ``path``, MISSING where nothing does."""
    for token in path:
        if isinstance(value, dict) and token not in value:
            return MISSING
        value = value[token]
    return value


def brief(value: Any, quoted: bool = False) -> str:
    """Return ``value`` for a sentence, cut to 60 characters: pairs as a query, a string in quotes where ``quoted``."""
    if value is MISSING:
        return "absent"
    if isinstance(value, list) and value and all(isinstance(pair, tuple) for pair in value):
        text = ", ".join("=".join(pair) for pair in value)
    else:
        text = value if isinstance(value, str) and not quoted else write_json(value)
    return text if len(text) <= 60 else text[:59] + "…"


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _sorted(value[name]) for name in sorted(value)}
    return [_sorted(element) for element in value] if isinstance(value, list) else value
