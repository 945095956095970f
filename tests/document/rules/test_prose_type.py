"""``prose-type``: a member has the type that the prose claims for it."""

import pytest

from tests.document.rules.marking import confirms, speaks
from tests.document.rules.writing import python


@pytest.mark.parametrize(
    ("text", "suggestions"),
    [
        pytest.param("▸`seed` is a string.\n", ["integer or null"], id="another type"),
        pytest.param("▸`seed` can be set to a string or null.\n", ["integer or null"], id="or null"),
        pytest.param("é ▸`system_fingerprint` is an integer.\n", ["string"], id="of an answer"),
        pytest.param("▸`max_tokens` takes a boolean.\n", ["integer"], id="takes"),
        pytest.param("▸`messages` is optional.\n", [None], id="optional, and required"),
        pytest.param("▸`seed` is a required integer.\n", [None], id="required, and optional"),
        pytest.param(
            "▸`seed` is a string and ▸`stream` is a string.\n", ["integer or null", "boolean or null"], id="two"
        ),
        pytest.param("`seed` is an integer.\n", [], id="right"),
        pytest.param("`seed` is an integer or null.\n", [], id="right, with null"),
        pytest.param("`temperature` is a number.\n", [], id="a number"),
        pytest.param("`seed` is a number.\n", [], id="an integer is a number"),
        pytest.param("`seed` is not a string.\n", [], id="what it is not"),
        pytest.param("`my_seed` is a string.\n", [], id="no member"),
        pytest.param("▸`seed`'s type is a string.\n", ["integer or null"], id="its type"),
        pytest.param("`choices`'s first entry is an object.\n", [], id="something of it"),
        pytest.param("`seed` is a string of fate.\n", [], id="another sense"),
        pytest.param("A string is what `seed` is compared with.\n", [], id="before it"),
        pytest.param("`messages` is required.\n", [], id="required"),
    ],
)
def test_a_member_has_the_type_that_is_claimed(text: str, suggestions: list[str | None]) -> None:
    findings = speaks("prose-type", f"{text}\n{python()}", *suggestions)
    assert all(one.api_version == "2024-02-01" and one.spec is not None for one in findings)


def test_claims_that_hold_are_confirmed() -> None:
    text = f"`seed` is an optional parameter, an integer or null.\n\n{python()}"
    assert confirms("prose-type", "`system_fingerprint` is a string.\n\n" + python()) == [
        "`system_fingerprint` is string in 2024-02-01."
    ]
    assert "`seed` is optional in 2024-02-01." in confirms("prose-type", text)
