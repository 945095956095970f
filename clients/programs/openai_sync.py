"""The openai package, as the samples use it, on the dated path or (with V1=1) on v1."""

import json
import os
from typing import Any

from cases import ASK_JSON, ASK_WEATHER, KEY, MESSAGES, MODEL, PARTS, REFUSED, SCHEMA, TOOL, URL, VERSION, run
from openai import AzureOpenAI, OpenAI
from pydantic import BaseModel

if os.environ.get("V1"):
    client: Any = OpenAI(base_url=f"{URL}/openai/v1/", api_key=KEY)
else:
    client = AzureOpenAI(azure_endpoint=URL, api_key=KEY, api_version=VERSION)


class Place(BaseModel):
    """What `.parse` makes a schema of."""

    city: str
    unit: str


def ask(messages: Any = MESSAGES, **more: Any) -> Any:
    return client.chat.completions.create(model=MODEL, messages=messages, **more)


def stream() -> str:
    pieces = ask(stream=True, stream_options={"include_usage": True})
    text = "".join(piece.choices[0].delta.content or "" for piece in pieces if piece.choices)
    helper = getattr(
        client.beta.chat.completions if hasattr(client, "beta") else client.chat.completions, "stream", None
    )
    if helper is not None:
        with helper(model=MODEL, messages=MESSAGES) as events:
            for _ in events:
                pass
            assert events.get_final_completion().choices[0].message.content
    return text


def tools() -> Any:
    call = ask([{"role": "user", "content": ASK_WEATHER}], tools=[TOOL]).choices[0].message.tool_calls[0]
    return call.function.name, json.loads(call.function.arguments)


def schema() -> Any:
    completions = client.chat.completions
    parse = completions.parse if hasattr(completions, "parse") else client.beta.chat.completions.parse
    place = parse(model=MODEL, messages=MESSAGES, response_format=Place).choices[0].message.parsed
    assert place.city
    return json.loads(ask(response_format=SCHEMA).choices[0].message.content)


def text(**more: Any) -> str:
    return str(ask(**more).choices[0].message.content)


def retried() -> str:
    """The first two answers are 429; the SDK tries again."""
    return text(messages=[{"role": "user", "content": "retry"}])


run(
    {
        "plain": text,
        "seed": lambda: [text(seed=42), text(seed=42)],
        "stream": stream,
        "tools": tools,
        "json": lambda: json.loads(
            text(messages=[{"role": "user", "content": ASK_JSON}], response_format={"type": "json_object"})
        ),
        "schema": schema,
        "vision": lambda: text(messages=[{"role": "user", "content": PARTS}]),
        "n": lambda: len(ask(n=3).choices),
        "refusal": lambda: text(**REFUSED),
        "retries": retried,
    }
)
