"""Answers that are none, or odd ones: one line each, about what is really wrong."""

import json

import pytest

from conformance.finding import Finding, Severity
from conformance.judging.rules.circumstances import Circumstances
from tests.judging.rules.judging import ANSWER, STORY, findings

URL = "https://h/openai/deployments/d/chat/completions"


def told(found: list[Finding]) -> list[tuple[str, str]]:
    return [(one.rule, str(one.severity)) for one in found]


@pytest.mark.parametrize("status", [500, 502, 503, 599])
@pytest.mark.parametrize(
    "body",
    ["<html><h1>Bad gateway</h1>", "", "upstream connect error", "{}", "[]", "null", '{"error": "busy"}',
     '{"error": {"message": 1}}', '{"statusCode": 503, "message": "no"}', '{"error": {"code": "x"}, "choices": []}', "data: x\n\n"],
)  # fmt: skip
def test_a_failure_of_the_service_is_one_warning_whatever_its_body(status: int, body: str) -> None:
    assert told(findings(STORY, body, status=status)) == [("request-refused", "warning")]


@pytest.mark.parametrize("page", ["<!DOCTYPE html><p>Sign in", " <html>", "<?xml version='1.0'?><a/>"])
def test_a_page_under_200_is_no_json_and_nobody_is_told_to_use_a_serializer(page: str) -> None:
    (found,) = findings(STORY, page)
    assert told([found]) == [("body-not-json", "error")]
    assert "markup" in found.message and "serializ" not in found.message and "write" not in found.message


def test_a_request_that_is_no_json_gets_that_advice() -> None:
    (found,) = findings("{'seed': 42}")
    assert found.rule == "body-not-json" and "serializer" in found.message


@pytest.mark.parametrize(
    ("query", "severity"),
    [
        ("api-version=2024-02-01&api-version=2024-02-01", "warning"),
        ("api-version=2024-02-01&api-version=2024-06-01", "error"),
        ("api-version=2024-02-01&x=api-version", None),
    ],
)
def test_an_api_version_twice_in_the_url_is_said(query: str, severity: str | None) -> None:
    found = [one for one in findings(STORY, url=f"{URL}?{query}") if one.rule == "api-version-differs"]
    assert [str(one.severity) for one in found] == ([severity] if severity else [])
    assert all("2 times" in one.message for one in found)


def test_an_answer_with_an_error_beside_its_choices_is_an_error() -> None:
    both = ANSWER.replace('{"id"', '{"error": {"code": "x", "message": "no"}, "id"', 1)
    found = [one for one in findings(STORY, both) if one.severity is Severity.ERROR]
    assert [(one.rule, one.pointer) for one in found] == [("error-schema", "/error")]
    assert "both `choices` and `error`" in found[0].message
    assert not [one for one in findings(STORY, both.replace('{"code": "x", "message": "no"}', "null")) if one.severity is Severity.ERROR]  # fmt: skip


@pytest.mark.parametrize(("value", "severity"), [("extensions.chat.completion", "note"), ("chat.completed", "warning")])
def test_the_object_of_a_data_source_is_worth_a_note_without_advice(value: str, severity: str) -> None:
    (found,) = findings(None, ANSWER.replace('"chat.completion"', f'"{value}"'))
    assert told([found]) == [("unlisted-value", severity)]
    assert (found.suggestion is None and "did you mean" not in found.message) is (severity == "note")


@pytest.mark.parametrize("model", [None, 1, [], {}, {"name": "gpt-35-turbo-0613"}], ids=json.dumps)
@pytest.mark.parametrize("origin", ["traffic", "emulator"])
def test_a_model_of_any_type_is_judged(model: object, origin: str) -> None:
    answer = json.loads(ANSWER) | {"model": model}
    for fingerprint in ("absent", None, "", "fp_1"):
        body = {name: value for name, value in answer.items() if name != "system_fingerprint"}
        body |= {} if fingerprint == "absent" else {"system_fingerprint": fingerprint}
        found = findings(None, json.dumps(body), circumstances=Circumstances(origin=origin))  # type: ignore[arg-type]
        assert ("response-schema", "/model") in [(one.rule, one.pointer) for one in found]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"choices"', '"choise"'),
        ('"finish_reason"', '"finishReason"'),
        ('"role": "assistant"', '"role": "asistant"'),
        ('"created": 1', '"created": "1"'),
        ('"system_fingerprint": "fp_1"', '"system_fingerprint": null'),
        ('"total_tokens": 2', '"total_tokens": 9'),
        ('"index": 0', '"index": -1'),
        ("}", ",}"),
        ('{"id"', '{"id": "2", "id"'),
        ('"message": {', '"message": {"foo": 1, "annotations": [], '),
    ],
)
def test_nobody_is_told_to_write_what_the_service_answers(old: str, new: str) -> None:
    found = findings(None, ANSWER.replace(old, new, 1))
    assert found and not [one.message for one in found if "write" in one.message.replace("overwrite", "")]


@pytest.mark.parametrize("body", ["[]", "5", '"x"', "null"])
def test_of_a_request_that_is_no_object_no_number_of_choices_follows(body: str) -> None:
    assert "choice-count" not in {
        one.rule for one in findings(body, ANSWER.replace('"choices": [', '"choices": [{}, '))
    }
