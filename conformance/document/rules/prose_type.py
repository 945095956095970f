"""``prose-type``: a member has the type that the prose claims for it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from conformance.document.rules.rule import Confirmed, Remark, document_rule
from conformance.document.sentences import Sentence, Span
from conformance.document.study import Study
from conformance.document.vocabulary import Declared, declared
from conformance.finding import Severity

_TYPE: Final = r"(?:integer|string|number|boolean|array|list|object|null|int|bool|float)s?"
_CLAIM: Final = re.compile(
    r"\b(?:is|are|be|being|to|as|takes?|accepts?|expects?|returns?|holds?|of\s+type|type\s+is)\s+"
    r"(?:(?:always|either|usually|the\s+same|an?|any|one|optional|required|single|unsigned|signed|64-bit|32-bit)\s+)*"
    rf"`?({_TYPE})`?((?:\s*(?:,|or|,\s*or)\s+(?:an?\s+)?`?{_TYPE}`?)*)",
    re.IGNORECASE,
)
_STATE: Final = re.compile(r"\b(?:is|are)\s+(?:an?\s+)?(optional|required|mandatory)\b", re.IGNORECASE)
_NEGATED: Final = re.compile(r"(?:\bnot|n't|\bnever|\bno longer)\s*(?:be\s+)?(?:set\s+)?(?:an?\s+)?$", re.IGNORECASE)
_OF_IT: Final = re.compile(
    r"['’]s\s+(?!types?\b|values?\b)", re.IGNORECASE
)  # of `choices`' first entry nothing is known
_WORDS: Final = {"int": "integer", "bool": "boolean", "float": "number", "list": "array"}


@dataclass(frozen=True, slots=True)
class _Claim:
    text: str
    types: frozenset[str]
    optional: bool | None


@document_rule("prose-type", Severity.ERROR, "a member has the type, and is as optional, as the prose claims")
def prose_type(study: Study) -> Iterator[Remark | Confirmed]:
    for sentence in study.sentences:
        for index, span in enumerate(sentence.spans):
            name = span.text
            if not name.isidentifier():
                continue
            found = declared(name, study.api_version)
            if found is None:
                continue
            following = sentence.spans[index + 1].start if index + 1 < len(sentence.spans) else len(sentence.text)
            for claim in _claims(sentence, span, following):
                yield from _judged(study, sentence, span, claim, found)


def _claims(sentence: Sentence, span: Span, end: int) -> Iterator[_Claim]:
    """Yield what the rest of the sentence, up to the next code, claims about the member at ``span``."""
    rest = sentence.text[span.end : end]
    if _OF_IT.match(rest):
        return
    state = _STATE.search(rest)
    if state and not _NEGATED.search(rest[: state.start()]):
        yield _Claim(f"is {state[1].lower()}", frozenset(), state[1].lower() == "optional")
    found = _CLAIM.search(rest)
    if (
        found is None
        or _NEGATED.search(rest[: found.start(1)])
        or re.match(r"\s*(?:of|named|called|key)\b", rest[found.end() :])
    ):
        return
    words = re.findall(_TYPE, f"{found[1]} {found[2]}", re.IGNORECASE)
    types = frozenset(_WORDS.get(word.lower().removesuffix("s"), word.lower().removesuffix("s")) for word in words)
    yield _Claim(" or ".join(_WORDS.get(word.lower(), word.lower()) for word in words), types, None)


def _judged(
    study: Study, sentence: Sentence, span: Span, claim: _Claim, found: Declared
) -> Iterator[Remark | Confirmed]:
    place, version = sentence.position(span.start), study.api_version
    length = span.end - span.start
    if claim.optional is not None:
        if claim.optional == (not found.required):
            yield Confirmed(f"`{span.text}` {claim.text} in {version}.", place, found.place)
        else:
            says = "requires it" if found.required else "does not require it"
            yield Remark(
                place,
                f"`{span.text}` {claim.text}, the prose says; {version} {says}",
                length,
                spec=found.place,
                api_version=version,
            )
        return
    types = set(found.shape.types)
    types = {"integer"} if types == {"integer"} else types - {"integer"} if "number" in types else types
    claimed = claim.types - {"null"}
    fits = claimed <= types or (claimed == {"number"} and types == {"integer"})
    if fits and ("null" not in claim.types or found.shape.null.accepted):
        yield Confirmed(f"`{span.text}` is {claim.text} in {version}.", place, found.place)
        return
    real = " or ".join(sorted(types)) + (" or null" if found.shape.null.accepted else "")
    message = f"`{span.text}` is {claim.text}, the prose says; {version} declares {real}"
    yield Remark(place, message, length, real, spec=found.place, api_version=version)
