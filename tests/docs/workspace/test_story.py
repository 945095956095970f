import os

import requests


def ask(**parameters):
    url = f"{os.environ['AZURE_OPENAI_ENDPOINT']}/openai/deployments/{os.environ['AZURE_OPENAI_DEPLOYMENT']}"
    return requests.post(
        f"{url}/chat/completions?api-version=2024-10-21",
        headers={"api-key": os.environ["AZURE_OPENAI_API_KEY"]},
        json={"messages": [{"role": "user", "content": "Tell me a story."}], **parameters},
        timeout=30,
    )


def test_the_story_is_told(azure_openai):
    azure_openai.script(message="Tell me a story.", text="Once upon a time.")
    answer = ask(seed=42)
    assert answer.json()["choices"][0]["message"]["content"] == "Once upon a time."
    assert azure_openai.requests[0].json["seed"] == 42


def test_the_seed_is_sent(azure_openai, conformance):
    answer = ask(seed="42")
    conformance.check(answer)
