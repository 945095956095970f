"""Members that come and go: the same body judged on each of the 27 contracts."""

import pytest

from conformance.contract.catalog import catalog
from conformance.contract.contract import contract
from conformance.finding import Finding, Severity
from tests.judging.rules.judging import ANSWER, STORY, findings

VERSIONS = catalog().with_chat
WITH_SEED = [version for version in VERSIONS if version >= "2023-12-01-preview"]
BEFORE_LIMIT = [version for version in VERSIONS if version < "2024-09-01-preview"]
MAPS = {"metadata": '{"sede": "x"}', "logit_bias": '{"50256": -100, "sede": 1}'}
TOOLS = (
    '[{"type": "function", "function": {"name": "f", "parameters": '
    '{"type": "object", "properties": {"sede": {"x": [{"y": 1}]}}, "seeed": 1}}}]'
)


def story(api_version: str, members: str = "") -> str:
    """Return a story that is sound on ``api_version``, with further ``members`` before the others."""
    model = '"model": "m", ' if api_version.startswith("v") else ""
    seed = '"seed": 42, ' if api_version in WITH_SEED else ""
    return STORY.replace('{"seed": 42, ', f"{{{members}{model}{seed}", 1)


def told(found: list[Finding]) -> list[tuple[str, str, str | None]]:
    """Return rule, pointer and suggestion of what is more than a note."""
    return [(one.rule, one.pointer, one.suggestion) for one in found if one.severity > Severity.NOTE]


def test_there_are_24_dated_versions_and_the_v1_family() -> None:
    assert len(VERSIONS) == 27
    assert VERSIONS[24:] == ("v1", "v1-preview", "v1-2026-01-28")


@pytest.mark.parametrize("api_version", VERSIONS)
def test_the_story_is_sound(api_version: str) -> None:
    assert told(findings(story(api_version), api_version=api_version)) == []


@pytest.mark.parametrize("api_version", WITH_SEED)
@pytest.mark.parametrize("written", ["sede", "Seed", "seeds"])
def test_a_misspelt_seed_gets_its_suggestion(api_version: str, written: str) -> None:
    body = story(api_version).replace('"seed"', f'"{written}"')
    assert told(findings(body, api_version=api_version)) == [("undeclared-member", f"/{written}", "seed")]


@pytest.mark.parametrize("api_version", VERSIONS)
def test_camel_case_gets_its_suggestion(api_version: str) -> None:
    body = story(api_version).replace('"max_tokens"', '"maxTokens"')
    assert told(findings(body, api_version=api_version)) == [("undeclared-member", "/maxTokens", "max_tokens")]


@pytest.mark.parametrize("api_version", BEFORE_LIMIT)
def test_a_later_member_names_the_first_version_that_has_it(api_version: str) -> None:
    body = story(api_version).replace('"max_tokens"', '"max_completion_tokens"')
    (found,) = findings(body, api_version=api_version)
    assert (found.rule, found.severity, found.pointer) == (
        "member-not-in-version",
        Severity.ERROR,
        "/max_completion_tokens",
    )
    assert "2024-09-01-preview is the first that has it" in found.message


@pytest.mark.parametrize("api_version", VERSIONS)
def test_nothing_is_undeclared_in_what_is_the_users_own(api_version: str) -> None:
    declared = contract(api_version).operation.request.shape.members
    own = {"tools": TOOLS} | MAPS
    members = "".join(f'"{name}": {value}, ' for name, value in own.items() if name in declared)
    assert "logit_bias" in members and ("tools" in members) == (api_version in WITH_SEED)
    assert told(findings(story(api_version, members), api_version=api_version)) == []


@pytest.mark.parametrize("api_version", WITH_SEED)
@pytest.mark.parametrize(
    ("fingerprint", "found"),
    [
        ('"system_fingerprint": "fp_1", ', []),
        ("", [("fingerprint-missing", "", "system_fingerprint")]),
        ('"system_fingerprint": null, ', [("fingerprint-null", "/system_fingerprint", None)]),
        ('"system_fingerprint": "", ', [("fingerprint-empty", "/system_fingerprint", None)]),
    ],
)
def test_a_fingerprint_absent_null_and_empty_are_three_findings(
    api_version: str, fingerprint: str, found: list[tuple[str, str, str | None]]
) -> None:
    answer = ANSWER.replace('"system_fingerprint": "fp_1", ', fingerprint)
    newer = api_version >= "2024-08-01-preview"  # these require `logprobs` and `refusal`
    sound = answer.replace('"index": 0', '"index": 0, "logprobs": null').replace('"Once"', '"Once", "refusal": null')
    assert told(findings(answer=sound if newer else answer, api_version=api_version)) == found


