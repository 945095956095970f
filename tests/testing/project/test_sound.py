"""Tests that pass."""

import asyncio
import os
import subprocess
import sys

import httpx2 as httpx
import openai
import pytest
import requests
from story import STORY, ask_rest, ask_sdk, ask_sdk_async


def test_the_environment_is_the_emulators(azure_openai):
    assert os.environ["AZURE_OPENAI_ENDPOINT"] == azure_openai.url
    assert os.environ["AZURE_OPENAI_API_KEY"] == azure_openai.key
    assert os.environ["AZURE_OPENAI_DEPLOYMENT"] == azure_openai.deployment
    assert os.environ["OPENAI_API_VERSION"] == azure_openai.api_version == "2024-02-01"


def test_a_scripted_answer(azure_openai):
    azure_openai.script(message="Tell me a story.", text="Once upon a time.")
    assert ask_sdk(seed=42).choices[0].message.content == "Once upon a time."
    assert [request.json["seed"] for request in azure_openai.requests] == [42]


def test_another_test_finds_nothing_of_it(azure_openai):
    assert azure_openai.requests == []
    assert ask_sdk(seed=42).choices[0].message.content != "Once upon a time."


def test_v1_needs_no_argument_either(azure_openai, conformance):
    with conformance.recording() as recording:
        openai.OpenAI().chat.completions.create(model=azure_openai.deployment, messages=STORY)
    assert recording.exchanges == 1
    assert azure_openai.requests[0].path == "/openai/v1/chat/completions"


@pytest.mark.parametrize("streamed", [False, True])
def test_each_object_is_checked(azure_openai, conformance, streamed):
    answer = ask_rest({"seed": 42, "stream": streamed}, stream=streamed)
    conformance.check(answer)
    conformance.check(answer.request)
    url, body = answer.url, {"messages": STORY, "stream": streamed}
    with httpx.Client(headers={"api-key": azure_openai.key}) as client, client.stream("POST", url, json=body) as answer:
        conformance.check(answer)
        conformance.check(answer.request)
    conformance.check(azure_openai.requests[0])
    conformance.check(requests.Request("POST", url, json=body))
    conformance.check(httpx.Request("POST", url, json=body))


def test_each_object_of_the_sdk_is_checked(azure_openai, conformance):
    client = openai.AzureOpenAI()
    asked = {"model": "gpt-35-turbo", "messages": STORY, "seed": 42}
    conformance.check(client.chat.completions.create(**asked), require_seed=True)
    conformance.check(client.chat.completions.with_raw_response.create(**asked), require_seed=True)
    stream = client.chat.completions.create(**asked, stream=True)
    chunks = list(stream)
    conformance.check(stream, require_seed=True)
    conformance.check(chunks[-1], require_seed=True)
    with client.chat.completions.with_streaming_response.create(**asked) as response:
        conformance.check(response, require_seed=True)
    conformance.check(asyncio.run(ask_sdk_async(seed=42)), require_seed=True)


def test_a_body_alone(conformance):
    conformance.check({"messages": STORY, "seed": 42}, api_version=["2023-12-01-preview", "2024-02-01"])


def test_a_block_with_threads_and_other_processes(azure_openai, conformance):
    code = "from story import ask_rest; ask_rest({'seed': 42})"
    with conformance.recording(at_least=2, require_seed=True) as recording:
        ask_sdk(seed=42)
        subprocess.run([sys.executable, "-c", code], check=True)
    assert recording.exchanges == 2


def test_a_block_with_streams(azure_openai, conformance):
    with conformance.recording(at_least=3) as recording:
        list(ask_sdk(seed=42, stream=True))
        asyncio.run(ask_sdk_async(seed=42, stream=True))
        for _ in ask_sdk(seed=42, stream=True):
            break  # what is not read is not judged
    assert all(str(finding.severity) == "note" for finding in recording.findings)


def test_an_answer_that_is_arranged_says_nothing_about_the_request(azure_openai, conformance):
    azure_openai.script(error={"status": 403, "message": "Not from here."})
    with conformance.recording(), pytest.raises(openai.PermissionDeniedError) as refused:
        ask_sdk(seed=42)
    conformance.check(refused.value)


def test_what_another_service_answers_is_judged_where_it_is_named(conformance):
    def answer(request):
        message = {"role": "assistant", "content": "Hi", "refusal": None}
        choice = {"index": 0, "finish_reason": "stop", "message": message, "logprobs": None}
        said = {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}
        return httpx.Response(200, json=said)

    url = "https://gateway.example.com/openai/v1/chat/completions"
    client = httpx.Client(transport=httpx.MockTransport(answer))
    with client, conformance.recording(azure_host="gateway.example.com") as recording:
        client.post(url, json={"model": "m", "messages": STORY})
    assert recording.exchanges == 1


@pytest.mark.conformance(require_seed=True, api_version="2024-10-21")
def test_a_marked_test_is_judged_whole(azure_openai):
    assert azure_openai.api_version == "2024-10-21"
    ask_sdk(seed=42)
