"""The openai package with its asynchronous client."""

import asyncio
import json
from typing import Any

from cases import ASK_JSON, ASK_WEATHER, KEY, MESSAGES, MODEL, PARTS, REFUSED, SCHEMA, TOOL, URL, VERSION, run
from openai import AsyncAzureOpenAI


def ask(messages: Any = MESSAGES, **more: Any) -> Any:
    async def once() -> Any:
        azure: Any = AsyncAzureOpenAI(azure_endpoint=URL, api_key=KEY, api_version=VERSION)
        async with azure as client:
            answer = await client.chat.completions.create(model=MODEL, messages=messages, **more)
            if not more.get("stream"):
                return answer
            return "".join([piece.choices[0].delta.content or "" async for piece in answer if piece.choices])

    return asyncio.run(once())


def text(**more: Any) -> str:
    return str(ask(**more).choices[0].message.content)


def tools() -> Any:
    call = ask([{"role": "user", "content": ASK_WEATHER}], tools=[TOOL]).choices[0].message.tool_calls[0]
    return call.function.name, json.loads(call.function.arguments)


run(
    {
        "plain": text,
        "seed": lambda: [text(seed=42), text(seed=42)],
        "stream": lambda: ask(stream=True),
        "tools": tools,
        "json": lambda: json.loads(
            text(messages=[{"role": "user", "content": ASK_JSON}], response_format={"type": "json_object"})
        ),
        "schema": lambda: json.loads(text(response_format=SCHEMA)),
        "vision": lambda: text(messages=[{"role": "user", "content": PARTS}]),
        "n": lambda: len(ask(n=3).choices),
        "refusal": lambda: text(**REFUSED),
    }
)
