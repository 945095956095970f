"""The format operator: ``'{0:N2}' -f 3.14159`` and ``[string]::Format``."""

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Final

from conformance.reading.powershell.convert import text_value
from conformance.reading.powershell.data import Operand, Text, TextPart
from conformance.reading.value import Known

_ITEM: Final = re.compile(r"\{\{|\}\}|\{(\d{1,3})(?:,(-?\d{1,4}))?(?::([^{}]*))?\}|[^{}]+|.", re.DOTALL)
_ZEROS: Final = re.compile(r"(0+)(?:\.(0+))?")
_STANDARD: Final = re.compile(r"([DNFX])(\d{0,2})", re.IGNORECASE)


def formatted(template: Operand, arguments: list[Operand]) -> Operand | None:
    """Return ``template`` with its items filled in, None where that is not known or an error."""
    text = text_value(template)
    if text.known is None:
        return None
    start = text.pieces[0].start if text.pieces else None
    pieces: list[TextPart] = []
    for match in _ITEM.finditer(text.known):
        number, width, form = match.groups()
        if number is None:
            token = match.group()
            if token in "{}":
                return None
            pieces.append(TextPart(token[0] if token in ("{{", "}}") else token, start))
            continue
        found = _item(arguments[int(number)], form, width) if int(number) < len(arguments) else None
        if found is None:
            return None
        pieces += found.pieces
    return Text(tuple(pieces))


def _item(argument: Operand, form: str | None, width: str | None) -> Text | None:
    text = text_value(argument)
    if form:
        value = argument.value if isinstance(argument, Known) else None
        if value is None or isinstance(value, bool | str):
            return text if isinstance(argument, Text) and width is None else None
        known = _number(value, form)
        if known is None:
            return None
        text = Text.of(known)
    if width is not None:
        if text.known is None:
            return None
        columns = int(width)
        text = Text.of(text.known.rjust(columns) if columns > 0 else text.known.ljust(-columns))
    return text


def _number(value: int | Decimal, form: str) -> str | None:
    match = _STANDARD.fullmatch(form)
    if match is None:
        digits = _ZEROS.fullmatch(form)
        if digits is None:
            return None
        decimals = len(digits[2] or "")
        try:
            rounded = _rounded(value, decimals)
        except InvalidOperation:
            return None
        whole, _, fraction = f"{abs(rounded):f}".partition(".")
        return ("-" if rounded < 0 else "") + whole.rjust(len(digits[1]), "0") + (f".{fraction}" if decimals else "")
    kind, places = match[1].upper(), int(match[2]) if match[2] else None
    if kind in "DX":
        if not isinstance(value, int):
            return None
        if kind == "X":
            shown = f"{value & (2**64 - 1 if abs(value) >= 2**31 else 2**32 - 1):x}" if value < 0 else f"{value:x}"
            return (shown.upper() if match[1] == "X" else shown).rjust(places or 0, "0")
        return ("-" if value < 0 else "") + str(abs(value)).rjust(places or 0, "0")
    try:
        rounded = _rounded(value, 2 if places is None else places)
    except InvalidOperation:
        return None
    return {"N": f"{rounded:,f}", "F": f"{rounded:f}"}[kind]


def _rounded(value: int | Decimal, places: int) -> Decimal:
    return Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
