"""Judge one exchange by all rules: exchange and circumstances in, findings out. No input or output but the contracts."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Final

from conformance.contract.catalog import catalog
from conformance.contract.contract import Operation, contract
from conformance.contract.engines import DEFAULT, EngineName
from conformance.exchange import Exchange, Request
from conformance.finding import Finding
from conformance.judging.asking import problems_of
from conformance.judging.excerpts import excerpt_of_body
from conformance.judging.fast_path import (
    ANSWER,
    REQUEST,
    Route,
    has_model,
    route_of,
    suspected_rules,
    suspicions_of,
    what_schemas_find,
)
from conformance.judging.making_findings import finding_of
from conformance.judging.newer_answers import NewerAnswers
from conformance.judging.rules.api_version import choose
from conformance.judging.rules.circumstances import Circumstances, Expected
from conformance.judging.rules.judgement import Judgement, Look
from conformance.judging.rules.registry import RULES
from conformance.judging.stream_findings import findings_in_stream

# Routes are remembered by URL; a recording with more URLs than this begins anew.
_MOST_ROUTES: Final = 4096
_PLAIN: Final = Circumstances()
# What chooses a route: URL, method, and the api-version that the recording names.
_Key = tuple[str | None, str | None, str | None]


def judge(
    exchange: Exchange, circumstances: Circumstances | None = None, engine: EngineName = DEFAULT
) -> Iterator[Finding]:
    """Yield the findings of every rule about ``exchange``.

    A rule that raises is a defect of ours: the exception goes through. Raises InputError where a contract is broken.
    """
    yield from judge_under(circumstances or _PLAIN, engine).findings(exchange)


def ask_every_rule(exchange: Exchange, under: Circumstances, engine: EngineName = DEFAULT) -> Iterator[Finding]:
    """Yield the findings of every rule, each asked."""
    chosen = choose(exchange, under.api_version, catalog())
    known = contract(chosen.api_version, engine) if chosen.api_version is not None else None
    judgement = Judgement(exchange, under, chosen, known)
    for rule, problem in problems_of(RULES, judgement):
        yield finding_of(rule, problem, judgement)
    if judgement.stream is not None:
        yield from findings_in_stream(judgement, judgement.stream)


class Judge:
    """Judges many exchanges under the same circumstances: what their URLs have in common is worked out once."""

    def __init__(self, circumstances: Circumstances, engine: EngineName = DEFAULT) -> None:
        self._under = circumstances
        self._engine: EngineName = engine
        self._routes: dict[_Key, Route | None] = {}
        self._model_notes: dict[_Key, Finding] = {}
        self._newer: dict[tuple[Operation, bool], NewerAnswers] = {}
        # What a sample was to send belongs to the sample, not to the URL.
        self._looks_first = circumstances.seed is Expected.UNKNOWN

    def findings(self, exchange: Exchange) -> Iterable[Finding]:
        """Return the findings of every rule about ``exchange``, as ``judge`` does."""
        request = exchange.request
        if request is None or not self._looks_first:
            return ask_every_rule(exchange, self._under, self._engine)
        key = (request.url, request.method, exchange.api_version)
        try:
            route = self._routes[key]
        except KeyError:
            route = self._remember(key, exchange)
        suspicions = suspicions_of(request, exchange.response, route) if route is not None else None
        if route is None or suspicions is None:
            return ask_every_rule(exchange, self._under, self._engine)
        model = route.model_aside and has_model(request)
        if suspicions == 0:
            return self._about_model(exchange, key) if model else ()
        notes = route.newer.notes(exchange) if suspicions == ANSWER else None
        if notes is None:
            return self._ask(exchange, route, suspicions | REQUEST if model else suspicions)
        return (*notes.newer, *(self._about_model(exchange, key) if model else ()), *notes.unknown)

    def _ask(self, exchange: Exchange, route: Route, suspicions: int) -> Iterator[Finding]:
        """Yield the findings of the rules that may speak where ``suspicions`` are all that there is."""
        look = Look(route.path, route.operation, bool(suspicions & REQUEST), bool(suspicions & ANSWER))
        judgement = Judgement(exchange, self._under, route.chosen, route.operation.contract, look=look)
        for rule, problem in problems_of(suspected_rules(suspicions | what_schemas_find(judgement)), judgement):
            yield finding_of(rule, problem, judgement)

    def _remember(self, key: _Key, exchange: Exchange) -> Route | None:
        """Return the route of an exchange's URL, None where the URL itself is remarkable."""
        if len(self._routes) >= _MOST_ROUTES:
            self._routes.clear()
            self._model_notes.clear()
        request = exchange.request
        alone = replace(exchange, request=Request(request.method, request.url) if request else None, response=None)
        route = None
        if next(ask_every_rule(alone, self._under, self._engine), None) is None:
            chosen = choose(exchange, self._under.api_version, catalog())
            if chosen.api_version is not None:
                known = contract(chosen.api_version, self._engine)
                path = request.target.path if request and request.target else None
                operation = known.operation if self._under.bodies_only else known.operation_of(path)
                route = route_of(path, operation, chosen, self._under.require_seed, self._newer_of(operation, path))
        self._routes[key] = route
        return route

    def _newer_of(self, operation: Operation, path: str | None) -> NewerAnswers:
        """Return what is known of the answers of ``operation``: the same for all URLs, but for which versions compare."""
        key = (operation, path is not None and "/extensions/" in path)
        if key not in self._newer:
            self._newer[key] = NewerAnswers(operation, path)
        return self._newer[key]

    def _about_model(self, exchange: Exchange, key: _Key) -> Iterable[Finding]:
        """Return what the rules say of the ``model`` that the SDK adds to a body that is in order otherwise.

        They are asked once a route: but for its place it is always the same.
        """
        note = self._model_notes.get(key)
        if note is None:
            found = ask_every_rule(exchange, self._under, self._engine)
            note = next(one for one in found if one.part == "request")
            self._model_notes[key] = note
            return (note,)
        body = exchange.request.body if exchange.request else None
        return (
            replace(
                note,
                exchange=exchange.place,
                id=exchange.id,
                predicted=exchange.predicted,
                source=known.of("request", "/model") if (known := exchange.sources or exchange.origin) else None,
                excerpt=excerpt_of_body(body, ("model",)) if body else None,
            ),
        )


@lru_cache(maxsize=64)
def judge_under(circumstances: Circumstances, engine: EngineName = DEFAULT) -> Judge:
    """Return the judge for ``circumstances``, the same one each time."""
    return Judge(circumstances, engine)
