"""``not-reproduced``: the same request, seed and fingerprint yield the same text."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from conformance.exchange import Exchange
from conformance.finding import Finding, Related, Severity
from conformance.judging.suite.rule import SuiteRule
from conformance.judging.suite.sample_run import member, text_of
from conformance.wire.pointer import pointer_of

RULE: Final = SuiteRule(
    "not-reproduced",
    Severity.ERROR,
    "the same request, seed and fingerprint yield the same text (a note against a real endpoint)",
)
_CONTENT: Final = pointer_of(("choices", 0, "message", "content"))


def not_reproduced(exchanges: Iterable[Exchange], against_emulator: bool) -> Iterator[Finding]:
    """Yield one finding for each group of equal requests whose texts differ, placed at the first that differs."""
    first: dict[str, Exchange] = {}
    found: dict[str, Finding] = {}
    for exchange in exchanges:
        key, text = _key(exchange), text_of(exchange)
        if key is None or text is None:
            continue
        known = first.setdefault(key, exchange)
        if text == text_of(known):
            continue
        if key in found:
            also = Related(exchange.place, _CONTENT)
            found[key] = replace(found[key], related=(*found[key].related, also))
            continue
        found[key] = Finding(
            rule=RULE.id,
            severity=Severity.ERROR if against_emulator else Severity.NOTE,
            message="the same request with the same seed and fingerprint got another text than before"
            + ("" if against_emulator else "; determinism is not guaranteed"),
            part="response",
            pointer=_CONTENT,
            exchange=exchange.place,
            id=exchange.id,
            api_version=exchange.api_version,
            source=exchange.sources.of("response", "") if exchange.sources else None,
            related=(Related(known.place, _CONTENT),),
        )
    yield from found.values()


def _key(exchange: Exchange) -> str | None:
    """Return what must be equal for the texts to be equal, or None where the exchange is not to be reproduced."""
    request, response = exchange.request, exchange.response
    if request is None or request.body is None or response is None or response.body is None:
        return None
    asked = request.body.value
    fingerprint = member(response.body.value, "system_fingerprint")
    if not isinstance(asked, dict) or asked.get("seed") is None or not isinstance(fingerprint, str) or not fingerprint:
        return None
    return repr((request.method, request.url, sorted(asked.items(), key=repr), fingerprint))
