"""``conformance read --check``: judge the requests that sources would send, without running them."""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from conformance.checked import Checked
from conformance.cli.exit_codes import FOUND, NOTHING, OK, UNUSABLE, worst
from conformance.commands.shared.reporting import look_of, reporting, want_whole, wanted_reports
from conformance.commands.shared.settings import settled
from conformance.commands.shared.sources import problem_of, reading_of
from conformance.errors import InputError
from conformance.exhibit import Exhibit
from conformance.files import shown
from conformance.finding import Finding
from conformance.judging.rules.circumstances import Circumstances
from conformance.reading.judging import judge_prediction
from conformance.reading.predicting import Prediction, predictions
from conformance.reading.reader import language_of
from conformance.reports.protocol import Beginning, Ending
from conformance.reports.text_summary import plural
from conformance.traffic.secrets.exhibit import exhibit_of, source_exhibit
from conformance.traffic.secrets.findings import presentable
from conformance.traffic.service import Hosts, Service, service_of


def run(arguments: argparse.Namespace) -> int:
    """Report what is wrong with the predicted requests; return the exit code.

    A source that sends nothing is no failure among others; 3 where none sends anything that is judged.
    """
    known = settled(arguments)
    wanted = wanted_reports(arguments, arguments.paths)
    under = Circumstances(origin="source", require_seed=arguments.require_seed)
    paths = list(dict.fromkeys(arguments.paths))
    with_exhibit = _with_source if want_whole(wanted) else _alone
    codes, total = {OK}, Checked()

    def findings() -> Iterator[Finding]:
        for path in paths:
            for prediction in _predictions(path, codes):
                if _is_azure(prediction, tuple(arguments.azure_host), total):
                    total.predicted += 1
                    found = with_exhibit(
                        judge_prediction(prediction, under, known.configuration.api_version), prediction, path
                    )
                    yield from known.adjust(map(presentable, found))

    with reporting(wanted, Beginning("read", look_of(arguments)), arguments.verbose) as reports:
        for finding in findings():
            if known.fails(finding):
                codes.add(FOUND)
            reports.finding(finding)
        if not total.predicted:
            codes.add(NOTHING)
        code = worst(*codes)
        sentence = f"Read {plural(len(paths), 'file')} ({plural(total.predicted, 'request')} predicted)"
        reports.close(known.ended(Ending(total, code, sentence=sentence), paths))
    if code == NOTHING:
        print(
            "conformance read: nothing was checked: no file sends a chat completion to Azure OpenAI.", file=sys.stderr
        )
    return code


def _alone(findings: Iterator[Finding], _: Prediction, __: str) -> Iterator[Finding]:
    return findings


def _with_source(findings: Iterator[Finding], prediction: Prediction, path: str) -> Iterator[Finding]:
    """Yield the findings about a predicted request, each with that and with its source."""
    source = source_exhibit(shown(Path(path)), Path(path).read_text("utf-8-sig"))
    exhibit = Exhibit(exhibit_of(prediction.exchange), source, language_of(path))
    for finding in findings:
        yield replace(finding, exhibit=exhibit)


def _predictions(path: str, codes: set[int]) -> Iterator[Prediction]:
    """Yield what ``path`` sends; what cannot be read is told, and the others are read all the same."""
    try:
        reading = reading_of(path)
    except InputError as error:
        codes.add(UNUSABLE)
        print(f"conformance read: {error}", file=sys.stderr)
        return
    if reading.problem is not None and _names_the_service(path):
        codes.add(UNUSABLE)
        print(f"conformance read: {problem_of(reading)}", file=sys.stderr)
    yield from predictions(reading)


def _names_the_service(path: str) -> bool:
    """Return whether a source has to do with the service at all: of others it does not matter how they are written."""
    text = Path(path).read_bytes().lower()
    return b"openai" in text or b"chat/completions" in text


def _is_azure(prediction: Prediction, hosts: tuple[str, ...], total: Checked) -> bool:
    """Return whether a request surely goes to Azure OpenAI; count one that does not as skipped."""
    request = prediction.exchange.request
    if request is None or request.url is None:
        return False
    service = service_of(prediction.exchange, Hosts(hosts))
    if service is not Service.AZURE:
        total.skip(service)
    return service is Service.AZURE
