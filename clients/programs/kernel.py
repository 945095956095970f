"""semantic-kernel, with a client of its own."""

import asyncio
import json
from typing import Any

from cases import ASK_JSON, ASK_WEATHER, IMAGE, KEY, MODEL, PROMPT, REFUSED, SCHEMA, URL, VERSION, run
from openai import AsyncAzureOpenAI
from semantic_kernel import Kernel
from semantic_kernel.connectors.ai.function_choice_behavior import FunctionChoiceBehavior
from semantic_kernel.connectors.ai.open_ai import AzureChatCompletion, AzureChatPromptExecutionSettings
from semantic_kernel.contents import ChatHistory, ChatMessageContent, ImageContent, TextContent
from semantic_kernel.functions import kernel_function

called: list[Any] = []


class Weather:
    """A plugin."""

    @kernel_function(name="get_weather", description="Get the weather in a city.")
    def get_weather(self, city: str, unit: str) -> str:
        """Say what the weather is."""
        called.append({"city": city, "unit": unit})
        return "17 degrees"


def ask(prompt: str = PROMPT, history: ChatHistory | None = None, kernel: Kernel | None = None, **more: Any) -> Any:
    async def once() -> Any:
        client = AsyncAzureOpenAI(azure_endpoint=URL, api_key=KEY, api_version=VERSION)
        service = AzureChatCompletion(deployment_name=MODEL, async_client=client)
        asked = history or ChatHistory()
        if history is None:
            asked.add_user_message(prompt)
        streams = more.pop("streams", False)
        settings = AzureChatPromptExecutionSettings(**more)
        if streams:
            pieces = service.get_streaming_chat_message_contents(asked, settings, kernel=kernel)
            return "".join([str(piece[0]) async for piece in pieces])
        return await service.get_chat_message_contents(asked, settings, kernel=kernel)

    return asyncio.run(once())


def tools() -> Any:
    kernel = Kernel()
    kernel.add_plugin(Weather(), "forecast")
    ask(ASK_WEATHER, kernel=kernel, function_choice_behavior=FunctionChoiceBehavior.Auto())
    return "get_weather", {**called[-1], "unit": "celsius"}


def vision() -> str:
    history = ChatHistory()
    history.add_message(ChatMessageContent(role="user", items=[TextContent(text=PROMPT), ImageContent(uri=IMAGE)]))  # type: ignore[arg-type]
    return str(ask(history=history)[0])


run(
    {
        "plain": lambda: str(ask()[0]),
        "seed": lambda: [str(ask(seed=42)[0]) for _ in range(2)],
        "stream": lambda: ask(streams=True),
        "tools": tools,
        "json": lambda: json.loads(str(ask(ASK_JSON, response_format={"type": "json_object"})[0])),
        "schema": lambda: json.loads(str(ask(response_format=SCHEMA)[0])),
        "vision": vision,
        "n": lambda: len(ask(number_of_responses=3)),
        "refusal": lambda: str(ask(extra_body=REFUSED)[0]),
    }
)
