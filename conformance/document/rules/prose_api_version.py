"""``prose-api-version``: an api-version that the prose names exists, and has chat completions."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from conformance.contract.catalog import catalog, nearest_versions
from conformance.document.analysis.analysis import Analysis
from conformance.document.markdown import Fence
from conformance.document.prose.api_versions import Mention, mentions_in
from conformance.document.prose.claims.moods import is_about_chat, tells_of_retirement, tells_of_the_future
from conformance.document.prose.other_apis import is_about_another_api
from conformance.document.prose.vocabulary import names_at_any_depth
from conformance.document.rules.rule import Confirmed, Remark, document_rule
from conformance.finding import Severity, SpecPlace

_VERSION: Final = re.compile(r"(\d{4}-\d\d-\d\d)(?:-preview)?")
# A URL of this service that names its version.
_ASKED: Final = re.compile(r"/openai/(?:(?!/openai/)[^\s\"'?])*+(?<=chat/completions)\?api-version=([\w-]+)")


@document_rule(
    "prose-api-version", Severity.ERROR, "an api-version that the prose names exists and has chat completions"
)
def prose_api_version(analysis: Analysis) -> Iterator[Remark | Confirmed]:
    others: set[str] = set()  # versions that the page has named as another service's
    for sentence in analysis.sentences:
        heading = analysis.heading_of(sentence)
        if is_about_another_api(sentence.text, heading) or not analysis.is_about_openai(sentence):
            others.update(mention.name for mention in mentions_in(sentence, heading))
            continue
        for mention in mentions_in(sentence, heading):
            if mention.name not in others or catalog().find(mention.name) is not None:
                yield _judged(analysis, mention)
    yield from _in_blocks(analysis)


def _in_blocks(analysis: Analysis) -> Iterator[Remark]:
    """Yield the versions that a URL asks for which do not exist, in blocks whose requests nobody reads here: ``curl``."""
    for block in analysis.document.blocks:
        if not isinstance(block, Fence) or analysis.code_of(block) or block.language in ("", "text", "output", "json"):
            continue
        for found in _ASKED.finditer(block.content):
            if catalog().find(found[1]) is None and _VERSION.fullmatch(found[1]):
                names = nearest_versions(found[1], catalog().dated_with_chat)
                hint = f"did you mean {names[0]}?" if names else "ask for one that `conformance versions` lists"
                message = f"`{found[1]}` is not an api-version of Azure OpenAI that is known; {hint}"
                place = analysis.at(block.passage.offset(found.start(1)))
                yield Remark(place, message, len(found[1]), names[0] if names else None)


def _judged(analysis: Analysis, mention: Mention) -> Remark | Confirmed:
    known, place, length = catalog(), mention.sentence.position(mention.start), mention.end - mention.start
    version = known.find(mention.name)
    if version is None:
        if _may_be_newer(analysis, mention):
            newest = known.dated_with_chat[-1]
            message = f"`{mention.name}` is newer than {newest}, the last dated api-version whose contract is here, so nothing that is said of it was checked; look it up"
            return Remark(place, message, length, severity=Severity.NOTE)
        names = nearest_versions(mention.name, known.dated_with_chat)
        hint = f"did you mean {names[0]}?" if names else "name one that `conformance versions` lists"
        message = f"`{mention.name}` is not an api-version of Azure OpenAI that is known; {hint}"
        return Remark(place, message, length, names[0] if names else None)
    if version.chat:
        claim = f"The api-version {mention.name} exists and has chat completions."
        return Confirmed(claim, place, SpecPlace(f"spec/{version.api_version}/inference.json", ""))
    if not _is_for_chat(mention):
        return Confirmed(f"The api-version {mention.name} exists, without chat completions.", place)
    first = known.dated_with_chat[0]
    message = f"{mention.name} has no chat completions; {first} is the first that has"
    return Remark(place, message, length, first)


def _may_be_newer(analysis: Analysis, mention: Mention) -> bool:
    """Whether a version is written as one and lies after the last that is known; in the future only if it is said so."""
    found = _VERSION.fullmatch(mention.name)
    try:
        day = date.fromisoformat(found[1]) if found else None
    except ValueError:
        return False
    if day is None or day <= date.fromisoformat(catalog().dated_with_chat[-1][:10]):
        return False
    return day <= analysis.today or tells_of_the_future(mention.sentence.text)


def _is_for_chat(mention: Mention) -> bool:
    """Whether a sentence means a version for chat: a table or a list of versions tells of all that there are."""
    sentence = mention.sentence
    if tells_of_retirement(sentence.text):
        return False
    if any(span.text in names_at_any_depth() for span in sentence.spans) or is_about_chat(sentence.text):
        return True
    return sentence.prose.kind in ("paragraph", "quote")
