"""``fence-language``: a fence says what it holds."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from conformance.document.analysis.analysis import Analysis
from conformance.document.analysis.held_language import NAMES, held_language, other_language
from conformance.document.analysis.payloads import names_the_api
from conformance.document.markdown import Fence
from conformance.document.markdown.languages import KNOWN_LABELS
from conformance.document.rules.rule import Confirmed, Remark, document_rule
from conformance.errors import is_slip
from conformance.finding import Severity

_SHORT: Final = 4


@document_rule("fence-language", Severity.ERROR, "a fence is labelled with the language that it holds")
def fence_language(analysis: Analysis) -> Iterator[Remark | Confirmed]:
    outputs = {output.block.range for output in analysis.document.outputs}
    printed = {output.block.range for output in analysis.document.outputs if output.owners}
    bare = list[Remark]()
    for block in analysis.document.blocks:
        if not isinstance(block, Fence) or not block.content.strip():
            continue
        is_output = block.range in outputs
        if not block.label:
            holds = held_language(block, is_output)
            message = (
                f"this fence has no language, so it is shown without colours and tools pass it by; label it `{holds}`"
            )
            found = Remark(analysis.at(block.open.start), message, len(block.mark), holds, Severity.WARNING)
            is_code = holds in NAMES and (holds != "bash" or "curl" in block.content)
            if (analysis.is_learns and (holds in NAMES or block.range in printed)) or (
                is_code and names_the_api(block.content) and not analysis.is_mdx
            ):
                yield found
            else:
                bare.append(replace(found, severity=Severity.NOTE))
        elif block.language not in KNOWN_LABELS and (meant := _meant(block.label.lower())) is not None:
            message = f"`{block.label}` is not a language that Learn knows; did you mean `{meant}`?"
            place = analysis.at(block.label_range.start)
            yield Remark(place, message, len(block.label), meant, Severity.WARNING)
        elif (other := other_language(block, is_output)) is not None:
            message = f"the fence is labelled `{block.label}` and holds {NAMES[other]}; label it `{other}`"
            yield Remark(analysis.at(block.label_range.start), message, len(block.label), other)
    yield from _once(bare)


def _meant(label: str) -> str | None:
    """Return the label that one which is not known is a slip of: a label may as well be a house's own word (``prompt``)."""
    return next((one for one in sorted(KNOWN_LABELS) if len(one) >= _SHORT and is_slip(label, one)), None)


def _once(bare: list[Remark]) -> Iterator[Remark]:
    """Yield one note for all the fences without a language of a page that is not Learn's: its house may not want labels."""
    if bare:
        others = f"; {len(bare) - 1} more on this page have none either" if len(bare) > 1 else ""
        yield replace(bare[0], message=f"{bare[0].message}{others}")
