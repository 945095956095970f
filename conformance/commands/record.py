"""``conformance record``: a proxy on this machine that keeps what a client sends and receives, without secrets."""

import argparse
import sys
import threading

from conformance.checked import Checked
from conformance.cli.exit_codes import FOUND, OK
from conformance.cli.values import FAIL_ON
from conformance.commands.shared.signals import interrupt_on_sigterm, wait_until
from conformance.finding import Finding
from conformance.reports.protocol import Ending
from conformance.reports.terminal import colour_of, width_of
from conformance.reports.text import TextReport
from conformance.traffic.exchange_line import exchange_of
from conformance.traffic.inspection import Question, inspect_exchanges
from conformance.traffic.proxy import Proxy
from conformance.traffic.recorded import Recorded
from conformance.traffic.secrets.exchange import Redaction
from conformance.traffic.secrets.findings import presentable
from conformance.traffic.upstream import Upstream
from conformance.traffic.writer import ExchangeWriter


def run(arguments: argparse.Namespace) -> int:
    """Record until the process is interrupted; with ``--check`` exit code 1 where something was found."""
    upstream = Upstream(arguments.upstream)
    redaction = Redaction(arguments.redact_content, arguments.redact_host)
    interrupt_on_sigterm()
    with ExchangeWriter(arguments.out, redaction) as writer:
        keeper = _Keeper(arguments, writer)
        with Proxy(upstream, keeper.keep, arguments.port) as proxy:
            try:
                print(_greeting(proxy.url, upstream.url, arguments), flush=True)
                wait_until(keeper.broken.wait)
            except KeyboardInterrupt:
                pass
    return keeper.close()


class _Keeper:
    """Writes each exchange as it ends and, where asked, says what is wrong with it."""

    def __init__(self, arguments: argparse.Namespace, writer: ExchangeWriter) -> None:
        self._writer = writer
        self._check = arguments.check
        self._fails_from = FAIL_ON[arguments.fail_on]
        self._out = arguments.out
        self._lock = threading.Lock()
        self._report = TextReport(sys.stdout, colour_of(sys.stdout), width_of(sys.stdout))
        self._checked = Checked()
        self._found = False
        self._error: Exception | None = None
        self.broken = threading.Event()

    def keep(self, recorded: Recorded) -> None:
        """Write one exchange; what goes wrong ends the command."""
        try:
            with self._lock:
                line = self._writer.write(recorded)
                if self._check:
                    self._judge(line, f"{self._out}:{self._writer.count}")
        except Exception as error:
            self._error = error
            self.broken.set()

    def _judge(self, line: str, place: str) -> None:
        inspected = inspect_exchanges([exchange_of(line, place)], Question())
        self._checked.add(inspected.checked)
        for remark in inspected.remarks:
            if isinstance(remark, Finding):
                self._tell(presentable(remark))
        sys.stdout.flush()

    def _tell(self, finding: Finding) -> None:
        self._found = self._found or (self._fails_from is not None and finding.severity >= self._fails_from)
        self._report.finding(finding)

    def close(self) -> int:
        """Say how much was recorded and found; return the exit code. Raises what went wrong meanwhile."""
        with self._lock:  # what was written is judged to its end
            if self._error is not None:
                raise self._error
            if self._check:
                self._report.close(Ending(self._checked))
        return FOUND if self._found else OK


def _greeting(url: str, upstream: str, arguments: argparse.Namespace) -> str:
    v1 = f"{url}/openai/v1/"
    return (
        f"Recording {upstream} to {arguments.out}; Ctrl-C ends it. Keys are passed on and never written.\n\n"
        f"bash:\nexport AZURE_OPENAI_ENDPOINT='{url}'\nexport OPENAI_BASE_URL='{v1}'\n\n"
        f"PowerShell:\n$Env:AZURE_OPENAI_ENDPOINT = '{url}'\n$Env:OPENAI_BASE_URL = '{v1}'\n\n"
        "AZURE_OPENAI_ENDPOINT is for dated api-versions, OPENAI_BASE_URL for v1."
    )
