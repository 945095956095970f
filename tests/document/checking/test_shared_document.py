"""The document that all this is for: everything that is found on it, and everything that is confirmed."""

from datetime import date

import pytest

from conformance.document.analysis.analysis import Analysis
from conformance.document.analysis.question import Question
from conformance.document.checking.check import CheckedDocument, check
from conformance.document.checking.powershell_syntax import scripts_of, syntax_findings
from conformance.document.checking.several import with_syntax
from conformance.document.markdown import load_document
from conformance.document.markers import Folders
from tests.document.checking.analysing import place_of
from tests.shared_folder import ROOT, needs_shared, pwsh, shared

pytestmark = needs_shared

ERRORS = [
    ("tab-id", 44, 17),  # `pyton` under Python
    ("output-shape", 132, 1),  # the last `---` is missing
    ("tab-id", 139, 17),
]
WARNINGS = [
    ("comment-model", 60, 32),  # 0125-preview is a version of gpt-4
    ("endpoint-slash", 81, 66),
    ("placeholder-differs", 83, 19),
    ("errors-pass", 110, 15),  # once a page
    ("comment-model", 155, 32),
    ("endpoint-slash", 176, 66),
    ("placeholder-differs", 178, 19),
    ("fence-language", 214, 1),
    ("created-before-version", 287, 3),  # November 2023, and the code asks 2024-02-01
    ("answer-model", 288, 3),  # gpt-4, and gpt-35-turbo is asked
    ("usage-over-max-tokens", 292, 5),  # 200 tokens, and 50 are asked
]
NOTES = [
    ("ms-date", 9, 10),
    ("model-list", 26, 3),
    ("undeclared-member", 60, 5),  # `model`, which the SDK adds: once a page
    ("sdk-dump", 255, 1),
    ("response-schema", 264, 9),  # `function_call` is null
    ("response-schema", 265, 9),  # `tool_calls` is null
]
CONFIRMED = [
    (26, 3, "`gpt-35-turbo-0125`, which the document uses, is in its list of models."),
    (26, 3, "`gpt-4`, which the document uses, is in its list of models."),
    (38, 66, "The api-version 2023-12-01-preview exists and has chat completions."),
    (38, 66, "`seed` was first added in 2023-12-01-preview."),
    (38, 87, "The link `2023-12-01-preview` leads to that api-version's contract."),
    (44, 4, "The tabs Python and PowerShell send the same requests."),
    (44, 4, "All tabs read `AZURE_OPENAI_API_KEY`, `AZURE_OPENAI_ENDPOINT`."),
    (139, 4, "The tabs Python and PowerShell send the same requests."),
    (139, 4, "All tabs read `AZURE_OPENAI_API_KEY`, `AZURE_OPENAI_ENDPOINT`."),
    (214, 1, "The output has the shape of what line 141 prints."),
    (214, 1, "The output has the shape of what line 173 prints."),
    (240, 1, "`seed` is optional in 2024-02-01."),
    (240, 1, "`seed` is integer or null in 2024-02-01."),
    (244, 1, "`system_fingerprint` is string in 2024-02-01."),
    (250, 196, "`$response | convertto-json -depth 5` goes deep enough: an answer nests 4 levels."),
    (255, 1, "The answer conforms to 2024-02-01 as an SDK dump."),
    (288, 3, "`gpt-4`, which answers, is in the document's list of models."),
    (324, 64, "`seed` is integer in 2024-02-01."),
]


def result(parser: str | None) -> CheckedDocument:
    folder = shared() / "document"
    document = load_document(folder / "reproducible-output.md", "reproducible-output.md")
    result = check(Analysis(document, Folders(folder, folder, ROOT), Question(date(2026, 1, 1))))
    return with_syntax(result, syntax_findings(scripts_of(document), parser) if parser else [])


@pytest.mark.parametrize("parser", [pytest.param(None, id="without pwsh"), pytest.param(str(pwsh()), id="with pwsh")])
def test_everything_that_is_found(parser: str | None) -> None:
    findings = result(parser).findings
    found = {
        severity: [place_of(one) for one in findings if str(one.severity) == severity]
        for severity in ("error", "warning", "note")
    }
    assert found == {"error": ERRORS, "warning": WARNINGS, "note": NOTES}


def test_everything_that_is_confirmed() -> None:
    assert [(one.place.line, one.place.column, one.claim) for one in result(None).confirmed] == CONFIRMED


def test_what_was_looked_at() -> None:
    checked = result(None).checked
    assert (checked.predicted, checked.requests, checked.responses, checked.exchanges) == (4, 0, 1, 1)


def test_a_finding_shows_the_line_that_it_is_about() -> None:
    lines = (shared() / "document" / "reproducible-output.md").read_text(encoding="utf-8").splitlines()
    for finding in result(None).findings:
        assert finding.source is not None and finding.excerpt is not None
        assert finding.excerpt.text == lines[(finding.source.line or 0) - 1]
        assert finding.excerpt.start == (finding.source.column or 0) - 1
