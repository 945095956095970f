"""``conformance document check``: find what is wrong with documents, and tell what holds."""

import argparse
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TextIO

from conformance.cli.exit_codes import FOUND, NOTHING, OK, UNUSABLE, worst
from conformance.cli.options import FAIL_ON
from conformance.commands.document_options import folders_of, say

if TYPE_CHECKING:
    from conformance.checked import Checked
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
    add("--format", choices=("text", "json"), default="text", help="how to report (default: text)")
    add("-o", "--output", type=Path, metavar="FILE", help="write the report there, whole or not at all")
    add("--all", action="store_true", help="show every finding, and however many are alike")
    add("--fail-on", choices=FAIL_ON, default="error", help="exit with 1 from this severity on (default: error)")


def run(arguments: argparse.Namespace) -> int:
    """Check every document; exit code 1 where something at or above ``--fail-on`` was found."""
    from conformance.cli.output import report_stream, require_writable

    require_writable(arguments.output, "-o")
    documents, problems = _documents(arguments.paths)
    syntax, unasked = _syntax(arguments, documents)
    problems += unasked
    for sentence in problems:
        say("check", sentence)
    results = _check(arguments, documents, syntax)
    with report_stream(arguments.output) as stream:
        _report(arguments, results, stream)
    threshold = FAIL_ON[arguments.fail_on]
    found = any(
        threshold is not None and finding.severity >= threshold for result in results for finding in result.findings
    )
    if not results and not problems:
        say("check", "nothing was checked: there is no .md file; name one, or a folder that holds some.")
    return worst(FOUND if found else OK, UNUSABLE if problems else OK, OK if _looked_at(results) else NOTHING)


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


def _report(arguments: argparse.Namespace, results: "list[CheckedDocument]", stream: TextIO) -> None:
    from conformance.checked import Checked

    total = Checked()
    for result in results:
        total.add(result.checked)
    if arguments.format == "json":
        _json(results, total, stream)
    else:
        _text(arguments, results, total, stream)


def _json(results: "list[CheckedDocument]", total: "Checked", stream: TextIO) -> None:
    from conformance.reports.json_report import JsonReport

    report = JsonReport(stream)
    for result in results:
        for finding in result.findings:
            report.finding(finding)
    report.close(total, confirmed=list(_confirmed(results)))


def _confirmed(results: "Iterable[CheckedDocument]") -> "Iterable[dict[str, Any]]":
    from conformance.finding import place_as_json

    for result in results:
        for one in result.confirmed:
            said = {"claim": one.claim, "source": place_as_json(one.place), "spec": place_as_json(one.spec)}
            yield {name: value for name, value in said.items() if value is not None}


def _text(arguments: argparse.Namespace, results: "list[CheckedDocument]", total: "Checked", stream: TextIO) -> None:
    from conformance.reports.terminal import colour_of, width_of
    from conformance.reports.text import TextReport
    from conformance.reports.text_summary import plural

    report = TextReport(stream, colour_of(stream), width_of(stream), notes=True, every=arguments.all)
    for result in results:
        for finding in result.findings:
            report.finding(finding)
    if results and all(result.left_unread and not (result.findings or result.confirmed) for result in results):
        stream.write(f"Checked nothing of {plural(len(results), 'document')}: no block of code could be read.\n")
        return
    confirmed = sum(len(result.confirmed) for result in results)
    looked = [f"{plural(total.predicted, 'block')} read"] if total.predicted else []
    looked += [plural(total.responses, "answer")] if total.responses else []
    looked += [f"{plural(confirmed, 'claim')} confirmed"]
    report.close(total, f"Checked {plural(len(results), 'document')} ({', '.join(looked)})")


def _days(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text} is no number of days")
    return int(text)
