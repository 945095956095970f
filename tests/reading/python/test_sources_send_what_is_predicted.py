"""What is predicted of a source is what it sends and prints when it runs, for ordinary ways to write such calls."""

import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from conformance.document.markdown import Fence, read_document
from conformance.reading import Reading
from conformance.reading.predicting import Prediction, predictions
from conformance.reading.python import read_python
from tests.reading.powershell.comparing import differences
from tests.reading.python.printed import printed_as_predicted
from tests.reading.wire import Sent, sent_by
from tests.shared_folder import needs_shared, shared

PROJECT = Path(__file__).parents[3]
SOURCES = sorted((PROJECT / "tests/reading/sources/python").glob("*.py"))
SAMPLES = sorted((PROJECT / "python").glob("*/*.py"))


@cache
def ran(source: Path) -> Sent:
    return sent_by(source, "python")


def read(source: Path) -> Reading:
    return read_python(source.name, source.read_text(encoding="utf-8"))


def check(reading: Reading, sent: Sent) -> None:
    """Compare each request, the number of requests, and the printed text; a run that is refused may end there."""
    found = list(predictions(reading, sent.settings))
    certain = [one for one in found if one.call.certain]
    for prediction, exchange in zip(found, sent.exchanges, strict=False):
        assert differences(prediction, exchange) == []
    refused = [one for one in sent.exchanges if one.response is not None and (one.response.status or 0) >= 400]
    if refused and certain[len(sent.exchanges) - 1].call.passes is False:
        assert len(sent.exchanges) <= len(certain)
        return
    assert len(certain) <= len(sent.exchanges) <= len(found), sent.outcome.stderr
    if all(one.certain for one in reading.printed) and len(certain) == len(found):
        assert sent.outcome.exit_code == 0, sent.outcome.stderr
    assert printed_as_predicted(reading, sent.exchanges, sent.settings, sent.outcome.stdout), sent.outcome.stdout


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_a_source_sends_and_prints_what_is_predicted(source: Path) -> None:
    reading = read(source)
    assert reading.problem is None
    check(reading, ran(source))


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_every_statement_of_an_ordinary_source_is_understood(source: Path) -> None:
    assert read(source).not_understood == ()


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: f"{sample.parent.name}/{sample.stem}")
def test_a_sample_is_predicted_completely(sample: Path) -> None:
    reading, sent = read(sample), ran(sample)
    assert reading.not_understood == ()
    assert all(one.complete for one in predictions(reading, sent.settings))
    assert len(reading.calls) == len(sent.exchanges) > 0
    assert all(text.certain for text in reading.printed)
    check(reading, sent)


def falsified(old: str, new: str) -> Reading:
    """Return the reading of a source in which one thing is not what ``rest_json`` really sends or prints."""
    source = PROJECT / "tests/reading/sources/python/rest_json.py"
    text = source.read_text(encoding="utf-8")
    assert old in text
    return read_python(source.name, text.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param('"seed": 42', '"seed": 42.0', id="another number"),
        pytest.param('"seed": 42,', "", id="a member less"),
        pytest.param("/openai/", "//openai/", id="another path"),
        pytest.param("2024-06-01", "2024-02-01", id="another query"),
        pytest.param('["content"])', '["content"], "!")', id="another text"),
        pytest.param("response = requests", "requests.post(url, json={})\nresponse = requests", id="a call more"),
    ],
)
def test_a_wrong_prediction_is_noticed(old: str, new: str) -> None:
    sent = ran(PROJECT / "tests/reading/sources/python/rest_json.py")
    with pytest.raises(AssertionError):
        check(falsified(old, new), sent)


@needs_shared
def test_each_python_block_of_the_document_is_predicted_completely(tmp_path: Path) -> None:
    document = read_document((shared() / "document/reproducible-output.md").read_bytes(), "reproducible-output.md")
    blocks = [block for block in document.blocks if isinstance(block, Fence) and block.language == "python"]
    assert blocks
    for number, block in enumerate(blocks):
        source = tmp_path / f"block{number}.py"
        source.write_text(block.content, encoding="utf-8")
        reading, sent = read(source), sent_by(source, "python")
        assert reading.not_understood == ()
        assert all(one.complete for one in predictions(reading))
        assert len(reading.calls) == len(sent.exchanges) == 3
        check(reading, sent)


def share(source: Path) -> str:
    """Say how much of what ``source`` really sends was predicted."""
    sent = ran(source)
    found = list(predictions(read(source), sent.settings))
    if not found:
        return "not at all" if sent.exchanges else "completely"
    return "completely" if all(map(_complete, found)) else "partly"


def _complete(prediction: Prediction) -> bool:
    return prediction.complete


def test_most_sources_are_predicted_completely(capsys: pytest.CaptureFixture[str]) -> None:
    shares = Counter(share(source) for source in SOURCES)
    with capsys.disabled():
        print(f"\nof {len(SOURCES)} Python sources predicted: {json.dumps(shares)}")
    assert shares["not at all"] == 0
    assert shares["completely"] >= 0.85 * len(SOURCES)