@pytest.mark.parametrize("api_version", [version for version in VERSIONS if version not in WITH_SEED])
def test_before_there_was_a_fingerprint_none_is_missed(api_version: str) -> None:
    answer = ANSWER.replace('"system_fingerprint": "fp_1", ', "")
    assert findings(answer=answer, api_version=api_version) == []


@pytest.mark.parametrize("api_version", [version for version in VERSIONS if version < "2024-08-01-preview"])
def test_what_newer_models_add_to_an_older_versions_answer_are_notes(api_version: str) -> None:
    newer = ANSWER.replace('"Once"', '"Once", "refusal": null, "annotations": []').replace(
        '"total_tokens": 2', '"total_tokens": 2, "completion_tokens_details": {}, "prompt_tokens_details": {}'
    )
    found = findings(answer=newer, api_version=api_version)
    assert {(one.rule, one.severity) for one in found} == {("member-not-in-version", Severity.NOTE)}
    assert {one.pointer for one in found} - {"/system_fingerprint"} == {
        "/choices/0/message/refusal",
        "/choices/0/message/annotations",
        "/usage/completion_tokens_details",
        "/usage/prompt_tokens_details",
    }


@pytest.mark.parametrize("api_version", WITH_SEED)
def test_an_sdk_dump_breaks_the_wire_contract_at_each_place(api_version: str) -> None:
    dumped = ANSWER.replace('"Once"', '"Once", "function_call": null, "tool_calls": null')
    found = told(findings(answer=dumped, api_version=api_version))
    assert [one[:2] for one in found if one[2] is None] == [
        ("response-schema", "/choices/0/message/function_call"),
        ("response-schema", "/choices/0/message/tool_calls"),
    ]
    sent = '{"role": "assistant", "content": "Once", "tool_calls": null}, {"role": "user"'
    asked = told(findings(story(api_version).replace('{"role": "user"', sent), api_version=api_version))
    assert asked == []  # clients send it so; in an answer it is an error


@pytest.mark.parametrize("api_version", [v for v in VERSIONS if len(contract(v).operations) > 1])
def test_the_second_chat_operation_is_judged_by_its_own_schema(api_version: str) -> None:
    url = f"https://h/openai/deployments/d/extensions/chat/completions?api-version={api_version}"
    own = '"dataSources": [{"type": "AzureCognitiveSearch", "parameters": {}}], '
    sound = story(api_version, own).replace('"seed": 42, ', "")  # which this operation does not have
    assert told(findings(sound, api_version=api_version, url=url)) == []
    wrong = sound.replace("0.7", "7").replace('"role": "user"', '"role": 5')
    found = findings(wrong, api_version=api_version, url=url)
    assert [one[:2] for one in told(found)] == [
        ("request-schema", "/temperature"),
        ("request-schema", "/messages/1/role"),
    ]
    (seeded, *_) = findings(sound.replace("{", '{"seed": 42, ', 1), api_version=api_version, url=url)
    assert (seeded.rule, seeded.pointer) == ("member-not-in-version", "/seed")
    assert seeded.message.startswith("`seed` is not declared on /extensions/")
    plain = findings(sound, api_version=api_version, url=url.replace("/extensions", ""))
    assert [one[1] for one in told(plain)] in ([], ["/dataSources"])


@pytest.mark.parametrize("api_version", VERSIONS)
@pytest.mark.parametrize("role", ['"role": "usr", ', "", '"role": 5, ', '"role": null, '])
def test_an_object_of_unknown_kind_is_one_problem(api_version: str, role: str) -> None:
    body = story(api_version).replace('"role": "user", ', role)
    assert len(told(findings(body, api_version=api_version))) == 1
