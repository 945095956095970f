"""What is predicted of a source is what it does: it runs against the emulator, and the two are compared."""

import re
from pathlib import Path

import pytest

from conformance.document.markdown import Fence, read_document
from conformance.reading import Known, Reading, Unknown
from conformance.reading.powershell import read_powershell
from conformance.reading.predicting import Prediction, predictions
from tests.reading.powershell.comparing import differences, pattern_of
from tests.reading.powershell.together import Ran, ran
from tests.shared_folder import ROOT, needs_shared, shared

pytestmark = needs_shared

SOURCES = sorted((Path(__file__).parent.parent / "sources" / "powershell").glob("*.ps1"))
LANGUAGE = sorted((Path(__file__).parent.parent / "sources" / "powershell" / "language").glob("*.ps1"))
SAMPLES = sorted((ROOT / "powershell").glob("*.ps1"))
PLACEHOLDER = "YOUR-DEPLOYMENT-NAME-HERE"


@pytest.fixture(scope="module")
def blocks(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Every PowerShell block of the document, as a file of its own."""
    folder = tmp_path_factory.mktemp("blocks")
    document = read_document((shared() / "document" / "reproducible-output.md").read_bytes(), "reproducible-output.md")
    found = []
    for number, block in enumerate(
        block for block in document.blocks if block.language == "powershell" and isinstance(block, Fence)
    ):
        path = folder / f"block{number}.ps1"
        path.write_text(block.content, encoding="utf-8")
        found.append(path)
    return found


@pytest.fixture(scope="module")
def done(blocks: list[Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ran]:
    sources = [*SOURCES, *LANGUAGE, *SAMPLES, *blocks]
    return ran(sources, tmp_path_factory.mktemp("together"), (PLACEHOLDER,))


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_a_small_source_does_what_is_predicted(source: Path, done: dict[str, Ran]) -> None:
    does_what_is_predicted(source, done[source.name])


@pytest.mark.parametrize("source", LANGUAGE, ids=lambda source: source.stem)
def test_what_the_language_prints_is_predicted_to_the_letter(source: Path, done: dict[str, Ran]) -> None:
    reading = does_what_is_predicted(source, done[source.name])
    assert all(isinstance(one.text, Known) and one.certain for one in reading.printed)


def test_the_samples_do_what_is_predicted(done: dict[str, Ran]) -> None:
    for source in SAMPLES:
        reading = does_what_is_predicted(source, done[source.name])
        assert not reading.not_understood
        assert all(not call.passes for call in reading.calls)


def test_the_blocks_of_the_document_do_what_is_predicted(blocks: list[Path], done: dict[str, Ran]) -> None:
    assert blocks
    for source in blocks:
        reading = does_what_is_predicted(source, done[source.name])
        assert not reading.not_understood
        assert all(prediction.complete for prediction in predictions(reading))
        assert all(call.passes for call in reading.calls)


def does_what_is_predicted(source: Path, done: Ran) -> Reading:
    reading = read_powershell(source.name, source.read_text(encoding="utf-8"))
    found = [one for one in predictions(reading, done.settings) if one.call.certain]
    assert len(found) == len(done.exchanges)
    for prediction, exchange in zip(found, done.exchanges, strict=True):
        assert differences(prediction, exchange) == []
    answers = [exchange.response.body.value if _answers(exchange.response) else None for exchange in done.exchanges]  # type: ignore[union-attr]
    assert re.fullmatch(pattern_of(reading, answers, done.settings), done.printed), (
        f"{done.printed!r} is not\n{pattern_of(reading, answers, done.settings)!r}"
    )
    return reading


def _answers(response: object) -> bool:
    return getattr(response, "status", None) == 200


def test_the_share_that_is_predicted(capsys: pytest.CaptureFixture[str]) -> None:
    kinds = {"completely": 0, "partly": 0, "not at all": 0}
    for source in [*SOURCES, *SAMPLES]:
        reading = read_powershell(source.name, source.read_text(encoding="utf-8"))
        kinds[_share(reading, list(predictions(reading)))] += 1
    with capsys.disabled():
        print(f"\nPowerShell sources predicted: {', '.join(f'{kind} {count}' for kind, count in kinds.items())}")
    assert kinds["not at all"] == 0
    assert kinds["completely"] >= 0.75 * sum(kinds.values())


def _share(reading: Reading, found: list[Prediction]) -> str:
    if not found:
        return "not at all"
    printed = all(
        not isinstance(part, Unknown) for one in reading.printed for part in getattr(one.text, "parts", (one.text,))
    )
    return "completely" if printed and all(one.complete for one in found) else "partly"
