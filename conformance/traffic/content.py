"""The body of a recorded message: out of base64 and compression, as the text that it was."""

from typing import Any, Final

from conformance.traffic.blocks import LONGEST_LINE
from conformance.wire.body import Body

_GZIP: Final = b"\x1f\x8b"
_ZSTD: Final = b"\x28\xb5\x2f\xfd"
_ZLIB: Final = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
# JSON and server-sent events begin so: such bytes are no longer compressed, whatever a header says.
_PLAIN: Final = tuple(b'{["dei:r-0123456789tfn \t\r\n')


class Packed(Exception):
    """The body cannot be unpacked; ``reason`` goes on after ``has a response body that``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def body_of_bytes(raw: bytes, encoding: str | None = None) -> Body | None:
    """Return the body that ``raw`` holds under content coding ``encoding``; None where it is empty.

    Raises Packed where it is compressed and cannot be unpacked.
    """
    return Body.from_bytes(unpacked(raw, encoding)) if raw else None


def body_of_text(text: str, encoding: str | None = None) -> Body | None:
    """Return the body that ``text`` holds; None where it is empty. Raises Packed as ``body_of_bytes`` does."""
    if not text:
        return None
    if (text[0] in "\x1f(x" and text.isascii() is False) or text.startswith("\x1f"):
        try:  # a recorder of texts that kept compressed bytes, a character each
            return body_of_bytes(text.encode("latin-1"), encoding)
        except UnicodeEncodeError:
            pass
    return Body.from_text(text)


def body_of_base64(text: str, encoding: str | None = None) -> Body | None:
    """Return the body that ``text`` holds in base64; None where it is empty. Raises Packed."""
    import base64
    import binascii

    try:
        raw = base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise Packed("is not base64, though the recording says so; record it again") from None
    return body_of_bytes(raw, encoding)


def unpacked(raw: bytes, encoding: str | None) -> bytes:
    """Return ``raw`` without the content codings (RFC 9110, section 8.4.1) that it still has; raises Packed."""
    codings = [one.strip().lower() for one in (encoding or "").split(",") if one.strip()]
    for _ in range(max(len(codings), 1)):
        if raw.startswith(_GZIP):
            raw = _inflated(raw, 31)
        elif raw.startswith(_ZSTD):
            raw = _from_zstd(raw)
        elif "deflate" in codings and raw[0] not in _PLAIN:
            raw = _inflated(raw, 15 if raw.startswith(_ZLIB) else -15)
        elif "br" in codings and not _is_text(raw):
            raise Packed("is compressed with brotli; record it with `Accept-Encoding: gzip`")
    return raw


def _is_text(raw: bytes) -> bool:
    if raw[0] not in _PLAIN:
        return False
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def _inflated(raw: bytes, window: int) -> bytes:
    import zlib

    try:
        engine = zlib.decompressobj(window)
        plain = engine.decompress(raw, LONGEST_LINE)
    except zlib.error:
        raise Packed("is damaged compressed data; record it again") from None
    if engine.unconsumed_tail:
        raise Packed(f"is longer than {LONGEST_LINE >> 20} MiB once unpacked; leave it out")
    if not engine.eof:
        raise Packed("ends in the middle of its compressed data; record it again")
    return plain


def _from_zstd(raw: bytes) -> bytes:
    import io

    import zstandard

    try:
        with zstandard.ZstdDecompressor().stream_reader(io.BytesIO(raw)) as stream:
            plain: bytes = stream.read(LONGEST_LINE + 1)
        if len(plain) > LONGEST_LINE:
            raise Packed(f"is longer than {LONGEST_LINE >> 20} MiB once unpacked; leave it out")
        # A reader tells nothing of a frame that was cut off; what decompresses without a bound does.
        whole = zstandard.ZstdDecompressor().decompressobj()
        whole.decompress(raw)
    except zstandard.ZstdError:
        raise Packed("is damaged compressed data; record it again") from None
    if not whole.eof:
        raise Packed("ends in the middle of its compressed data; record it again")
    return plain


def body_of_value(value: Any, text: str | None = None, prefix: tuple[str | int, ...] = ()) -> Body:
    """Return a body that a recording wrote anew, as a value of its own file: exact in nothing but its meaning."""
    return Body(settled(value), text, prefix, exact=False)


def settled(value: Any) -> Any:
    """Return ``value`` with each number as any writer of JSON might have had it before.

    Such a writer makes `42` of `42.0` or the reverse, and of the largest int64 the float next to it: neither is
    held against the one who sent it.
    """
    from decimal import Decimal

    if isinstance(value, dict):
        return {name: settled(one) for name, one in value.items()}
    if isinstance(value, list):
        return [settled(one) for one in value]
    if isinstance(value, float):
        value = Decimal(repr(value))
    if (
        isinstance(value, Decimal)
        and value.is_finite()
        and value.adjusted() < 40
        and value == value.to_integral_value()
    ):
        value = int(value)
    if type(value) is int and abs(value) > _INT64 and float(abs(value)) == _FLOAT64:
        return _INT64 if value > 0 else -_INT64 - 1
    return value


_INT64: Final = (1 << 63) - 1
_FLOAT64: Final = float(1 << 63)
