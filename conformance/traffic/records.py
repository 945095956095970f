"""Turn the rows of a record batch into exchanges: a whole NDJSON line in ``value``, or the caller's own columns."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import pyarrow as pa

from conformance.errors import UsageError, did_you_mean
from conformance.exchange import Exchange, Request, Response
from conformance.traffic.formats.ndjson import exchange_in_line
from conformance.traffic.unreadable import Unreadable
from conformance.wire.body import Body

# What a mapping may name, and what the column holds: bodies are JSON text, or structs, lists and maps.
COLUMNS: Final = {
    "request": "the request's body",
    "response": "the answer's body, the text of a stream too",
    "url": "the URL, as text",
    "status": "the answer's status, an integer",
    "api_version": "the api-version where no URL names one",
    "method": "the HTTP method",
    "id": "any text that names the exchange",
    "place": "any text; every finding carries it as `exchange`",
}
_LINE: Final = "value"
_PLACE: Final = "place"
# Rows that are Python values at the same time: few enough for memory, enough that the conversion costs nothing.
_ROWS: Final = 256


def require_columns(columns: Mapping[str, str] | None) -> None:
    """Raise UsageError where ``columns`` names no body, or something that no column can be."""
    for name in columns or ():
        if name not in COLUMNS:
            hint = did_you_mean(name, COLUMNS) or f"; use {', '.join(COLUMNS)}."
            raise UsageError(f"a column cannot be mapped to {name}{hint}")
    if columns is not None and not {"request", "response"} & set(columns):
        raise UsageError("the mapping of columns names neither request nor response; name the column of one of them.")


def exchanges_of(
    batch: pa.RecordBatch, columns: Mapping[str, str] | None, name: str, first: int
) -> Iterator[Exchange | Unreadable]:
    """Yield the exchange of each row; a row that holds none is Unreadable, a blank line nothing at all.

    Without a column for it the place is ``name#17``: the row, counted from ``first``.
    """
    chosen = _chosen(batch, columns)
    places = chosen.pop(_PLACE, None)
    for start in range(0, batch.num_rows, _ROWS):
        rows = {key: column.slice(start, _ROWS).to_pylist() for key, column in chosen.items()}
        named = places.slice(start, _ROWS).to_pylist() if places is not None else None
        for index in range(min(_ROWS, batch.num_rows - start)):
            place = named[index] if named is not None else None
            place = f"{name}#{first + start + index}" if place is None else str(place)
            row = {key: values[index] for key, values in rows.items()}
            found = _line(row[_LINE], place) if columns is None else _row(row, place)
            if found is not None:
                yield found


def columns_read(names: Sequence[str], columns: Mapping[str, str] | None) -> list[str]:
    """Return the columns of a table that are read: those that are mapped, or ``value``, and ``place`` if it is there."""
    wanted = [_LINE] if columns is None else list(columns.values())
    return list(dict.fromkeys([*wanted, *([_PLACE] if _PLACE in names else [])]))


def missing_column(names: Sequence[str], columns: Mapping[str, str] | None) -> str | None:
    """Return what is to be said of a table that lacks a column, from its name on; None where it has all."""
    for column in columns_read(names, columns):
        if column not in names:
            if columns is None:
                return f"has no column {_LINE}; --columns request=NAME,response=NAME names yours: {', '.join(names)}."
            return f"has no column {column}{did_you_mean(column, names) or _and_has(names)}"
    return None


def _and_has(names: Sequence[str]) -> str:
    return f"; it has {', '.join(names)}."


def _chosen(batch: pa.RecordBatch, columns: Mapping[str, str] | None) -> dict[str, pa.Array]:
    """Return the columns that are read, by what they hold; raises UsageError where one is not there."""
    names = batch.schema.names
    missing = missing_column(names, columns)
    if missing is not None:
        raise UsageError(f"the data {missing}")
    chosen = {key: batch.column(column) for key, column in (columns or {_LINE: _LINE}).items()}
    if _PLACE not in chosen and _PLACE in names:
        chosen[_PLACE] = batch.column(_PLACE)
    return {key: _as_bytes(array) if key in (_LINE, "request", "response") else array for key, array in chosen.items()}


def _as_bytes(array: pa.Array) -> pa.Array:
    """Return text as bytes, without a copy: whether it is UTF-8 is looked at record by record."""
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if pa.types.is_large_string(array.type):
        return array.view(pa.large_binary())
    if pa.types.is_string(array.type):
        return array.view(pa.binary())
    return array


def _line(value: bytes | None, place: str) -> Exchange | Unreadable | None:
    if value is None:
        return Unreadable(place, "is null and no exchange; leave it out.")
    return None if not value or value.isspace() else exchange_in_line(value, place)


def _row(row: Mapping[str, Any], place: str) -> Exchange | Unreadable:
    sent, status, url, method = row.get("request"), row.get("status"), row.get("url"), row.get("method")
    if sent is None and row.get("response") is None:
        return Unreadable(place, "has neither request nor response; leave it out.")
    if status is not None and type(status) is not int:
        return Unreadable(place, f"has a status that is {status!r:.40}; write an integer such as 200.")
    try:
        request = None
        if not (sent is None and url is None):
            request = Request(_text(method), _text(url), None, _body(sent))
        response = None
        if not (row.get("response") is None and status is None):
            response = Response(status, None, _body(row.get("response")))
    except UnicodeDecodeError as error:
        return Unreadable(place, f"is not UTF-8 at byte {error.start + 1} of a body; write UTF-8.")
    return Exchange(place, request, response, _text(row.get("api_version")), _text(row.get("id")))


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _body(value: Any) -> Body | None:
    if value is None:
        return None
    if isinstance(value, bytes):
        return Body.from_text(value.decode())
    return Body.from_text(json.dumps(_without_absent(value), ensure_ascii=False, default=str))


def _without_absent(value: Any) -> Any:
    """Return a struct's value without its nulls: in a column a member that is not there and a null are one."""
    if isinstance(value, dict):
        return {name: _without_absent(member) for name, member in value.items() if member is not None}
    if isinstance(value, list):
        return [_without_absent(element) for element in value]
    return value
