"""``errors-pass``: a call that fails stops the code, or is told."""

from collections.abc import Iterator

from conformance.document.analysis.analysis import Analysis
from conformance.document.rules.rule import Confirmed, Remark, document_rule
from conformance.finding import Severity


@document_rule("errors-pass", Severity.WARNING, "code does not go on silently after a failed call")
def errors_pass(analysis: Analysis) -> Iterator[Remark | Confirmed]:
    for code in analysis.codes:
        places = {call.call.place for call in code.calls if call.call.passes}
        for place in sorted(places, key=lambda one: (one.line or 0, one.column or 0)):
            if code.program.language == "powershell":
                advice = "write `$ErrorActionPreference = 'Stop'` at the top"
            else:
                advice = "let the exception pass, or end with a sentence"
            message = f"when this call fails the code goes on, and prints an empty or an old answer; {advice}"
            yield Remark(code.position(place), message)
            return  # once a page: the other calls want the same mend
