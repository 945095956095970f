"""The comments of samples that ignore findings, and what is wrong with them as findings of a run."""

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from conformance.finding import Finding
from conformance.ignoring.ignore import Ignore, IgnoredRule, unknown, unused, without_reason
from conformance.ignoring.source import ignores_in_source
from conformance.rules.registry import severity_of


def comments_of(path: Path, file: str) -> tuple[Ignore, ...]:
    """Return the comments of the sample at ``path``, which findings call ``file``; none where it cannot be read."""
    try:
        return ignores_in_source(path.read_text(encoding="utf-8-sig", errors="replace"), file)
    except OSError:
        return ()


def wrong_with(comments: Iterable[Ignore], hid_nothing: Iterable[IgnoredRule], exchange: str) -> Iterator[Finding]:
    """Yield a finding for each comment without a reason, each name that there is not, and each rule that hid nothing.

    ``exchange`` is the run that they are told of.
    """
    known = tuple(comments)
    rules = sorted(hid_nothing, key=lambda rule: (rule.place.line or 0, rule.place.column or 0))
    for one in chain(without_reason(known), unknown(known), unused(rules)):
        yield Finding(
            rule=one.rule,
            severity=severity_of(one.rule),
            message=one.message,
            part="suite",
            exchange=exchange,
            source=one.place,
            suggestion=one.suggestion,
        )
