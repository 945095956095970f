"""httpx, requests or curl (CLIENT says which): bodies that a program writes itself."""

import json
import os
import subprocess
from typing import Any

from cases import ASK_JSON, ASK_WEATHER, KEY, MESSAGES, MODEL, PARTS, REFUSED, SCHEMA, TOOL, URL, VERSION, run

TARGET = f"{URL}/openai/deployments/{MODEL}/chat/completions?api-version={VERSION}"


def post(body: dict[str, Any]) -> str:
    client = os.environ["CLIENT"]
    if client == "curl":
        command = ["curl", "--silent", "--no-buffer", "--header", f"api-key: {KEY}", "--json", json.dumps(body), TARGET]
        return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True).stdout
    if client == "httpx":
        import httpx

        return httpx.post(TARGET, headers={"api-key": KEY}, json=body, timeout=30).text
    import requests

    return requests.post(TARGET, headers={"api-key": KEY}, json=body, timeout=30).content.decode()


def ask(messages: Any = MESSAGES, **more: Any) -> Any:
    answer = json.loads(post({"messages": messages, **more}))
    if "error" in answer:
        raise RuntimeError(answer["error"]["message"])
    return answer


def text(**more: Any) -> str:
    return str(ask(**more)["choices"][0]["message"]["content"])


def stream() -> str:
    lines = post({"messages": MESSAGES, "stream": True}).splitlines()
    chunks = [json.loads(line[6:]) for line in lines if line.startswith("data: {")]
    assert lines[-2] == "data: [DONE]" or "data: [DONE]" in lines
    return "".join(one["delta"].get("content") or "" for chunk in chunks for one in chunk["choices"])


def tools() -> Any:
    answer = ask([{"role": "user", "content": ASK_WEATHER}], tools=[TOOL])
    call = answer["choices"][0]["message"]["tool_calls"][0]["function"]
    return call["name"], json.loads(call["arguments"])


run(
    {
        "plain": text,
        "seed": lambda: [text(seed=42), text(seed=42)],
        "stream": stream,
        "tools": tools,
        "json": lambda: json.loads(
            text(messages=[{"role": "user", "content": ASK_JSON}], response_format={"type": "json_object"})
        ),
        "schema": lambda: json.loads(text(response_format=SCHEMA)),
        "vision": lambda: text(messages=[{"role": "user", "content": PARTS}]),
        "n": lambda: len(ask(n=3)["choices"]),
        "refusal": lambda: text(**REFUSED),
    }
)
