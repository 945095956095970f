"""What a contract lets pass and the service refuses all the same: members that do not go together, and a model's habits.

Each source stands beside its refusal; *OpenAI* is OpenAI's own endpoint, and that Azure says the same is assumed.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final

from conformance.contract.contract import Operation
from conformance.emulator.models import REASONING, Model
from conformance.emulator.refusal import Refusal, bad_request, invalid
from conformance.emulator.strictness import objections
from conformance.emulator.tools import text_of

Body = dict[str, Any]
_FIRST_WITH_REQUIRED: Final = "2024-06-01"
_FIRST_WITH_SCHEMAS: Final = "2024-08-01-preview"
_LONGEST_ECHO: Final = 100
_NEUTRAL: Final[dict[str, Any]] = {"temperature": 1, "top_p": 1, "presence_penalty": 0, "frequency_penalty": 0}


def too_early(body: Body, operation: Operation) -> Refusal | None:
    """Return the refusal of a value that only later api-versions take, or None."""
    known = operation.contract
    if not known.dated:
        return None
    if body.get("tool_choice") == "required" and known.api_version < _FIRST_WITH_REQUIRED:
        # langchain-ai/langchain#29936
        return bad_request(
            f"tool_choice value as required is enabled only for api versions {_FIRST_WITH_REQUIRED} and later"
        )
    wanted = body.get("response_format")
    schemas = isinstance(wanted, dict) and wanted.get("type") == "json_schema"
    if schemas and "response_format" in operation.request.shape.members and known.api_version < _FIRST_WITH_SCHEMAS:
        # Azure/azure-sdk-for-net#46579, langgenius/dify#8994
        return bad_request(
            f"response_format value as json_schema is enabled only for api versions {_FIRST_WITH_SCHEMAS} and later"
        )
    return None


def meant_wrongly(body: Body, model: Model, codes: bool) -> Refusal | None:
    """Return the refusal of a body that conforms to its contract, or None; ``codes`` where the version has codes."""
    for names, look in _LOOKS:
        if names.isdisjoint(body):
            continue
        refused = look(body, model, codes)
        if refused is not None:
            return refused
    return None


def _unsupported(body: Body, model: Model, _codes: bool) -> Refusal | None:
    for name in model.refuses:
        value = body.get(name)
        if value is None or (name in _NEUTRAL and value == _NEUTRAL[name]) or (name == "logprobs" and value is False):
            continue
        # langgenius/dify#9746; that the other parameters are refused in the same words is assumed
        instead = " Use 'max_completion_tokens' instead." if name == "max_tokens" else ""
        message = f"Unsupported parameter: '{name}' is not supported with this model.{instead}"
        return invalid(message, name, "unsupported_parameter")
    temperature = body.get("temperature")
    if model.reasons and temperature is not None and temperature != 1:
        # gabrii/Cursor-Azure-GPT-5#33
        return invalid(
            f"Unsupported value: 'temperature' does not support {temperature} with this model. Only the default (1) "
            "value is supported.",
            "temperature",
            "unsupported_value",
        )
    return None


def _tokens(body: Body, model: Model, codes: bool) -> Refusal | None:
    for name in ("max_tokens", "max_completion_tokens"):
        number = body.get(name)
        if number is None:
            continue
        shown = str(number)[:_LONGEST_ECHO]
        if number < 1:
            if not codes:  # betalgo/openai#360
                return invalid(f"{shown} is less than the minimum of 1 - '{name}'")
            # OpenBMB/ChatDev#446 (OpenAI)
            return invalid(
                f"Invalid '{name}': integer below minimum value. Expected a value >= 1, but got {shown} instead.",
                name,
                "integer_below_min_value",
            )
        if number > model.most_tokens:  # charmbracelet/catwalk#41
            return invalid(
                f"{name} is too large: {shown}. This model supports at most {model.most_tokens} completion tokens, "
                f"whereas you provided {shown}.",
                name,
                "invalid_value",
            )
    if body.get("max_tokens") is not None and body.get("max_completion_tokens") is not None:
        # assumed, in the words of OpenAI
        return invalid(
            "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.",
            "max_tokens",
            "invalid_parameter_combination",
        )
    return None


def _choices(body: Body, _model: Model, _codes: bool) -> Refusal | None:
    number = body.get("n")
    if number is not None and number < 1:
        return invalid(f"{number} is less than the minimum of 1 - 'n'")  # assumed, by analogy with max_tokens
    if body.get("top_logprobs") is not None and body.get("logprobs") is not True:
        # assumed, in the words of OpenAI
        return invalid(
            "The 'top_logprobs' parameter is only allowed when 'logprobs' is enabled.", "top_logprobs", "invalid_value"
        )
    return None


def _tool_choice(body: Body, _model: Model, _codes: bool) -> Refusal | None:
    """Azure/azure-sdk-for-net#45598; that an unknown name is refused in these words is assumed (OpenAI)."""
    for name, among in (("tool_choice", "tools"), ("function_call", "functions"), ("parallel_tool_calls", "tools")):
        if body.get(name) is None or body.get(among):
            continue
        if name != "tool_choice" or body[name] != "none":
            return invalid(f"Invalid value for '{name}': '{name}' is only allowed when '{among}' are specified.", name)
    for name, among in (("tool_choice", "tools"), ("function_call", "functions")):
        choice = body.get(name)
        function = choice.get("function", choice) if isinstance(choice, dict) else None
        wanted = function.get("name") if isinstance(function, dict) else None
        if wanted is not None and wanted not in [one.get("function", one).get("name") for one in body[among]]:
            return invalid(
                f"Invalid value for '{name}': no function named '{wanted}' was specified in the '{among}' parameter.",
                name,
            )
    return None


