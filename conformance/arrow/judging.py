"""Judge the rows of record batches by the same rules as ``conformance check``."""

from collections.abc import Iterable, Iterator, Mapping

import pyarrow as pa

from conformance.contract.catalog import catalog
from conformance.finding import Finding
from conformance.judging.records.unreadable_record import unreadable_record
from conformance.reports.arrow_schema import counts_as_batch, findings_as_batch
from conformance.traffic.inspection import Question, inspect_exchanges
from conformance.traffic.records import exchanges_of, require_columns
from conformance.traffic.secrets.findings import presentable
from conformance.traffic.service import Hosts
from conformance.traffic.unreadable import Unreadable


def judge_batches(
    batches: Iterable[pa.RecordBatch],
    *,
    api_version: str | None = None,
    require_seed: bool = False,
    columns: Mapping[str, str] | None = None,
    azure_hosts: Iterable[str] = (),
    name: str = "record",
) -> Iterator[pa.RecordBatch]:
    """Yield the findings about ``batches``, a batch of schema FINDINGS for each of them, empty ones included.

    A row is a whole NDJSON line in the column ``value`` or, with ``columns`` (what each holds → its name; see COLUMNS),
    what the caller's own columns hold. Findings carry the column ``place`` as ``exchange``, else ``name#17``, the row
    counted from 1. A row that cannot be read is a finding of the rule ``unreadable-record``; it never ends the job.
    ``api_version`` judges every row by it. ``azure_hosts`` are further hosts that answer as Azure OpenAI.

    Raises UsageError where the mapping or the api-version is none, or a column is not there. Rules over several
    exchanges (``not-reproduced``, ``languages-differ``) are not asked.
    """
    for findings, _ in judge_and_count(
        batches,
        api_version=api_version,
        require_seed=require_seed,
        columns=columns,
        azure_hosts=azure_hosts,
        name=name,
    ):
        yield findings


def judge_and_count(
    batches: Iterable[pa.RecordBatch],
    *,
    api_version: str | None = None,
    require_seed: bool = False,
    columns: Mapping[str, str] | None = None,
    azure_hosts: Iterable[str] = (),
    name: str = "record",
) -> Iterator[tuple[pa.RecordBatch, pa.RecordBatch]]:
    """Yield for each of ``batches`` its findings, as ``judge_batches`` does, and its counts: one row of schema COUNTS."""
    require_columns(columns)
    if api_version is not None:
        catalog().require_chat(api_version)
    hosts = Hosts(tuple(host.lower() for host in azure_hosts))
    question = Question((api_version,) if api_version else (), require_seed, azure_hosts=hosts)
    first = 1
    for batch in batches:
        inspected = inspect_exchanges(exchanges_of(batch, columns, name, first), question)
        first += batch.num_rows
        unreadable = sum(isinstance(remark, Unreadable) for remark in inspected.remarks)
        yield (
            findings_as_batch([_as_finding(remark) for remark in inspected.remarks]),
            counts_as_batch(inspected.checked, unreadable),
        )


def _as_finding(remark: Finding | Unreadable) -> Finding:
    """Return what a report may hold: without the secrets of a payload, as ``check`` reports it."""
    if isinstance(remark, Unreadable):
        remark = unreadable_record(remark.place, remark.reason)
    return presentable(remark)
