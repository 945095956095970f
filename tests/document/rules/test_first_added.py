"""``first-added``: the api-version that first had something is the one that the prose names."""

import pytest

from tests.document.rules.marking import confirms, speaks

SEED, LOGPROBS = "2023-12-01-preview", "2024-02-15-preview"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("`seed` was first added in `▸2024-02-01`.\n", "has it, but is not the first", id="too new"),
        pytest.param("`seed` was first added in API version ▸2023-05-15.\n", "does not have it", id="too old"),
        pytest.param("`seed` is available since `▸2024-02-01`.\n", SEED, id="since"),
        pytest.param("`seed` is supported starting with the api-version ▸2024-02-01.\n", SEED, id="starting with"),
        pytest.param("The api-version `▸2024-02-01` is the first that has `seed`.\n", SEED, id="is the first"),
        pytest.param("`seed` is new in the api-version `▸2024-02-01`.\n", SEED, id="new in"),
        pytest.param("é `seed` was introduced in\nthe api-version\n`▸2024-02-01`.\n", SEED, id="over several lines"),
        pytest.param(
            "Set `seed`. Send `seed` always.\n\nThis was first added in the api-version `▸2024-02-01`.\n",
            "`seed` was first",
            id="what the document is about",
        ),
        pytest.param(f"`seed` was first added in `{SEED}`.\n", None, id="right"),
        pytest.param(f"`logprobs` was first added in `{LOGPROBS}`.\n", None, id="another member"),
        pytest.param("`seed` works with the api-version `2024-02-01`.\n", None, id="no claim about the first"),
        pytest.param("`functions` was deprecated in the api-version `2024-02-01`.\n", None, id="the end of something"),
        pytest.param("This was first added in the api-version `2024-02-01`.\n", None, id="nobody knows what"),
        pytest.param("`my_thing` was first added in the api-version `2024-02-01`.\n", None, id="no member"),
    ],
)
def test_the_first_version_is_the_one_that_is_named(text: str, says: str | None) -> None:
    findings = speaks("first-added", text, *[SEED] * (says is not None))
    assert all(says is not None and says in one.message and one.spec is not None for one in findings)


def test_a_claim_that_holds_is_confirmed() -> None:
    assert confirms("first-added", f"`seed` was first added in `{SEED}`.\n") == [f"`seed` was first added in {SEED}."]
