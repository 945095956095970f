"""Read a sample without running it: which line writes what it sends, and what it would send."""

from dataclasses import replace

from conformance.errors import InputError
from conformance.exchange import Exchange, SourceMap
from conformance.reading.predicting import predictions
from conformance.reading.program import Reading
from conformance.reading.reader import read_source as read
from conformance.samples.sample import Sample


def read_source(sample: Sample) -> SourceMap:
    """Return where ``sample`` writes its request; the file alone where that cannot be told. Raises InputError."""
    first = next(predictions(_reading(sample)), None)
    return _sources(sample, first.exchange if first is not None else None)


def predict_exchanges(sample: Sample, api_version: str, endpoint: str, deployment: str) -> list[Exchange]:
    """Return the exchanges that ``sample`` would make with these settings: requests, marked predicted.

    Empty where a request is not written so that all of it can be read. Raises InputError.
    """
    environment = {
        "AZURE_OPENAI_ENDPOINT": endpoint,
        "AZURE_OPENAI_API_KEY": "",
        "AZURE_OPENAI_DEPLOYMENT": deployment,
    }
    if sample.set == "dated":
        environment["OPENAI_API_VERSION"] = api_version
    place = f"{sample.file}@{api_version}"
    found = list(predictions(_reading(sample), environment, place, api_version))
    if not all(one.complete for one in found):
        return []
    return [replace(one.exchange, sources=_sources(sample, one.exchange)) for one in found]


def _sources(sample: Sample, exchange: Exchange | None) -> SourceMap:
    """Return the places of ``exchange``; an api-version inside the URL has the place of the URL, in every language."""
    if exchange is None or exchange.sources is None:
        return SourceMap(sample.file)
    sources = exchange.sources
    url, version = sources.url, sources.api_version
    inside = url is not None and version is not None and url.line == version.line
    return replace(sources, api_version=url) if inside else sources


def _reading(sample: Sample) -> Reading:
    try:
        text = sample.path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise InputError(f"{sample.path} cannot be read as UTF-8; restore it from the repository.") from None
    return read(sample.file, text, "powershell" if sample.language == "powershell" else "python")