def _tool_messages(body: Body, _model: Model, _codes: bool) -> Refusal | None:
    """A call without an answer, or the reverse (langchain-ai/task_mAIstro#1; RamiAwar/dataline#172, OpenAI)."""
    waiting: list[str] = []
    answering = False
    for index, message in enumerate(body["messages"]):
        role = message.get("role")
        if role == "tool":
            if not answering:
                return invalid(
                    "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with "
                    "'tool_calls'.",
                    f"messages.[{index}].role",
                )
            waiting = [one for one in waiting if one != message.get("tool_call_id")]
            continue
        if waiting:
            return _unanswered(waiting, index)
        calls = message.get("tool_calls") if role == "assistant" else None
        answering = bool(calls)
        waiting = [str(call.get("id")) for call in calls or ()]
    return _unanswered(waiting, len(body["messages"])) if waiting else None


def _unanswered(ids: list[str], index: int) -> Refusal:
    return invalid(
        "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. "
        f"The following tool_call_ids did not have response messages: {', '.join(ids)}",
        f"messages.[{index}].role",
    )


def _format(body: Body, model: Model, _codes: bool) -> Refusal | None:
    wanted = body.get("response_format")
    kind = wanted.get("type") if isinstance(wanted, dict) else None
    if kind == "json_object" and not any("json" in text_of(message).lower() for message in body["messages"]):
        # agno-agi/agno#1851
        return invalid(
            "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.",
            "messages",
        )
    if kind != "json_schema" or not isinstance(wanted, dict):
        return None
    if not model.schemas:  # BerriAI/litellm#5295
        return invalid("Invalid parameter: 'response_format' must be one of 'json_object', 'text'.", "response_format")
    described = wanted.get("json_schema") or {}
    if described.get("strict") is True:
        for objection in objections(described.get("schema")):
            message = f"Invalid schema for response_format '{described.get('name')}': {objection}"
            return invalid(message, "response_format")  # OpenAI
    return None


def _tool_schemas(body: Body, _model: Model, _codes: bool) -> Refusal | None:
    for index, objection, name in _objections_to_tools(body):
        message = f"Invalid schema for function '{name}': {objection}"
        return invalid(message, f"tools[{index}].function.parameters", "invalid_function_parameters")  # OpenAI
    return None


def _objections_to_tools(body: Body) -> Iterator[tuple[int, str, str]]:
    for index, tool in enumerate(body.get("tools") or ()):
        function = tool.get("function") or {}
        if function.get("strict") is True:
            for objection in objections(function.get("parameters")):
                yield index, objection, str(function.get("name"))


# Each look beside the members without which it has nothing to say: most bodies have few of them.
_LOOKS: Final[tuple[tuple[frozenset[str], Callable[[Body, Model, bool], Refusal | None]], ...]] = (
    (frozenset(("temperature", "max_tokens", *REASONING)), _unsupported),
    (frozenset(("max_tokens", "max_completion_tokens")), _tokens),
    (frozenset(("n", "top_logprobs")), _choices),
    (frozenset(("tool_choice", "function_call", "parallel_tool_calls")), _tool_choice),
    (frozenset(("messages",)), _tool_messages),
    (frozenset(("response_format",)), _format),
    (frozenset(("tools",)), _tool_schemas),
)
