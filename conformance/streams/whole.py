"""The answer that a stream makes, as the service would have sent it in one piece."""

from typing import Any

from conformance.contract.shape import Shape
from conformance.streams.assembly import Assembly


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
    for choice in answer["choices"]:
        _fill(choice, of_choice)
        _fill(choice["message"], of_message)
    return answer


def _fill(value: dict[str, Any], shape: Shape | None) -> None:
    for name in shape.required if shape else ():
        member = shape.member(name) if shape else None
        if name not in value and member is not None and member.null.accepted:
            value[name] = None
