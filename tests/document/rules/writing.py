"""Pieces of how-tos: a chat call in Python and in PowerShell, tabs, an answer, a list of models."""

import json
from typing import Any, Final

MESSAGES: Final = '[{"role": "user", "content": "Tell me a story"}]'
MODELS: Final = "* `gpt-35-turbo` (0125)\n* `gpt-4` (1106-Preview)\n* `gpt-4o` (2024-05-13)\n"


def fence(label: str, code: str) -> str:
    return f"```{label}\n{code.rstrip()}\n```\n"


def python(
    body: str = '"seed": 42, ',
    *,
    deployment: str = "story",
    version: str = "2024-02-01",
    endpoint: str = 'os.environ["AZURE_OPENAI_ENDPOINT"]',
    key: str = 'os.environ["AZURE_OPENAI_API_KEY"]',
    then: str = "answer.raise_for_status()",
) -> str:
    """Return a block that posts ``body`` with a message to a deployment."""
    return fence(
        "python",
        f"import os\nimport requests\n\nendpoint = {endpoint}\n"
        f'url = endpoint + "/openai/deployments/{deployment}/chat/completions?api-version={version}"\n'
        f'body = {{{body}"messages": {MESSAGES}}}\n'
        f'answer = requests.post(url, headers={{"api-key": {key}}}, json=body)\n{then}',
    )


def powershell(
    body: str = "seed = 42; ",
    *,
    deployment: str = "story",
    version: str = "2024-02-01",
    endpoint: str = "$Env:AZURE_OPENAI_ENDPOINT",
    key: str = "$Env:AZURE_OPENAI_API_KEY",
    first: str = "$ErrorActionPreference = 'Stop'",
    then: str = "",
) -> str:
    """Return the same in PowerShell."""
    return fence(
        "powershell",
        f"{first}\n$endpoint = {endpoint}\n"
        f'$url = "$endpoint/openai/deployments/{deployment}/chat/completions?api-version={version}"\n'
        f"$body = @{{ {body}messages = @(@{{ role = 'user'; content = 'Tell me a story' }}) }} | ConvertTo-Json\n"
        f"$answer = Invoke-RestMethod -Uri $url -Headers @{{ 'api-key' = {key} }} -Body $body -Method Post"
        f" -ContentType 'application/json'\n{then}",
    )


def sdk(arguments: str = 'model="gpt-35-turbo-0125",', then: str = "print(answer.choices[0].message.content)") -> str:
    """Return a block that asks with the SDK; ``arguments`` is a line of the call."""
    return fence(
        "python",
        "import os\nfrom openai import AzureOpenAI\n\n"
        'client = AzureOpenAI(azure_endpoint=os.environ["AZURE_OPENAI_ENDPOINT"], '
        'api_key=os.environ["AZURE_OPENAI_API_KEY"], api_version="2024-02-01")\n'
        f"answer = client.chat.completions.create(\n    {arguments}\n    messages={MESSAGES},\n)\n{then}",
    )


def tabs(*bodies: tuple[str, str] | tuple[str, str, str]) -> str:
    """Return a group of tabs; each is title and body, or title, id and body."""
    parts = []
    for title, *rest in bodies:
        ident = rest[0] if len(rest) == 2 else title.lower()
        parts.append(f"# [{title}](#tab/{ident})\n\n{rest[-1]}\n")
    return "\n".join((*parts, "---\n\n"))


def answer(label: str = "json", message: dict[str, Any] | None = None, **members: Any) -> str:
    """Return an answer as JSON, four spaces deep, with ``members`` in place of the usual ones."""
    value = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1714560000,
        "model": "gpt-35-turbo",
        "system_fingerprint": "fp_44709d6fcb",
        "choices": [
            {
                "index": 0,
                "finish_reason": "stop",
                "message": {"role": "assistant", "content": "Once"} | (message or {}),
            }
        ],
        "usage": {"prompt_tokens": 11, "completion_tokens": 5, "total_tokens": 16},
    }
    return fence(label, json.dumps(value | members, indent=2))
