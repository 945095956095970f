"""``code-name-undefined``: code has what it needs, on the page."""

from collections.abc import Iterator

from conformance.document.checking.study import Study
from conformance.document.rules.rule import Confirmed, Remark, document_rule
from conformance.finding import Severity


@document_rule(
    "code-name-undefined", Severity.ERROR, "each name that code reads is set or imported on the page, there or before"
)
def code_name_undefined(study: Study) -> Iterator[Remark | Confirmed]:
    for code in study.codes:
        program = code.program
        for name in program.undefined:
            shown = name.shown(program.language)
            yield Remark(program.place_of(name), name.message(program.language), len(shown), suggestion=name.mend)
