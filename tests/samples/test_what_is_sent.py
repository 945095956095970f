"""What goes over the wire: the document's request, the same in each language, by the set's own way."""

import json

import pytest

from tests.samples.answers import QUESTION, completion
from tests.samples.running import ALL, DEPLOYMENT, Sample, everywhere, replacing, run
from tests.samples.service import as_json
from tests.samples.shared_processes import SharedProcesses
from tests.shared_folder import must_be_there

STORY = as_json(completion("In the beginning, there was nothing."))
MESSAGES = [
    {"role": "system", "content": "You are a helpful assistant."},
    {"role": "user", "content": QUESTION},
]
HERE = [sample for sample in ALL if must_be_there() or sample.language != "powershell"]


@pytest.mark.parametrize("sample", HERE, ids=str)
def test_each_sample_sends_the_request_of_the_document(sample: Sample, processes: SharedProcesses) -> None:
    seed = {} if sample.scenario == "story_without_seed" else {"seed": 42}
    model = {"model": DEPLOYMENT} if sample.set or sample.is_sdk else {}  # the SDK adds it, and the path decides
    body = {**model, **seed, "temperature": 0.7, "max_tokens": 50, "messages": MESSAGES}

    ran = run(processes, sample, STORY)

    assert ran.outcome.exit_code == 0
    assert len(ran.service.requests) == (1 if sample.scenario == "print_response" else 3)
    for request in ran.service.requests:
        assert (request.method, request.target) == ("POST", sample.target())
        assert request.headers.get_content_type() == "application/json"
        if sample.is_sdk:  # in an order of its own
            assert request.json == body
        else:
            assert json.dumps(request.json) == json.dumps(body)


@pytest.mark.parametrize("sample", everywhere("print_response"), ids=str)
def test_a_question_in_any_script_arrives_intact_and_a_gateway_may_stand_before(
    sample: Sample, processes: SharedProcesses
) -> None:
    question = "Erzähl mir «kurz», wie das Universum entstand – 宇宙の始まり 🌌"
    edit = replacing(QUESTION, question)
    variables = {"LC_ALL": "C", "OPENAI_API_VERSION": "2024-10-21"}

    (request,) = run(processes, sample, STORY, path="/behind/it//", edit=edit, variables=variables).service.requests

    assert request.target == "/behind/it" + sample.target("2024-10-21")
    assert json.loads(request.body.decode("utf-8"))["messages"][1]["content"] == question
    # Without a charset 5.1 would send ISO-8859-1.
    assert request.headers.get_content_charset() == ("utf-8" if sample.language == "powershell" else None)
