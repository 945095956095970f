"""``fence-language``: a fence says what it holds."""

from collections.abc import Iterator
from dataclasses import replace

from conformance.document.checking.held_language import NAMES, held_language, other_language
from conformance.document.checking.payloads import names_the_api
from conformance.document.checking.study import Study
from conformance.document.markdown import Fence
from conformance.document.markdown.languages import KNOWN_LABELS
from conformance.document.rules.rule import Confirmed, Remark, document_rule
from conformance.errors import nearest
from conformance.finding import Severity


@document_rule("fence-language", Severity.ERROR, "a fence is labelled with the language that it holds")
def fence_language(study: Study) -> Iterator[Remark | Confirmed]:
    outputs = {output.block.range for output in study.document.outputs}
    bare = list[Remark]()
    for block in study.document.blocks:
        if not isinstance(block, Fence) or not block.content.strip():
            continue
        is_output = block.range in outputs
        if not block.label:
            holds = held_language(block, is_output)
            message = (
                f"this fence has no language, so it is shown without colours and tools pass it by; label it `{holds}`"
            )
            found = Remark(study.at(block.open.start), message, len(block.mark), holds, Severity.WARNING)
            if study.is_learns or (holds in NAMES and names_the_api(block.content)):
                yield found
            else:
                bare.append(replace(found, severity=Severity.NOTE))
        elif block.language not in KNOWN_LABELS and (names := nearest(block.label.lower(), KNOWN_LABELS)):
            message = f"`{block.label}` is no language that Learn knows; did you mean `{names[0]}`?"
            place = study.at(block.label_range.start)
            yield Remark(place, message, len(block.label), names[0], Severity.WARNING)
        elif (other := other_language(block, is_output)) is not None:
            message = f"the fence is labelled `{block.label}` and holds {NAMES[other]}; label it `{other}`"
            yield Remark(study.at(block.label_range.start), message, len(block.label), other)
    yield from _once(bare)


def _once(bare: list[Remark]) -> Iterator[Remark]:
    """Yield one note for all the fences without a language of a page that is not Learn's: its house may not want labels."""
    if bare:
        others = f"; {len(bare) - 1} more on this page have none either" if len(bare) > 1 else ""
        yield replace(bare[0], message=f"{bare[0].message}{others}")
