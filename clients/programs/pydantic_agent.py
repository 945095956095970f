"""pydantic-ai."""

from typing import Any, Literal

from cases import ASK_WEATHER, IMAGE, KEY, MODEL, PROMPT, REFUSED, URL, VERSION, run
from openai import AsyncAzureOpenAI
from pydantic import BaseModel
from pydantic_ai import Agent, ImageUrl, NativeOutput, PromptedOutput
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.providers.openai import OpenAIProvider

called: list[Any] = []


class Place(BaseModel):
    """A place."""

    city: str
    unit: Literal["celsius", "fahrenheit"]


def agent(**more: Any) -> Any:
    client = AsyncAzureOpenAI(azure_endpoint=URL, api_key=KEY, api_version=VERSION)
    return Agent(OpenAIChatModel(MODEL, provider=OpenAIProvider(openai_client=client)), **more)


def get_weather(city: str, unit: Literal["celsius", "fahrenheit"]) -> str:
    """Get the weather in a city."""
    called.append({"city": city, "unit": unit})
    return "17 degrees"


def tools() -> Any:
    agent(tools=[get_weather]).run_sync(ASK_WEATHER)
    return "get_weather", called[-1]


def stream() -> str:
    return "".join(agent().run_stream_sync(PROMPT).stream_text(delta=True))


run(
    {
        "plain": lambda: agent().run_sync(PROMPT).output,
        "seed": lambda: [agent().run_sync(PROMPT, model_settings={"seed": 42}).output for _ in range(2)],
        "stream": stream,
        "tools": tools,
        "json": lambda: agent(output_type=PromptedOutput(Place)).run_sync(PROMPT).output.model_dump(),
        "schema": lambda: agent(output_type=NativeOutput(Place, strict=True)).run_sync(PROMPT).output.model_dump(),
        "vision": lambda: agent().run_sync([PROMPT, ImageUrl(IMAGE)]).output,
        "refusal": lambda: agent().run_sync(PROMPT, model_settings=REFUSED).output,
    }
)
