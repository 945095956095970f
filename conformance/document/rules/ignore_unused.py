"""``ignore-unused``: a comment that ignores a finding still hides one."""

from collections.abc import Iterable, Iterator
from functools import cache

from conformance.document.analysis.analysis import Analysis
from conformance.document.markdown import Fence
from conformance.document.rules.rule import Confirmed, Remark, document_rule
from conformance.finding import Severity
from conformance.ignoring.ignore import IgnoredRule, unused
from conformance.rules.registry import rules_about


@document_rule("ignore-unused", Severity.WARNING, "a comment that ignores a finding still hides one")
def ignore_unused(_study: Analysis) -> Iterator[Remark | Confirmed]:
    """Say nothing: what a comment hides is known when all other rules have spoken (``unused_in``)."""
    yield from ()


def unused_in(analysis: Analysis, rules: Iterable[IgnoredRule]) -> Iterator[Remark]:
    """Yield a remark for each of ``rules``, which hid nothing, as far as this can be told here.

    What a run alone finds may be hidden there, and what PowerShell's parser says is not known yet.
    """
    for rule in rules:
        if rule.id in _only_in_runs() or (rule.id == "code-syntax" and _is_about_powershell(analysis, rule)):
            continue
        for one in unused((rule,)):
            yield Remark(one.place, one.message, one.length)


@cache
def _only_in_runs() -> frozenset[str]:
    return frozenset({"request-refused", *(rule.id for rule in rules_about("run"))})


def _is_about_powershell(analysis: Analysis, rule: IgnoredRule) -> bool:
    mine = [one for one in analysis.ignores if rule in one.rules]
    lines = [
        (analysis.at(block.range.start).line or 0, analysis.at(block.range.end).line or 0)
        for block in analysis.document.blocks
        if isinstance(block, Fence) and block.language == "powershell"
    ]
    return any(first <= one.last and one.first <= last for one in mine for first, last in lines)
