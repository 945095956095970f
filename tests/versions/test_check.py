"""Recorded traffic under every version: taken, not declared, refused, each told apart, and every reason named."""

import json
from typing import Any

import pytest

from conformance.contract.catalog import catalog
from conformance.contract.contract import contract
from conformance.traffic.exchange_line import exchange_of
from conformance.versions.survey import Outcome, Survey, Tally
from conformance.versions.verdicts import Verdict, Verdicts
from tests.versions.everything import GROUPS
from tests.versions.taking import takes

STORY: Any = {"messages": [{"role": "user", "content": "u"}], "temperature": 0.5}
URL = "https://h/openai/deployments/d/chat/completions?api-version=2024-02-01"
ANSWER: Any = {
    "id": "x", "object": "chat.completion", "created": 1, "model": "m",
    "choices": [{"index": 0, "finish_reason": "stop", "logprobs": None, "message": {"role": "assistant", "content": "t", "refusal": None}}],
}  # fmt: skip


def survey(*lines: Any, target: str | None = None, versions: tuple[str, ...] = catalog().with_chat) -> Outcome:
    taken = Survey(catalog(), versions, target)
    for number, line in enumerate(lines, 1):
        taken.add(exchange_of(json.dumps(line), f"t.ndjson:{number}"))
    return taken.outcome()


def request(body: Any, url: str = URL) -> dict[str, Any]:
    return {"request": {"method": "POST", "url": url, "body": body}}


def tally(outcome: Outcome, version: str) -> Tally:
    return next(one for one in outcome.tallies if one.api_version == version)


def verdict(body: Any, version: str, url: str = URL) -> str:
    found = tally(survey(request(body, url), versions=(version,)), version)
    return {(1, 0, 0): "accepted", (0, 1, 0): "not declared", (0, 0, 1): "refused"}[
        (found.accepted, found.not_declared, found.refused)
    ]


@pytest.mark.parametrize(
    ("body", "version", "said"),
    [
        pytest.param(STORY, "2023-03-15-preview", "accepted", id="the plain request"),
        pytest.param({**STORY, "seed": 42}, "2023-10-01-preview", "not declared", id="seed before it was declared"),
        pytest.param({**STORY, "seed": 42}, "2023-12-01-preview", "accepted", id="seed since"),
        pytest.param({**STORY, "seed": "42"}, "2023-12-01-preview", "refused", id="a string"),
        pytest.param({**STORY, "seed": 42.0}, "2023-12-01-preview", "refused", id="written with a point"),
        pytest.param({**STORY, "seed": 42.0}, "2023-10-01-preview", "not declared", id="which means nothing where it is not declared"),
        pytest.param({**STORY, "sede": 42, "n": "x"}, "2024-02-01", "refused", id="refused outranks not declared"),
        pytest.param({**STORY, "model": "gpt-4o"}, "2024-02-01", "accepted", id="model in the body counts for nothing"),
        pytest.param(STORY, "v1", "refused", id="v1 requires model"),
        pytest.param({**STORY, "model": "gpt-4o"}, "v1", "accepted", id="and takes it"),
        pytest.param({**STORY, "max_tokens": 5, "user": "u"}, "2025-04-01-preview", "accepted", id="nothing odd"),
        pytest.param({"messages": [{"role": "user", "content": "u", "audio": {"id": "a"}}]}, "2024-10-21", "not declared", id="deep in a message"),
        pytest.param([1], "2024-10-21", "refused", id="no object"),
    ],
)  # fmt: skip
def test_a_request_is_accepted_not_declared_or_refused(body: Any, version: str, said: str) -> None:
    assert verdict(body, version) == said


def test_what_is_refused_without_being_json_is_refused_by_all() -> None:
    outcome = survey({"request": {"url": URL, "body_text": "{"}})
    assert {one.refused for one in outcome.tallies} == {1}
    assert outcome.tallies[0].reasons[0].finding.rule == "body-not-json"


def test_a_request_to_the_extensions_is_judged_by_that_operation_and_refused_where_there_is_none() -> None:
    url = "https://h/openai/deployments/d/extensions/chat/completions?api-version=2023-08-01-preview"
    body = {"messages": [{"role": "user", "content": "u"}], "dataSources": [{"type": "AzureCognitiveSearch"}]}
    assert verdict(body, "2023-08-01-preview", url) == "accepted"
    outcome = survey(request(body, url))
    lacking = tally(outcome, "2024-10-21")
    assert (lacking.refused, lacking.reasons[0].finding.rule) == (1, "url-path")


