"""Recorded traffic under every version: how many requests each takes, and whose readers meet what they do not know."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from conformance.checked import Checked
from conformance.contract.catalog import Catalog
from conformance.contract.contract import contract
from conformance.contract.walk import observe
from conformance.exchange import Exchange
from conformance.judging.rules.api_version import Chosen
from conformance.judging.rules.circumstances import Circumstances
from conformance.judging.rules.judgement import Judgement
from conformance.traffic.inspection import count
from conformance.traffic.service import NOBODYS, Hosts, Service, service_of
from conformance.versions.reasons import Reason, Reasons
from conformance.versions.used import MembersUsed
from conformance.versions.verdicts import Verdict, Verdicts
from conformance.versions.version_groups import version_groups

FIRST_REASONS: Final = 3
# Of a version that takes nothing the first requests tell enough; each look asks every rule.
_LOOKS: Final = 25
_MOST_CHANGES: Final = 1000
_NOT_NEEDED: Final = Circumstances()


@dataclass
class Tally:
    """What one version makes of the traffic: counts of requests, and of answers with members that it does not declare."""

    api_version: str
    accepted: int = 0
    not_declared: int = 0
    refused: int = 0
    answers_undeclared: int = 0
    reasons: tuple[Reason, ...] = ()

    @property
    def requests(self) -> int:
        return self.accepted + self.not_declared + self.refused

    @property
    def takes_all(self) -> bool:
        """Whether there were requests and the version takes every one."""
        return self.requests > 0 and self.accepted == self.requests

    def as_json(self) -> dict[str, Any]:
        """Return the tally as the JSON object that reports hold."""
        return {
            "api_version": self.api_version,
            "accepted": self.accepted,
            "not_declared": self.not_declared,
            "refused": self.refused,
            "answers_undeclared": self.answers_undeclared,
            "reasons": [reason.as_json() for reason in self.reasons],
        }


@dataclass(frozen=True)
class Outcome:
    """The tallies in the order of the versions; ``newest`` is the newest dated version that takes every request.

    ``changes`` is what would have to change for the version that was asked for, every kind of it; ``undeclared`` are the
    members of answers that it does not declare (``choices[].message.annotations``), with the number of answers.
    """

    tallies: tuple[Tally, ...]
    newest: str | None
    changes: tuple[Reason, ...] = ()
    checked: Checked = field(default_factory=Checked)
    undeclared: Counter[str] = field(default_factory=Counter)


class Survey:
    """Takes exchanges one by one and keeps counts only. ``target`` is the version of which every reason is wanted.

    ``used`` counts the members that bodies have, where somebody wants to know.
    """

    def __init__(
        self,
        known: Catalog,
        api_versions: Sequence[str],
        target: str | None = None,
        azure_hosts: Hosts = NOBODYS,
        used: MembersUsed | None = None,
    ) -> None:
        self._used = used
        self._azure_hosts = azure_hosts
        self._verdicts = Verdicts(version_groups(known, api_versions))
        self._tallies = {version: Tally(version) for version in api_versions}
        self._reasons = {version: Reasons(version, FIRST_REASONS, _LOOKS) for version in api_versions}
        self._target = Reasons(target, _MOST_CHANGES) if target else None
        self._undeclared: Counter[str] = Counter()
        self.checked = Checked()

    def add(self, exchange: Exchange) -> None:
        """Judge one exchange; one of another service or operation is counted as skipped."""
        service = service_of(exchange, self._azure_hosts)
        if service is not Service.AZURE:
            self.checked.skip(service)
            return
        count(exchange, self.checked)
        target = exchange.request.target if exchange.request else None
        extensions = target is not None and "/extensions/" in target.path
        self._add_request(exchange, extensions)
        self._add_answer(exchange, extensions)

    def outcome(self) -> Outcome:
        """Return what was found so far."""
        for version, tally in self._tallies.items():
            tally.reasons = self._reasons[version].found
        tallies = tuple(self._tallies.values())
        dated = [tally.api_version for tally in tallies if tally.takes_all and tally.api_version[0].isdigit()]
        changes = self._target.found if self._target else ()
        return Outcome(tallies, max(dated, default=None), changes, self.checked, self._undeclared)

    def _add_request(self, exchange: Exchange, extensions: bool) -> None:
        body = exchange.request.body if exchange.request else None
        if body is None:
            return
        if self._used is not None and not body.problem:
            self._used.add("request", [body.value])
        groups = self._verdicts.groups
        verdicts = (
            [Verdict.REFUSED] * len(groups) if body.problem else self._verdicts.of_request(body.value, extensions)
        )
        for one, verdict in zip(groups, verdicts, strict=True):
            for version in one.api_versions:
                tally = self._tallies[version]
                if verdict is Verdict.ACCEPTED:
                    tally.accepted += 1
                    continue
                if verdict is Verdict.REFUSED:
                    tally.refused += 1
                else:
                    tally.not_declared += 1
                self._reasons[version].look_at(exchange)
                if self._target is not None and version == self._target.api_version:
                    self._target.look_at(exchange)

    def _add_answer(self, exchange: Exchange, extensions: bool) -> None:
        body = exchange.response.body if exchange.response else None
        judgement = Judgement(exchange, _NOT_NEEDED, Chosen(None), None)
        if self._used is not None and (stream := judgement.stream) is not None:
            chunks = (stream.chunk(index) for index in range(stream.chunks))
            self._used.add("chunk", (one.body.value for one in chunks if one is not None and not one.body.problem))
        if body is None or body.problem or judgement.answer_kind != "answer":
            return
        if self._used is not None:
            self._used.add("response", [body.value])
        undeclared = self._verdicts.of_answer(body.value, extensions)
        for place in undeclared:
            for version in self._verdicts.groups[place].api_versions:
                self._tallies[version].answers_undeclared += 1
                if self._target is not None and version == self._target.api_version:
                    self._name(body.value, version, extensions)

    def _name(self, value: Any, version: str, extensions: bool) -> None:
        """Count the members of an answer that the version that was asked for does not declare, each once an answer."""
        operations = contract(version).operations
        operation = next((one for one in operations if one.extensions == extensions), operations[0])
        names = {
            ".".join("[]" if isinstance(token, int) else token for token in seen.path).replace(".[]", "[]")
            for seen in observe(value, operation.answer.shape)
            if seen.kind == "undeclared"
        }
        for name in sorted(names):
            if name in self._undeclared or len(self._undeclared) < _MOST_CHANGES:
                self._undeclared[name] += 1
