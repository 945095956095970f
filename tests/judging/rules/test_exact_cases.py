"""Cases whose outcome is exact, over every api-version that they apply to."""

import pytest

from conformance.contract.catalog import catalog
from tests.judging.rules.judging import ANSWER, STORY, findings, rules

VERSIONS = catalog().with_chat
WITH_SEED = [version for version in VERSIONS if version >= "2023-12-01-preview"]
BEFORE_SEED = [version for version in VERSIONS if version < "2023-12-01-preview"]
SUBTYPES = [v for v in VERSIONS if "2023-12-01-preview" <= v <= "2024-07-01-preview" or v.startswith("v")]
SILENT = [v for v in VERSIONS if "2023-07-01-preview" <= v <= "2023-10-01-preview"]


def story(api_version: str, seed: str) -> str:
    model = '"model": "m", ' if api_version.startswith("v") else ""
    return STORY.replace('{"seed": 42', f'{{{model}"seed": {seed}', 1)


@pytest.mark.parametrize("api_version", WITH_SEED)
@pytest.mark.parametrize(
    ("seed", "found"),
    [
        ("9223372036854775807", []),
        ("-9223372036854775808", []),
        ("9223372036854775808", ["seed-range"]),
        ("-9223372036854775809", ["seed-range"]),
        ("1" * 70, ["seed-range"]),
        ("1" * 5000, ["seed-range"]),
        ("42.0", ["seed-type"]),
        ("1e3", ["seed-type"]),
        ('"42"', ["seed-type"]),
        ("true", ["seed-type"]),
        ("[]", ["seed-type"]),
        ("null", []),
        ("-0", []),
    ],
)
def test_seed_is_judged_as_it_is_written(api_version: str, seed: str, found: list[str]) -> None:
    assert rules(story(api_version, seed), api_version=api_version) == found


@pytest.mark.parametrize("api_version", WITH_SEED)
@pytest.mark.parametrize("seed", ["42.0", "1e3", "1E400", '"42"', "true"])
def test_a_seed_that_is_no_integer_is_placed_at_the_type(api_version: str, seed: str) -> None:
    (found,) = [one for one in findings(story(api_version, seed), api_version=api_version) if one.rule == "seed-type"]
    assert found.spec is not None and found.spec.pointer.endswith("/type")


@pytest.mark.parametrize("api_version", BEFORE_SEED)
@pytest.mark.parametrize("seed", ["42", '"42"', "9223372036854775808", "42.0"])
def test_before_2023_12_01_preview_the_only_finding_is_that_seed_is_not_there_yet(api_version: str, seed: str) -> None:
    (found,) = findings(story(api_version, seed), api_version=api_version)
    assert (found.rule, str(found.severity), found.pointer) == ("member-not-in-version", "error", "/seed")
    assert "2023-12-01-preview" in found.message


def test_an_escaped_name_is_the_name() -> None:
    assert rules(STORY.replace('"seed"', r'"\u0073eed"')) == []


@pytest.mark.parametrize(("written", "meant"), [("sede", "seed"), ("Seed", "seed"), ("seeds", "seed")])
def test_a_misspelt_member_gets_its_suggestion(written: str, meant: str) -> None:
    (found,) = findings(STORY.replace('"seed"', f'"{written}"'))
    assert (found.rule, found.pointer, found.suggestion) == ("undeclared-member", f"/{written}", meant)


def test_camel_case_gets_its_suggestion_and_a_later_member_its_first_version() -> None:
    (camel,) = findings(STORY.replace('"max_tokens"', '"maxTokens"'))
    assert (camel.rule, camel.suggestion) == ("undeclared-member", "max_tokens")
    (later,) = findings(STORY.replace('"max_tokens"', '"max_completion_tokens"'))
    assert later.rule == "member-not-in-version"
    assert "2024-09-01-preview is the first" in later.message


def test_a_key_that_stands_three_times_is_one_finding() -> None:
    found = findings(STORY.replace('"seed": 42', '"seed": 42, "seed": 42, "seed": 42', 1))
    assert [(one.rule, one.pointer) for one in found] == [("duplicate-member", "/seed")]


def test_a_member_of_answers_is_not_said_to_be_one_of_chunks() -> None:
    answer = ANSWER.replace("chat.completion", "chat.completion.chunk")
    said = {one.pointer: one for one in findings(None, answer, api_version="2024-08-01-preview")}
    assert said["/choices/0/message"].rule == "undeclared-member"
    assert "/usage" not in said  # a habit of the service, which no version but v1 declares


@pytest.mark.parametrize("api_version", [v for v in WITH_SEED if v >= "2024-02-01"])
def test_nothing_is_undeclared_in_what_is_the_users_own(api_version: str) -> None:
    own = (
        '"tools": [{"type": "function", "function": {"name": "f", "parameters": {"type": "object", "properties": '
        '{"sede": {"x": [{"y": 1}]}}, "seeed": 1}}}], "logit_bias": {"50256": -100}, "seed"'
    )
    assert rules(story(api_version, "42").replace('"seed"', own, 1), api_version=api_version) == []


@pytest.mark.parametrize("api_version", VERSIONS)
def test_a_user_message_without_content_is_found_with_the_same_place_and_suggestion(api_version: str) -> None:
    seedless = story(api_version, "42").replace('"seed": 42, ', "")
    body = seedless.replace('{"role": "user", "content": "Tell me a story"}', '{"role": "user"}')
    found = [one for one in findings(body, api_version=api_version) if str(one.severity) == "error"]
    if api_version in SILENT:
        assert found == []
        return
    (one,) = found
    assert one.rule == ("discriminator-subtype" if api_version in SUBTYPES else "request-schema")
    assert (one.pointer, one.suggestion) == ("/messages/1", "content")


