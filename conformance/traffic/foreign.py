"""What an input looks like that is none of our formats, and what to do about it: one sentence."""

import re
from typing import Final

from conformance.traffic.look import Look

_WHAT_WE_READ: Final = '"conformance check --formats" lists what is read'
_CAPTURE: Final = "a packet capture; record with a proxy instead, such as `conformance record`"
# The byte order of pcapng. The bytes before it are a line break, which a look passes over, and a length.
_PCAPNG: Final = b"M<+\x1a"
# First bytes of files that people have beside their traffic.
_MAGIC: Final = (
    (b"PK\x03\x04", "a zip archive (a .saz or .zip); unpack it and name what is in it"),
    (b"PAR1", "Parquet, which is read from files only; name the file"),
    (b"SQLite format 3\x00", "an SQLite database; export its exchanges as HAR or NDJSON"),
    (b"\xd4\xc3\xb2\xa1", _CAPTURE),
    (b"\xa1\xb2\xc3\xd4", _CAPTURE),
    (b"%PDF", "a PDF; name a recording of traffic"),
    (b"\x89PNG", "a picture; name a recording of traffic"),
    (b"\xff\xd8\xff", "a picture; name a recording of traffic"),
    (b"GIF8", "a picture; name a recording of traffic"),
    (b"\xfd7zXZ\x00", "xz data; unpack it first"),
    (b"BZh", "bzip2 data; unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive; unpack it first"),
    (b"\x80\x04", "a Python pickle; write its exchanges as NDJSON"),
)
_TEXTS: Final = (
    (re.compile(rb"<(?:!doctype html|html)", re.IGNORECASE), "an HTML page; name a recording of traffic"),
    (re.compile(rb"<\?xml|<[a-zA-Z]"), "XML; export the traffic as HAR instead"),
    (re.compile(rb"\d+:\d*:?[\w.]+;?"), "a flow file of mitmproxy; export it as HAR (`mitmdump -r FILE --set hardump=FILE.har`)"),
    (re.compile(rb"(?:GET|POST|PUT|HEAD|DELETE|PATCH|OPTIONS) \S+ HTTP/"), "a raw HTTP message; name its body alone, with --api-version, or record with `conformance record`"),
    (re.compile(rb"HTTP/\d"), "a raw HTTP message; name its body alone, with --api-version, or record with `conformance record`"),
    (re.compile(rb"[*<>] |curl "), "the output of curl; name the body alone, with --api-version, or record with `conformance record`"),
    (re.compile(rb"#!|import |from \w+ import |def |package |using |const |function "), 'source code; "conformance read" predicts what it sends'),
    (re.compile(rb"# "), "a document in Markdown; \"conformance document check\" judges those"),
    (re.compile(rb"---\s*\n(?:[\w-]+:[^\n]*\n)+---"), "a document in Markdown; \"conformance document check\" judges those"),
    (re.compile(rb"(?:---\s*\n)?[\w-]+:(?:\s|$)"), f"YAML, and no cassette (`interactions`); {_WHAT_WE_READ}"),
    (re.compile(rb"[^\n,;]+[,;][^\n]*\n[^\n,;]+[,;]"), "a table (CSV); write its exchanges as NDJSON"),
)  # fmt: skip
# By members of the top object, all of which it has.
_DOCUMENTS: Final = (
    (("openapi", "paths"), "an OpenAPI description; name a recording of traffic"),
    (("swagger", "paths"), "an OpenAPI description; name a recording of traffic"),
    (("info", "item"), "a Postman collection, which holds requests and no recorded answers; export a run as HAR, or record it"),
    (("findings", "tool"), "a report of ours; name the traffic that it is about"),
    (("cells", "nbformat"), "a Jupyter notebook; record its calls with `conformance record`"),
    (("resourceSpans",), "OpenTelemetry spans, which hold no bodies as sent; record with `conformance record`"),
    (("mappings",), "WireMock mappings; record with `conformance record`, or export HAR"),
    (("$schema",), "a JSON Schema or a configuration; name a recording of traffic"),
)  # fmt: skip


def what_to_do(look: Look) -> str:
    """Return what the input looks like and what to do, to go on after its name."""
    return f"looks like {_kind(look)}."


def known_document(look: Look) -> str | None:
    """Return what JSON document the input is where its members tell, None where they tell nothing."""
    return next((says for members, says in _DOCUMENTS if all(name in look.keys for name in members)), None)


def _kind(look: Look) -> str:
    start = look.start
    for magic, says in _MAGIC:
        if start.startswith(magic):
            return says
    if _PCAPNG in start[:12]:
        return _CAPTURE
    if b"\x00" in start[:1024]:
        return f"binary data; {_WHAT_WE_READ}"
    if look.is_json:
        return known_document(look) or _some_json(look)
    for pattern, says in _TEXTS:
        if pattern.match(start):
            return says
    return f"text, and no traffic; {_WHAT_WE_READ}"


def _some_json(look: Look) -> str:
    names = look.keys or look.first_keys
    listed = ", ".join(f"`{name[:30]}`" for name in names[:4])
    shape = "JSON lines" if look.keys and look.more_exchanges else "a JSON object" if look.keys else "a JSON list"
    having = f" with {listed}" if listed else ""
    return f"{shape}{having}, and no exchange; write objects with `request` and `response`, or see --formats"
