"""``first-added``: the api-versions that have a member are those that the prose names."""

from collections.abc import Iterator

from conformance.contract.catalog import catalog
from conformance.document.analysis.analysis import Analysis
from conformance.document.prose.api_versions import mentions_in
from conformance.document.prose.claims.versions import VersionClaim, version_claim_of_item, version_claims
from conformance.document.prose.headings import title_above
from conformance.document.prose.other_apis import is_about_another_api
from conformance.document.prose.sentences import Sentence
from conformance.document.prose.vocabulary import declared_anywhere, versions_declaring
from conformance.document.rules.rule import Confirmed, Remark, document_rule
from conformance.finding import Severity


@document_rule(
    "first-added", Severity.ERROR, "the api-versions that have a member are those that the prose names", safe=True
)
def first_added(analysis: Analysis) -> Iterator[Remark | Confirmed]:
    for sentence in analysis.sentences:
        heading = analysis.heading_of(sentence)
        if is_about_another_api(sentence.text, heading):
            continue
        mentions = [one for one in mentions_in(sentence, heading) if one.name in catalog().with_chat]
        title = title_above(analysis.document, sentence)
        for claim in version_claims(sentence, mentions) if mentions else version_claim_of_item(sentence, title):
            for member in _subject(analysis, claim) if claim.of_subject else claim.members:
                yield from _judged(sentence, claim, member)


def _subject(analysis: Analysis, claim: VersionClaim) -> tuple[str, ...]:
    """Return what the document is about, one member: of several as frequent one that fits, if there is one."""
    fitting = [name for name in analysis.subject if versions_declaring(name)[:1] == (claim.version,)]
    return tuple((fitting or analysis.subject)[:1])


def _judged(sentence: Sentence, claim: VersionClaim, member: str) -> Iterator[Remark | Confirmed]:
    """Judge a claim by the official files. What only an amendment adds contradicts nobody, whichever way the prose says it."""
    versions = versions_declaring(member)
    place, length = sentence.position(claim.start), claim.end - claim.start
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
