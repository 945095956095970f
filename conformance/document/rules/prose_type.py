"""``prose-type``: a member has the type that the prose, or a table of parameters, claims for it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from conformance.document.analysis.analysis import Analysis
from conformance.document.prose.other_apis import is_about_another_api
from conformance.document.prose.sentences import Sentence, Span
from conformance.document.prose.vocabulary import Declared, declared_anywhere, versions_declaring
from conformance.document.rules.rule import Confirmed, Remark, document_rule
from conformance.exchange import Position
from conformance.finding import Severity

_TYPE: Final = r"(?:integer|string|number|boolean|array|list|object|null|int|bool|float)s?"
_FILLER: Final = (
    r"(?:(?:always|either|usually|just|simply|also|the\s+same|an?|any|one|single|optional|required|valid|plain|JSON|"
    r"unsigned|signed|positive|64-bit|32-bit)\s+)*"
)
# What may follow "or": a further type. "or an array of strings" is an array.
_OF: Final = r"(?:\s+of\s+(?:\w+\s+){0,2}?[\w`]+)?"
_ELEMENTS: Final = re.compile(r"(?<!\s)\s++of\s++(?:\w++\s++){0,2}?[\w`]++(?=\s*+(?:,|or\b|$))", re.IGNORECASE)
_CLAIM: Final = re.compile(
    r"\b(?:(?:is|are|be|being)(?:\s+(?:set\s+to|of\s+type))?|(?:set\s+)?to|as|takes?|accepts?|expects?|wants?|returns?|holds?|of\s+type|type\s+is)\s+"
    rf"{_FILLER}`?({_TYPE})\b(?!-)`?((?:{_OF}\s*(?:,|or|,\s*or)\s+{_FILLER}`?{_TYPE}\b`?)*)",
    re.IGNORECASE,
)
_STATE: Final = re.compile(r"\b(?:is|are)\s+(?:an?\s+)?(optional|required|mandatory)\b", re.IGNORECASE)
_SET: Final = re.compile(r"\b(?:set|sets|setting|pass|send|give|provide|specify)\s+(?:the\s+|your\s+)?$", re.IGNORECASE)
_NEGATED: Final = re.compile(
    r"(?:\bnot|n't|\bnever|\bno longer|\bcannot|\brather than|\binstead of)\s*(?:be\s+)?(?:set\s+)?(?:to\s+)?(?:an?\s+)?$",
    re.IGNORECASE,
)
# The member is not what the sentence is about where such a word stands before it.
_OTHER_SUBJECT: Final = re.compile(
    r"\b(?:of|in|inside|within|by|for|with|from|to|under|below|than|like|as|on|and\s+its|compared\s+with|without|if|when|where|unless|whether)\s+"
    r"(?:(?:the|an?|each|every|this|your|its|all)\s+)*(?:\w+\s+)?[\"'*_]*$",
    re.IGNORECASE,
)
_ANOTHER_SENSE: Final = re.compile(r"\s+(?:of|named|called|key)\b", re.IGNORECASE)
_NOUN: Final = re.compile(
    r"^(?:['’]s(?:\s+(?:type|value))?|(?:\s+is\s+an?)?\s+(?:(?:request|response|optional|required|input|new)\s+)*"
    r"(?:parameter|member|field|property|setting|array|object|value)s?)?[\"'*_]*"
    r"(?:\s*\([^)]*\))?(?:\s*,[^,`]*,|,\s+which|\s+which|\s+that)?\s*$",
    re.IGNORECASE,
)
# "- `seed` (integer, optional): …", "- `seed`: an integer or null".
_DEFINED: Final = re.compile(
    rf"^[\"'*_]*+\s*+(?:\(\s*+|[:–—-]++\s*+){_FILLER}`?({_TYPE}\b`?(?:(?:\s*+(?:,|/|\bor)\s*+)++{_FILLER}`?{_TYPE}\b`?)*)",
    re.IGNORECASE,
)
_NAMED: Final = re.compile(rf"\b{_TYPE}\b", re.IGNORECASE)
_A_TYPE: Final = re.compile(_TYPE, re.IGNORECASE)
# All of a table's cell.
_TYPES: Final = re.compile(rf"{_TYPE}(?:(?:\s*+(?:,|/|\\?\||or)\s*+)++{_TYPE})*", re.IGNORECASE)
_VERB: Final = re.compile(
    r"(?:(?:,|(?<!\s))\s*+(?:which|that)\b)?(?<!\s)\s*+\b(?:can|must|may|should|needs?\s++to|has\s++to)\s*+$"
)
_WORDS: Final = {"int": "integer", "bool": "boolean", "float": "number", "list": "array", "map": "object"}
_YES: Final = {"required": False, "yes": False, "true": False, "optional": True, "no": True, "false": True}


@dataclass(frozen=True, slots=True)
class _Claim:
    """That member ``name`` has one of ``types``, or is optional or not, where ``optional`` is not None."""

    name: str
    text: str
    types: frozenset[str]
    optional: bool | None
    place: Position
    length: int


@dataclass(frozen=True, slots=True)
class _Member:
    name: str
    place: Position
    length: int

    def of_types(self, words: list[str]) -> _Claim:
        said = [_WORDS.get(word, word) for word in (one.lower().removesuffix("s") for one in words)]
        return _Claim(self.name, " or ".join(dict.fromkeys(said)), frozenset(said), None, self.place, self.length)

    def of_state(self, word: str, optional: bool) -> _Claim:
        return _Claim(self.name, f"is {word}", frozenset(), optional, self.place, self.length)


@document_rule("prose-type", Severity.ERROR, "a member has the type, and is as optional, as the prose claims")
def prose_type(analysis: Analysis) -> Iterator[Remark | Confirmed]:
    if analysis.is_others:  # another library's members may have the same names
        return
    for sentence in analysis.sentences:
        heading = analysis.heading_of(sentence)
        if is_about_another_api(sentence.text, heading):
            continue
        for claim in (*_in_words(sentence), *_in_table(analysis, sentence)):
            version = _version(analysis, claim.name)
            if version is not None:
                yield from _judged(version, claim, declared_anywhere(claim.name, version))


def _in_words(sentence: Sentence) -> Iterator[_Claim]:
    """Yield what a sentence claims about the members that it names as code, each up to the next code."""
    spans = sentence.spans
    for index, span in enumerate(spans):
        name = span.text.strip("\"'")
        if not name.isidentifier() or _OTHER_SUBJECT.search(sentence.text[: span.start]):
            continue
        following = spans[index + 1].start if index + 1 < len(spans) else len(sentence.text)
        member = _Member(name, sentence.position(span.start), span.end - span.start)
        yield from _after(member, sentence, span, following)


def _after(member: _Member, sentence: Sentence, span: Span, end: int) -> Iterator[_Claim]:
    rest = sentence.text[span.end : end]
    if sentence.text[span.start - 1 : span.start] in ("'", "’"):
        return
    state = _STATE.search(rest)
    if state and not _NEGATED.search(rest[: state.start(1)]) and _NOUN.match(rest[: state.start()]):
        yield member.of_state(state[1].lower(), state[1].lower() == "optional")
    given = _DEFINED.match(sentence.text[span.end :]) if sentence.prose.kind == "item" else None
    if given is not None and not _ANOTHER_SENSE.match(sentence.text, span.end + given.end()):
        yield member.of_types(_NAMED.findall(given[1]))
        return
    found = _CLAIM.search(sentence.text, span.end)
    if found is None or found.start() > end:
        return
    if found.group().lower().startswith(("to ", "as ")) and not _SET.search(sentence.text[: span.start]):
        return
    between, claim = sentence.text[span.end : found.start()], sentence.text[span.end : found.start(1)]
    if _NEGATED.search(claim) or not _NOUN.match(_without_verbs(between)):
        return
    # A string of fate is not a type; an array of strings is one.
    last = _NAMED.findall(found.group())[-1].lower()
    if last not in ("array", "list", "arrays", "lists") and _ANOTHER_SENSE.match(sentence.text, found.end()):
        return
    words = _NAMED.findall(f"{found[1]} {_ELEMENTS.sub('', found[2])}")
    if {word.lower() for word in words} != {"null"}:  # null alone is a value that it has at times, and no type
        yield member.of_types(words)


def _without_verbs(text: str) -> str:
    """Return what stands between a member and its claim, without the words that lead to the claim."""
    return _VERB.sub("", text)


def _in_table(analysis: Analysis, sentence: Sentence) -> Iterator[_Claim]:
    """Yield what a row of a table of parameters says: a cell below *Type*, and one below *Required* or *Optional*."""
    cell = analysis.cells.get(sentence.prose.range)
    if cell is None or cell.head is cell.prose or len(cell.head.code) != 1:
        return
    name = cell.head.code[0].text.strip()
    if not name.isidentifier() or cell.head.text.strip(" *_`\"'") != name:
        return
    member = _Member(name, sentence.position(0), len(sentence.text.rstrip()))
    column, text = cell.column.lower().rstrip("?"), sentence.text.strip(" `*_.")
    types = _TYPES.fullmatch(text)
    if column in ("type", "types", "data type") and types:
        yield member.of_types(_A_TYPE.findall(text))
    stated = text.lower()
    if column in ("required", "optional", "required/optional", "required or optional", "type") and stated in _YES:
        says = _YES[stated]
        optional = not says if column == "optional" and stated in ("yes", "no", "true", "false") else says
        yield member.of_state("optional" if optional else "required", optional)


def _version(analysis: Analysis, name: str) -> str | None:
    """Return the api-version to judge by: the document's, or the newest that has ``name`` where that has not; or None."""
    if declared_anywhere(name, analysis.api_version):
        return analysis.api_version
    return next(reversed(versions_declaring(name)), None)


