"""``conformance versions``: what each api-version says, what differs between two, and which accept recorded traffic."""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from conformance.cli.exit_codes import FOUND, NOTHING, OK, UNUSABLE, worst
from conformance.cli.options import AZURE_HOST_HELP, host
from conformance.cli.settings import settled
from conformance.errors import UsageError

if TYPE_CHECKING:
    from conformance.contract.catalog import Catalog
    from conformance.versions.survey import Outcome
    from conformance.versions.used import MembersUsed

EXAMPLE: Final = "conformance versions --member request.seed --member response.choices[].logprobs"
_FORMATS: Final = ("text", "json", "markdown", "html")
# What `versions check` writes besides: the reasons of each version as findings.
_OF_FINDINGS: Final = ("sarif", "junit", "github")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options; without a sub-command the matrix is shown."""
    parser.add_argument(
        "--member", action="append", default=[], metavar="PATH",
        help="a column for this member (request.seed, response.choices[].logprobs, chunk.usage); repeatable",
    )  # fmt: skip
    _report_options(parser, "text")
    actions = parser.add_subparsers(dest="action", metavar="diff|check", parser_class=type(parser))
    diff = _action(actions, "diff", "what changed from A to B, and what it breaks", "2024-02-01 2024-10-21")
    diff.add_argument("before", metavar="A", help="the older api-version")
    diff.add_argument("after", metavar="B", help="the newer api-version")
    diff.add_argument("--examples", action="store_true", help="show a payload that breaks, for each change that does")
    _report_options(diff, argparse.SUPPRESS)
    check = _action(actions, "check", "which api-versions accept recorded traffic", "traffic.ndjson --to 2024-10-21")
    check.add_argument(
        "paths", nargs="+", metavar="TRAFFIC", help="what `conformance check` reads; - is standard input"
    )
    check.add_argument("--to", metavar="V", help="say what would have to change for V; exit code 1 where something has")
    check.add_argument("--api-version", action="append", default=[], metavar="V", help="only this one; repeatable")
    check.add_argument("--azure-host", action="append", default=[], type=host, metavar="HOST", help=AZURE_HOST_HELP)
    check.add_argument("--details", action="store_true", help="show the first reasons of every version")
    _report_options(check, argparse.SUPPRESS, _OF_FINDINGS)


def run(arguments: argparse.Namespace) -> int:
    """Run the sub-command. Contracts that were edited are named, and make the exit code 2."""
    from conformance.contract.catalog import catalog

    known = catalog()
    if arguments.format == "html":
        from conformance.cli.output import require_writable

        require_writable(arguments.output, "-o")
    if arguments.action and arguments.member:
        raise UsageError("--member makes the columns of the matrix; it goes without diff and check.")
    if arguments.action == "check":
        settled(arguments)
        return _check(arguments, known)
    if arguments.action == "diff":
        return _diff(arguments, known)
    return _matrix(arguments, known)


def _matrix(arguments: argparse.Namespace, known: "Catalog") -> int:
    import gc

    from conformance.reports import versions_matrix as report
    from conformance.reports.terminal import width_of
    from conformance.versions.matrix import matrix
    from conformance.versions.member_path import read_member_path

    gc.disable()  # all that is built is kept until the end: looking through it saves nothing and costs a fifth
    paths = tuple(dict.fromkeys(read_member_path(text) for text in arguments.member))
    edited = _edited(known, known.with_chat)
    if arguments.format == "html":
        from conformance.commands.versions_page import write_matrix_page

        if paths:
            matrix(known, paths)  # raises where no version has one
        write_matrix_page(arguments.output, known, paths, edited)
        return UNUSABLE if edited else OK
    rows = matrix(known, paths)
    if arguments.format == "json":
        lines: Iterable[str] = [report.matrix_as_json(rows, **({"edited": edited} if edited else {}))]
    elif arguments.format == "markdown":
        lines = report.matrix_as_markdown(rows, paths)
    else:
        lines = report.matrix_as_text(rows, paths, min(width_of(sys.stdout), _WIDEST))
    _write(lines, arguments.output)
    return UNUSABLE if edited else OK


def _diff(arguments: argparse.Namespace, known: "Catalog") -> int:
    from conformance.contract.contract import contract
    from conformance.reports import versions_diff as report
    from conformance.versions.diff import diff

    names = [_version(known, name) for name in (arguments.before, arguments.after)]
    edited = _edited(known, names)
    if arguments.format == "html":
        from conformance.commands.versions_page import write_diff_page

        write_diff_page(arguments.output, known, names[0], names[1], edited)
        return UNUSABLE if edited else OK
    before, after = (contract(name, of=known) for name in names)
    changes = diff(before, after)
    if arguments.format == "json":
        lines: Iterable[str] = [report.diff_as_json(changes, arguments.examples, edited)]
    elif arguments.format == "markdown":
        lines = report.diff_as_markdown(changes, *names)
    else:
        lines = report.diff_as_text(changes, before, after, arguments.examples)
    _write(lines, arguments.output)
    return UNUSABLE if edited else OK


def _check(arguments: argparse.Namespace, known: "Catalog") -> int:
    from conformance.cli.output import require_apart
    from conformance.reports import versions_survey as report
    from conformance.reports.terminal import width_of

    require_apart(arguments.output, "-o", arguments.paths)
    if arguments.paths.count("-") > 1:
        raise UsageError("standard input can be read once; name - once.")
    wanted = {_version(known, name, "--api-version ") for name in arguments.api_version}
    target = _version(known, arguments.to, "--to ") if arguments.to else None
    names = [name for name in known.with_chat if not wanted or name in wanted or name == target]
    edited = _edited(known, names)
    tree = used = None
    if arguments.format == "html":
        from conformance.commands.versions_page import write_check_page
        from conformance.versions.member_tree import member_tree
        from conformance.versions.used import MembersUsed

        tree = member_tree(known)
        used = MembersUsed(member.path for member in tree.members)
    outcome, codes = _survey(arguments.paths, known, names, target, arguments.azure_host, used)
    if edited:
        codes.add(UNUSABLE)
    if target is not None and any(t.api_version == target and t.accepted < t.requests for t in outcome.tallies):
        codes.add(FOUND)
    if not outcome.checked.exchanges:
        codes.add(NOTHING)
        if UNUSABLE not in codes:
            print(f"conformance versions: {_nothing(outcome.checked.skipped)}", file=sys.stderr)
    if tree is not None and used is not None:
        write_check_page(arguments.output, known, tree, outcome, used, target, edited)
        return worst(*codes)
    if arguments.format in _OF_FINDINGS:
        _write_reasons(arguments, outcome, target, worst(*codes))
        return worst(*codes)
    if arguments.format == "json":
        lines: Iterable[str] = [report.survey_as_json(outcome, target, edited)]
    elif arguments.format == "markdown":
        lines = report.survey_as_markdown(outcome)
    else:
        shown = outcome.checked.exchanges or outcome.checked.skipped
        width = min(width_of(sys.stdout), _WIDEST)
        lines = report.survey_as_text(outcome, width, arguments.details, target) if shown else ()
    _write(lines, arguments.output)
    return worst(*codes)


def _write_reasons(arguments: argparse.Namespace, outcome: "Outcome", target: str | None, code: int) -> None:
    """Write why versions do not take the traffic, as findings: of the target alone where there is one."""
    from conformance.cli.reporting import Wanted, reporting
    from conformance.commands.explain import all_rules
    from conformance.finding import Severity
    from conformance.reports.protocol import Beginning, Ending

    fails_from = Severity.ERROR if target is not None else None  # else every version is only told about
    beginning = Beginning("versions check", rules=all_rules, fails_from=fails_from)
    with reporting([Wanted(arguments.format, arguments.output, "-o")], beginning) as reports:
        for tally in outcome.tallies:
            if target in (None, tally.api_version):
                for reason in outcome.changes if target is not None else tally.reasons:
                    reports.finding(reason.finding)
        reports.close(Ending(outcome.checked, code))


_WIDEST: Final = 100


def _survey(
    paths: list[str],
    known: "Catalog",
    names: list[str],
    target: str | None,
    azure_hosts: list[str],
    used: "MembersUsed | None",
) -> "tuple[Outcome, set[int]]":
    """Judge the traffic in one pass; tell of what cannot be read as it comes."""
    import gc

    from conformance.cli.progress import Progress
    from conformance.reports.visible import visible
    from conformance.traffic.meter import Meter
    from conformance.traffic.reading import read_traffic
    from conformance.traffic.service import Hosts
    from conformance.traffic.unreadable import Unreadable
    from conformance.versions.survey import Survey

    gc.disable()
    survey = Survey(known, names, target, Hosts(tuple(azure_hosts)), used)
    gc.freeze()  # the contracts stay until the end: nobody has to look through them again
    gc.enable()
    codes = {OK}
    meter = Meter(paths)
    with Progress(sys.stderr) as progress:
        for one in read_traffic(paths, sys.stdin.buffer, meter=meter):
            if isinstance(one, Unreadable):
                codes.add(UNUSABLE)
                progress.clear()
                print(f"conformance versions: {visible(str(one))}", file=sys.stderr)
                continue
            survey.add(one)
            progress.at(survey.checked.exchanges + survey.checked.skipped, meter.share)
    return survey.outcome(), codes


def _nothing(skipped: int) -> str:
    if skipped:
        return "nothing was checked: no exchange is with Azure OpenAI chat completions."
    return "nothing was checked: the input holds no exchange; write one JSON object a line."


def _version(known: "Catalog", name: str, option: str = "") -> str:
    """Return ``name`` where it is an api-version with chat completions; raises UsageError with the nearest name."""
    import difflib

    from conformance.contract.catalog import nearest_versions

    if name in known.with_chat:
        return name
    if known.find(name) is not None:
        raise UsageError(f"{option}{name} has no chat completions; {known.with_chat[0]} is the first that has.")
    near = [one for one in known.with_chat if name and one.startswith(name)] + nearest_versions(
        name, known.with_chat, 3
    )
    near = near or difflib.get_close_matches(name, known.with_chat, cutoff=0.45)
    names = list(dict.fromkeys(near))[:3]
    hint = f"; did you mean {' or '.join(names)}? S" if names else "; s"
    raise UsageError(f'{option}{name} is unknown{hint}ee "conformance versions".')


def _edited(known: "Catalog", names: Iterable[str]) -> list[str]:
    """Return the contracts of ``names`` that are not as published, and say so: what follows tells of the edited ones."""
    from conformance.contract.publishing import edited

    wanted = {f"{name}/inference.json" for name in names}
    wrong = edited(known.folder)
    found = [f"spec/{name}" for name in wrong if name in wanted or "/" not in name]
    for name in found:
        print(
            f"conformance versions: {name} was edited (it is not what spec/SHA256SUMS names), and what is told of it is "
            'the edited one; restore it, or prove it with "conformance spec verify".',
            file=sys.stderr,
        )
    return found


def _write(lines: Iterable[str], output: Path | None) -> None:
    from conformance.cli.output import report_stream

    with report_stream(output) as out:
        for line in lines:
            out.write(f"{line}\n")


def _report_options(parser: argparse.ArgumentParser, default: Any, more: tuple[str, ...] = ()) -> None:
    absent = None if default != argparse.SUPPRESS else argparse.SUPPRESS
    parser.add_argument("--format", choices=(*_FORMATS, *more), default=default, help="how to report (default: text)")
    parser.add_argument("-o", "--output", type=Path, default=absent, metavar="FILE", help="write it to FILE, completely or not at all")  # fmt: skip


def _action(actions: Any, name: str, summary: str, example: str) -> argparse.ArgumentParser:
    added: argparse.ArgumentParser = actions.add_parser(
        name,
        help=summary,
        description=f"Tell {summary}.",
        epilog=f"example: conformance versions {name} {example}",
        allow_abbrev=False,
    )
    return added
