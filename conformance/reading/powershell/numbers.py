"""PowerShell's numbers: how they are written, calculated with, and turned into text.

An integer is an ``int``. A double is the ``Decimal`` that ConvertTo-Json writes for it, so ``1.0`` keeps its point.
"""

import math
import re
from decimal import Decimal, InvalidOperation
from typing import Final

Number = int | Decimal

_INTEGER: Final = re.compile(r"[+-]?(?:\d+|0x[0-9a-f]+)", re.IGNORECASE)
_LITERAL: Final = re.compile(
    r"(?P<sign>[+-]?)(?:(?P<hex>0x[0-9a-f]+)|(?P<real>\d*\.\d+(?:e[+-]?\d+)?|\d+\.(?!\.)|\d+e[+-]?\d+)|(?P<whole>\d+))"
    r"(?P<type>u?l|u?y|us|s|d|n)?(?P<unit>[kmgtp]b)?",
    re.IGNORECASE,
)
_UNITS: Final = {"": 0, "kb": 10, "mb": 20, "gb": 30, "tb": 40, "pb": 50}
_INT64: Final = 2**63
_DECIMAL: Final = 2**96
_MAX_DIGITS: Final = 300


def literal(text: str) -> Number | None:
    """Return the number that ``text`` writes (``42``, ``0x1F``, ``1kb``, ``0.7``, ``5d``), or None."""
    match = _LITERAL.fullmatch(text.strip())
    if match is None or len(text) > _MAX_DIGITS:
        return None
    factor = 1 << _UNITS[(match["unit"] or "").lower()]
    negative = match["sign"] == "-"
    if match["hex"]:
        whole = _signed(int(match["hex"], 16), len(match["hex"]) - 2) * factor
        return (-whole if negative else whole) if abs(whole) < _INT64 else None
    if match["whole"] and (match["type"] or "").lower() != "d":
        whole = int(match["whole"]) * factor
        whole = -whole if negative else whole
        if -_INT64 <= whole < _INT64:
            return whole
        # Beyond 64 bits a literal is a decimal, which ConvertTo-Json writes with a point, and beyond 96 a double.
        return Decimal(f"{whole}.0") if abs(whole) < _DECIMAL else double(float(whole))
    if (match["type"] or "").lower() == "d":
        exact = Decimal(match["real"] or match["whole"]) * factor
        return _pointed(-exact if negative else exact)
    return double((-1 if negative else 1) * float(match["real"] or "0") * factor)


def double(value: float) -> Decimal | None:
    """Return a double as ConvertTo-Json writes it, None where it is not a number."""
    return _pointed(Decimal(repr(value))) if math.isfinite(value) else None


def calculated(operator: str, left: Number, right: Number) -> Number | None:
    """Return ``left operator right`` by PowerShell's rules, None where that is an error or too large."""
    try:
        if isinstance(left, int) and isinstance(right, int):
            return _whole(operator, left, right)
        a, b = float(left), float(right)
        match operator:
            case "+":
                return double(a + b)
            case "-":
                return double(a - b)
            case "*":
                return double(a * b)
            case "/":
                return double(a / b)
            case "%":
                return double(math.fmod(a, b))
    except (ArithmeticError, ValueError):
        return None
    return None


def text_of(number: Number, *, digits: int = 15) -> str:
    """Return ``number`` as it stands in a string: a double with 15 digits, on the console with 17."""
    if isinstance(number, int):
        return str(number)
    if len(number.as_tuple().digits) > 17:
        return _trimmed(f"{number:f}")
    value = float(number)
    if value == 0:
        return "-0" if number.is_signed() else "0"
    shortest = repr(value) if digits >= 17 else f"{value:.{digits}g}"
    mantissa, exponent = f"{Decimal(shortest):E}".split("E")
    power = int(exponent)
    if -5 <= power < 15:
        return _trimmed(f"{Decimal(shortest):f}")
    return f"{_trimmed(mantissa)}E{'+' if power > 0 else '-'}{abs(power):02}"


def parsed(text: str) -> Number | None:
    """Return the number that a string is converted to, None where it is none."""
    stripped = text.strip()
    if not stripped:
        return 0
    try:
        if _INTEGER.fullmatch(stripped) and len(stripped) < _MAX_DIGITS:
            whole = int(stripped, 0) if "x" in stripped.lower() else int(stripped)
            return whole if abs(whole) < _INT64 else double(float(whole))
        return double(float(Decimal(stripped)))
    except (InvalidOperation, ValueError, OverflowError):
        return None


def _whole(operator: str, left: int, right: int) -> Number | None:
    match operator:
        case "+":
            found = left + right
        case "-":
            found = left - right
        case "*":
            found = left * right
        case "/":
            return left // right if left % right == 0 else double(left / right)
        case "%":
            return int(math.fmod(left, right)) if abs(left) < 2**53 and abs(right) < 2**53 else None
        case _:
            return None
    return found if abs(found) < 2**31 or -_INT64 <= found < _INT64 else double(float(found))


def _signed(value: int, digits: int) -> int:
    """Return what so many hexadecimal digits write: eight and sixteen are two's complement."""
    for width in (8, 16):
        if digits == width and value >> (4 * width - 1):
            return value - (1 << (4 * width))
    return value


def _pointed(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    return Decimal(f"{value:f}.0") if isinstance(exponent, int) and 0 <= exponent < 15 else value


def _trimmed(digits: str) -> str:
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
