"""What one run of one sample yielded."""

from dataclasses import dataclass, field
from itertools import zip_longest

from conformance.exchange import Exchange, Request
from conformance.finding import Finding, Severity
from conformance.judging.suite.sample_run import SampleRun, member, text_of
from conformance.samples.process import Outcome
from conformance.samples.recording import Recorded
from conformance.samples.sample import Sample


@dataclass
class SampleResult:
    """One sample with one api-version. ``outcome`` is None where the sample was only read."""

    sample: Sample
    api_version: str
    outcome: Outcome | None
    exchanges: list[Exchange]
    recorded: list[Recorded] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def place(self) -> str:
        """How findings name this run: ``python/rest/story_with_seed.py@2024-02-01``."""
        return f"{self.sample.file}@{self.api_version}"

    @property
    def predicted(self) -> bool:
        """Whether the sample was read and not run."""
        return self.outcome is None

    @property
    def conforms(self) -> bool:
        """Whether nothing that is an error was found."""
        return not any(finding.severity is Severity.ERROR for finding in self.findings)

    def as_run(self) -> SampleRun:
        """Return what the rules about a whole run look at: one exchange a call, a client's own retries aside."""
        calls = [
            exchange
            for exchange, following in zip_longest(self.exchanges, self.exchanges[1:])
            if following is None or not _tried_again(exchange, following)
        ]
        return SampleRun(self.sample.file, self.place, self.api_version, calls)

    def seeds(self) -> list[object]:
        """Return the ``seed`` of each request; None where there is none."""
        requests = (exchange.request for exchange in self.exchanges)
        return [member(request.body.value if request and request.body else None, "seed") for request in requests]

    def fingerprints(self) -> list[str]:
        """Return the ``system_fingerprint`` of each successful answer as it is shown; ``null`` or ``missing`` are told."""
        responses = (exchange.response for exchange in self.exchanges)
        return [
            _fingerprint(response.body.value if response.body else None)
            for response in responses
            if response is not None and response.status is not None and response.status < 300
        ]

    def texts(self) -> list[str]:
        """Return the text of each answer that has one."""
        return [text for exchange in self.exchanges if (text := text_of(exchange)) is not None]


def _tried_again(exchange: Exchange, following: Exchange) -> bool:
    """Say whether ``following`` repeats a request that got no answer or one that says to come back."""
    first, second = exchange.request, following.request
    status = exchange.response.status if exchange.response else None
    busy = status is None or status in (408, 429) or status >= 500
    return (
        busy and not exchange.predicted and first is not None and second is not None and _asked(first) == _asked(second)
    )


def _asked(request: Request) -> tuple[str | None, str | None, str | None]:
    return request.method, request.url, request.body.text if request.body else None


def _fingerprint(answer: object) -> str:
    if not isinstance(answer, dict) or "system_fingerprint" not in answer:
        return "missing"
    value = answer["system_fingerprint"]
    return "null" if value is None else str(value) or "empty"
