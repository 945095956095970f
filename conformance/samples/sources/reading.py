"""Read a sample by its language: where its request is written, and what a PowerShell sample would send."""

from conformance.errors import InputError
from conformance.exchange import Exchange, Headers, Request, SourceMap
from conformance.samples.sample import Sample
from conformance.wire.body import Body


def read_source(sample: Sample) -> SourceMap:
    """Return where ``sample`` writes its request; the file alone where that cannot be told. Raises InputError."""
    text = _text(sample)
    if sample.language == "powershell":
        from conformance.samples.sources.powershell import read_powershell

        return read_powershell(sample.file, text, {}).sources
    from conformance.samples.sources.python import read_python

    return read_python(sample.file, text)


def predict_exchanges(sample: Sample, api_version: str, endpoint: str, deployment: str) -> list[Exchange]:
    """Return the exchanges that PowerShell ``sample`` would make with these settings: requests, marked predicted.

    Empty where the request is not written so that it can be read. Raises InputError.
    """
    from conformance.samples.sources.powershell import read_powershell

    settings = {
        "AZURE_OPENAI_ENDPOINT": endpoint,
        "AZURE_OPENAI_DEPLOYMENT": deployment,
        "OPENAI_API_VERSION": api_version,
    }
    prediction = read_powershell(sample.file, _text(sample), settings)
    if prediction.url is None or prediction.body is None:
        return []
    headers = Headers.of({"Content-Type": "application/json"})
    request = Request("POST", prediction.url, headers, Body.from_value(prediction.body))
    place = f"{sample.file}@{api_version}"
    return [
        Exchange(f"{place}:{number}", request, None, api_version, predicted=True, sources=prediction.sources)
        for number in range(1, prediction.calls + 1)
    ]


def _text(sample: Sample) -> str:
    try:
        return sample.path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise InputError(f"{sample.path} cannot be read as UTF-8; restore it from the repository.") from None
