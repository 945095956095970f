"""The fixture ``conformance``: judge an exchange, or all that a block of a test sends and receives."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from types import TracebackType
from typing import Any, Self, TypeVar, Unpack

from conformance.checked import Checked
from conformance.errors import ConformanceError, UsageError
from conformance.exchange import Exchange, Request, Response
from conformance.finding import Finding, Severity
from conformance.testing.clients import CLIENTS
from conformance.testing.demands import Demands, Options
from conformance.testing.failure import NotConforming, listed, told
from conformance.testing.given import Alone, Given, given_by
from conformance.testing.seen import Seen
from conformance.traffic.exchange_line import exchange_of
from conformance.traffic.inspection import Inspected, Question, inspect_exchanges
from conformance.traffic.recorded import Recorded
from conformance.traffic.secrets.exchange import line_of
from conformance.traffic.secrets.findings import presentable
from conformance.traffic.service import Hosts
from conformance.wire.body import Body

_NOTHING = "was judged: {why} is with Azure OpenAI chat completions; azure_host names a host that answers as it."


Message = TypeVar("Message", Request | None, Response | None)


class Conformance:
    """What a test judges with; ``seen`` are the exchanges that it saw so far, and ``name`` the test's own."""

    def __init__(self, demands: Demands, name: str) -> None:
        self._demands = demands
        self._name = name
        self._count = 0
        self._seen: list[Seen] = []

    def __repr__(self) -> str:
        return f"Conformance({self._name!r})"  # pytest shows it with a failure

    def listening(self) -> AbstractContextManager[None]:
        """Return a context in which ``check`` gets to know what is sent, so that it finds the request of an answer."""
        return CLIENTS.listening(self._seen.append)

    def check(
        self,
        thing: Any,
        **options: Unpack[Options],
    ) -> tuple[Finding, ...]:
        """Judge a request or a response of requests, httpx or openai; return the findings that fail nothing.

        Of a response its request is judged too. What is not given is as the mark has it. Raises NotConforming where
        a finding is at or above ``fail_on``, and UsageError where ``thing`` cannot be judged.
        """
        __tracebackhide__ = True
        failure: Exception
        try:
            demands = self._demands.but(options, "conformance.check")
            given = given_by(thing, self._seen)
            return self._judged([self._known(given)], demands, "what was given")
        except NotConforming as problem:
            failure = problem
        except ConformanceError as problem:
            failure = UsageError(str(problem))
        raise failure.with_traceback(None) from None

    def recording(
        self,
        *,
        at_least: int = 1,
        **options: Unpack[Options],
    ) -> "Recording":
        """Return a context that judges what is sent and received in it, when it ends.

        Fewer exchanges than ``at_least`` fail as well: a block that sends nothing proves nothing. Raises UsageError.
        """
        __tracebackhide__ = True
        try:
            demands = self._demands.but(options, "conformance.recording")
        except ConformanceError as problem:
            failure = UsageError(str(problem))
        else:
            return Recording(lambda seen: self._inspected(map(self._known, seen), demands), demands, at_least)
        raise failure

    def _known(self, given: Given) -> Recorded | Alone:
        """Return what is judged: of an answer that a test arranged, as a fault, its request."""
        if isinstance(given, Seen):
            given = _emulators(given, self._seen)
            return given.judged()
        return given

    def _judged(self, known: Iterable[Recorded | Alone], demands: Demands, what: str) -> tuple[Finding, ...]:
        findings, checked = self._inspected(known, demands)
        if failing := [one for one in findings if demands.fail(one)]:
            raise NotConforming(told(findings, failing, checked), findings)
        if not checked.exchanges:
            raise NotConforming(f"nothing {_NOTHING.format(why=f'nothing of {what}')}")
        return findings

    def _inspected(self, known: Iterable[Recorded | Alone], demands: Demands) -> tuple[tuple[Finding, ...], Checked]:
        question = Question(demands.api_versions, demands.require_seed, azure_hosts=Hosts(demands.azure_hosts))
        inspected: Inspected = inspect_exchanges([self._exchange(one, demands) for one in known], question)
        found = (presentable(one) for one in inspected.remarks if isinstance(one, Finding))
        return tuple(demands.known.adjust(found)), inspected.checked

    def _exchange(self, known: Recorded | Alone, demands: Demands) -> Exchange:
        self._count += 1
        place = f"{self._name}#{self._count}"
        if isinstance(known, Recorded):
            exchange = exchange_of(line_of(known), place)
            return replace(exchange, request=_own_text(exchange.request), response=_own_text(exchange.response))
        version = demands.known.api_version
        if version is None and not demands.api_versions:
            raise UsageError(
                f"conformance.check needs api_version=… for a {known.shown}: it does not say which one it is of."
            )
        if known.is_answer:
            return Exchange(place, None, Response(known.status, None, known.body), version)
        return Exchange(place, Request(body=known.body), None, version)


class Recording:
    """A block whose exchanges are judged at its end; ``findings`` is what was found, ``exchanges`` how many were judged."""

    def __init__(
        self,
        judge: Callable[[list[Seen]], tuple[tuple[Finding, ...], Checked]],
        demands: Demands,
        at_least: int,
    ) -> None:
        self.findings: tuple[Finding, ...] = ()
        self.exchanges = 0
        self._judge = judge
        self._demands = demands
        self._at_least = at_least
        self._seen: list[Seen] = []
        self._listening = CLIENTS.listening(self._take)

    def _take(self, seen: Seen) -> None:
        if not seen.mirrored:
            self._seen.append(seen)

    def __enter__(self) -> Self:
        self._listening.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        __tracebackhide__ = True
        self._listening.__exit__(None, None, None)
        self.findings, checked = self._judge(self._seen)
        self.exchanges = checked.exchanges
        failing = [one for one in self.findings if self._demands.fail(one)]
        if error is not None:
            if failing:  # the test's own failure is told, and what may have caused it
                shown = [one for one in self.findings if one.severity > Severity.NOTE]
                error.add_note(f"conformance, of what was sent until then:\n\n{listed(shown, checked)}")
            return
        if failing:
            raise NotConforming(told(self.findings, failing, checked), self.findings)
        if self.exchanges < self._at_least:
            raise NotConforming(_too_few(self.exchanges, self._at_least, len(self._seen)), self.findings)


def _too_few(judged: int, wanted: int, seen: int) -> str:
    others = f" {seen - judged} went to other services or operations." if seen > judged else ""
    count = "no exchange" if not judged else f"only {judged} of {wanted} exchanges"
    return (
        f"{count} with Azure OpenAI chat completions was seen in this block; at_least={judged} allows that.{others}"
        " Requests of requests and httpx are seen, and all that reach the fixture azure_openai."
    )


def _own_text(message: Message) -> Message:
    """Return ``message`` with a body that has a text of its own, so that a finding quotes nothing but the body."""
    body = message.body if message is not None else None
    span = body.locate(()) if body is not None and body.prefix else None
    if message is None or body is None or body.text is None or span is None:
        return message
    return replace(message, body=Body.from_text(body.text[span.value_start : span.value_end]))


def _emulators(given: Seen, seen: Sequence[Seen]) -> Seen:
    """Return what the emulator told of an exchange that a client of this process saw too; else ``given`` itself."""
    if not given.mirrored:
        return given
    alike = (one for one in reversed(seen) if not one.mirrored and _same(one, given))
    return next((one for one in alike if one.arranged), given)


def _same(one: Seen, other: Seen) -> bool:
    return one.request_body == other.request_body and one.status == other.status and one.pieces[:1] == other.pieces[:1]
