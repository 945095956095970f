"""What the configuration and a baseline say, where the command line does not."""

import argparse
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from conformance.baselines.baseline import Known, Matching
from conformance.baselines.file import read_baseline
from conformance.cli.values import FAIL_ON
from conformance.configuration.configuration import Configuration
from conformance.configuration.reading import configuration_for
from conformance.finding import Finding, Severity
from conformance.reports.protocol import Ending
from conformance.reports.text_summary import plural
from conformance.reports.visible import visible

_DEFAULT_FAIL_ON: Final = "error"
_SHOWN: Final = 5  # findings that are gone, in a text


@dataclass(frozen=True)
class Settled:
    """What counts in a run: the ``configuration``, the severity from which on a finding fails it, and what is known."""

    configuration: Configuration
    fails_from: Severity | None = Severity.ERROR
    matching: Matching | None = None

    def adjust(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """Yield the findings as their rules weigh here, without those of rules that are off, each marked as known or new."""
        for finding in self.configuration.adjust(findings):
            yield self.matching.marked(finding) if self.matching else finding

    def fails(self, finding: Finding) -> bool:
        """Say whether a finding makes the exit code 1."""
        return self.fails_from is not None and finding.severity >= self.fails_from and finding.baseline != "unchanged"

    def ended(self, ending: Ending, paths: Iterable[str]) -> Ending:
        """Return ``ending`` with what the baseline hid, and which of it is gone at and below ``paths``, which were looked at."""
        if self.matching is None:
            return ending
        gone = list(self.matching.gone(paths))
        told = {
            "file": self.matching.baseline.name,
            "hidden": self.matching.hidden,
            "gone": [_as_json(o) for o in gone],
        }
        lines = (*ending.lines, *_sentences(self.matching, gone))
        return replace(ending, members={**ending.members, "baseline": told}, lines=lines)


def settled(arguments: argparse.Namespace) -> Settled:
    """Return what counts in the current folder, and put it where an option was not given.

    Raises InputError where the configuration or the baseline cannot be used.
    """
    known = configuration_for()
    if hasattr(arguments, "azure_host"):
        arguments.azure_host = [*arguments.azure_host, *known.azure_hosts]
    if not hasattr(arguments, "fail_on"):
        return Settled(known)
    arguments.fail_on = arguments.fail_on or known.fail_on or _DEFAULT_FAIL_ON
    return Settled(known, FAIL_ON[arguments.fail_on], _matching(arguments, known))


def _matching(arguments: argparse.Namespace, known: Configuration) -> Matching | None:
    path: Path | None = None if arguments.no_baseline else arguments.baseline or known.baseline
    if path is None:
        return None
    return Matching(read_baseline(path))


def _as_json(one: Known) -> dict[str, object]:
    return {"rule": one.rule, "file": one.file, "message": one.message, "count": one.count}


def _sentences(matching: Matching, gone: list[Known]) -> Iterator[str]:
    name = visible(matching.baseline.name)
    verb = "is" if matching.hidden == 1 else "are"
    yield f"{plural(matching.hidden, 'known finding')} {verb} hidden by {name}."
    if gone:
        count = sum(one.count for one in gone)
        yield f"{plural(count, 'finding')} of {name} {'is' if count == 1 else 'are'} gone; write it anew:"
        yield from (visible(f"  {one.rule}  {one.file}  {one.message}") for one in gone[:_SHOWN])
        if len(gone) > _SHOWN:
            yield f"  {len(gone) - _SHOWN} more"
