"""What the prose before a block says that the block sends: a ``seed``, and which, or none."""

from conformance.document.analysis.analysis import Analysis
from conformance.document.analysis.code import Code
from conformance.document.prose.claims.moods import (
    is_about_seeds,
    is_commented_seed,
    leaves_out_the_seed,
    seed_in,
)
from conformance.document.prose.sentences import Sentence
from conformance.judging.rules.circumstances import Circumstances, Expected


def circumstances_of(analysis: Analysis, code: Code) -> Circumstances:
    """Return what the requests of ``code`` are to hold: the ``seed`` that the prose right before it names as code.

    A section whose title names a seed is about it too. A ``seed`` that is commented out is left out on purpose.
    """
    title = _title(analysis, code)
    about = [sentence for sentence in _before(analysis, code) if any(_is_seed(span.text) for span in sentence.spans)]
    unwanted = any(leaves_out_the_seed(text) for text in (title, *(one.text.replace("`", "") for one in about)))
    commented = any(is_commented_seed(one.text) for one in code.reading.comments if code.is_own(one.place))
    if unwanted or commented or not (about or is_about_seeds(title)):
        return Circumstances(origin="source")
    values = [value for one in about for span in one.spans if (value := seed_in(span.text)) is not None]
    seed = values[-1] if values else Expected.UNKNOWN
    return Circumstances(origin="source", require_seed=True, seed=seed)


def _title(analysis: Analysis, code: Code) -> str:
    anchor = code.tab[0].range if code.tab else code.block.range
    inner = analysis.document.sections_at(anchor)
    return inner[-1].title if inner else ""


def _is_seed(code: str) -> bool:
    return code == "seed" or seed_in(code) is not None


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
