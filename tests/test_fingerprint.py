"""The fingerprint of a finding: the same wherever the problem has moved to, another where the problem is another."""

from dataclasses import replace

import pytest

from conformance.exchange import Position
from conformance.finding import Excerpt, Finding, Severity, SpecPlace
from conformance.fingerprint import Occurrences, file_of, fingerprint


def marked(text: str, member: str) -> Excerpt:
    start = text.index(member)
    return Excerpt(text, start, start + len(member))


SEED = Finding(
    "seed-type", Severity.ERROR, "`seed` is \"42\"", "request", "/seed", "a/traffic.ndjson:3", id="x",
    api_version="2024-02-01", spec=SpecPlace("spec/2024-02-01/inference.json", "/p", 3, 4),
    source=Position("a/traffic.ndjson", 3, 17), suggestion="42",
    excerpt=marked('{"body": {"seed": "42", "n": 1}}', '"seed": "42"'),
)  # fmt: skip
TAB = Finding(
    "tab-id", Severity.ERROR, "the tab id `pyton` is not", "document", source=Position("how-to.md", 9, 17),
    suggestion="python", excerpt=marked("# [Python](#tab/pyton)", "pyton"),
)  # fmt: skip
LACKS = replace(SEED, rule="request-schema", pointer="/messages/0", suggestion="role", excerpt=marked("{}", "{"))
ON_PAGE = replace(
    SEED, exchange="how-to.md:12", source=Position("how-to.md", 14, 9), excerpt=marked('seed="42",', "seed")
)


@pytest.mark.parametrize(
    ("one", "moved"),
    [
        pytest.param(SEED, {"exchange": "a/traffic.ndjson:99", "id": "y"}, id="another line of the recording"),
        pytest.param(SEED, {"source": Position("a/traffic.ndjson", 99, 1)}, id="another place of the recording"),
        pytest.param(SEED, {"message": "better said", "severity": Severity.NOTE}, id="another sentence"),
        pytest.param(SEED, {"spec": SpecPlace("spec/2024-02-01/inference.json", "/q", 9)}, id="the slice was moved"),
        pytest.param(
            SEED, {"excerpt": marked('{"seed" :\n  "42"}', '"seed" :\n  "42"')}, id="the payload is written otherwise"
        ),
        pytest.param(SEED, {"chunk_index": 7}, id="the service cut the stream otherwise"),
        pytest.param(TAB, {"source": Position("how-to.md", 90, 17)}, id="lines above"),
        pytest.param(TAB, {"excerpt": marked("## See [Python](#tab/pyton)", "pyton")}, id="words beside"),
        pytest.param(ON_PAGE, {"source": Position("how-to.md", 99, 1), "exchange": "how-to.md:97"}, id="code that moved"),
        pytest.param(ON_PAGE, {"excerpt": marked('    seed="42",', "seed")}, id="code that was indented"),
    ],
)  # fmt: skip
def test_a_problem_that_moved_is_the_same(one: Finding, moved: dict[str, object]) -> None:
    assert fingerprint(replace(one, **moved)) == fingerprint(one)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(SEED, {"rule": "seed-range"}, id="rule"),
        pytest.param(SEED, {"part": "chunk"}, id="part"),
        pytest.param(SEED, {"pointer": "/n"}, id="pointer"),
        pytest.param(SEED, {"api_version": "2024-06-01"}, id="contract"),
        pytest.param(SEED, {"excerpt": marked('{"seed": "43"}', '"seed": "43"')}, id="value"),
        pytest.param(LACKS, {"suggestion": "content"}, id="another member is missing"),
        pytest.param(TAB, {"excerpt": marked("# [Python](#tab/phyton)", "phyton")}, id="text of a document"),
        pytest.param(ON_PAGE, {"excerpt": marked('seed="43",', "seed")}, id="value in code"),
    ],
)
def test_another_problem_is_another(one: Finding, other: dict[str, object]) -> None:
    assert fingerprint(replace(one, **other)) != fingerprint(one)  # type: ignore[arg-type]


def test_what_else_an_object_holds_is_not_the_problem() -> None:
    ones = [
        replace(SEED, pointer="/message", excerpt=marked(text, text))
        for text in ('"message": {"a": 1}', '"message": {}')
    ]
    assert len(set(map(fingerprint, ones))) == 1


def test_a_sign_that_stands_anywhere_is_told_by_its_line() -> None:
    signs = [replace(TAB, excerpt=marked(line, "```")) for line in ("``` a", "``` b", "  ``` b")]
    assert len(set(map(fingerprint, signs))) == 2


def test_any_text_has_a_fingerprint() -> None:
    assert len(fingerprint(replace(SEED, pointer="/\ud800\0"))) == 32


@pytest.mark.parametrize(
    ("exchange", "source", "file"),
    [
        ("a/traffic.ndjson:3", None, "a/traffic.ndjson"),
        ("login.har#17", None, "login.har"),
        ("body.json", None, "body.json"),
        ("python/rest/s.py@2024-02-01:2", None, "python/rest/s.py"),
        ("python/rest/s.py@2024-02-01", None, "python/rest/s.py"),
        ("-:3", None, "-"),
        ("a.md:3", Position("b.py", 4), "b.py"),
        (None, None, ""),
    ],
)
def test_the_file_is_told_without_the_exchange(exchange: str | None, source: Position | None, file: str) -> None:
    assert file_of(Finding("r", Severity.NOTE, "m", "request", exchange=exchange, source=source)) == file


def test_the_same_problem_twice_in_a_file_is_counted() -> None:
    seen = Occurrences()
    assert [seen.of("a", "1"), seen.of("a", "1"), seen.of("b", "1"), seen.of("a", "2")] == [1, 2, 1, 1]
