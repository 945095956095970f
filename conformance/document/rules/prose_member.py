"""``prose-member``: a parameter that the prose names as code is spelled as the contract spells it."""

import re
from collections.abc import Iterator
from typing import Final

from conformance.document.analysis.analysis import Analysis
from conformance.document.markdown import Fence
from conformance.document.prose.claims.moods import is_about_parameters
from conformance.document.prose.other_apis import is_about_another_api
from conformance.document.prose.vocabulary import listed_values, names_at_any_depth, names_of_members
from conformance.document.rules.rule import Confirmed, Remark, document_rule
from conformance.errors import nearest
from conformance.finding import Severity
from conformance.reading.python.sdk_names import CLIENT, CREATE

# ``X-Title`` is a header.
_NAME: Final = re.compile(r"(?![Xx]-)[A-Za-z]+(?:[_-][A-Za-z]+)*")
_ASSIGNED: Final = re.compile(r"[\"']?([A-Za-z_]+)[\"']?\s*[=:]\s*\S+")
_IDENTIFIER: Final = re.compile(r"[A-Za-z_]\w*")
_SLIPS: Final = 2
_SHORT: Final = 6  # letters; of a shorter word one slip makes another word


@document_rule(
    "prose-member", Severity.WARNING, "a member that the prose names is spelled as the contract spells it", safe=True
)
def prose_member(analysis: Analysis) -> Iterator[Remark | Confirmed]:
    if analysis.is_others:  # another library's members are its own
        return
    known = names_at_any_depth()
    own = _names_in_code(analysis) | listed_values() | CLIENT | CREATE
    for sentence in analysis.sentences:
        if is_about_another_api(sentence.text, analysis.heading_of(sentence)) or not analysis.is_about_openai(sentence):
            continue
        cell = analysis.cells.get(sentence.prose.range)
        column = cell.column if cell else ""
        for span in sentence.spans:
            assigned = _ASSIGNED.fullmatch(span.text)
            name = assigned[1] if assigned else span.text
            if name in known or name in own or not _NAME.fullmatch(name) or len(name) < 4:
                continue
            if not assigned and not is_about_parameters(f"{sentence.text} {column}"):
                continue
            names = [one for one in nearest(name, known, 3) if _is_slip(name, one)]
            if names:
                message = (
                    f"`{name}` is not a member of a request or an answer in any api-version; did you mean `{names[0]}`?"
                )
                yield Remark(sentence.position(span.start + 1), message, len(name), names[0])


def _is_slip(name: str, member: str) -> bool:
    """Whether ``name`` is ``member`` with a slip of the pen or two, or with its words joined otherwise.

    ``maxTokens`` and ``Temperature`` are how other languages spell it. A short name with another letter is another name
    (``top_k``), and so is one thing of what a member deep inside holds several of (``names``).
    """
    if name != name.lower() and not {"_", "-"} & set(name):
        return False
    plain, meant = (one.lower().replace("_", "").replace("-", "") for one in (name, member))
    if plain == meant:
        return True
    if member not in names_of_members() and plain.removesuffix("s") == meant.removesuffix("s"):
        return False
    words, others = (one.replace("-", "_").split("_") for one in (name.lower(), member))
    if len(words) == len(others):
        slips = [_slips(one, other) for one, other in zip(words, others, strict=True)]
    else:
        slips = [_slips(plain, meant)]
    return all(slip <= 1 for slip in slips) and sum(slips) <= _SLIPS


def _slips(word: str, meant: str) -> int:
    """Return how far a word is from the one that is meant; a short one with another letter is another word."""
    distance = _distance(word, meant)
    if len(meant) < _SHORT and distance == 1 and len(word) == len(meant) and sorted(word) != sorted(meant):
        return _SLIPS
    return distance


def _distance(one: str, other: str) -> int:
    """Return how many letters are added, left out, changed or swapped with their neighbour (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, meant in enumerate(other, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != meant))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == meant:
                best = min(best, last[j - 2] + 1)
            row.append(best)
    return row[-1]


def _names_in_code(analysis: Analysis) -> frozenset[str]:
    """Return the words of the document's code, of whatever language: what the prose names may be a variable of it.

    Of JSON, and of a body, they are none: those are the members themselves.
    """
    texts = [code.program.text for code in analysis.codes]
    texts += [
        block.content
        for block in analysis.document.blocks
        if isinstance(block, Fence) and block.language not in ("", "json", "output", "text", "http")
    ]
    return frozenset(word for text in texts for word in _IDENTIFIER.findall(text))
