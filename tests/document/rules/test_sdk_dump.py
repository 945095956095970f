"""``sdk-dump``: whether an answer that is shown is what the wire holds, or what the SDK prints."""

import pytest

from tests.document.checking.analysing import checked, told
from tests.document.rules.marking import confirms, marked, speaks
from tests.document.rules.writing import answer, python, sdk

NULLS = {"function_call": None, "tool_calls": None}
DUMPS = sdk(then="print(answer.model_dump_json(indent=2))")
WIRE = python(then="print(answer.text)")


def with_output(code: str, shown: str) -> str:
    return f"{code}\nThe answer:\n\n{shown.replace('{', '▸{', 1)}"


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        pytest.param(with_output(python(), answer(message=NULLS)), "note", id="code that prints nothing"),
        pytest.param(with_output(WIRE, answer(message=NULLS)), "warning", id="code that prints the wire's"),
        pytest.param(with_output(DUMPS, answer(message=NULLS)).replace("▸", ""), None, id="code that prints the SDK's"),
        pytest.param(with_output(python(), answer()).replace("▸", ""), None, id="no nulls"),
        pytest.param(with_output(WIRE, answer(system_fingerprint=None)).replace("▸", ""), None, id="no fingerprint"),
        pytest.param(python() + '\n```json\n{"seed": null}\n```\n', None, id="no answer"),
    ],
)
def test_nulls_that_only_the_sdk_prints(text: str, severity: str | None) -> None:
    findings = speaks("sdk-dump", text)
    assert [str(one.severity) for one in findings] == [severity] * len(findings)
    assert all("`function_call`, `tool_calls` are null" in one.message for one in findings)


def test_each_such_null_is_a_note_of_the_wire_and_none_of_a_dump() -> None:
    plain, _ = marked(with_output(python(), answer(message=NULLS)))
    notes = told(checked(plain), "response-schema")
    assert [one.pointer for one in notes] == [f"/choices/0/message/{name}" for name in NULLS]
    assert {str(one.severity) for one in notes} == {"note"}
    assert all("as an SDK dump it is in order" in one.message for one in notes)
    plain, _ = marked(with_output(DUMPS, answer(message=NULLS)))
    assert told(checked(plain), "response-schema") == []


def test_what_is_wrong_in_either_reading_stays_an_error() -> None:
    plain, _ = marked(with_output(DUMPS, answer(message=NULLS | {"role": "user"})))
    (finding,) = told(checked(plain), "response-schema")
    assert (finding.pointer, str(finding.severity)) == ("/choices/0/message/role", "error")


def test_an_answer_that_conforms_is_confirmed_as_what_it_is() -> None:
    plain, _ = marked(with_output(python(), answer()))
    assert confirms("sdk-dump", plain) == ["The answer conforms to 2024-02-01 as wire data."]
    plain, _ = marked(with_output(DUMPS, answer(message=NULLS)))
    assert confirms("sdk-dump", plain) == ["The answer conforms to 2024-02-01 as an SDK dump."]
    plain, _ = marked(with_output(python(), answer(usage={})))
    assert confirms("sdk-dump", plain) == []
