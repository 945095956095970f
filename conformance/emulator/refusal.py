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
    headers: tuple[tuple[bytes, bytes], ...] = ()


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


# Azure/azure-sdk-for-python#40812
SERVER_ERROR: Final = Refusal(
    500,
    b'{"error":{"message":"The server had an error while processing your request. Sorry about that!",'
    b'"type":"server_error","param":null,"code":null}}',
)

# assumed
UNAVAILABLE: Final = _gateway(
    503, "503", "The service is temporarily unable to process your request. Please try again later."
)

# microsoft/TinyTroupe#85, stanford-crfm/helm#3327
FILTERED_PROMPT: Final = Refusal(
    400,
    json.dumps(
        {
            "error": {
                "message": "The response was filtered due to the prompt triggering Azure OpenAI's content management "
                "policy. Please modify your prompt and retry. To learn more about our content filtering policies "
                "please read our documentation: https://go.microsoft.com/fwlink/?linkid=2198766",
                "type": None,
                "param": "prompt",
                "code": "content_filter",
                "status": 400,
                "innererror": {
                    "code": "ResponsibleAIPolicyViolation",
                    "content_filter_result": {
                        "hate": {"filtered": False, "severity": "safe"},
                        "jailbreak": {"filtered": False, "detected": False},
                        "self_harm": {"filtered": False, "severity": "safe"},
                        "sexual": {"filtered": False, "severity": "safe"},
                        "violence": {"filtered": True, "severity": "medium"},
                    },
                },
            }
        },
        separators=(",", ":"),
    ).encode(),
)

# assumed: the service is behind a gateway that knows its own names
WRONG_HOST: Final = _gateway(
    421, "421", "The emulator does not answer for this host; start it with --allow-host to have it do so.", close=True
)


def rate_limited(api_version: str, seconds: int | None) -> Refusal:
    """Return the 429 of a deployment that was asked too much (vanderschaarlab/climb#1); without ``seconds``, no header.

    The headers are those of Learn, troubleshoot-errors, and the short wording that of microsoft/copilot-camp#551.
    """
    if seconds is None:
        return Refusal(429, b'{"error":{"code":"429","message":"Rate limit is exceeded. Try again later."}}')
    message = (
        f"Requests to the ChatCompletions_Create Operation under Azure OpenAI API version {api_version} have exceeded "
        f"token rate limit of your current OpenAI S0 pricing tier. Please retry after {seconds} seconds."
    )
    body = json.dumps({"error": {"code": "429", "message": message}}, separators=(",", ":")).encode()
    return Refusal(
        429, body, headers=((b"retry-after", b"%d" % seconds), (b"retry-after-ms", b"%d" % (seconds * 1000)))
    )


def unknown_fault(sentence: str) -> Refusal:
    """Return the answer to a request that asks the emulator for a fault that it does not have."""
    return invalid(f"x-emulator-fault: {sentence}", "x-emulator-fault")


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
