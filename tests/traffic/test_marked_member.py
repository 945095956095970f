"""What an excerpt marks is shown without secrets, the same whether or not the text around it is looked at."""

import json
import pickle
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.finding import Excerpt, Finding, LateExcerpt, Severity
from conformance.fingerprint import fingerprint
from conformance.judging.excerpts import excerpt_of_member
from conformance.traffic.exchange_line import exchange_of
from conformance.traffic.secrets.findings import presentable
from conformance.wire.pointer import Path, pointer_of

KEY: Final = "sk-" + "aB3dE5gH7jK9mN1pQ3" * 2
RANDOM: Final = "aB3dE5gH7jK9mN1pQ3sT5vW7yZ0aB3dE5gH7jK9m"
# Each part is what a secret looks like, or begins or ends with, in a text beside the marked member or inside it.
PIECES: Final = (
    KEY, RANDOM, f"Bearer {RANDOM}", "api_key", "'api_key'= ", "'api_key': \"", "password=", "pwd=x", "pwd = ",
    "?api-key=abc1", "&sig=", "://user:pw1@", "://a@", "api-key: ", "\\", '"', "'", "=", ": ", ", ", "{", "]", "data:;base64,",
    f'{{"api_key": "{RANDOM}"}}', '{"api_key": "', "a", "12345678", "\n", "é",
)  # fmt: skip
TEXTS: Final = st.lists(st.sampled_from(PIECES), max_size=4).map("".join)
VALUES: Final = st.recursive(
    TEXTS | st.integers() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


def paths_of(value: Any, above: Path = ()) -> Iterator[Path]:
    yield above
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for token, inner in members:
        yield from paths_of(inner, (*above, token))


def findings(body: Any, path: Path) -> tuple[Finding, Finding]:
    """Return the finding twice, shown: with its excerpt cut when it is read, and with one that was cut before."""
    line = json.dumps({"request": {"method": "POST", "url": "https://h/x", "body": body}}, ensure_ascii=False)
    excerpt = excerpt_of_member(exchange_of(line, "t:1").request.body, path)  # type: ignore[union-attr]
    assert excerpt is not None
    finding = Finding("r", Severity.ERROR, "m", "request", pointer_of(path), excerpt=excerpt)
    whole = Excerpt(excerpt.text, excerpt.start, excerpt.end)
    return presentable(finding), presentable(replace(finding, excerpt=whole))


def alike(body: Any, path: Path) -> str:
    """Return what is marked in ``body``, having compared it with what is marked in the whole excerpt."""
    late, whole = findings(body, path)
    assert late.excerpt is not None and whole.excerpt is not None
    marked = late.excerpt.marked  # before the text is asked for
    assert marked == whole.excerpt.text[whole.excerpt.start : whole.excerpt.end] == late.excerpt.now.marked  # type: ignore[union-attr]
    assert fingerprint(findings(body, path)[0]) == fingerprint(whole)
    return marked


@pytest.mark.parametrize(
    ("body", "path", "marked"),
    [
        pytest.param({"seed": "42"}, ("seed",), '"seed": "42"', id="nothing secret"),
        pytest.param({"a": KEY}, ("a",), f'"a": "{"*" * len(KEY)}"', id="a key"),
        pytest.param({"api_key": "hush"}, ("api_key",), '"api_key": "****"', id="a name"),
        pytest.param({"a": 1}, ("a",), '"a": 1', id="shorter than any shape"),
        pytest.param({"k": ["'api_key'= ", 42, 17]}, ("k", 1), "*", id="a number behind what looks like a name"),
        pytest.param({"api_key": ["hush"]}, ("api_key", 0), '"', id="an element, of which one character is marked"),
        pytest.param({"x": "api_key=", "seed": "12345678"}, ("seed",), '"seed": "12345678"', id="a name before it"),
        pytest.param({"x": "y" * 900, "seed": KEY, "z": "y" * 900}, ("seed",), f'"seed": "{"*" * len(KEY)}"', id="far"),
    ],
)
def test_a_marked_member_is_shown_as_in_its_excerpt(body: Any, path: Path, marked: str) -> None:
    assert alike(body, path) == marked


@given(st.dictionaries(TEXTS, VALUES, min_size=1, max_size=4), st.data())
def test_any_member_is_shown_as_in_its_excerpt(body: dict[str, Any], data: st.DataObject) -> None:
    alike(body, data.draw(st.sampled_from(list(paths_of(body)))))


def test_the_fingerprint_of_a_member_asks_for_nothing_around_it() -> None:
    def cut() -> Excerpt:
        raise AssertionError("the excerpt is cut")

    late = LateExcerpt(cut, member=True, mark=lambda: '"seed": "42"')
    finding = Finding("r", Severity.ERROR, "m", "request", "/seed", excerpt=late)
    assert fingerprint(finding) == fingerprint(replace(finding, excerpt=Excerpt('{"seed": "42"}', 1, 13)))


def test_an_excerpt_is_cut_where_it_goes_to_another_process() -> None:
    late = LateExcerpt(lambda: Excerpt('{"seed": "42"}', 1, 13), member=True, mark=lambda: '"seed": "42"')
    gone = pickle.loads(pickle.dumps(late))  # noqa: S301 - it was written a moment ago
    assert (gone.text, gone.start, gone.end, gone.marked, gone.member) == (
        '{"seed": "42"}',
        1,
        13,
        '"seed": "42"',
        True,
    )
