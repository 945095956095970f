"""Where the members of a request stand inside a shell's strings, here-documents and files."""

from pathlib import Path

import pytest

from conformance.reading.bash import read_bash
from conformance.reading.nearby import files_below
from conformance.reading.predicting import predictions

CURL = "curl https://x.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-06-01"

# ▸ stands before the seed's key.
SOURCES = {
    "single quotes": f'{CURL} -d \'{{"messages": [], ▸"seed": 42}}\'',
    "several lines": f'{CURL} \\\n  -d \'{{\n  "messages": [],\n  ▸"seed": 42\n}}\'',
    "double quotes": f'{CURL} -d "{{\\"messages\\": [], \\▸"seed\\": 42}}"',
    "behind umlauts": f'{CURL} -d \'{{"messages": [], "user": "Grüße 👋", ▸"seed": 42}}\'',
    "behind a variable": f'{CURL} -d \'{{"user": "\'$WHO\'", ▸"seed": 42, "messages": []}}\'',
    "a here-document": f'{CURL} -d @- <<EOF\n{{"user": "$WHO",\n▸"seed": 42, "messages": []}}\nEOF',
    "a variable": f'BODY=\'{{"messages": [],\n▸"seed": 42}}\'\n{CURL} -d "$BODY"',
    "a file that was written": f'cat <<\'E\' > b.json\n{{"messages": [], ▸"seed": 42}}\nE\n{CURL} -d @b.json',
    "behind a prompt and a placeholder": "$ curl https://<your-resource>/chat/completions -d '{▸\"seed\": 42}'",
}


@pytest.mark.parametrize("marked", SOURCES.values(), ids=SOURCES.keys())
def test_a_member_is_placed_where_it_is_written(marked: str) -> None:
    before, _, _ = marked.partition("▸")
    (prediction,) = predictions(read_bash("a.sh", marked.replace("▸", "")))
    place = prediction.exchange.sources.of("request", "/seed")  # type: ignore[union-attr]
    assert (place.line, place.column) == (before.count("\n") + 1, len(before) - before.rfind("\n"))


def test_a_member_of_a_file_is_placed_there(tmp_path: Path) -> None:
    (tmp_path / "body.json").write_text('{\n  "messages": [],\n  "seed": 42\n}\n', encoding="utf-8")
    (prediction,) = predictions(read_bash("a.sh", f"{CURL} -d @body.json", files_below(tmp_path)))
    place = prediction.exchange.sources.of("request", "/seed")  # type: ignore[union-attr]
    assert (Path(place.file).name, place.line, place.column) == ("body.json", 3, 3)


def test_broken_json_is_placed_where_it_breaks() -> None:
    (prediction,) = predictions(read_bash("a.sh", f'{CURL} -d \'{{\n  "seed": ,\n  "messages": []}}\''))
    place = prediction.exchange.sources.of("request", "")  # type: ignore[union-attr]
    assert (place.line, place.column) == (2, 11)


def test_the_api_version_of_a_url_is_placed_in_it() -> None:
    (prediction,) = predictions(read_bash("a.sh", CURL))
    place = prediction.exchange.sources.of("url", "/api-version")  # type: ignore[union-attr]
    assert (place.line, place.column) == (1, CURL.index("2024-06-01") + 1)
