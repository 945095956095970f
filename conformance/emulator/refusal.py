"""The answers of a service that refuses, each with its source.

A source is a public report (GitHub ``owner/repo#number``) or the word *assumed*.
"""

import json
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error answer; ``close`` ends the connection behind it."""

    status: int
    body: bytes
    close: bool = False


def _gateway(status: int, code: str, message: str, close: bool = False) -> Refusal:
    """Return a refusal of the gateway, whose JSON has a space after ``"message":`` and nowhere else."""
    return Refusal(status, f'{{"error":{{"code":"{code}","message": {json.dumps(message)}}}}}'.encode(), close)


# openai/openai-python#362, MicrosoftDocs/azure-docs#114602 (no api-version); KeyserDSoze/Rystem.OpenAi#22 (the bytes).
# That a wrong method is answered so too is assumed.
NOT_FOUND: Final = _gateway(404, "404", "Resource not found")

# SciSharp/BotSharp#386. That a missing key is answered like a wrong one is assumed.
WRONG_KEY: Final = Refusal(
    401,
    b'{"error":{"code":"401","message":"Access denied due to invalid subscription key or wrong API endpoint. '
    b"Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your "
    b'resource."}}',
)

# microsoft/PromptWizard#18, MicrosoftDocs/azure-docs#114370: an Entra token without the role.
NO_ROLE: Final = Refusal(
    401,
    b'{"error":{"code":"PermissionDenied","message":"Principal does not have access to API/Operation."}}',
)

# traceloop/openllmetry's recording of 2024-02-01 with `type`, Azure/azure-sdk-for-net's without; the newer one is taken.
NO_DEPLOYMENT: Final = Refusal(
    404,
    b'{"error":{"type":"invalid_request_error","code":"DeploymentNotFound","message":"The API deployment for this '
    b"resource does not exist. If you created the deployment within the last 5 minutes, please wait a moment and try "
    b'again."}}',
)

# assumed
TOO_LARGE: Final = _gateway(413, "413", "The request body is too large", close=True)

# assumed
TOO_SLOW: Final = _gateway(408, "408", "The request did not arrive in time", close=True)

# A defect of the emulator itself, never of what it was sent.
BROKEN: Final = _gateway(500, "500", "The emulator failed; this is a defect of it")


def invalid(message: str, param: str | None = None, code: str | None = None) -> Refusal:
    """Return a 400 as the model's front end writes it (run-llama/llama_index#17731)."""
    error = {"message": message, "type": "invalid_request_error", "param": param, "code": code}
    return Refusal(400, json.dumps({"error": error}, separators=(",", ":")).encode())


def bad_request(message: str) -> Refusal:
    """Return a 400 as the service writes it where only another api-version takes a value (langgenius/dify#8994)."""
    return Refusal(
        400, json.dumps({"error": {"code": "BadRequest", "message": message}}, separators=(",", ":")).encode()
    )


def not_supported(operation: str, model: str) -> Refusal:
    """Return the answer to another operation than chat on a chat deployment (OpenHands/OpenHands#1003)."""
    message = (
        f"The {operation} operation does not work with the specified model, {model}. Please choose different model and "
        "try again. You can learn more about which models can be used with each operation here: "
        "https://go.microsoft.com/fwlink/?linkid=2197993."
    )
    error = {"code": "OperationNotSupported", "message": message}
    return Refusal(400, json.dumps({"error": error}, separators=(",", ":")).encode())


def not_json(reason: str) -> Refusal:
    """Return the answer to a body that is not JSON (the wording is assumed)."""
    return invalid(f"Your request contained invalid JSON: {reason}.")
