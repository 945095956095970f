"""Claims that a member has a type, or that it is optional: in a sentence, an item of a list, or a row of a table."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from conformance.document.prose.sentences import Sentence, Span
from conformance.document.prose.tables import Cell
from conformance.document.prose.words import (
    ARTICLE,
    BE,
    MARKS,
    NOT,
    QUALIFIERS,
    RATHER,
    TYPE,
    any_of,
    expression,
    words_before,
)

# subject: the member, with what may stand between it and what is said of it.
_NOUN: Final = (
    rf"(?:{any_of('request', 'response', 'optional', 'required', 'input', 'new')}\s+)*"
    rf"{any_of('parameter', 'member', 'field', 'property', 'setting', 'array', 'object', 'value')}s?"
)
_POSSESSIVE: Final = r"['’]s(?:\s+(?:type|value))?"
_RELATIVE: Final = any_of(r"\s*,[^,`]*,", r",\s+which", r"\s+which", r"\s+that")
_SUBJECT: Final = expression(
    rf"(?:{_POSSESSIVE}|(?:\s+is\s+{ARTICLE})?\s+{_NOUN})?{MARKS}(?:\s*\([^)]*\))?{_RELATIVE}?\s*$"
)
_MODAL: Final = re.compile(
    r"(?:(?:,|(?<!\s))\s*+(?:which|that)\b)?(?<!\s)\s*+\b(?:can|must|may|should|needs?\s++to|has\s++to)\s*+$"
)
# The member is not what the sentence is about where such a word stands before it.
_PREPOSITION: Final = any_of(
    "of", "in", "inside", "within", "by", "for", "with", "from", "to", "under", "below", "than", "like", "as", "on",
    r"and\s+its", r"compared\s+with", "without", "if", "when", "where", "unless", "whether",
)  # fmt: skip
_DETERMINER: Final = any_of("the", ARTICLE, "each", "every", "this", "your", "its", "all")
_OBJECT: Final = expression(rf"\b{_PREPOSITION}\s+(?:{_DETERMINER}\s+)*(?:\w+\s+)?{MARKS}$")
# "set `seed` to an integer" claims something of `seed`, "compare `seed` to an integer" does not.
_SETS: Final = expression(
    rf"\b{any_of('set', 'sets', 'setting', 'pass', 'send', 'give', 'provide', 'specify')}\s+(?:the\s+|your\s+)?$"
)
# verb and object: "is an integer", "takes a string or an array of strings".
_VERB: Final = any_of(
    r"(?:is|are|be|being)(?:\s+(?:set\s+to|of\s+type))?", r"(?:set\s+)?to", "as", "takes?", "accepts?", "expects?",
    "wants?", "returns?", "holds?", r"of\s+type", r"type\s+is",
)  # fmt: skip
_ELEMENTS: Final = r"(?:\s+of\s+(?:\w+\s+){0,2}?[\w`]+)?"
_MORE: Final = rf"(?:{_ELEMENTS}\s*(?:,|or|,\s*or)\s+{QUALIFIERS}`?{TYPE}\b`?)*"
_CLAIM: Final = expression(rf"\b{_VERB}\s+{QUALIFIERS}`?({TYPE})\b(?!-)`?({_MORE})")
_NEGATED: Final = expression(rf"{any_of(NOT, RATHER)}\s*(?:be\s+)?(?:set\s+)?(?:to\s+)?(?:{ARTICLE}\s+)?$")
_STATE: Final = expression(rf"\b{BE}\s+(?:{ARTICLE}\s+)?(optional|required|mandatory)\b")
# A string of fate, or a list named so, is no type.
_ANOTHER_SENSE: Final = expression(r"\s+(?:of|named|called|key)\b")
# "- `seed` (integer, optional): …", "- `seed`: an integer or null".
_DEFINITION: Final = expression(
    rf"[\"'*_]*+\s*+(?:\(\s*+|[:–—-]++\s*+){QUALIFIERS}`?({TYPE}\b`?(?:(?:\s*+(?:,|/|\bor)\s*+)++{QUALIFIERS}`?{TYPE}\b`?)*)"
)
# Of "an array of strings or null" the elements are no type of the member.
_OF_ELEMENTS: Final = expression(r"(?<!\s)\s++of\s++(?:\w++\s++){0,2}?[\w`]++(?=\s*+(?:,|or\b|$))")
_NAMES_TYPE: Final = expression(rf"\b{TYPE}\b")
# All of a table's cell.
_TYPE: Final = expression(TYPE)
_TYPES: Final = expression(rf"{TYPE}(?:(?:\s*+(?:,|/|\\?\||or)\s*+)++{TYPE})*")

_MEANS: Final = {"int": "integer", "bool": "boolean", "float": "number", "list": "array", "map": "object"}
_OPTIONAL: Final = {"required": False, "yes": False, "true": False, "optional": True, "no": True, "false": True}
_TYPE_COLUMNS: Final = frozenset({"type", "types", "data type"})
_STATE_COLUMNS: Final = frozenset({"required", "optional", "required/optional", "required or optional", "type"})


@dataclass(frozen=True, slots=True)
class TypeClaim:
    """That member ``name`` has one of ``types``, or is ``optional`` or not where that is not None.

    ``says`` is the claim in the words of findings, and ``start`` to ``end`` where it is made in its sentence.
    """

    name: str
    says: str
    types: frozenset[str]
    optional: bool | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Member:
    name: str
    start: int
    end: int

    def of_types(self, words: list[str]) -> TypeClaim:
        types = [_MEANS.get(word, word) for word in (one.lower().removesuffix("s") for one in words)]
        says = " or ".join(dict.fromkeys(types))
        return TypeClaim(self.name, says, frozenset(types), None, self.start, self.end)

    def of_state(self, word: str, optional: bool) -> TypeClaim:
        return TypeClaim(self.name, f"is {word}", frozenset(), optional, self.start, self.end)


def type_claims(sentence: Sentence) -> Iterator[TypeClaim]:
    """Yield what a sentence claims about the members that it names as code, each up to the next code."""
    text, spans = sentence.text, sentence.spans
    claims = list(_CLAIM.finditer(text)) if spans else []
    starts = [claim.start() for claim in claims]
    for index, span in enumerate(spans):
        name = span.text.strip("\"'")
        possessed = text[span.start - 1 : span.start] in ("'", "’")
        if possessed or not name.isidentifier() or _OBJECT.search(words_before(text, span.start)):
            continue
        end = spans[index + 1].start if index + 1 < len(spans) else len(text)
        member = _Member(name, span.start, span.end)
        yield from _stated(member, text[span.end : end])
        defined = _DEFINITION.match(text, span.end) if sentence.prose.kind == "item" else None
        if defined is not None and not _ANOTHER_SENSE.match(text, defined.end()):
            yield member.of_types(_NAMES_TYPE.findall(defined[1]))
            continue
        number = bisect_left(starts, span.end)
        if number < len(starts) and starts[number] <= end:
            yield from _typed(member, text, span, claims[number])


def _stated(member: _Member, rest: str) -> Iterator[TypeClaim]:
    """Yield the claim that a member is optional, or is not; ``rest`` is what stands behind it."""
    state = _STATE.search(rest)
    if state and not _NEGATED.search(rest[: state.start(1)]) and _SUBJECT.match(rest[: state.start()]):
        word = state[1].lower()
        yield member.of_state(word, word == "optional")


def _typed(member: _Member, text: str, span: Span, claim: re.Match[str]) -> Iterator[TypeClaim]:
    """Yield what the words of ``claim`` say of a member, where they are about it."""
    if claim[0].lower().startswith(("to ", "as ")) and not _SETS.search(words_before(text, span.start)):
        return
    if _NEGATED.search(text[span.end : claim.start(1)]):
        return
    if not _SUBJECT.match(_MODAL.sub("", text[span.end : claim.start()])):
        return
    last = _NAMES_TYPE.findall(claim[0])[-1].lower()
    if last not in ("array", "list", "arrays", "lists") and _ANOTHER_SENSE.match(text, claim.end()):
        return
    words = _NAMES_TYPE.findall(f"{claim[1]} {_OF_ELEMENTS.sub('', claim[2])}")
    if {word.lower() for word in words} != {"null"}:  # null alone is a value that it has at times, and no type
        yield member.of_types(words)


def type_claims_of_cell(sentence: Sentence, cell: Cell) -> Iterator[TypeClaim]:
    """Yield what a row of a table of parameters says: a cell below *Type*, and one below *Required* or *Optional*."""
    if cell.head is cell.prose or len(cell.head.code) != 1:
        return
    name = cell.head.code[0].text.strip()
    if not name.isidentifier() or cell.head.text.strip(" *_`\"'") != name:
        return
    member = _Member(name, 0, len(sentence.text.rstrip()))
    column, text = cell.column.lower().rstrip("?"), sentence.text.strip(" `*_.")
    if column in _TYPE_COLUMNS and _TYPES.fullmatch(text):
        yield member.of_types(_TYPE.findall(text))
    state = text.lower()
    if column in _STATE_COLUMNS and state in _OPTIONAL:
        says = _OPTIONAL[state]
        optional = not says if column == "optional" and state in ("yes", "no", "true", "false") else says
        yield member.of_state("optional" if optional else "required", optional)
