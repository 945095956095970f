"""Read exchanges from Parquet: a row group is a block, so that processes share a file and memory stays flat.

Needs the extra ``arrow`` (pyarrow), which nothing else of ``check`` imports.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from conformance.exchange import Exchange
from conformance.extras import MissingExtra
from conformance.files import shown
from conformance.traffic.blocks import Block
from conformance.traffic.unreadable import Unreadable

if TYPE_CHECKING:
    pass

KIND: Final = "parquet"
_MAGIC: Final = b"PAR1"
_ROWS: Final = 256  # of a row group at a time: its records may be long


@dataclass(frozen=True, slots=True)
class RowGroup:
    """One row group of a file; ``columns`` says what the caller's own columns hold, None that ``value`` holds lines."""

    path: Path
    index: int
    columns: Mapping[str, str] | None


def is_parquet(path: Path) -> bool:
    """Return whether the file begins as Parquet does; False where it cannot be read."""
    try:
        with path.open("rb") as stream:
            return stream.read(len(_MAGIC)) == _MAGIC
    except OSError:
        return False


def row_groups(path: Path, columns: Mapping[str, str] | None) -> Iterator[Block | Unreadable]:
    """Yield the row groups of a file as blocks; Unreadable where it is damaged or lacks a column.

    Raises MissingExtra where pyarrow is not installed, UsageError where ``columns`` is no mapping of ours.
    """
    pyarrow = _pyarrow()
    from conformance.traffic.records import missing_column, require_columns

    require_columns(columns)
    name = shown(path)
    try:
        with pyarrow.parquet.ParquetFile(path) as file:
            missing = missing_column(file.schema_arrow.names, columns)
            if missing is not None:
                yield Unreadable(name, missing)
                return
            first = 1
            for index in range(file.num_row_groups):
                group = file.metadata.row_group(index)
                rows = RowGroup(path, index, columns)
                yield Block(name, b"", first, KIND, size=max(group.total_byte_size, 1), rows=rows)
                first += group.num_rows
    except (pyarrow.ArrowException, OSError):
        yield Unreadable(name, "is damaged Parquet; copy it again.")


def exchanges_of_rows(group: RowGroup, name: str, first: int) -> Iterator[Exchange | Unreadable]:
    """Yield the exchanges of a row group that begins with row ``first`` of the file ``name``, each named ``file.parquet#17``, counted from 1."""
    pyarrow = _pyarrow()
    from conformance.traffic.records import columns_read, exchanges_of

    try:
        with pyarrow.parquet.ParquetFile(group.path) as file:
            wanted = columns_read(file.schema_arrow.names, group.columns)
            for batch in file.iter_batches(_ROWS, row_groups=[group.index], columns=wanted):
                yield from exchanges_of(batch, group.columns, name, first)
                first += batch.num_rows
    except (pyarrow.ArrowException, OSError):
        yield Unreadable(f"{name}#{first}", "is damaged Parquet; copy it again. What came before is judged.")


def _pyarrow() -> Any:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise MissingExtra("Parquet", "pyarrow", "arrow") from None
    return pyarrow
