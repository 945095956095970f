"""langchain-openai."""

import json
from typing import Any

from cases import ASK_JSON, ASK_WEATHER, KEY, MODEL, PARAMETERS, PARTS, PROMPT, REFUSED, TOOL, URL, VERSION, run
from langchain_core.messages import HumanMessage
from langchain_openai import AzureChatOpenAI


def model(**more: Any) -> Any:
    return AzureChatOpenAI(azure_endpoint=URL, api_key=KEY, api_version=VERSION, azure_deployment=MODEL, **more)  # type: ignore[arg-type]


def tools() -> Any:
    call = model().bind_tools([TOOL]).invoke(ASK_WEATHER).tool_calls[0]
    return call["name"], call["args"]


run(
    {
        "plain": lambda: model().invoke(PROMPT).content,
        "seed": lambda: [model(seed=42).invoke(PROMPT).content for _ in range(2)],
        "stream": lambda: "".join(piece.content for piece in model().stream(PROMPT)),
        "tools": tools,
        "json": lambda: json.loads(model().bind(response_format={"type": "json_object"}).invoke(ASK_JSON).content),
        "schema": lambda: (
            model()
            .with_structured_output({"title": "place", **PARAMETERS}, method="json_schema", strict=True)
            .invoke(PROMPT)
        ),
        "vision": lambda: model().invoke([HumanMessage(content=PARTS)]).content,  # type: ignore[arg-type]
        "n": lambda: len(model(n=3).generate([[HumanMessage(content=PROMPT)]]).generations[0]),
        "refusal": lambda: model(**REFUSED).invoke(PROMPT).content,
    }
)
