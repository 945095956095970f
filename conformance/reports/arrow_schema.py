"""The columns that findings and counts have: the names of a finding as JSON, so that a reader of one knows the other."""

from collections.abc import Sequence
from typing import Any, Final

import pyarrow as pa

from conformance.checked import Checked
from conformance.finding import Finding

# Raised by one where a column changes its name, type or meaning; a new nullable column at the end changes nothing.
SCHEMA_VERSION: Final = 1
_METADATA: Final = {"conformance.schema": str(SCHEMA_VERSION)}

_TEXT: Final = pa.string()
_NUMBER: Final = pa.int64()
_PLACE: Final = [("file", _TEXT), ("line", _NUMBER), ("column", _NUMBER)]  # a place in a text alone has no file

FINDINGS: Final = pa.schema(
    [
        pa.field("rule", _TEXT, nullable=False),
        pa.field("severity", _TEXT, nullable=False),
        pa.field("message", _TEXT, nullable=False),
        pa.field("exchange", _TEXT),
        pa.field("id", _TEXT),
        pa.field("part", _TEXT, nullable=False),
        pa.field("pointer", _TEXT, nullable=False),
        pa.field("chunk_index", _NUMBER),
        pa.field("api_version", _TEXT),
        pa.field("spec", pa.struct([_PLACE[0], ("pointer", _TEXT), *_PLACE[1:]])),
        pa.field("source", pa.struct(_PLACE)),
        pa.field("suggestion", _TEXT),
        pa.field("related", pa.list_(pa.struct([("exchange", _TEXT), ("pointer", _TEXT)]))),
        pa.field("predicted", pa.bool_()),
        pa.field("stream", pa.struct(_PLACE[1:])),
    ],
    metadata=_METADATA,
)

_COUNTED: Final = ("exchanges", "requests", "responses", "chunks", "skipped", "predicted")
COUNTS: Final = pa.schema(
    [
        *(pa.field(name, _NUMBER, nullable=False) for name in (*_COUNTED, "unreadable")),
        pa.field("skipped_by", pa.map_(_TEXT, _NUMBER)),
    ],
    metadata=_METADATA,
)


def findings_as_batch(findings: Sequence[Finding]) -> pa.RecordBatch:
    """Return ``findings`` as one batch of schema FINDINGS."""
    return pa.RecordBatch.from_pylist([finding.as_json() for finding in findings], FINDINGS)


def counts_as_batch(checked: Checked, unreadable: int) -> pa.RecordBatch:
    """Return the counts as one batch of schema COUNTS, of one row."""
    row: dict[str, Any] = {name: getattr(checked, name) for name in _COUNTED}
    row |= {"unreadable": unreadable, "skipped_by": list(checked.skipped_by.items())}
    return pa.RecordBatch.from_pylist([row], COUNTS)
