import os
from openai import AzureOpenAI

client = AzureOpenAI(api_version="2024-06-01")


def parameter(name, kind="string"):
    return {name: {"type": kind, "description": f"the {name}"}}


tool = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "parameters": {
            "type": "object",
            "properties": {**parameter("place"), **parameter("days", kind="integer")},
            "required": ["place"],
        },
    },
}
response = client.chat.completions.create(
    model=os.environ["AZURE_OPENAI_DEPLOYMENT"],
    messages=[{"role": "user", "content": "How is the weather in Oslo?"}],
    tools=[tool],
    tool_choice="auto",
    seed=42,
    logit_bias={1234: -100, 99: 5},
)
print(response.choices[0].message.content or "(a tool call)")
