"""An application: it asks for a story."""

import os

import requests

STORY = [{"role": "user", "content": "Tell me a story."}]


def ask_sdk(**more):
    from openai import AzureOpenAI

    return AzureOpenAI().chat.completions.create(model="gpt-35-turbo", messages=STORY, **more)


async def ask_sdk_async(**more):
    from openai import AsyncAzureOpenAI

    async with AsyncAzureOpenAI() as client:
        answer = await client.chat.completions.create(model="gpt-35-turbo", messages=STORY, **more)
        return [chunk async for chunk in answer] if more.get("stream") else answer


def ask_rest(body=None, **options):
    url = (
        f"{os.environ['AZURE_OPENAI_ENDPOINT']}/openai/deployments/{os.environ['AZURE_OPENAI_DEPLOYMENT']}"
        f"/chat/completions?api-version={os.environ['OPENAI_API_VERSION']}"
    )
    headers = {"api-key": os.environ["AZURE_OPENAI_API_KEY"]}
    return requests.post(url, json={"messages": STORY} | (body or {}), headers=headers, timeout=60, **options)
