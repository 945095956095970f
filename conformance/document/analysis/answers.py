"""An answer that a document shows as JSON: judged as wire data, and as what the SDK prints."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from conformance.document.analysis.analysis import Analysis
from conformance.document.analysis.code import Code
from conformance.document.analysis.json_block import JsonBlock
from conformance.document.analysis.named_versions import Named, as_assumed, version_of
from conformance.document.prose.vocabulary import everywhere
from conformance.exchange import Exchange, Position, Request, Response
from conformance.finding import Finding, Severity
from conformance.judging.judge import judge
from conformance.judging.rules.circumstances import Circumstances
from conformance.reading.value import Dump, Joined
from conformance.wire.pointer import tokens_of


@dataclass(frozen=True)
class JudgedAnswer:
    """``findings`` as of wire data; ``filled_in`` are the pointers of nulls that only an SDK dump has.

    ``broken`` says whether something is wrong whichever of the two it is. ``printed`` is whose JSON the code above it
    prints, None where it prints none.
    """

    api_version: str
    findings: tuple[Finding, ...]
    filled_in: tuple[str, ...]
    broken: bool
    printed: Literal["sdk", "wire"] | None


def judged_answer(analysis: Analysis, block: JsonBlock) -> JudgedAnswer:
    """Judge the answer in ``block`` together with the requests of the code that it belongs to."""
    requests = [call for code in block.owners for call in code.distinct_calls]
    own = next((version for call in requests if (version := version_of(call))), None)
    named = Named(own) if own else analysis.version_at(block.fence)
    version = named.api_version
    found: dict[tuple[object, ...], Finding] = {}
    for request in [call.exchange.request for call in requests] or [None]:
        for finding in _findings(analysis, block, version, request):
            found.setdefault((finding.rule, finding.pointer, finding.message), finding)
    shown = [_as_shown(analysis, block, version, finding) for finding in found.values()]
    findings = [_placed(analysis, block, as_assumed(finding, named)) for finding in shown if finding is not None]
    filled_in = tuple(dict.fromkeys(one.pointer for one in findings if _is_filled_in(block, one)))
    printed = next((style for code in block.owners if (style := _style(code)) is not None), None)
    weighed = []
    for finding in findings:
        if finding.pointer not in filled_in:
            weighed.append(finding)
        elif finding.severity is not Severity.NOTE and printed != "sdk":
            weighed.append(_as_wire_data(finding))
    broken = any(one.severity is Severity.ERROR for one in weighed)
    return JudgedAnswer(version, tuple(weighed), filled_in, broken, printed)


def _as_shown(analysis: Analysis, block: JsonBlock, version: str, finding: Finding) -> Finding | None:
    """Return what a finding about an answer weighs in a document: what is left out there is seldom missing on the wire.

    None where nothing can be said of it: the document shows a part of the answer.
    """
    if finding.rule.startswith("fingerprint-"):
        if finding.rule == "fingerprint-missing" and (block.is_excerpt or block.is_chunk):
            return None
        if finding.rule == "fingerprint-missing":
            message = f"the answer that is shown has no `system_fingerprint`, which {version} declares; show it, or say that it is left out"
            finding = replace(finding, message=message)
        return finding if analysis.is_about_fingerprints else replace(finding, severity=Severity.NOTE)
    if finding.rule != "response-schema" or finding.suggestion is None:
        return finding
    if block.is_excerpt:
        return None
    ways = everywhere(version).get(finding.suggestion, ())
    if any(way.part == "answer" and way.required and way.shape.null.accepted for way in ways):
        message = f"{finding.message} (the wire has null there; in a document it may be left out)"
        return replace(finding, severity=Severity.NOTE, message=message)
    return finding


def _style(code: Code) -> Literal["sdk", "wire"] | None:
    """Return whose JSON ``code`` prints an answer in; None where it prints none."""
    for printed in code.reading.printed:
        parts = printed.text.parts if isinstance(printed.text, Joined) else (printed.text,)
        for part in parts:
            if isinstance(part, Dump) and code.is_own(printed.place):
                return part.style
    return None


def _findings(analysis: Analysis, block: JsonBlock, version: str, request: Request | None) -> Iterator[Finding]:
    place = analysis.at(block.fence.range.start)
    exchange = Exchange(f"{place.file}:{place.line}", request, Response(None, None, block.body), version)
    for finding in judge(exchange, Circumstances(api_version=version)):
        if finding.part == "response":
            yield finding


def _is_filled_in(block: JsonBlock, finding: Finding) -> bool:
    """Whether a finding is about a null that the wire's contract does not take, or does not know."""
    if finding.rule.startswith("fingerprint-") or not finding.pointer:
        return False
    value: Any = block.body.value
    for token in tokens_of(finding.pointer):
        try:
            value = value[int(token)] if isinstance(value, list) else value[token]
        except (KeyError, IndexError, ValueError, TypeError):
            return False
    return value is None


def _as_wire_data(finding: Finding) -> Finding:
    message = f"as wire data: {finding.message} (as an SDK dump it is in order)"
    return replace(finding, severity=Severity.NOTE, message=message)


def _placed(analysis: Analysis, block: JsonBlock, finding: Finding) -> Finding:
    return replace(finding, source=place_in(analysis, block, finding.pointer), excerpt=None)


def place_in(analysis: Analysis, block: JsonBlock, pointer: str) -> Position:
    """Return where the member at ``pointer`` of the JSON stands in the document; the root is its bracket."""
    span = block.body.locate(tokens_of(pointer))
    return analysis.at(block.fence.passage.offset(span.key_start if span else 0))
