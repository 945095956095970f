"""``answer-member``: what code reads of an answer is in the answers of its api-version."""

from collections.abc import Iterator
from dataclasses import dataclass

from conformance.contract.catalog import catalog
from conformance.document.analysis.analysis import Analysis
from conformance.document.analysis.code import Code
from conformance.document.analysis.named_versions import Named, version_of
from conformance.document.prose.answer_paths import answer_has, members_at
from conformance.document.rules.rule import Confirmed, Remark, document_rule
from conformance.errors import nearest
from conformance.exchange import Position
from conformance.finding import Severity


@dataclass(frozen=True, slots=True)
class _Read:
    path: tuple[str, ...]
    place: Position
    sdk: bool = False
    folded: bool = False


@document_rule("answer-member", Severity.ERROR, "a member that code reads of an answer is one that its api-version has")
def answer_member(analysis: Analysis) -> Iterator[Remark | Confirmed]:
    for code in analysis.codes:
        if not code.calls or any(
            "/extensions/" in (call.exchange.request.url or "") for call in code.calls if call.exchange.request
        ):
            continue
        named = _version(analysis, code)
        told = set[tuple[tuple[str, ...], Position]]()
        for read in _reads(code):
            if code.is_own(read.place) and (read.path, read.place) not in told:
                told.add((read.path, read.place))
                yield from _judged(code, read, named)


def _version(analysis: Analysis, code: Code) -> Named:
    versions = {version_of(call) for call in code.calls}
    own = versions.pop() if len(versions) == 1 else None
    return Named(own) if own else analysis.version_at(code.block)


def _judged(code: Code, read: _Read, named: Named) -> Iterator[Remark]:
    version, name = named.api_version, read.path[-1]
    if answer_has(version, read.path, folded=read.folded):
        return
    parent = read.path[:-1]
    if parent and not answer_has(version, parent, folded=read.folded):
        return  # told at the member above it, or nothing is known below
    having = [one for one in catalog().with_chat if answer_has(one, read.path, folded=read.folded)]
    where = ".".join(part for part in parent if part != "*") or "an answer"
    if having:
        severity = Severity.WARNING if named.assumed or read.sdk else None
        message = f"`{name}` is not in `{where}` of {version}; {having[0]} is the first that has it"
        assumed = f" (api-version assumed: {version})" if named.assumed else ""
        yield Remark(
            code.position(read.place), f"{message}{assumed}", len(name), severity=severity, api_version=version
        )
    elif not read.sdk:
        meant = next(iter(nearest(name, members_at(version, parent))), None)
        hint = f"did you mean `{meant}`?" if meant else "read a member that the contract declares"
        message = f"no api-version has `{name}` in `{where}`; {hint}"
        yield Remark(code.position(read.place), message, len(name), meant, api_version=version)


def _reads(code: Code) -> Iterator[_Read]:
    """Yield what code reads of an answer: of the SDK's object, and of JSON."""
    for one in code.sdk.read:
        yield _Read(one.path, one.place, one.sdk)
    folded = code.program.language == "powershell"
    for read in code.reading.members:
        path = tuple("*" if isinstance(step, int) else step for step in read.path)
        if path[0] != "error":  # what a refusal holds in place of an answer
            yield _Read(path, read.place, folded=folded)
