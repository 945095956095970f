"""instructor: it asks for models of pydantic, by tools or in JSON."""

from typing import Any, Literal

import instructor
from cases import ASK_JSON, ASK_WEATHER, KEY, MESSAGES, MODEL, PARTS, REFUSED, URL, VERSION, run
from openai import AzureOpenAI
from pydantic import BaseModel


class Weather(BaseModel):
    """The weather in a city."""

    city: str
    unit: Literal["celsius", "fahrenheit"]


def client(mode: Any = instructor.Mode.TOOLS) -> Any:
    azure = AzureOpenAI(azure_endpoint=URL, api_key=KEY, api_version=VERSION)
    return instructor.from_openai(azure, mode=mode)


def ask(messages: Any = MESSAGES, mode: Any = instructor.Mode.TOOLS, model: Any = Weather, **more: Any) -> Any:
    return client(mode).chat.completions.create(
        model=MODEL, messages=messages, response_model=model, max_retries=1, **more
    )


def text(**more: Any) -> str:
    return str(ask(model=None, **more).choices[0].message.content)


def stream() -> str:
    pieces = client().chat.completions.create_partial(model=MODEL, messages=MESSAGES, response_model=Weather)
    return str(list(pieces)[-1].city)


run(
    {
        "plain": text,
        "seed": lambda: [text(seed=42), text(seed=42)],
        "stream": stream,
        "tools": lambda: ["get_weather", ask([{"role": "user", "content": ASK_WEATHER}]).model_dump()],
        "json": lambda: ask([{"role": "user", "content": ASK_JSON}], instructor.Mode.JSON_SCHEMA).model_dump(),
        "schema": lambda: ask(mode=instructor.Mode.TOOLS_STRICT).model_dump(),
        "vision": lambda: text(messages=[{"role": "user", "content": PARTS}]),
        "n": lambda: len(ask(model=None, n=3).choices),
        "refusal": lambda: text(**REFUSED),
    }
)
