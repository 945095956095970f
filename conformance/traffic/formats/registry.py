"""Every format, in the order in which they are asked whether an input is of it; each is loaded when it is asked."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Final, cast

from conformance.traffic.formats.format import Format
from conformance.traffic.look import Look

# Name, and the constant of the module of that name; what anything in JSON could be comes last.
_FORMATS: Final = {
    "har": "HAR",
    "test-proxy": "TEST_PROXY",
    "cassette-json": "CASSETTE_JSON",
    "batch": "BATCH",
    "ddapm": "DDAPM",
    "ndjson": "NDJSON",
    "json-array": "JSON_ARRAY",
    "go-vcr": "GO_VCR",
    "ruby-vcr": "RUBY_VCR",
    "vcrpy": "VCRPY",
    "httpmock": "HTTPMOCK",
    "sse": "SSE",
    "json": "JSON_DOCUMENT",
}
_FILES: Final = {"json": "json_document"}


@cache
def format_named(name: str) -> Format:
    """Return the format of ``name``; raises KeyError where there is none."""
    constant = _FORMATS[name]
    module = import_module(f"conformance.traffic.formats.{_FILES.get(name, name.replace('-', '_'))}")
    return cast(Format, getattr(module, constant))


def every_format() -> Iterator[Format]:
    """Yield every format."""
    for name in _FORMATS:
        yield format_named(name)


def format_of(look: Look) -> Format | None:
    """Return the format of an input by its first bytes, None where it is none of ours."""
    if look.is_ours:
        return format_named("ndjson")
    return next((one for name in _FORMATS if (one := format_named(name)).looks(look)), None)
