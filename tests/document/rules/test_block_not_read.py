"""``block-not-read``: what a block asks for is read, and a block that asks for nothing needs no reader."""

import pytest

from tests.document.checking.analysing import checked, told
from tests.document.rules.marking import speaks

CLIENT = "import os\nfrom openai import AzureOpenAI\nclient = AzureOpenAI(azure_endpoint=os.environ['E'], api_key=os.environ['K'], api_version='2024-10-21')\n"
CALL = "client.chat.completions.create(model='d', messages=[{'role': 'user', 'content': 'Hi'}])\n"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("▸```csharp\nvar r = client.CompleteChat(messages);\n```\n", id="C#"),
        pytest.param("▸```csharp\nvar c = new AzureOpenAIClient(uri, key).GetChatClient(d);\n```\n", id="the client of C#"),
        pytest.param("▸```go\nr, err := client.Chat.Completions.New(ctx, params)\n```\n", id="Go"),
        pytest.param("▸```java\nChatCompletions c = client.getChatCompletions(d, options);\n```\n", id="Java"),
        pytest.param("▸```ruby\nbody = {\"messages\": [{\"role\": \"user\"}]}\n```\n", id="a body"),
        pytest.param(f"▸```python\n{CLIENT}def ask():\n    {CALL}```\n", id="a function that nobody calls"),
        pytest.param(f"```python\n{CLIENT}{CALL.rstrip()[:-1]}\n```\n", id="what does not parse, which is told as such"),
        pytest.param("▸```bash\ncurl $E/openai/deployments/d/chat/completions -d '{\n```\n", id="a quote without end"),
        pytest.param(f"```python\n{CLIENT}{CALL}```\n", id="a call"),
        pytest.param(f"```python\n{CLIENT}```\n", id="a client alone"),
        pytest.param("```csharp\nvar x = 1;\n```\n", id="other C#"),
        pytest.param("```csharp\n// dotnet add\ndotnet add package Azure.AI.OpenAI\nusing OpenAI;\n```\n", id="a package"),
        pytest.param("```bash\npip install openai\n```\n", id="an installation"),
        pytest.param("```bash\nexport AZURE_OPENAI_API_KEY=x\n```\n", id="a variable"),
        pytest.param("```text\nPOST to /openai/deployments/d/chat/completions\n```\n", id="a path in words"),
        pytest.param("```output\nclient.CompleteChat(messages);\n```\n", id="an output"),
        pytest.param("```json\n{\"name\": \"chat.completions\"}\n```\n", id="data"),
        pytest.param("```\nhttps://x.openai.azure.com/openai/deployments/d/chat/completions\n```\n", id="a URL alone"),
    ],
)  # fmt: skip
def test_what_asks_is_read_or_told(text: str) -> None:
    for finding in speaks("block-not-read", text):
        assert finding.message.startswith("this block asks for a chat completion and was not checked: ")


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        ("```csharp\nclient.CompleteChat(m);\n```", "C# is not read"),
        (
            f"```python\n{CLIENT}def ask():\n    {CALL}```",
            "its call stands in a function that no block before it calls",
        ),
        ("```ruby\nclient.chat.completions.create(x)\n```", "Ruby is not read"),
        ("```text\nclient.chat.completions.create(x)\n```", "it is labelled `text`"),
    ],
)
def test_the_reason_is_told(block: str, reason: str) -> None:
    (finding,) = told(checked(block + "\n"), "block-not-read")
    assert finding.message.endswith(f"not checked: {reason}")


def test_each_block_is_accounted_for() -> None:
    text = (
        f"```python\n{CLIENT}{CALL}```\n\n```bash\npip install openai\n```\n\n```csharp\nclient.CompleteChat(m);\n```\n\n"
        '```json\n{"id": "x", "object": "chat.completion", "created": 1, "model": "m", "choices": []}\n```\n'
    )
    states = [(account.language, account.state) for account in checked(text).blocks]
    assert states == [("python", "read"), ("bash", "no chat call"), ("csharp", "not read"), ("json", "read")]
