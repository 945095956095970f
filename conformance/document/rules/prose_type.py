"""``prose-type``: a member has the type that the prose, or a table of parameters, claims for it."""

from collections.abc import Iterator
from typing import Final

from conformance.document.analysis.analysis import Analysis
from conformance.document.prose.claims.types import TypeClaim, type_claims, type_claims_of_cell
from conformance.document.prose.other_apis import is_about_another_api
from conformance.document.prose.sentences import Sentence
from conformance.document.prose.vocabulary import Declared, declared_anywhere, versions_declaring
from conformance.document.rules.rule import Confirmed, Remark, document_rule
from conformance.finding import Severity


@document_rule("prose-type", Severity.ERROR, "a member has the type, and is as optional, as the prose claims")
def prose_type(analysis: Analysis) -> Iterator[Remark | Confirmed]:
    if analysis.is_others:  # another library's members may have the same names
        return
    for sentence in analysis.sentences:
        heading = analysis.heading_of(sentence)
        if is_about_another_api(sentence.text, heading):
            continue
        cell = analysis.cells.get(sentence.prose.range)
        for claim in (*type_claims(sentence), *(type_claims_of_cell(sentence, cell) if cell else ())):
            version = _version(analysis, claim.name)
            if version is not None:
                yield from _judged(sentence, version, claim, declared_anywhere(claim.name, version))


def _version(analysis: Analysis, name: str) -> str | None:
    """Return the api-version to judge by: the document's, or the newest that has ``name`` where that has not; or None."""
    if declared_anywhere(name, analysis.api_version):
        return analysis.api_version
    return next(reversed(versions_declaring(name)), None)


def _judged(
    sentence: Sentence, version: str, claim: TypeClaim, found: tuple[Declared, ...]
) -> Iterator[Remark | Confirmed]:
    place, length, spec = sentence.position(claim.start), claim.end - claim.start, found[0].place
    if claim.optional is not None:
        if len(found) > 1 or found[0].part == "answer":  # of an answer the service decides
            return
        if claim.optional is not found[0].required:
            yield Confirmed(f"`{claim.name}` {claim.says} in {version}.", place, spec)
            return
        says = "requires it" if found[0].required else "does not require it"
        message = f"`{claim.name}` {claim.says}, the prose says; {version} {says}"
        yield Remark(place, message, length, spec=spec, api_version=version)
        return
    for one in found:
        if _fits(claim, one):
            yield Confirmed(f"`{claim.name}` is {claim.says} in {version}.", place, one.place)
            return
    types = sorted({name for one in found for name in one.types})
    real = " or ".join(types) + (" or null" if any(one.shape.null.accepted for one in found) else "")
    message = f"`{claim.name}` is {claim.says}, the prose says; {version} declares {real}"
    yield Remark(place, message, length, real, spec=spec, api_version=version)


# Of so many types nothing is declared.
_ANY: Final = 4


def _fits(claim: TypeClaim, found: Declared) -> bool:
    claimed = claim.types - {"null"}
    fits = claimed <= found.types or (claimed == {"number"} and found.types == {"integer"})
    return (fits or len(found.types) > _ANY) and ("null" not in claim.types or found.shape.null.accepted)