def test_the_newest_version_is_dated_and_takes_every_request() -> None:
    outcome = survey(request({**STORY, "seed": 1}), request({**STORY, "functions": []}))
    assert outcome.newest is None
    assert survey(request({**STORY, "seed": 1})).newest == "2025-04-01-preview"
    assert survey(request({**STORY, "stop": []})).newest is None
    assert survey({"response": {"status": 200, "body": ANSWER}}).newest is None


def test_older_readers_meet_answers_that_they_do_not_declare() -> None:
    outcome = survey({**request(STORY), "response": {"status": 200, "body": {**ANSWER, "system_fingerprint": "fp"}}})
    assert tally(outcome, "2024-02-01").answers_undeclared == 1  # refusal, logprobs
    assert tally(outcome, "2024-10-21").answers_undeclared == 0
    assert outcome.checked.responses == 1


@pytest.mark.parametrize(
    "response",
    [
        pytest.param({"status": 400, "body": {"error": {"code": "x", "message": "m"}}}, id="an error"),
        pytest.param({"status": 200, "body_text": "data: {}\n\n", "headers": {"content-type": "text/event-stream"}}, id="a stream"),
        pytest.param({"status": 200}, id="no body"),
        pytest.param({"status": 200, "body_text": "{"}, id="no JSON"),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_no_answer(response: Any) -> None:
    assert {one.answers_undeclared for one in survey({"response": response}).tallies} == {0}


def test_of_many_requests_alike_each_reason_is_told_once_with_its_place_and_counted_for_the_target() -> None:
    lines = [request({**STORY, "seed": 1, "logprobs": True}) for _ in range(40)]
    outcome = survey(*lines, target="2023-05-15")
    told = tally(outcome, "2023-05-15")
    assert told.not_declared == 40
    assert [(r.finding.rule, r.finding.pointer, r.finding.exchange) for r in told.reasons] == [
        ("member-not-in-version", "/seed", "t.ndjson:1"),
        ("member-not-in-version", "/logprobs", "t.ndjson:1"),
    ]
    assert [reason.requests for reason in outcome.changes] == [40, 40]


def test_requests_of_other_operations_are_skipped() -> None:
    outcome = survey(request({}, "https://h/openai/deployments/d/embeddings?api-version=2024-02-01"))
    assert (outcome.checked.exchanges, outcome.checked.skipped) == (0, 1)


BODIES: list[Any] = [
    STORY, {**STORY, "seed": 1}, {**STORY, "tools": [{"type": "function", "function": {"name": "f", "parameters": {"any": {"role": 1}}}}]},
    {**STORY, "response_format": {"type": "json_schema", "json_schema": {"name": "n"}}}, {**STORY, "logit_bias": {"1": 2}},
    {"messages": [{"role": "developer", "content": "d"}]}, {"messages": [{"role": "assistant", "content": None, "refusal": "r"}]},
    {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "https://x"}}]}]},
    {**STORY, "metadata": {"a": "b"}, "user": None}, {**STORY, "stream_options": {"include_usage": True}},
    {**STORY, "data_sources": [{"type": "azure_search", "parameters": {"endpoint": "https://x", "index_name": "i", "x": 1}}]},
]  # fmt: skip


@pytest.mark.parametrize("body", BODIES)
def test_what_is_remembered_is_what_each_contract_says_when_asked_alone(body: Any) -> None:
    """Twice, so that the second verdict is a remembered one."""
    value = exchange_of(json.dumps(request(body)), "t").request
    assert value and value.body
    verdicts = Verdicts(GROUPS)
    first, second = (verdicts.of_request(value.body.value, extensions=False) for _ in range(2))
    assert first == second
    for one, said in zip(verdicts.groups, first, strict=True):
        for version in one.api_versions:
            schema = contract(version).operation.request
            assert (said is Verdict.ACCEPTED) == takes(schema, value.body.value), version
            assert (said is Verdict.REFUSED) == (not schema.accepts(value.body.value)), version
