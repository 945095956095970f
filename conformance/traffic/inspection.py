"""Judge the exchanges of one block: findings and counts out, in the order of the file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from conformance.checked import Checked
from conformance.contract.catalog import catalog
from conformance.contract.engines import DEFAULT, EngineName
from conformance.exchange import Exchange
from conformance.exhibit import Exhibit
from conformance.finding import Finding
from conformance.fingerprint import file_of_exchange
from conformance.judging.judge import Judge, judge_under
from conformance.judging.rules.api_version import choose, is_v1
from conformance.judging.rules.circumstances import Circumstances
from conformance.streams.recognition import is_chunk, stream_text
from conformance.streams.stream import count_chunks
from conformance.traffic.blocks import Block
from conformance.traffic.placing import placed
from conformance.traffic.reading import exchanges_in
from conformance.traffic.service import NOBODYS, Hosts, Service, service_of
from conformance.traffic.unreadable import Unreadable


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of each exchange: ``api_versions`` in place of its own; none means its own.

    ``azure_hosts`` answer as Azure OpenAI although their names do not say so. ``whole``: findings bring their exchange.
    ``fallback`` is the api-version of what names none, which the repository's settings say.
    ``places`` asks for the place of each finding in its recording, ``suites`` for counts of each file and api-version:
    reports that tell them ask.
    """

    api_versions: tuple[str, ...] = ()
    require_seed: bool = False
    engine: EngineName = DEFAULT
    azure_hosts: Hosts = NOBODYS
    whole: bool = False
    places: bool = False
    suites: bool = False
    fallback: str | None = None

    @property
    def judges(self) -> tuple[Judge, ...]:
        """One for each time that an exchange is judged."""
        return tuple(self._judge(version) for version in self.api_versions or (None,))

    @property
    def judges_of_compatible(self) -> tuple[Judge, ...]:
        """One for each time that the bodies of a compatible service are judged: by the versions that were asked for."""
        return tuple(self._judge(version, bodies_only=True) for version in self.api_versions)

    def _judge(self, version: str | None, bodies_only: bool = False) -> Judge:
        under = Circumstances(api_version=version, require_seed=self.require_seed, bodies_only=bodies_only)
        return judge_under(under, self.engine)


@dataclass(slots=True)
class Inspected:
    """What a block yielded: findings and unreadable lines in their order, and the counts.

    ``suites`` are the counts of each file and api-version, empty where nobody asked for them.
    """

    remarks: list[Finding | Unreadable] = field(default_factory=list)
    checked: Checked = field(default_factory=Checked)
    suites: dict[tuple[str, str | None], Checked] = field(default_factory=dict)


def inspect(block: Block, question: Question) -> Inspected:
    """Judge every exchange of ``block``."""
    return inspect_exchanges(
        exchanges_in(block, bare_bodies=bool(question.api_versions or question.fallback)), question
    )


def inspect_exchanges(exchanges: Iterable[Exchange | Unreadable], question: Question) -> Inspected:
    """Judge every one of ``exchanges``."""
    result = Inspected()
    checked = result.checked
    azure, compatible, hosts = question.judges, question.judges_of_compatible, question.azure_hosts
    services: dict[tuple[str | None, str | None], Service] = {}
    for exchange in exchanges:
        if isinstance(exchange, Unreadable):
            result.remarks.append(exchange)
            continue
        if question.fallback is not None:
            exchange = _with_version(exchange, question.fallback)
        asked = exchange.request
        called = (asked.url, asked.method) if asked is not None else (None, None)
        service = services.get(called)
        if service is None:
            service = services[called] = service_of(exchange, hosts)
        judges = azure if service is Service.AZURE else compatible if service is Service.COMPATIBLE else ()
        if not judges:
            checked.skip(service)
            continue
        count(exchange, checked)
        if question.suites:
            _count_suites(exchange, question, result.suites)
        for judge in judges:
            if found := judge.findings(exchange):
                result.remarks.extend(_as_asked(found, exchange, question))
    return result


def _with_version(exchange: Exchange, fallback: str) -> Exchange:
    """Return ``exchange`` as if its recording named ``fallback``, where neither that nor its URL names an api-version.

    The path of v1 needs none.
    """
    named = exchange.api_version or (exchange.request.parameter("api-version") if exchange.request else None)
    return exchange if named or is_v1(exchange) else replace(exchange, api_version=fallback)


def _as_asked(findings: Iterable[Finding], exchange: Exchange, question: Question) -> Iterable[Finding]:
    """Return the findings with what reports ask for: their places, and their exchange."""
    if question.places:
        findings = [placed(one, exchange) for one in findings]
    return _with_exchange(findings, exchange) if question.whole else findings


def _with_exchange(findings: Iterable[Finding], exchange: Exchange) -> Iterator[Finding]:
    from conformance.traffic.secrets.exhibit import exhibit_of

    exhibit = Exhibit(exhibit_of(exchange))
    for finding in findings:
        yield replace(finding, exhibit=exhibit)


def _count_suites(exchange: Exchange, question: Question, suites: dict[tuple[str, str | None], Checked]) -> None:
    file = file_of_exchange(exchange.place)
    for version in question.api_versions or (None,):
        chosen = choose(exchange, version, catalog())
        count(exchange, suites.setdefault((file, chosen.api_version or chosen.named), Checked()))


def count(exchange: Exchange, checked: Checked) -> None:
    """Count ``exchange`` once, and the chunks of an answer that is a stream."""
    request, response = exchange.request, exchange.response
    checked.exchanges += 1
    if request is not None:
        checked.requests += 1
    if response is None:
        checked.bodiless += request is None or request.body is None
        return
    checked.responses += 1
    body = response.body
    if body is None:
        # A refusal tells something without a body.
        refused = response.status is not None and response.status >= 400
        checked.bodiless += not refused and (request is None or request.body is None)
    elif body.problem is None:
        checked.chunks += is_chunk(body.value)
    elif (text := stream_text(response)) is not None:
        checked.chunks += count_chunks(text)


def unreadable_as(block: Unreadable) -> Inspected:
    """Return what an input that cannot be read at all yields."""
    return Inspected([block])


def inspect_all(blocks: Iterator[Block | Unreadable], question: Question) -> Iterator[Inspected]:
    """Judge every block in this process."""
    for block in blocks:
        yield unreadable_as(block) if isinstance(block, Unreadable) else inspect(block, question)
