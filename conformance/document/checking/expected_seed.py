"""What the prose before a block says that the block sends: a ``seed``, and which, or none."""

import re
from typing import Final

from conformance.document.analysis.analysis import Analysis, Code
from conformance.document.prose.sentences import Sentence
from conformance.judging.rules.circumstances import Circumstances, Expected

_VALUE: Final = re.compile(r"[\"']?seed[\"']?\s*[=:]\s*(-?\d+)[,;]?")
_WITHOUT: Final = re.compile(
    r"\b(?:without|no|omit\w*|remov\w+|drop\w*|leav\w+\s+out|don't|do\s+not|isn't|is\s+not|unset)\b[^.;]{0,40}\bseed\b",
    re.IGNORECASE,
)


_COMMENTED: Final = re.compile(r"[\"']?seed[\"']?\s*[=:]\s*-?\d+", re.IGNORECASE)
_TITLE: Final = re.compile(r"\bseeds?\b", re.IGNORECASE)


def circumstances_of(analysis: Analysis, code: Code) -> Circumstances:
    """Return what the requests of ``code`` are to hold: the ``seed`` that the prose right before it names as code.

    A section whose title names a seed is about it too. A ``seed`` that is commented out is left out on purpose.
    """
    title = _title(analysis, code)
    about = [sentence for sentence in _before(analysis, code) if any(_is_seed(span.text) for span in sentence.spans)]
    unwanted = any(_WITHOUT.search(text) for text in (title, *(one.text.replace("`", "") for one in about)))
    commented = any(_COMMENTED.match(one.text) for one in code.reading.comments if code.is_own(one.place))
    if unwanted or commented or not (about or _TITLE.search(title)):
        return Circumstances(origin="source")
    values = [int(found[1]) for one in about for span in one.spans if (found := _VALUE.fullmatch(span.text))]
    seed = values[-1] if values else Expected.UNKNOWN
    return Circumstances(origin="source", require_seed=True, seed=seed)


def _title(analysis: Analysis, code: Code) -> str:
    anchor = code.tab[0].range if code.tab else code.block.range
    inner = analysis.document.sections_at(anchor)
    return inner[-1].title if inner else ""


def _is_seed(code: str) -> bool:
    return code == "seed" or bool(_VALUE.fullmatch(code))


def _before(analysis: Analysis, code: Code) -> list[Sentence]:
    """Return the sentences between the block, or the heading, before and this one; in a tab those before the group too."""
    block = code.block.range
    if code.tab is None:
        ranges = [(_begin(analysis, 0, block.start), block.start)]
    else:
        group, tab = code.tab
        begin = _begin(analysis, tab.body.start, block.start)
        ranges = [(begin, block.start)]
        if begin == tab.body.start:  # what leads to the group leads to the first block of each tab
            ranges.insert(0, (_begin(analysis, 0, group.range.start), group.range.start))
    return [sentence for low, high in ranges for sentence in analysis.sentences_between(low, high)]


def _begin(analysis: Analysis, low: int, high: int) -> int:
    """Return where the last block, group of tabs or heading ends between ``low`` and ``high``; ``low`` without one."""
    document = analysis.document
    ranges = [block.range for block in document.blocks] + [group.range for group in document.tab_groups]
    ranges += [section.heading for section in document.sections]
    return max((one.end for one in ranges if low <= one.start and one.end <= high), default=low)
