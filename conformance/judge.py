"""Judge one exchange by all rules: exchange and circumstances in, findings out. No input or output but the contracts."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from conformance.contract.catalog import catalog
from conformance.contract.contract import Contract, contract
from conformance.contract.engines import DEFAULT, EngineName
from conformance.exchange import Exchange, Position, Request
from conformance.finding import Excerpt, Finding, Severity, SpecPlace
from conformance.quick import Route, is_quiet
from conformance.rules.api_version import choose
from conformance.rules.circumstances import Circumstances, Expected
from conformance.rules.judgement import Judgement
from conformance.rules.registry import RULES
from conformance.rules.rule import Problem, Rule
from conformance.wire.body import Body
from conformance.wire.pointer import Path, pointer_of

_EXCERPT_BEFORE = 400
_EXCERPT_AFTER = 400


# Routes are remembered by URL; a recording with more URLs than this begins anew.
_MOST_ROUTES: Final = 4096
_routes: dict[tuple[object, ...], Route | None] = {}
_PLAIN: Final = Circumstances()


def judge(
    exchange: Exchange, circumstances: Circumstances | None = None, engine: EngineName = DEFAULT
) -> Iterator[Finding]:
    """Yield the findings of every rule about ``exchange``.

    A rule that raises is a defect of ours: the exception goes through. Raises InputError where a contract is broken.
    """
    under = circumstances or _PLAIN
    request = exchange.request
    if request is not None and under.seed is Expected.UNKNOWN:
        key = (
            request.url,
            request.method,
            exchange.api_version,
            under.api_version,
            under.origin,
            under.require_seed,
            engine,
        )
        try:
            route = _routes[key]
        except KeyError:
            route = _remember(key, exchange, under, engine)
        if route is not None and is_quiet(request, exchange.response, route):
            return _about_model(exchange, route)
    return ask_every_rule(exchange, under, engine)


def ask_every_rule(exchange: Exchange, under: Circumstances, engine: EngineName = DEFAULT) -> Iterator[Finding]:
    """Yield the findings of every rule, each asked."""
    chosen = choose(exchange, under.api_version, catalog())
    known = contract(chosen.api_version, engine) if chosen.api_version is not None else None
    judgement = Judgement(exchange, under, chosen, known)
    for rule in RULES:
        if known is None and rule.needs_contract:
            continue
        for problem in rule.check(judgement):
            judgement.explained.update(map(id, problem.explains))
            yield _finding(rule, problem, judgement)


def _about_model(exchange: Exchange, route: Route) -> Iterator[Finding]:
    """Return what there is to tell of the ``model`` that the SDK adds to a body that is in order otherwise."""
    body = exchange.request.body if exchange.request else None
    if route.model is None or body is None or "model" not in body.value:
        return iter(())
    told = replace(
        route.model,
        exchange=exchange.place,
        id=exchange.id,
        predicted=exchange.predicted,
        source=exchange.sources.of("request", "/model") if exchange.sources else None,
        excerpt=_excerpt_of(body, ("model",)),
    )
    return iter((told,))


def _remember(key: tuple[object, ...], exchange: Exchange, under: Circumstances, engine: EngineName) -> Route | None:
    """Return the route of an exchange's URL, None where the URL itself is remarkable."""
    if len(_routes) >= _MOST_ROUTES:
        _routes.clear()
    request = exchange.request
    alone = replace(exchange, request=Request(request.method, request.url) if request else None, response=None)
    route = None
    if next(ask_every_rule(alone, under, engine), None) is None:
        chosen = choose(exchange, under.api_version, catalog())
        if chosen.api_version is not None:
            known = contract(chosen.api_version, engine)
            target = request.target if request else None
            operation = known.operation_of(target.path if target else None)
            declared = known.declares_fingerprint(operation)
            model = _model_note(alone, under, engine) if known.dated else None
            route = Route(operation.request, operation.answer, declared, under.require_seed, model)
    _routes[key] = route
    return route


def _model_note(alone: Exchange, under: Circumstances, engine: EngineName) -> Finding | None:
    """Return what the rules say of a ``model`` in the body: asked once a route, for it is always the same."""
    request = Request(alone.request.method, alone.request.url, None, Body({"model": ""})) if alone.request else None
    asked = ask_every_rule(replace(alone, request=request), under, engine)
    return next((one for one in asked if one.pointer == "/model" and one.severity is Severity.NOTE), None)


def _finding(rule: Rule, problem: Problem, judgement: Judgement) -> Finding:
    exchange = judgement.exchange
    pointer = pointer_of(problem.path)
    return Finding(
        rule=rule.id,
        severity=problem.severity or rule.severity,
        message=problem.message,
        part=problem.part,
        pointer=pointer,
        exchange=exchange.place,
        id=exchange.id,
        api_version=judgement.contract.api_version if judgement.contract else judgement.chosen.named,
        spec=spec_place(judgement.contract, problem.spec),
        source=source_of(exchange, problem),
        suggestion=problem.suggestion,
        predicted=exchange.predicted,
        excerpt=_excerpt(judgement, problem),
    )


def spec_place(known: Contract | None, pointer: str | None) -> SpecPlace | None:
    """Return ``pointer`` of the contract as a place with line and column, or None."""
    if known is None or pointer is None:
        return None
    found = known.line_column(pointer)
    return SpecPlace(known.file, pointer, found.line if found else None, found.column if found else None)


def source_of(exchange: Exchange, problem: Problem) -> Position | None:
    """Return the place of the source that wrote what ``problem`` is about, or None where no source is known."""
    if exchange.sources is None:
        return None
    return exchange.sources.of(problem.part, pointer_of(problem.path))


def _excerpt(judgement: Judgement, problem: Problem) -> Excerpt | None:
    """Return the text around the place, for readers with eyes; None where there is no text."""
    payload = {"request": judgement.request, "response": judgement.response}.get(problem.part)
    if payload is None:
        url = judgement.exchange.request.url if judgement.exchange.request else None
        if problem.part == "url" and url:
            start = url.find("api-version") if problem.path else url.find("/", url.find("://") + 3)
            return Excerpt(url, max(start, 0), len(url) if start < 0 or problem.path else (url + "?").index("?"))
        return None
    return _excerpt_of(payload.body, problem.path)


def _excerpt_of(body: Body, path: Path) -> Excerpt | None:
    if body.text is None:
        return None
    if body.problem is not None:
        start, end = body.problem.offset, body.problem.offset + 1
    else:
        span = body.locate(path)
        if span is None:
            return None
        whole = span.key_start == span.value_start
        start, end = span.key_start, (min(span.value_end, span.value_start + 1) if whole else span.value_end)
    low, high = max(0, start - _EXCERPT_BEFORE), min(len(body.text), end + _EXCERPT_AFTER)
    return Excerpt(body.text[low:high], start - low, min(end, high) - low)
