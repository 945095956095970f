"""One session over recorded traffic: what is read and what cannot be, progress, and the exit code that they make."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from conformance.checked import Checked
from conformance.cli.exit_codes import FOUND, NOTHING, OK, UNUSABLE, worst
from conformance.commands.shared.progress import Progress
from conformance.commands.shared.reporting import Reports
from conformance.commands.shared.settings import Settled
from conformance.errors import InputError, UsageError
from conformance.finding import Finding
from conformance.reports.visible import visible
from conformance.traffic.meter import Meter
from conformance.traffic.secrets.shapes import without_named

Item = TypeVar("Item")


@dataclass
class Session:
    """What is known behind the last exchange of ``paths``: counts, exit codes, and sentences about what cannot be read.

    ``command`` begins what is said on standard error.
    """

    command: str
    paths: Sequence[str]
    reports: Reports
    checked: Checked = field(default_factory=Checked)
    codes: set[int] = field(default_factory=lambda: {OK})
    troubles: list[str] = field(default_factory=list)
    meter: Meter = field(init=False)
    _progress: Progress = field(init=False)

    def __post_init__(self) -> None:
        self.meter = Meter(self.paths)
        self._progress = Progress(sys.stderr)

    def each(self, items: Iterable[Item]) -> Iterator[Item]:
        """Yield ``items`` and show progress; where they end before their time that is told, and what came before counts."""
        with self._progress:
            try:
                for one in items:
                    yield one
                    self._progress.at(self.checked.exchanges + self.checked.skipped, self.meter.share)
            except InputError as error:
                self.tell(error)

    def tell(self, trouble: object) -> None:
        """Say on standard error what cannot be read, without secrets."""
        self.codes.add(UNUSABLE)
        self.troubles.append(visible(without_named(str(trouble))))
        self._progress.clear()
        self.reports.flush()
        self.say(self.troubles[-1])

    def report(self, findings: Iterable[Finding], known: Settled) -> None:
        """Report ``findings`` as they weigh here; one that fails adds to the exit codes."""
        for finding in known.adjust(findings):
            if known.fails(finding):
                self.codes.add(FOUND)
            self.reports.finding(finding)

    @property
    def code(self) -> int:
        """The exit code: 3 where nothing was checked."""
        nothing = self.checked.exchanges == self.checked.bodiless
        return worst(*self.codes, NOTHING if nothing else OK)

    def say_if_nothing(self, judges_compatible: bool) -> None:
        """Say why nothing was checked, where that is so; ``judges_compatible``: --api-version judges other services' bodies."""
        if self.code == NOTHING:
            self.say(_nothing(self.checked, judges_compatible))

    def say(self, sentence: str) -> None:
        """Say a sentence on standard error."""
        print(f"conformance {self.command}: {sentence}", file=sys.stderr)


def require_one_stdin(paths: Sequence[str]) -> None:
    """Raise UsageError where standard input is named twice."""
    if paths.count("-") > 1:
        raise UsageError("standard input can be read once; name - once.")


def _nothing(checked: Checked, judges_compatible: bool) -> str:
    if checked.bodiless:
        return "no body was checked: the exchanges hold none; record them with `body` or `body_text`."
    if checked.skipped:
        sentence = "nothing was checked: no exchange is with Azure OpenAI chat completions"
        if not checked.skipped_by.get("openai-compatible"):
            return f"{sentence}."
        by_version = ", --api-version V judges the bodies by V" if judges_compatible else ""
        return f"{sentence}; --azure-host HOST names a host that answers as it{by_version}."
    return "nothing was checked: the input holds no exchange; write one JSON object a line."
