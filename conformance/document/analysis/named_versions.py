"""The api-version that a block of a document is judged by: what stands nearest to it, else one that is assumed.

In this order: the block itself, its tab, its section, the rest of the document, its front matter. Where nothing names
one, the newest stable dated version is assumed, and what it alone decides is said as a warning.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final, Protocol
from urllib.parse import parse_qsl, unquote, urlsplit

from conformance.contract.catalog import catalog
from conformance.document.markdown import Block, Document, Fence, Range
from conformance.document.prose.api_versions import mentions_in
from conformance.document.prose.claims.moods import tells_history
from conformance.finding import Finding, Severity

if TYPE_CHECKING:
    from conformance.document.analysis.code import Code
    from conformance.document.analysis.question import Question
    from conformance.document.prose.sentences import Sentence
    from conformance.reading.predicting import Prediction

_DATED: Final = re.compile(
    r"api[-_]?version[\"']?\s{0,3}[=:]\s{0,3}[\"']?(20\d\d-\d\d-\d\d(?:-preview)?)(?![\w-])", re.IGNORECASE
)
_V1: Final = re.compile(r"(?:^|[/>}])openai/v1(?:/|$)")
_VERSION: Final = re.compile(r"20\d\d-\d\d-\d\d(?:-preview)?")
_CHAPTER: Final = 2  # the level below a document's title: what stands above is the document


@dataclass(frozen=True, slots=True)
class Named:
    """An api-version, and whether it is ``assumed`` because nothing in the document names one."""

    api_version: str
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class _Mention:
    at: int
    api_version: str


def newest_stable() -> str:
    """Return the newest dated api-version that is stable and has chat completions."""
    return next(v.api_version for v in reversed(catalog().versions) if v.chat and v.dated and v.status == "stable")


def version_of(call: "Prediction") -> str | None:
    """Return the contract that a predicted request names, by its URL or by its own default; None where neither does."""
    request = call.exchange.request
    url = request.url if request and request.url else ""
    named = dict(parse_qsl(urlsplit(url).query)).get("api-version", "")
    if "/openai/v1/" in url:
        return {"": "v1", "v1": "v1", "preview": "v1-preview"}.get(named)
    for version in (named, call.exchange.api_version):
        if version in catalog().with_chat:
            return version
    return None


def dated_version_of_v1(call: "Prediction") -> str | None:
    """Return the dated version that a request to the v1 path names, which it cannot have; None without one."""
    request = call.exchange.request
    url = urlsplit(unquote(request.url or "")) if request else urlsplit("")
    named = dict(parse_qsl(url.query)).get("api-version", "")
    return named if _V1.search(f"{url.netloc}{url.path}") and _VERSION.fullmatch(named) else None


class Shown(Protocol):
    """What of a document's analysis may name an api-version."""

    @property
    def document(self) -> Document: ...
    @property
    def question(self) -> "Question": ...
    @property
    def codes(self) -> "tuple[Code, ...]": ...
    @property
    def sentences(self) -> "tuple[Sentence, ...]": ...
    def heading_of(self, sentence: "Sentence") -> str: ...


@dataclass(frozen=True)
class NamedVersions:
    """The api-versions that the code, the other blocks and the prose of a document name."""

    shown: Shown

    def at(self, block: Block) -> Named:
        """Return the api-version of ``block``, which names none itself."""
        document = self.shown.document
        tab = document.tab_at(block.range)
        around = [tab[1].range] if tab else []
        around += [
            section.range for section in reversed(document.sections_at(block.range)) if section.level >= _CHAPTER
        ]
        for range in around:
            found = self._nearest(self.in_code, block, range) or self._only(self.in_prose, range)
            if found is not None:
                return Named(found)
        return self.of_document

    @cached_property
    def of_document(self) -> Named:
        """The api-version that most of the code names, else the one in the prose, that of the front matter, the configured one."""
        used = Counter(one.api_version for one in self.in_code)
        if used:
            return Named(used.most_common(1)[0][0])
        document = self.shown.document
        found = self._only(self.in_prose, Range(0, len(document.text)))
        if found is None and document.front_matter is not None:
            values = {entry.value for entry in document.front_matter.entries} & set(catalog().with_chat)
            found = values.pop() if len(values) == 1 else None
        found = found or self.shown.question.api_version
        return Named(found) if found is not None else Named(newest_stable(), assumed=True)

    @cached_property
    def in_code(self) -> tuple[_Mention, ...]:
        return tuple(sorted(self._in_code(), key=lambda one: one.at))

    def _in_code(self) -> Iterator[_Mention]:
        read = set()
        for code in self.shown.codes:
            for call in code.calls:
                version = version_of(call)
                if version is not None:
                    read.add(code.block.range)
                    yield _Mention(code.block.range.start, version)
        for block in self.shown.document.blocks:
            if isinstance(block, Fence) and block.range not in read:
                for found in _DATED.finditer(block.content):
                    if found[1] in catalog().with_chat:
                        yield _Mention(block.range.start, found[1])

    @cached_property
    def in_prose(self) -> tuple[_Mention, ...]:
        return tuple(
            _Mention(sentence.offset(mention.start), mention.name)
            for sentence in self.shown.sentences
            if not tells_history(sentence.text)
            for mention in mentions_in(sentence, self.shown.heading_of(sentence))
            if mention.name in catalog().with_chat
        )

    def _nearest(self, mentions: Iterable[_Mention], block: Block, range: Range) -> str | None:
        """Return the version of the last block before ``block`` that names one, else of the first behind it."""
        inside = [one for one in mentions if range.start <= one.at < range.end]
        before = [one for one in inside if one.at <= block.range.start]
        return before[-1].api_version if before else inside[0].api_version if inside else None

    def _only(self, mentions: Iterable[_Mention], range: Range) -> str | None:
        """Return the one version that is named in ``range``; None where none is, or several."""
        names = {one.api_version for one in mentions if range.start <= one.at < range.end}
        return names.pop() if len(names) == 1 else None


def as_assumed(finding: Finding, named: Named) -> Finding:
    """Return a finding that rests on an assumed version as the warning that it is, and say so."""
    if not named.assumed or finding.part in ("url", "headers"):
        return finding
    message = f"{finding.message} (api-version assumed: {named.api_version})"
    return replace(finding, message=message, severity=min(finding.severity, Severity.WARNING))
