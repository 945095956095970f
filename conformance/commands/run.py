"""``conformance run``: run the samples, judge what they send and receive, and sum it up."""

import argparse
import os
import secrets
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from conformance.checked import Checked
from conformance.cli.exit_codes import FOUND, NOTHING, OK, UNUSABLE, worst
from conformance.cli.options.run import DEFAULT_VERSIONS
from conformance.cli.values import FAIL_ON
from conformance.commands.shared.emulator import answer_settings, recorded
from conformance.commands.shared.output import report_stream, require_writable
from conformance.commands.shared.reporting import (
    look_of,
    reporting,
    want_whole,
    wanted_reports,
)
from conformance.commands.shared.results import count_all, without_key
from conformance.commands.shared.settings import Settled, settled
from conformance.commands.shared.signals import ended_by_signals
from conformance.contract.catalog import catalog
from conformance.emulator.serving import Emulator, Observed, Settings
from conformance.emulator.settings import DEFAULT_DEPLOYMENT
from conformance.errors import UsageError
from conformance.exhibit import Passage, SourceExhibit
from conformance.files import project
from conformance.ignoring.ignore import IgnoredRule, sift
from conformance.ignoring.in_samples import comments_of, wrong_with
from conformance.isolation.isolation import isolation_in_force
from conformance.reports.protocol import Beginning, Ending, Suite
from conformance.reports.run_table import run_table
from conformance.reports.visible import visible
from conformance.samples.compared import LANGUAGES, ComparedSamples, compare_samples
from conformance.samples.coverage import Coverage
from conformance.samples.endpoint import Endpoint
from conformance.samples.powershell import find_pwsh
from conformance.samples.recorder import Recorder
from conformance.samples.recording import Recordings, ndjson_line, struck_out
from conformance.samples.result import SampleResult
from conformance.samples.runner import Runner, Target
from conformance.samples.sample import NAMES, V1, Sample, find_samples
from conformance.traffic.secrets.exhibit import Exhibits, source_exhibit
from conformance.traffic.secrets.shapes import without_named


def run(arguments: argparse.Namespace) -> int:
    """Run the samples; exit code 1 where something at or above ``--fail-on`` was found."""
    for name in arguments.require:
        if name not in NAMES:
            raise UsageError(f"--require {name} is unknown; it is one of {', '.join(NAMES)}.")
    known = settled(arguments)
    asked = dict.fromkeys(arguments.api_version or DEFAULT_VERSIONS)
    versions = [version if version == V1 else _dated(version) for version in asked]
    require_writable(arguments.record, "--record")
    wanted = wanted_reports(arguments, [arguments.record] if arguments.record else [])
    samples, missing = _samples(arguments, versions)
    pwsh = find_pwsh(arguments.pwsh)
    recordings = Recordings()
    with ended_by_signals(), _target(arguments, recordings) as target, _progress() as progress:
        runner = Runner(target, recordings, pwsh, arguments.timeout, progress)
        results = runner.run(samples, versions)
    _ignore(results, told_all=not arguments.api_version)
    for result in results:
        result.findings = list(known.adjust(result.findings))
    if arguments.record:
        _record(arguments.record, results, target.key)
    code = worst(_exit_code(arguments, known, results), UNUSABLE if runner.unreadable else OK)
    with reporting(wanted, _beginning(arguments, results, runner.outside), arguments.verbose) as reports:
        shown = _exhibits(results, target.key).shown if want_whole(wanted) else None
        found = (finding for result in results for finding in result.findings)
        for finding in without_key(found, target.key):
            reports.finding(shown(finding) if shown else finding)
        ending = _ending(runner, results, missing, code, target.key)
        reports.close(known.ended(ending, [sample.file for sample in samples]))
    for sentence in runner.unreadable:
        print(f"conformance run: {sentence}", file=sys.stderr)
    return code


def _ignore(results: list[SampleResult], told_all: bool) -> None:
    """Hide what comments of the samples ignore, and add what is wrong with these comments to a sample's last result.

    ``told_all``: every version was run, so that a comment that hid nothing is one that nobody needs.
    """
    for path, file in {result.sample.path: result.sample.file for result in results}.items():
        comments = comments_of(path, file)
        if not comments:
            continue
        mine = [result for result in results if result.sample.path == path]
        unused: set[IgnoredRule] | None = None
        for result in mine:
            sifted = sift(result.findings, comments)
            result.findings = list(sifted.findings)
            unused = set(sifted.unused) if unused is None else unused & set(sifted.unused)
        ran = told_all and not any(result.predicted for result in mine)
        mine[-1].findings += wrong_with(comments, unused or () if ran else (), mine[-1].place)


def _dated(version: str) -> str:
    """Return ``version``, a dated one with chat completions; raises UsageError where it is none."""
    if version.startswith(V1):
        raise UsageError(f"--api-version {version} is not one that samples run under; the one of the v1 path is {V1}.")
    return catalog().require_chat(version, dated=True)


def _samples(arguments: argparse.Namespace, versions: list[str]) -> tuple[list[Sample], list[Sample]]:
    """Return the samples that run, and those that are not there, which is said; raises UsageError where none is."""
    folder = arguments.samples or project()
    asked = find_samples(folder, arguments.language, arguments.scenario)
    asked = [sample for sample in asked if any(sample.runs_under(version) for version in versions)]
    missing = [sample for sample in asked if not sample.path.is_file()]
    if len(missing) == len(asked):
        raise UsageError(
            f"{folder} holds none of the samples that are to run, such as {asked[0].file}; "
            "--samples names a folder that holds python/ or powershell/."
        )
    for sample in missing:
        print(f"conformance run: {sample.file} is not in {folder}, and is left out.", file=sys.stderr)
    return [sample for sample in asked if sample not in missing], missing


