"""Ask an emulator over a real socket, with one connection a question so that nothing leaks from one to the next."""

import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from conformance.contract.catalog import catalog
from conformance.contract.contract import Operation, contract
from conformance.emulator.serving import Emulator
from conformance.emulator.settings import DEFAULT_DEPLOYMENT, DEFAULT_KEY

FIRST_WITH_SEED: Final = "2023-12-01-preview"
MESSAGES: Final = [
    {"role": "system", "content": "You are a helpful assistant."},
    {"role": "user", "content": "Tell me a story about how the universe began?"},
]
STORY: Final = {"messages": MESSAGES, "temperature": 0.7, "max_tokens": 50}
SEEDED: Final = {**STORY, "seed": 42}
KEY: Final = {"api-key": DEFAULT_KEY, "Content-Type": "application/json"}
CHAT: Final = f"/openai/deployments/{DEFAULT_DEPLOYMENT}/chat/completions"
QUERIES: Final = {"v1": "", "v1-preview": "?api-version=preview", "v1-2026-01-28": ""}
VERSIONS: Final = catalog().with_chat


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def text(self) -> str:
        return str(self.json["choices"][0]["message"]["content"])

    @property
    def error(self) -> Any:
        return self.json["error"]


def send(
    emulator: Emulator,
    target: str,
    body: bytes | str | None,
    headers: Mapping[str, str] = KEY,
    method: str = "POST",
) -> Answer:
    """Send one request exactly as it is given."""
    connection = http.client.HTTPConnection(urlsplit(emulator.url).netloc, timeout=60)
    try:
        connection.request(method, target, body.encode() if isinstance(body, str) else body, dict(headers))
        response = connection.getresponse()
        return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
    finally:
        connection.close()


def ask(emulator: Emulator, body: Mapping[str, Any] = SEEDED, api_version: str = "2024-02-01") -> Answer:
    """Send ``body`` to the plain chat operation of ``api_version``; the v1 family is told the deployment as ``model``."""
    return ask_operation(emulator, contract(api_version).operation, body)


def ask_operation(emulator: Emulator, operation: Operation, body: Mapping[str, Any]) -> Answer:
    """Send ``body`` to ``operation``."""
    known = operation.contract
    if not known.dated:
        body = {"model": DEFAULT_DEPLOYMENT, **body}
    return send(emulator, target_of(operation), json.dumps(body))


def target_of(operation: Operation) -> str:
    """Return path and query of ``operation`` for the default deployment."""
    api_version = operation.contract.api_version
    path = operation.path.replace("{deployment-id}", DEFAULT_DEPLOYMENT)
    return path + QUERIES.get(api_version, f"?api-version={api_version}")


def settings_for(api_version: str) -> dict[str, Any]:
    """Return what an emulator must be told so that it answers as ``api_version``."""
    return {"v1": api_version} if api_version == "v1-2026-01-28" else {}
