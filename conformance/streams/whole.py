"""The answer that a stream makes, as the service would have sent it in one piece."""

from typing import Any, Final

from conformance.contract.shape import Shape
from conformance.streams.assembly import Assembly

# What a delta or a choice holds as null while there is nothing to tell; a null fingerprint is told as such.
_SAID_NULL: Final = frozenset({"content", "refusal", "logprobs", "usage", "function_call", "tool_calls"})


def whole_answer(assembly: Assembly, shape: Shape | None) -> dict[str, Any]:
    """Return the answer; a member that ``shape`` requires and that may be null is null where no chunk told it.

    A delta need not repeat what is usual, so a message without a role is the assistant's.
    """
    answer = assembly.answer()
    for choice in answer["choices"]:
        choice["message"].setdefault("role", "assistant")
    if shape is None:
        return answer
    _fill(answer, shape)
    choices = shape.member("choices")
    of_choice = choices.items if choices else None
    of_message = of_choice.member("message") if of_choice else None
    of_logprobs = of_choice.member("logprobs") if of_choice else None
    for choice in answer["choices"]:
        _fill(choice, of_choice)
        _fill(choice["message"], of_message)
        if isinstance(choice.get("logprobs"), dict):
            _fill(choice["logprobs"], of_logprobs)
    return answer


def _fill(value: dict[str, Any], shape: Shape | None) -> None:
    """Add null where the shape wants it, and take it away where a chunk said null for "nothing yet"."""
    if shape is None:
        return
    for name, member in shape.members.items():
        takes_null = shape.shapes.of(member.pointers).null.accepted
        if name not in value:
            if name in shape.required and takes_null:
                value[name] = None
        elif value[name] is None and not takes_null and name not in shape.required and name in _SAID_NULL:
            del value[name]
