"""A ``:::code`` line takes lines of another repository where the configuration says which folder that is."""

from pathlib import Path

import pytest

from conformance.document.markdown import CodeInclude, Problem, read_document, read_snippet


def taken(source: str, tmp_path: Path) -> str:
    samples, docs = tmp_path / "samples", tmp_path / "docs"
    (samples / "python").mkdir(parents=True)
    (samples / "python" / "ask.py").write_text("print(1)\n", encoding="utf-8")
    (tmp_path / "secret.py").write_text("print(2)\n", encoding="utf-8")
    docs.mkdir()
    (include,) = read_document(f':::code language="python" source="{source}":::\n', "a.md").blocks
    assert isinstance(include, CodeInclude)
    found = read_snippet(
        include=include,
        document=read_document("", "a.md"),
        folder=docs,
        root=docs,
        repositories={"samples-main": samples},
    )
    return found.kind if isinstance(found, Problem) else found.text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("~/samples-main/python/ask.py", "print(1)\n"),
        ("~/other/python/ask.py", "include-missing"),
        ("~/samples-main/../secret.py", "include-outside"),
        ("~/samples-main/python/missing.py", "include-missing"),
        ("samples-main/python/ask.py", "include-missing"),
    ],
)
def test_another_repository_is_named_by_the_first_part_of_the_path(source: str, text: str, tmp_path: Path) -> None:
    assert taken(source, tmp_path) == text