def _judged(version: str, claim: _Claim, found: tuple[Declared, ...]) -> Iterator[Remark | Confirmed]:
    place, spec = claim.place, found[0].place
    if claim.optional is not None:
        if len(found) > 1 or found[0].part == "answer":  # of an answer the service decides
            return
        if claim.optional is not found[0].required:
            yield Confirmed(f"`{claim.name}` {claim.text} in {version}.", place, spec)
            return
        says = "requires it" if found[0].required else "does not require it"
        message = f"`{claim.name}` {claim.text}, the prose says; {version} {says}"
        yield Remark(place, message, claim.length, spec=spec, api_version=version)
        return
    for one in found:
        if _fits(claim, one):
            yield Confirmed(f"`{claim.name}` is {claim.text} in {version}.", place, one.place)
            return
    types = sorted({name for one in found for name in one.types})
    real = " or ".join(types) + (" or null" if any(one.shape.null.accepted for one in found) else "")
    message = f"`{claim.name}` is {claim.text}, the prose says; {version} declares {real}"
    yield Remark(place, message, claim.length, real, spec=spec, api_version=version)


# Of so many types nothing is declared.
_ANY: Final = 4


def _fits(claim: _Claim, found: Declared) -> bool:
    claimed = claim.types - {"null"}
    fits = claimed <= found.types or (claimed == {"number"} and found.types == {"integer"})
    return (fits or len(found.types) > _ANY) and ("null" not in claim.types or found.shape.null.accepted)
