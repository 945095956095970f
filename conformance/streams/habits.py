"""What the service does in every stream although no contract says so: one table, each row with its source.

The letter of the chunk's schema refuses every recorded stream. A row either widens the schema (``declares`` a member at
``at``, a path in the chunk in which ``*`` is each element) or excuses one kind of chunk as a whole (``excuses``).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

CHUNK: Final = "chat.completion.chunk"
_RECORDED: Final = "recorded by traceloop/openllmetry and DataDog/dd-trace-py, 2024-02-01 to 2024-12-01-preview"
_LEARN: Final = "Learn, concepts/content-streaming"
_OBJECT: Final = {"type": "object"}
_TEXT_OR_NULL: Final = {"type": ["string", "null"]}


@dataclass(frozen=True, slots=True)
class Habit:
    """``says`` what the service does, and where that is seen. Without ``member`` it is about a chunk as a whole."""

    says: str
    source: str
    at: tuple[str, ...] = ()
    member: str = ""
    declares: dict[str, Any] | None = None
    not_required: bool = False
    excuses: Callable[[dict[str, Any]], dict[str, Any]] | None = None


def _unnamed(chunk: dict[str, Any]) -> dict[str, Any]:
    """Name a chunk without text, which the service leaves without id, model and ``object``, for what it is."""
    if chunk.get("object") == "" and _speechless(chunk.get("choices")):
        return {**chunk, "object": CHUNK}
    return chunk


def _extensions(chunk: dict[str, Any]) -> dict[str, Any]:
    return {**chunk, "object": CHUNK} if chunk.get("object") == f"extensions.{CHUNK}" else chunk


def _annotation(chunk: dict[str, Any]) -> dict[str, Any]:
    """Give each choice that carries nothing but the verdict of the filter the delta that it lacks."""
    choices = chunk.get("choices")
    if type(choices) is not list or not any(_is_annotation(one) for one in choices):
        return chunk
    return {**chunk, "choices": [{**one, "delta": {}} if _is_annotation(one) else one for one in choices]}


def _is_annotation(choice: Any) -> bool:
    """Whether ``choice`` only tells what the filter says; the text that it is about came before, or never comes."""
    if type(choice) is not dict or "delta" in choice or choice.get("finish_reason") not in (None, "content_filter"):
        return False
    return any(name in choice for name in ("content_filter_results", "content_filter_offsets"))


def _speechless(choices: Any) -> bool:
    return type(choices) is list and all(type(one) is dict and "delta" not in one for one in choices)


HABITS: Final = (
    Habit(
        "the first chunk, which tells how the prompt was filtered, and annotations of the filter have an empty `id`, "
        "`model` and `object`, and `created` 0",
        "real-responses 07; pydantic/pydantic-ai#164",
        excuses=_unnamed,
    ),
    Habit(
        "with the asynchronous filter a choice may hold the filter's verdict and no `delta`, after the end too",
        f"openai/openai-python#1677; microsoft/semantic-kernel#7250; microsoft/autogen#6465; {_LEARN}",
        excuses=_annotation,
    ),
    Habit(
        "with data sources `object` is `extensions.chat.completion.chunk`",
        "assumed, as recorded answers say `extensions.chat.completion`",
        excuses=_extensions,
    ),
    Habit("how the prompt was filtered", "real-responses 07", (), "prompt_filter_results", {"type": "array"}),
    Habit("the same under its older name", "openai/openai-python#1677", (), "prompt_annotations", {"type": "array"}),
    Habit("a null fingerprint", _RECORDED, (), "system_fingerprint", _TEXT_OR_NULL),
    Habit("a null `usage`, and the one that was asked for", _RECORDED, (), "usage", {"type": ["object", "null"]}),
    Habit("random text that hides the length of a token", _RECORDED, (), "obfuscation", {"type": "string"}),
    Habit("the tier that served", _RECORDED, (), "service_tier", _TEXT_OR_NULL),
    Habit(
        "times of the serving", "recorded on gpt-5 models, 2024-12-01-preview and v1", (), "latency_checkpoint", _OBJECT
    ),
    Habit(
        "what the filter says of the text, or nothing: `{}`",
        _RECORDED,
        ("choices", "*"),
        "content_filter_results",
        _OBJECT,
    ),
    Habit("to which text the verdict applies", _LEARN, ("choices", "*"), "content_filter_offsets", _OBJECT),
    Habit(
        "the filter's raw verdict",
        f"microsoft/autogen#6465; {_LEARN}",
        ("choices", "*"),
        "content_filter_raw",
        {"type": "array"},
    ),
    Habit("a null refusal beside the first text", _RECORDED, ("choices", "*", "delta"), "refusal", _TEXT_OR_NULL),
    Habit(
        "with data sources, whether the turn ends",
        "assumed, as answers under /extensions/ have it (Azure/azure-rest-api-specs)",
        ("choices", "*"),
        "end_turn",
        {"type": ["boolean", "null"]},
    ),
    Habit(
        "with data sources, what was found",
        "assumed, as answers under /extensions/ have it (Azure/azure-rest-api-specs)",
        ("choices", "*", "delta"),
        "context",
        _OBJECT,
    ),
    Habit(
        "log probabilities without those of a refusal",
        "assumed, as answers come without `refusal` (Azure/azure-sdk-for-net, its recordings)",
        ("choices", "*", "logprobs"),
        "refusal",
        not_required=True,
    ),
)


def excused(chunk: dict[str, Any]) -> dict[str, Any]:
    """Return ``chunk`` as it would be without the habits that are about a whole chunk; itself where it has none."""
    for habit in HABITS:
        if habit.excuses is not None:
            chunk = habit.excuses(chunk)
    return chunk