@pytest.mark.parametrize(
    ("fingerprint", "found"),
    [
        ('"system_fingerprint": "fp_1", ', []),
        ("", ["fingerprint-missing"]),
        ('"system_fingerprint": null, ', ["fingerprint-null"]),
        ('"system_fingerprint": "", ', ["fingerprint-empty"]),
        ('"system_fingerprint": 1, ', ["response-schema"]),
    ],
)
def test_a_fingerprint_absent_null_and_empty_are_three_different_findings(fingerprint: str, found: list[str]) -> None:
    assert rules(answer=ANSWER.replace('"system_fingerprint": "fp_1", ', fingerprint)) == found


def test_an_sdk_dump_breaks_the_wire_contract_at_each_place() -> None:
    dumped = ANSWER.replace('"content": "Once"', '"content": "Once", "function_call": null, "tool_calls": null')
    found = [(one.rule, one.pointer) for one in findings(answer=dumped)]
    assert found == [
        ("response-schema", "/choices/0/message/function_call"),
        ("response-schema", "/choices/0/message/tool_calls"),
    ]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (('"total_tokens": 2', '"total_tokens": 3'), ["usage-sum"]),
        (('"completion_tokens": 1, "total_tokens": 2', '"completion_tokens": 200, "total_tokens": 201'), ["usage-over-max-tokens"]),
        (('"completion_tokens": 1, "total_tokens": 2', '"completion_tokens": 50, "total_tokens": 51'), []),
        (('"object": "chat.completion"', '"object": "chat.completed"'), ["unlisted-value"]),
    ],
)  # fmt: skip
def test_numbers_and_values_of_an_answer(change: tuple[str, str], found: list[str]) -> None:
    assert rules(STORY, ANSWER.replace(*change)) == found


def test_two_choices_of_index_0_are_found() -> None:
    choice = '{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "Once"}}'
    twice = ANSWER.replace(f"[{choice}]", f"[{choice}, {choice}]")
    assert rules(STORY.replace('"seed"', '"n": 2, "seed"'), twice) == ["choice-index"]


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://h/openai/deployments/d/chat/completions?api-version=2024-02-01", []),
        ("https://h//openai/deployments/d/chat/completions?api-version=2024-02-01", ["url-path"]),
        ("https://h/openai/deployments//chat/completions?api-version=2024-02-01", ["url-path"]),
        ("https://h/deployments/d/chat/completions?api-version=2024-02-01", ["url-path"]),
        ("https://gateway/api/openai/deployments/d/chat/completions?api-version=2024-02-01", []),
        ("https://h/openai/deployments/d/chat/completions", ["api-version-missing"]),
        ("https://h/openai/deployments/d/chat/completions?api-version=2024-2-1", ["api-version-unknown", "api-version-differs"]),
        ("https://h/openai/deployments/d/chat/completions?api-version=2024-06-01", ["api-version-differs"]),
        ("https://h/openai/deployments/d/chat/completions?api-version=v1", ["api-version-unknown", "api-version-differs"]),
    ],
)  # fmt: skip
def test_urls(url: str, found: list[str]) -> None:
    assert rules(STORY, url=url) == found


@pytest.mark.parametrize(
    ("status", "body", "found"),
    [
        (401, '{"error": {"code": "401", "message": "Access denied"}}', [("request-refused", "error")]),
        (429, '{"error": {"code": "429", "message": "Slow down"}}', [("request-refused", "warning")]),
        (500, '{"error": {"code": null, "message": "Oops", "param": null, "type": null}}', [("request-refused", "warning")]),
        (401, '{"statusCode": 401, "message": "no"}', [("request-refused", "error"), ("error-schema", "error")]),
        (400, '{"error": {"message": "no code"}}', [("request-refused", "error"), ("error-schema", "error")]),
        (502, "<html>", [("request-refused", "warning")]),
    ],
)  # fmt: skip
def test_error_answers(status: int, body: str, found: list[tuple[str, str]]) -> None:
    assert [(one.rule, str(one.severity)) for one in findings(answer=body, status=status)] == found


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        ({"content-TYPE": "application/json; charset=utf-8"}, []),
        ({"Content-Type": "text/plain"}, ["content-type"]),
        ({"Accept": "*/*"}, ["content-type"]),
        (None, []),
    ],
)
def test_media_types(headers: dict[str, str] | None, found: list[str]) -> None:
    assert rules(STORY, headers=headers) == found


@pytest.mark.parametrize("api_version", ["2023-12-01-preview", "2024-02-01", "2024-07-01-preview"])
@pytest.mark.parametrize(
    ("detail", "found"), [('"low"', []), ('"lo"', ["unlisted-value"]), ("1", ["discriminator-subtype"])], ids=str
)
def test_an_image_part_is_judged_as_every_client_sends_it(api_version: str, detail: str, found: list[str]) -> None:
    part = f'{{"type": "image_url", "image_url": {{"url": "https://x", "detail": {detail}}}}}'
    told = findings(STORY.replace('"Tell me a story"', f"[{part}]"), api_version=api_version)
    assert [one.rule for one in told if str(one.severity) != "note"] == found
    assert {one.pointer for one in told if str(one.severity) != "note"} <= {"/messages/1/content/0/image_url/detail"}
