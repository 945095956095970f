"""What goes over the wire: the document's request, the same in each language, and the key to nobody else."""

import json
from collections.abc import Iterator, Mapping
from types import MappingProxyType

import pytest

from tests.samples.answers import QUESTION, completion
from tests.samples.running import (
    DEPLOYMENT,
    KEY,
    Edit,
    Sample,
    everywhere,
    replacing,
    run,
    run_served,
    settings,
)
from tests.samples.sentences import REDIRECTS, refused
from tests.samples.service import Answer, Request, as_json, serving

STORY = as_json(completion("In the beginning, there was nothing."))
PATH = f"/openai/deployments/{DEPLOYMENT}/chat/completions"
BODY = {
    "temperature": 0.7,
    "max_tokens": 50,
    "messages": [
        {"role": "system", "content": "You are a helpful assistant."},
        {"role": "user", "content": QUESTION},
    ],
}
SEEDED = {"seed": 42} | BODY


def sent(
    scenario: str, path: str = "", edit: Edit | None = None, variables: Mapping[str, str] = MappingProxyType({})
) -> Iterator[tuple[Sample, list[Request]]]:
    """Yield what each language sends to a service that answers."""
    for each in run_served(everywhere(scenario), STORY, path=path, edit=edit, variables=variables):
        assert each.outcome.code == 0, each
        yield each.sample, each.service.requests


@pytest.mark.parametrize(
    ("scenario", "calls", "body"),
    [("story_without_seed", 3, BODY), ("story_with_seed", 3, SEEDED), ("print_response", 1, SEEDED)],
)
def test_each_sample_sends_the_request_of_the_document(scenario: str, calls: int, body: dict[str, object]) -> None:
    for sample, requests in sent(scenario):
        assert len(requests) == calls, sample
        for request in requests:
            assert (request.method, request.target) == ("POST", f"{PATH}?api-version=2024-02-01"), sample
            assert request.headers["api-key"] == KEY, sample
            assert request.headers.get_content_type() == "application/json", sample
            if sample.language == "python/sdk":  # it adds the model, which the service ignores, in an order of its own
                assert request.json == {"model": DEPLOYMENT} | body
            else:
                assert json.dumps(request.json) == json.dumps(body), sample


def test_a_question_in_any_script_arrives_intact() -> None:
    question = "Erzähl mir «kurz», wie das Universum entstand – 宇宙の始まり 🌌"
    for sample, requests in sent("print_response", edit=replacing(QUESTION, question), variables={"LC_ALL": "C"}):
        assert json.loads(requests[0].body.decode("utf-8"))["messages"][1]["content"] == question, sample
        assert requests[0].headers.get_content_charset("utf-8") == "utf-8", sample
        if sample.language == "powershell":  # without a charset 5.1 would send ISO-8859-1
            assert requests[0].headers.get_content_charset() == "utf-8"


def test_slashes_after_the_endpoint_are_harmless_and_the_api_version_is_a_setting() -> None:
    for sample, requests in sent(
        "print_response", "/behind/a/gateway//", variables={"OPENAI_API_VERSION": "2024-10-21"}
    ):
        assert requests[0].target == f"/behind/a/gateway{PATH}?api-version=2024-10-21", sample


def test_empty_and_foreign_variables_lead_no_sample_astray() -> None:
    with serving(STORY) as elsewhere:
        variables = {
            "OPENAI_API_VERSION": "",
            "AZURE_OPENAI_AD_TOKEN": "a-token",
            "OPENAI_API_KEY": "another-key",
            "OPENAI_ADMIN_KEY": "another-key",
            "OPENAI_BASE_URL": elsewhere.url,
        }
        for sample, requests in sent("print_response", "/", variables=variables):
            assert requests[0].target == f"{PATH}?api-version=2024-02-01", sample
            assert requests[0].headers["api-key"] == KEY, sample
            assert "Authorization" not in requests[0].headers, sample
    assert elsewhere.requests == []


@pytest.mark.parametrize(
    ("status", "scenarios"), [(307, ("story_with_seed", "print_response")), (302, ("print_response",))]
)
def test_a_redirect_takes_neither_the_key_nor_the_question_to_another_port(
    status: int, scenarios: tuple[str, ...]
) -> None:
    with serving(STORY) as elsewhere:
        for each in run_served(everywhere(*scenarios), redirect_to(elsewhere.url, status)):
            assert each.outcome == refused(REDIRECTS), each.sample
            assert len(each.service.requests) == 1, each.sample
    assert elsewhere.requests == []


def test_a_sample_that_followed_a_redirect_would_be_noticed() -> None:
    with serving(STORY) as elsewhere, serving(redirect_to(elsewhere.url, 307)) as service:
        follow = replacing("allow_redirects=False", "allow_redirects=True")
        run(Sample("python/rest", "print_response"), settings(service.url), follow)

    assert [request.headers["api-key"] for request in elsewhere.requests] == [KEY]


def redirect_to(url: str, status: int) -> Answer:
    return Answer(status=status, headers={"Location": f"{url}/openai"})


def test_the_sdk_tries_again_by_itself_before_it_gives_up() -> None:
    busy = as_json({"error": {"code": "429", "message": "Too many requests."}}, 429)
    with serving(busy, busy, STORY) as service:
        assert run(Sample("python/sdk", "print_response"), settings(service.url)).code == 0

    assert len(service.requests) == 3