def _exit_code(arguments: argparse.Namespace, known: Settled, results: list[SampleResult]) -> int:
    found = any(known.fails(finding) for result in results for finding in result.findings)
    ran = {result.sample.language for result in results if not result.predicted}
    required = {language for name in arguments.require for language in NAMES[name]}
    lacking = sorted(required - ran)
    if lacking:
        print(f"conformance run: {', '.join(lacking)} is required and was not run.", file=sys.stderr)
    return worst(FOUND if found else OK, NOTHING if lacking or not any(r.exchanges for r in results) else OK)


@contextmanager
def _target(arguments: argparse.Namespace, recordings: Recordings) -> Iterator[Target]:
    """Start what the samples talk to: the emulator, or a recorder in front of a real endpoint."""
    if arguments.endpoint is None:
        if arguments.deployment is not None:
            raise UsageError("--deployment is of a real service; name that with --endpoint, or leave it out.")
        key = secrets.token_hex(16)
        settings = Settings(key=key, deployments=(DEFAULT_DEPLOYMENT,), profile="spec", **answer_settings(arguments))

        def observe(seen: Observed) -> None:
            recordings.add(seen.token, recorded(seen, url))

        url = ""
        with Emulator.start(settings, observe=observe) as emulator:
            url = emulator.url
            yield Target(emulator.url, key, DEFAULT_DEPLOYMENT, "emulator", emulator.url)
        return
    if answer_settings(arguments):
        raise UsageError("--fingerprint and --diverge are the emulator's; leave them out with --endpoint.")
    key = os.environ.get("AZURE_OPENAI_API_KEY", "")
    deployment = arguments.deployment or os.environ.get("AZURE_OPENAI_DEPLOYMENT", "")
    if not key:
        raise UsageError("--endpoint needs a key; set AZURE_OPENAI_API_KEY to one of the resource.")
    if not deployment:
        raise UsageError("--endpoint needs a deployment; name it with --deployment or set AZURE_OPENAI_DEPLOYMENT.")
    endpoint = Endpoint(arguments.endpoint)
    with Recorder(endpoint, recordings.add) as recorder:
        yield Target(recorder.url, key, deployment, "endpoint", endpoint.url, lambda: endpoint.unreachable)


def _record(path: Path, results: list[SampleResult], key: str) -> None:
    with report_stream(path, "--record", private=True) as stream:
        for result in results:
            for number, recorded in enumerate(result.recorded, 1):
                stream.write(ndjson_line(recorded, f"{result.place}:{number}", result.api_version, key))


def _checked(results: list[SampleResult]) -> Checked:
    checked = Checked(predicted=len({result.sample.file for result in results if result.predicted}))
    for result in results:
        if not result.predicted:
            count_all(result.exchanges, checked)
    return checked


def _exhibits(results: list[SampleResult], key: str) -> Exhibits:
    """Return what findings are about: exchanges, and the sources of samples."""
    samples = {result.sample.file: result.sample for result in results}

    @cache
    def source(file: str) -> SourceExhibit | None:
        sample = samples.get(file)
        if sample is None:
            return None
        text = sample.path.read_text("utf-8", errors="replace")
        passage = Passage(1, text.count("\n") + 1, LANGUAGES[sample.language])
        return source_exhibit(file, text, (passage,), (key,))

    exchanges = [(one, LANGUAGES[result.sample.language]) for result in results for one in result.exchanges]
    return Exhibits(exchanges, source, (key,))


def _compared(results: list[SampleResult], key: str) -> list[ComparedSamples]:
    return list(compare_samples(results, lambda text: without_named(struck_out(text, key))))


def _ending(runner: Runner, results: list[SampleResult], missing: list[Sample], code: int, key: str) -> Ending:
    coverage = _coverage(results)
    members: dict[str, Any] = {"coverage": coverage.as_json()}
    if missing:
        members["missing"] = [sample.file for sample in missing]
    return Ending(
        _checked(results),
        code,
        [_suite(result) for result in results],
        runner.unreadable,
        members=members,
        lines=(f"The samples exercise {coverage}.",),
        samples=lambda: _compared(results, key),
    )


def _suite(result: SampleResult) -> Suite:
    skipped = None if result.exchanges or result.findings else "the sample made no call"
    return Suite(result.sample.file, result.api_version, ("exchange", "run"), _checked([result]), skipped)


def _coverage(results: list[SampleResult]) -> Coverage:
    coverage = Coverage()
    for result in results:
        coverage.add([] if result.predicted else result.exchanges, result.api_version)
    return coverage


def _beginning(arguments: argparse.Namespace, results: list[SampleResult], outside: Mapping[str, str]) -> Beginning:
    isolation = isolation_in_force()
    lines = [isolation.line, "", *run_table(results), ""]
    lines += [
        f"{visible(file)} was read, not executed: {visible(why)}, which is outside the gate."
        for file, why in outside.items()
    ]
    if any(result.predicted and result.sample.file not in outside for result in results):
        lines += ["No pwsh was found: the PowerShell samples were read, not executed (--pwsh PATH names one).", ""]
    folder = arguments.samples or project()
    members = {"isolation": isolation.as_json()}
    return Beginning("run", look_of(arguments), None, folder, members, lines, FAIL_ON[arguments.fail_on])


@contextmanager
def _progress() -> Iterator[Callable[[int, int, str], None]]:
    """Yield what shows progress: on a terminal one line that rewrites itself, elsewhere nothing."""
    terminal = sys.stderr.isatty()

    def show(done: int, of: int, place: str) -> None:
        if terminal:
            sys.stderr.write(f"\r\x1b[K{done}/{of} {place}")
            sys.stderr.flush()

    try:
        yield show
    finally:
        if terminal:
            sys.stderr.write("\r\x1b[K")
