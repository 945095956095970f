"""``wrong-variable``: code reads the variable that it sets."""

from collections.abc import Iterator

from conformance.document.analysis.analysis import Analysis
from conformance.document.rules.rule import Confirmed, Remark, document_rule
from conformance.finding import Severity


@document_rule("wrong-variable", Severity.ERROR, "code reads the variable that it sets, by the same name")
def wrong_variable(analysis: Analysis) -> Iterator[Remark | Confirmed]:
    for code in analysis.codes:
        program = code.program
        mark = "$" if program.language == "powershell" else ""
        for name in program.undefined:
            if name.meant is None:
                continue
            shown = name.shown(program.language)
            message = f"`{shown}` is read and never set, and `{mark}{name.meant}` is set and never read; write one name in both places"
            yield Remark(program.place_of(name), message, len(shown), suggestion=f"{mark}{name.meant}")
