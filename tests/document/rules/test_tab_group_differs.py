"""``tab-group-differs``: groups that offer the same choice offer all of it."""

import pytest

from tests.document.rules.marking import speaks
from tests.document.rules.writing import tabs


def group(*titles: str) -> str:
    return tabs(*((title, title.strip("▸").lower(), "Text.") for title in titles))


FULL = group("Python", "PowerShell")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param(FULL * 2 + group("▸Python"), "lacks PowerShell", id="one group lacks a tab"),
        pytest.param(FULL * 2 + group("▸Python", "PowerShell", "Java"), "has Java besides", id="one has another"),
        pytest.param(FULL * 2 + group("▸Python", "Java"), "lacks PowerShell and has Java besides", id="both"),
        pytest.param(FULL * 3, None, id="all alike"),
        pytest.param(FULL * 2 + group("Linux", "Windows"), None, id="another choice"),
        pytest.param(FULL, None, id="one group"),
    ],
)
def test_groups_that_share_a_tab_have_all_in_common(text: str, says: str | None) -> None:
    findings = speaks("tab-group-differs", text)
    assert len(findings) == (says is not None)
    assert all(says is not None and says in one.message for one in findings)


def test_of_two_groups_one_is_told() -> None:
    findings = speaks("tab-group-differs", FULL + group("▸Python"))
    assert len(findings) == 1


def test_groups_of_other_pivots_are_other_choices() -> None:
    def zone(pivot: str, text: str) -> str:
        return f'::: zone pivot="{pivot}"\n\n{text}\n::: zone-end\n\n'

    speaks("tab-group-differs", zone("a", FULL * 2) + zone("b", group("Python")))


def test_of_two_groups_it_is_a_note() -> None:
    (finding,) = speaks("tab-group-differs", FULL + group("▸Python"))
    assert str(finding.severity) == "note"
