"""``first-added``: the api-versions that have a member are those that the prose names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from conformance.contract.catalog import catalog
from conformance.document.analysis.analysis import Analysis
from conformance.document.prose.api_versions import Mention, mentions_in
from conformance.document.prose.headings import title_above
from conformance.document.prose.other_apis import is_about_another_api
from conformance.document.prose.sentences import Sentence, Span
from conformance.document.prose.vocabulary import declared_anywhere, names_at_any_depth, versions_declaring
from conformance.document.rules.rule import Confirmed, Remark, document_rule
from conformance.exchange import Position
from conformance.finding import Severity

Kind = Literal["first", "has", "lacks"]

_FILLER: Final = r"(?:\s++(?:\w++\s++){0,4}?)"
_IN: Final = r"(?:in|with|by)\b"
_SINCE: Final = r"(?:since|from|as\s+of|starting|beginning)\b"
_FIRST: Final = re.compile(
    r"\bfirst\s+(?:\w+\s+)?(?:added|introduced|available|supported|appeared|appears|declared?)\b"
    rf"|\b(?:introduced|added|new|appeared){_FILLER}(?:{_IN}|{_SINCE})"
    rf"|\b(?:available|supported?|works?|accepted){_FILLER}{_SINCE}"
    r"|\b(?:since|starting\s+(?:with|in|from)|beginning\s+(?:with|in)|as\s+of)\s+(?:the\s+)?(?:api[- ]version\s+)?[`\[]*$",
    re.IGNORECASE,
)
_HAS: Final = re.compile(
    rf"\b(?:available|supported|accepted|works?|exists?){_FILLER}(?:{_IN}|on\b)|\b(?:requires?|needs?)\b", re.IGNORECASE
)
_IS_FIRST: Final = re.compile(r"^[`\])*]*+(?:\([^)]*+\))?\s++(?:is|was)\s+the\s+first\b", re.IGNORECASE)
_LEADS: Final = re.compile(
    r"[`\])*]*+(?:\([^)]*+\))?[`\])*]*+\s*+(?:or\s++(?:later|newer|above)\s*+)?[,:]?\s*+"
    r"(?:(?:to|use|set|for|in\s+order|you|can|the|a|new|optional|is|are|parameters?|member|field|support)\s++)*+",
    re.IGNORECASE,
)
_NOT: Final = re.compile(r"(?:\bnot|n't|\bnever|\bno longer)\s*(?:\w+\s+){0,2}$", re.IGNORECASE)
_OTHERWISE: Final = re.compile(
    r"\b(?:deprecated|removed|retired|dropped|until|before|up\s+to|replac\w+|only)\b", re.IGNORECASE
)
_GOES_ON: Final = re.compile(r"^[`\])*\s]*+(?:\([^)]*+\))?[`\])*\s]*+(?:,|;|and\b|while\b|but\b)", re.IGNORECASE)
_STABLE: Final = re.compile(r"\b(?:GA|generally\s+available|general\s+availability|stable)\b", re.IGNORECASE)
_VERSION: Final = re.compile(r"\b\d{4}-\d\d-\d\d(?:-preview)?")
_ADDED: Final = re.compile(r"\b(?:added|introduced|new)\b", re.IGNORECASE)
# How far a claim may stand from the version that it is about.
_NEAR: Final = 40


@dataclass(frozen=True, slots=True)
class _Claim:
    """``stable`` is whether the first *stable* version would do."""

    kind: Kind
    version: str
    members: tuple[str, ...]
    place: Position
    length: int
    stable: bool = False


@document_rule(
    "first-added", Severity.ERROR, "the api-versions that have a member are those that the prose names", safe=True
)
def first_added(analysis: Analysis) -> Iterator[Remark | Confirmed]:
    for sentence in analysis.sentences:
        heading = analysis.heading_of(sentence)
        if is_about_another_api(sentence.text, heading):
            continue
        mentions = [one for one in mentions_in(sentence, heading) if one.name in catalog().with_chat]
        for claim in _claims(analysis, sentence, mentions) if mentions else _listed(analysis, sentence):
            for member in claim.members:
                yield from _judged(claim, member)


def _claims(analysis: Analysis, sentence: Sentence, mentions: list[Mention]) -> Iterator[_Claim]:
    """Yield what a sentence claims of each version, about the members named since the version before."""
    text, start = sentence.text, 0
    kind: Kind | None = None
    stable = bool(_STABLE.search(text))
    for index, mention in enumerate(mentions):
        before = text[start : mention.start]
        end = mentions[index + 1].start if index + 1 < len(mentions) else len(text)
        goes_on = kind is not None and index > 0 and bool(_GOES_ON.search(before))
        named = _members(sentence.spans, start, mention.start)
        kind = _kind(before, text[mention.end :]) or (kind if goes_on and named else None)
        if kind is not None:
            named = named or _members_after(sentence, mention, end)
            if not named and kind == "first" and not _names_something(sentence.spans, start, mention, end):
                named = _subject(analysis, mention)
            place, length = sentence.position(mention.start), mention.end - mention.start
            yield _Claim(kind, mention.name, named, place, length, stable)
        start = mention.end


def _listed(analysis: Analysis, sentence: Sentence) -> Iterator[_Claim]:
    """Yield what an item such as "`store` added" claims below a heading that is one version.

    What a stable version lists as added is often what it has and the stable one before it had not.
    """
    title = title_above(analysis.document, sentence)
    versions = {name for name in _VERSION.findall(title) if name in catalog().with_chat}
    added = _ADDED.search(sentence.text)
    if len(versions) != 1 or added is None or sentence.prose.kind != "item":
        return
    for span in sentence.spans:
        if span.end <= added.start() and span.text in names_at_any_depth():
            place = sentence.position(span.start)
            yield _Claim("first", versions.copy().pop(), (span.text,), place, span.end - span.start, True)


def _names_something(spans: tuple[Span, ...], low: int, mention: Mention, high: int) -> bool:
    """Whether other code than the version itself stands in between: the claim is about that, then."""
    return any(low <= span.start < high and not span.start <= mention.start < span.end for span in spans)


def _kind(before: str, after: str) -> Kind | None:
    """Return what the words around a version claim: that it is the first, that it has something, or that it lacks it."""
    if _IS_FIRST.search(after):
        return "first"
    found: tuple[int, Kind] | None = None
    for kind, pattern in (("has", _HAS), ("first", _FIRST)):
        for one in pattern.finditer(before):
            if len(before) - one.end() <= _NEAR and not _OTHERWISE.search(before[one.end() :]):
                if _NOT.search(before[: one.start()]):
                    found = (one.start(), "lacks")
                elif not _OTHERWISE.search(before[max(one.start() - _NEAR, 0) : one.end()]):
                    found = (one.start(), "first" if kind == "first" else "has")
    return found[1] if found else None


def _members(spans: tuple[Span, ...], low: int, high: int) -> tuple[str, ...]:
    """Return the members that stand as code in between; of ``stream_options.include_usage`` the last."""
    found = []
    for span in spans:
        name = span.text.partition("=")[0].strip(" \"'").rpartition(".")[2]
        if low <= span.start < high and name in names_at_any_depth():
            found.append(name)
    return tuple(dict.fromkeys(found))


def _members_after(sentence: Sentence, mention: Mention, end: int) -> tuple[str, ...]:
    """Return the members behind a version that the claim is about: ``V is the first that has `x` ``, ``V or later for `x` ``."""
    text = sentence.text
    if _IS_FIRST.search(text[mention.end :]):
        return _members(sentence.spans, mention.end, end)
    next_one = next((span for span in sentence.spans if span.start >= mention.end), None)
    if next_one is None or not _LEADS.fullmatch(text[mention.end : next_one.start]):
        return ()
    return _members((next_one,), mention.end, end)


def _subject(analysis: Analysis, mention: Mention) -> tuple[str, ...]:
    """Return what the document is about, one member: of several as frequent one that fits, if there is one."""
    fitting = [name for name in analysis.subject if versions_declaring(name)[:1] == (mention.name,)]
    return tuple((fitting or analysis.subject)[:1])


def _judged(claim: _Claim, member: str) -> Iterator[Remark | Confirmed]:
    """Judge a claim by the official files. What only an amendment adds contradicts nobody, whichever way the prose says it."""
    versions = versions_declaring(member)
    place, length = claim.place, claim.length
    if not versions:
        return
    official = versions_declaring(member, official=True) or versions
    has = bool(declared_anywhere(member, claim.version))
    ways = declared_anywhere(member, claim.version if has and claim.kind == "lacks" else official[0])
    spec = next((way.place for way in ways if way.official), ways[0].place)
    match claim.kind:
        case "lacks":
            if not has:
                yield Confirmed(f"`{member}` is not in {claim.version}.", place, spec)
            elif any(way.official for way in declared_anywhere(member, claim.version)):
                message = f"{claim.version} does have `{member}`, which was first added in {official[0]}"
                yield Remark(place, message, length, spec=spec, api_version=claim.version)
        case "has":
            if has:
                yield Confirmed(f"`{member}` is in {claim.version}.", place, spec)
                return
            message = f"{claim.version} does not have it: `{member}` was first added in {official[0]}"
            yield Remark(place, message, length, official[0], spec=spec, api_version=official[0])
        case "first":
            if claim.version in (official[0], _first(official) if claim.stable else None):
                yield Confirmed(f"`{member}` was first added in {claim.version}.", place, spec)
                return
            first = _first(versions) if claim.stable else official[0]
            if claim.version in (first, versions[0]):
                return
            had = "has it, but is not the first" if has else "does not have it"
            message = f"{claim.version} {had}: `{member}` was first added in {first}"
            yield Remark(place, message, length, first, spec=spec, api_version=first)


def _first(versions: tuple[str, ...]) -> str:
    """Return the first stable version among ``versions``, the first of all where none is stable."""
    return next((one for one in versions if not one.endswith("-preview")), versions[0])
