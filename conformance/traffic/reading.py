"""Read exchanges from files, folders and standard input, in order; what cannot be read is told and passed over."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import BinaryIO

from conformance.exchange import Exchange
from conformance.files import shown
from conformance.traffic.blocks import Block
from conformance.traffic.chunks import chunks_of_file, chunks_of_stream
from conformance.traffic.formats.registry import format_named
from conformance.traffic.inputs import blocks_of
from conformance.traffic.meter import Meter
from conformance.traffic.parquet import exchanges_of_rows, is_parquet, row_groups
from conformance.traffic.sources import STDIN, files_of
from conformance.traffic.unreadable import Unreadable


def read_traffic(
    paths: Sequence[str],
    stdin: BinaryIO,
    bare_bodies: bool = True,
    columns: Mapping[str, str] | None = None,
    meter: Meter | None = None,
) -> Iterator[Exchange | Unreadable]:
    """Yield every exchange below ``paths``; ``bare_bodies`` where an api-version is named for them.

    ``columns`` and ``meter`` are those of ``read_blocks``.
    """
    for block in read_blocks(paths, stdin, columns, meter):
        if isinstance(block, Unreadable):
            yield block
        else:
            yield from exchanges_in(block, bare_bodies)


def read_blocks(
    paths: Iterable[str],
    stdin: BinaryIO,
    columns: Mapping[str, str] | None = None,
    meter: Meter | None = None,
) -> Iterator[Block | Unreadable]:
    """Yield the inputs in blocks of about a megabyte.

    ``columns`` says what the columns of a table hold; ``meter`` counts what was read.
    """
    for path in paths:
        if path == STDIN:
            yield from blocks_of(STDIN, chunks_of_stream(stdin, STDIN))
            continue
        for file in files_of(path):
            if isinstance(file, Unreadable):
                yield file
            elif is_parquet(file):
                yield from row_groups(file, columns)
            else:
                yield from blocks_of(shown(file), chunks_of_file(file, meter))


def exchanges_in(block: Block, bare_bodies: bool = True) -> Iterator[Exchange | Unreadable]:
    """Yield the exchanges of ``block``; ``bare_bodies`` where an api-version is named for what names none."""
    if block.rows is not None:
        return exchanges_of_rows(block.rows, block.name, block.first_line)
    return format_named(block.kind).read(block, bare_bodies)
