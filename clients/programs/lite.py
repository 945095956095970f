"""litellm."""

import json
from typing import Any

import litellm
from cases import ASK_JSON, ASK_WEATHER, KEY, MESSAGES, MODEL, PARTS, REFUSED, SCHEMA, TOOL, URL, VERSION, run

litellm.suppress_debug_info = True


def ask(messages: Any = MESSAGES, **more: Any) -> Any:
    return litellm.completion(
        model=f"azure/{MODEL}", api_base=URL, api_key=KEY, api_version=VERSION, messages=messages, **more
    )


def text(**more: Any) -> str:
    return str(ask(**more).choices[0].message.content)


def tools() -> Any:
    call = ask([{"role": "user", "content": ASK_WEATHER}], tools=[TOOL]).choices[0].message.tool_calls[0]
    return call.function.name, json.loads(call.function.arguments)


run(
    {
        "plain": text,
        "seed": lambda: [text(seed=42), text(seed=42)],
        "stream": lambda: "".join(piece.choices[0].delta.content or "" for piece in ask(stream=True)),
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
