"""``conformance document check``: find what is wrong with documents, and tell what holds."""

import argparse
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from conformance.cli.exit_codes import FOUND, NOTHING, OK, UNUSABLE, worst
from conformance.cli.options import FAIL_ON
from conformance.cli.reporting import add_fail_on, add_report_options, look_of, reporting, wanted_reports
from conformance.commands.document_options import folders_of, say
from conformance.commands.explain import all_rules
from conformance.reports.protocol import Beginning, Ending

if TYPE_CHECKING:
    from conformance.document.checking.check import CheckedDocument
    from conformance.document.checking.powershell_syntax import PowerShellProblem
    from conformance.document.markdown import Document, Range

    Syntax = dict[Range, list[PowerShellProblem]]

EXAMPLE: Final = "conformance document check docs --max-age 180"
_MAX_AGE: Final = 365


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add = parser.add_argument
    add("paths", nargs="+", metavar="PATH", help="a Markdown file, or a folder of them")
    add("--samples", type=Path, metavar="FOLDER", help="where the markers' samples are (default: the project's own)")
    add("--pwsh", metavar="PATH", help="the PowerShell whose parser is asked (default: pwsh on PATH)")
    add(
        "--max-age",
        type=_days,
        default=_MAX_AGE,
        metavar="DAYS",
        help="how old ms.date may be (default: %(default)s days)",
    )
    add_report_options(parser)
    add_fail_on(parser)


def run(arguments: argparse.Namespace) -> int:
    """Check every document; exit code 1 where something at or above ``--fail-on`` was found."""
    wanted = wanted_reports(arguments, arguments.paths)
    documents, problems = _documents(arguments.paths)
    syntax, unasked = _syntax(arguments, documents)
    problems += unasked
    for sentence in problems:
        say("check", sentence)
    results = _check(arguments, documents, syntax)
    threshold = FAIL_ON[arguments.fail_on]
    found = any(
        threshold is not None and finding.severity >= threshold for result in results for finding in result.findings
    )
    if not results and not problems:
        say("check", "nothing was checked: there is no .md file; name one, or a folder that holds some.")
    code = worst(FOUND if found else OK, UNUSABLE if problems else OK, OK if _looked_at(results) else NOTHING)
    beginning = Beginning("document check", look_of(arguments, notes=True), all_rules)
    with reporting(wanted, beginning, arguments.verbose) as reports:
        for result in results:
            for finding in result.findings:
                reports.finding(finding)
        reports.close(_ending(results, code))
    return code


def _looked_at(results: "list[CheckedDocument]") -> bool:
    """Tell which documents have code that asks and none that could be read; return whether anything was checked."""
    for result in results:
        if result.left_unread:
            blocks = "its one block" if result.unread == 1 else f"none of its {result.unread} blocks"
            verb = "could not be read" if result.unread == 1 else "could be read"
            say("check", f"{result.name}: {blocks} of code that names the API {verb}; what it sends was not checked.")
    return any(not result.left_unread or result.findings or result.confirmed for result in results)


def _documents(paths: list[str]) -> "tuple[list[tuple[Path, Document]], list[str]]":
    """Return the documents that can be read, and a sentence for each that cannot."""
    from conformance.document.markdown import load_document
    from conformance.document.places import documents_in
    from conformance.errors import InputError
    from conformance.files import shown

    documents: dict[Path, tuple[Path, Document]] = {}
    problems: list[str] = []
    for name in paths:
        try:
            found = documents_in([name])
        except InputError as error:
            problems.append(str(error))
            continue
        for path in found:
            if path.resolve() in documents:
                continue
            try:
                documents[path.resolve()] = (path, load_document(path, shown(path)))
            except InputError as error:
                problems.append(str(error))
    return list(documents.values()), list(dict.fromkeys(problems))


def _check(
    arguments: argparse.Namespace, documents: "list[tuple[Path, Document]]", syntax: "list[Syntax]"
) -> "list[CheckedDocument]":
    from conformance.document.checking.check import check
    from conformance.document.checking.study import Study

    today = datetime.now(UTC).astimezone().date()
    all_of_them = tuple(document for _, document in documents)
    return [
        check(
            Study(
                document,
                folders_of(path, arguments.samples),
                today,
                arguments.max_age,
                tuple(other for other in all_of_them if other is not document),
                dict(own),
            )
        )
        for (path, document), own in zip(documents, syntax, strict=True)
    ]


def _syntax(
    arguments: argparse.Namespace, documents: "list[tuple[Path, Document]]"
) -> "tuple[list[Syntax], list[str]]":
    """Return what PowerShell does not parse of each document, and a sentence where it cannot be asked."""
    from conformance.document.checking.powershell_syntax import problems_of
    from conformance.errors import InputError
    from conformance.samples.powershell import find_pwsh

    pwsh = find_pwsh(arguments.pwsh)
    found: list[Syntax] = []
    problems: list[str] = []
    for _, document in documents:
        try:
            found.append(problems_of(document, pwsh) if pwsh else {})
        except InputError as error:
            pwsh = None  # it is not asked again
            problems.append(str(error))
            found.append({})
    return found, problems


def _confirmed(results: "Iterable[CheckedDocument]") -> "Iterable[dict[str, Any]]":
    from conformance.finding import place_as_json

    for result in results:
        for one in result.confirmed:
            said = {"claim": one.claim, "source": place_as_json(one.place), "spec": place_as_json(one.spec)}
            yield {name: value for name, value in said.items() if value is not None}


def _ending(results: "list[CheckedDocument]", code: int) -> Ending:
    from conformance.checked import Checked
    from conformance.reports.text_summary import plural

    total = Checked()
    for result in results:
        total.add(result.checked)
    instead = None
    if results and all(result.left_unread and not (result.findings or result.confirmed) for result in results):
        instead = f"Checked nothing of {plural(len(results), 'document')}: no block of code could be read."
    confirmed = list(_confirmed(results))
    looked = [f"{plural(total.predicted, 'block')} read"] if total.predicted else []
    looked += [plural(total.responses, "answer")] if total.responses else []
    looked += [f"{plural(len(confirmed), 'claim')} confirmed"]
    sentence = f"Checked {plural(len(results), 'document')} ({', '.join(looked)})"
    return Ending(total, code, sentence=sentence, instead=instead, members={"confirmed": confirmed})


def _days(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text} is no number of days")
    return int(text)
