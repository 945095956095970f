"""``first-added``: the api-version that first had something is the one that the prose names."""

import re
from collections.abc import Iterator
from typing import Final

from conformance.contract.catalog import catalog
from conformance.document.api_versions import Mention, mentions_in
from conformance.document.headings import title_above
from conformance.document.rules.rule import Confirmed, Remark, document_rule
from conformance.document.study import Study
from conformance.document.vocabulary import declared, names_of_members, versions_declaring
from conformance.finding import Severity

_CLAIM: Final = re.compile(
    r"\b(?:first\s+(?:\w+\s+)?(?:added|introduced|available|supported|appeared|appears|that\s+has|to\s+have|declared?)"
    r"|introduced|added|(?:is|are|was|were)\s+new|new|available|supported|support|requires?|needs?)"
    r"\s+(?:\w+\s+){0,4}?(?:in|with|since|from|as\s+of|starting|beginning)\b"
    r"|\b(?:since|starting\s+(?:with|in|from)|beginning\s+(?:with|in)|as\s+of)\s+(?:the\s+)?(?:api[- ]version\s+)?(?=`|\[|20\d\d)"
    r"|(?<=`)\s+(?:is|was)\s+the\s+first\b|\bis\s+the\s+first\b",
    re.IGNORECASE,
)
_NOT_FIRST: Final = re.compile(r"\b(?:deprecated|removed|retired|dropped|until|before|up\s+to)\b", re.IGNORECASE)


@document_rule("first-added", Severity.ERROR, "the api-version that first had a member is the one that the prose names")
def first_added(study: Study) -> Iterator[Remark | Confirmed]:
    for sentence in study.sentences:
        if not _CLAIM.search(sentence.text) or _NOT_FIRST.search(sentence.text):
            continue
        mentions = [
            one
            for one in mentions_in(sentence, title_above(study.document, sentence))
            if one.name in catalog().with_chat
        ]
        if len(mentions) != 1 or not _is_claimed(sentence.text, mentions[0]):
            continue
        named = [span.text for span in sentence.spans if span.text in names_of_members()]
        for member in named or ([study.subject] if study.subject else []):
            yield from _judged(mentions[0], member)


def _is_claimed(text: str, mention: Mention) -> bool:
    """Whether the claim is about the version: right before it, or ``VERSION is the first``."""
    for found in _CLAIM.finditer(text):
        if -2 <= mention.start - found.end() <= 40 or 0 <= found.start() - mention.end <= 40:
            return True
    return False


def _judged(mention: Mention, member: str) -> Iterator[Remark | Confirmed]:
    versions = versions_declaring(member)
    place = mention.sentence.position(mention.start)
    if not versions:
        return
    first = declared(member, versions[0])
    spec = first.place if first else None
    if versions[0] == mention.name:
        yield Confirmed(f"`{member}` was first added in {mention.name}.", place, spec)
        return
    had = "has it, but is not the first" if mention.name in versions else "does not have it"
    message = f"{mention.name} {had}: `{member}` was first added in {versions[0]}"
    yield Remark(place, message, mention.end - mention.start, versions[0], spec=spec, api_version=versions[0])
