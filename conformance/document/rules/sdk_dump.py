"""``sdk-dump``: whether an answer that is shown is what the wire holds, or what the SDK prints."""

from collections.abc import Iterator

from conformance.document.analysis.analysis import Analysis
from conformance.document.analysis.answers import judged_answer
from conformance.document.rules.rule import Confirmed, Remark, document_rule
from conformance.finding import Severity


@document_rule("sdk-dump", Severity.NOTE, "an answer that is shown is what came over the wire")
def sdk_dump(analysis: Analysis) -> Iterator[Remark | Confirmed]:
    for block in analysis.json_blocks:
        if not block.is_answer or block.is_chunk:
            continue
        judged = judged_answer(analysis, block)
        place = analysis.at(block.fence.passage.offset(0))
        if judged.filled_in and judged.printed != "sdk":
            names = ", ".join(dict.fromkeys(f"`{pointer.rpartition('/')[2]}`" for pointer in judged.filled_in))
            verb = "is" if len(judged.filled_in) == 1 else "are"
            message = f"this is the SDK's object and not the answer on the wire: {names} {verb} null, which the SDK fills in and the wire's contract does not take"
            if judged.printed == "wire":
                message += "; the code above prints the answer as it came, so show it without"
                yield Remark(place, message, severity=Severity.WARNING)
            else:
                yield Remark(place, f"{message}; say that it is what the SDK prints, or show it without")
        if not judged.broken:
            kind = "as an SDK dump" if judged.filled_in else "as wire data"
            yield Confirmed(f"The answer conforms to {judged.api_version} {kind}.", place)
