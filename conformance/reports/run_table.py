"""The table of a run: one row a sample, what it sent and what came back under each api-version of its set."""

from collections.abc import Iterator, Sequence

from conformance.judging.rules.circumstances import Expected
from conformance.reports.tables import text_table
from conformance.reports.visible import visible
from conformance.samples.result import SampleResult


def run_table(results: Sequence[SampleResult]) -> Iterator[str]:
    """Yield the table's lines. ``results`` are ordered; rows are samples in the order of their first result."""
    versions = list(dict.fromkeys(result.api_version for result in results))
    rows = [["sample", "requests", "seed on the wire", "fingerprint", *versions, "reproduced"]]
    for file in dict.fromkeys(result.sample.file for result in results):
        own = [result for result in results if result.sample.file == file]
        by_version = {result.api_version: result for result in own}
        rows.append(
            [
                file,
                str(sum(len(result.exchanges) for result in own)),
                _seeds(own),
                _fingerprints(own),
                *(_contract(by_version[version]) if version in by_version else "-" for version in versions),
                _reproduced(own),
            ]
        )
    yield from text_table(rows)


def _seeds(results: list[SampleResult]) -> str:
    values = {repr(seed) for result in results for seed in result.seeds()}
    if not values:
        return "-"
    return "none" if values == {"None"} else ", ".join(sorted(values)).replace("None", "none")


def _fingerprints(results: list[SampleResult]) -> str:
    if all(result.predicted for result in results):
        return "predicted"
    shown = {visible(value) for result in results for value in result.fingerprints()}
    return ", ".join(sorted(shown)) or "-"


def _contract(result: SampleResult) -> str:
    if result.predicted and not result.exchanges:
        return "could not be read"
    state = "conforms" if result.conforms else "fails"
    return f"{state} (predicted, not executed)" if result.predicted else state


def _reproduced(results: list[SampleResult]) -> str:
    """Say whether each run's answers were the same text; a run of one answer is compared with the other versions' none."""
    if any(result.sample.seed is Expected.NONE for result in results):
        return "no seed"
    runs = [result.texts() for result in results if result.texts()]
    if not runs:
        return "-"
    if all(len(texts) == 1 for texts in runs):
        return "one answer"
    return "yes" if all(len(set(texts)) == 1 for texts in runs) else "no"
