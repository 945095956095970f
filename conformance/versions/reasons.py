"""Why a version does not take a request, in the words of the rules; one of a kind, however many requests have it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from conformance.exchange import Exchange, Request
from conformance.finding import Finding, Severity

_INDEX: Final = re.compile(r"/\d+(?=/|$)")


@dataclass
class Reason:
    """One kind of reason at the first request that has it; ``requests`` counts those that were looked at and have it."""

    finding: Finding
    requests: int = 1

    def as_json(self) -> dict[str, Any]:
        """Return the reason as reports hold it: ``pointer`` leads into the body of the request ``exchange``."""
        told = self.finding.as_json()
        return {name: told[name] for name in ("rule", "message", "exchange", "id", "pointer", "spec") if name in told}


class Reasons:
    """Gathers reasons of one version: up to ``kinds`` of them, from the first ``looks`` requests; None is no limit."""

    def __init__(self, api_version: str, kinds: int, looks: int | None = None) -> None:
        self.api_version = api_version
        self._most = kinds
        self._left = looks
        self._found: dict[tuple[str, str], Reason] = {}

    @property
    def found(self) -> tuple[Reason, ...]:
        """The reasons, in the order in which they were met."""
        return tuple(self._found.values())

    def look_at(self, exchange: Exchange) -> None:
        """Take down why the version does not take the request of ``exchange``, unless enough is known."""
        if self._left is not None:
            if not self._left or len(self._found) >= self._most:
                return
            self._left -= 1
        for kind, finding in _kinds(exchange, self.api_version):
            if kind in self._found:
                self._found[kind].requests += 1
            elif len(self._found) < self._most:
                from conformance.traffic.secrets.findings import presentable

                self._found[kind] = Reason(presentable(finding))


def _kinds(exchange: Exchange, api_version: str) -> Iterator[tuple[tuple[str, str], Finding]]:
    """Yield each kind of reason once, with its first finding."""
    kinds: dict[tuple[str, str], Finding] = {}
    for finding in reasons_against(exchange, api_version):
        kinds.setdefault((finding.rule, _INDEX.sub("/*", finding.pointer)), finding)
    yield from kinds.items()


def reasons_against(exchange: Exchange, api_version: str) -> Iterator[Finding]:
    """Yield the errors of the request's body under ``api_version``, and of its path where that has no such operation."""
    from conformance.judging.judge import judge
    from conformance.judging.rules.circumstances import Circumstances

    request = exchange.request
    if request is None:
        return
    # Headers, answer and the URL's own version say nothing about another version.
    alone = replace(exchange, request=Request(None, request.url, None, request.body), response=None)
    for finding in judge(alone, Circumstances(api_version=api_version)):
        if finding.severity is Severity.ERROR and (finding.part == "request" or _no_extensions(finding, request)):
            yield finding


def _no_extensions(finding: Finding, request: Request) -> bool:
    return finding.rule == "url-path" and "/extensions/" in (request.url or "")
