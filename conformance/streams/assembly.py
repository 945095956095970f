"""Put the chunks of a stream together into the answer that they make, and notice what does not fit on the way."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from conformance.streams.faults import Fault
from conformance.wire.pointer import Path

Origin = tuple[int, Path]
_IDENTITY: Final = {"id": str, "created": int, "model": str}
_OBJECT: Final = {
    "chat.completion.chunk": "chat.completion",
    "extensions.chat.completion.chunk": "extensions.chat.completion",
}
# Members of a chunk that describe the chunk and not the answer.
_OF_THE_CHUNK: Final = frozenset({"choices", "obfuscation"})
_STRINGS: Final = frozenset({"content", "refusal", "role"})


class _Text:
    """A string that comes in pieces."""

    __slots__ = ("pieces",)

    def __init__(self, first: str) -> None:
        self.pieces = [first]


@dataclass(slots=True)
class _Choice:
    index: int
    origin: Origin
    last: Origin
    message: dict[str, Any] = field(default_factory=dict)
    calls: dict[int, dict[str, Any]] = field(default_factory=dict)
    others: dict[str, Any] = field(default_factory=dict)
    finish_reason: Any = None
    finished: bool = False
    role_told: bool = False  # servers that repeat it do so in each chunk


class Assembly:
    """The answer as far as it has come. ``faults`` are told in the order in which they happen."""

    def __init__(self, most_choices: int | None = None) -> None:
        self.faults: list[Fault] = []
        self.usage: Origin | None = None
        self._most = most_choices
        self._choices: dict[int, _Choice] = {}
        self._members: dict[str, Any] = {}
        self._first: dict[str, Any] = {}
        self._present: dict[str, Any] = {}
        self._object: str | None = None
        self._origins: dict[Path, Origin] = {}

    def add(self, number: int, chunk: dict[str, Any]) -> None:
        """Take chunk ``number``; what has not the shape of a chunk is passed over, for the schema speaks about it."""
        choices = chunk.get("choices")
        speaks = False
        if type(choices) is list:
            for position, choice in enumerate(choices):
                if type(choice) is dict:
                    speaks = self._add_choice(number, position, choice) or speaks
        present = self._present
        for name, value in chunk.items():
            if name in present and value == present[name]:
                continue  # what is the same in each chunk
            if name in _IDENTITY:
                if type(value) is _IDENTITY[name]:
                    self._identity(number, name, value, speaks)
            elif name == "system_fingerprint":
                self._fingerprint(number, value)
            elif name == "object":
                if self._object is None and type(value) is str:
                    self._object = _OBJECT.get(value)
            elif value is not None and name not in _OF_THE_CHUNK:
                if name == "usage" and type(value) is dict:
                    self.usage = (number, (name,))
                self._members[name] = value
                self._origins[(name,)] = (number, (name,))

    def _identity(self, number: int, name: str, value: Any, speaks: bool) -> None:
        """Compare with the chunks before; those without a delta leave id, model and created empty out of habit."""
        if not value and not speaks:
            return
        present = self._present.get(name)
        if name not in self._first:
            self._first[name] = self._present[name] = value
            self._origins[(name,)] = (number, (name,))
        elif value != present:
            if value != self._first[name]:
                self.faults.append(Fault("identity", number, (name,), name, present, value))
            self._present[name] = value

    def _fingerprint(self, number: int, value: Any) -> None:
        name = "system_fingerprint"
        first = self._first.get(name)
        if name not in self._first or (first is None and value is not None) or (first == "" and value):
            self._first[name] = self._present[name] = value
            self._origins[(name,)] = (number, (name,))
        elif type(value) is str and value and value != self._present[name]:
            if value != first:
                self.faults.append(Fault("fingerprint", number, (name,), name, self._present[name], value))
            self._present[name] = value

    def _add_choice(self, number: int, position: int, part: dict[str, Any]) -> bool:
        """Take one choice of a chunk; return whether it has a delta."""
        index = part.get("index")
        delta = part.get("delta")
        if type(index) is not int:
            return type(delta) is dict
        path: Path = ("choices", position)
        choice = self._choices.get(index)
        if choice is None:
            choice = self._choices[index] = _Choice(index, (number, path), (number, path))
            if index < 0 or (self._most is not None and index >= self._most):
                self.faults.append(Fault("choice-range", number, (*path, "index"), "index", self._most, index))
        if type(delta) is dict:
            choice.last = (number, path)
            if delta:
                if choice.finished and any(delta.values()):
                    self.faults.append(
                        Fault("after-finish", number, (*path, "delta"), was=choice.finish_reason, now=index)
                    )
                self._add_delta(number, (*path, "delta"), choice, delta)
        for name, value in part.items():
            if name == "finish_reason":
                if value is not None:
                    if choice.finished and type(delta) is dict:
                        fault = Fault("after-finish", number, (*path, name), name, choice.finish_reason, index)
                        self.faults.append(fault)
                    choice.finish_reason, choice.finished = value, True
                    self._origins[("choices", index, name)] = (number, (*path, name))
            elif name != "index" and name != "delta":
                if value:
                    self._add_other(number, path, choice, name, value)
                elif name not in choice.others:
                    choice.others[name] = value
        return type(delta) is dict

    def _add_other(self, number: int, path: Path, choice: _Choice, name: str, value: Any) -> None:
        """Take a member of a choice beside its delta; of the filter's verdicts the last one of each category counts."""
        known = choice.others.get(name)
        if name == "content_filter_results" and type(value) is dict:
            if type(known) is dict:
                known.update(value)
            else:
                choice.others[name] = dict(value)
        else:
            choice.others[name] = _merged(known, value)
        origin = ("choices", choice.index, name)
        if origin not in self._origins or name != "logprobs":
            self._origins[origin] = (number, (*path, name))

    def _add_delta(self, number: int, path: Path, choice: _Choice, delta: dict[str, Any]) -> None:
        message = choice.message
        for name, value in delta.items():
            if name == "tool_calls" and type(value) is list:
                self._add_calls(number, (*path, name), choice, value)
                continue
            known = message.get(name)
            if type(known) is _Text and type(value) is str:
                if name == "role":
                    if value and not choice.role_told:
                        choice.role_told = True
                        self.faults.append(Fault("role-twice", number, (*path, name), name, now=choice.index))
                else:
                    known.pieces.append(value)
                continue
            if name in _STRINGS and value is not None and type(value) is not str:
                continue  # the chunk's schema speaks about it
            if name not in message or (known is None and value is not None):
                self._origins[("choices", choice.index, "message", name)] = (number, (*path, name))
            message[name] = _merged(known, value)

    def _add_calls(self, number: int, path: Path, choice: _Choice, calls: list[Any]) -> None:
        for position, part in enumerate(calls):
            index = part.get("index") if type(part) is dict else None
            if type(index) is not int:
                continue
            here = (*path, position)
            if index not in choice.calls:
                if index != len(choice.calls):
                    fault = Fault("call-range", number, (*here, "index"), "index", len(choice.calls), index)
                    self.faults.append(fault)
                choice.calls[index] = {}
                self._origins[("choices", choice.index, "message", "tool_calls", index)] = (number, here)
            known = choice.calls[index]
            for name, value in part.items():
                if name == "index":
                    continue
                if name in ("id", "type"):
                    # They come once; a client that gets them again keeps them.
                    if value or name not in known:
                        known[name] = value
                else:
                    known[name] = _merged(known.get(name), value)

    @property
    def finished(self) -> bool:
        """Whether there is a choice, and each has its ``finish_reason``."""
        return bool(self._choices) and all(choice.finished for choice in self._choices.values())

    @property
    def silent(self) -> bool:
        """Whether no choice came."""
        return not self._choices

    def unfinished(self) -> Iterator[tuple[int, Origin]]:
        """Yield the index of each choice that has no ``finish_reason``, and where it was last heard of."""
        for index, choice in self._choices.items():
            if not choice.finished:
                yield index, choice.last

    def answer(self) -> dict[str, Any]:
        """Return the answer that the chunks make: the choices by index, each with its message."""
        answer: dict[str, Any] = {name: self._first[name] for name in _IDENTITY if name in self._first}
        answer["object"] = self._object or "chat.completion"
        if "system_fingerprint" in self._first:
            answer["system_fingerprint"] = self._first["system_fingerprint"]
        answer["choices"] = [self._choice(choice) for _, choice in sorted(self._choices.items())]
        answer.update((name, _whole(value)) for name, value in self._members.items())
        return answer

    def _choice(self, choice: _Choice) -> dict[str, Any]:
        message = {name: _whole(value) for name, value in choice.message.items()}
        if choice.calls:
            message["tool_calls"] = [_whole(choice.calls[index]) for index in sorted(choice.calls)]
        return {
            "index": choice.index,
            "finish_reason": choice.finish_reason,
            "message": message,
            **{name: _whole(value) for name, value in choice.others.items()},
        }

    def origin(self, path: Path) -> Origin | None:
        """Return the chunk, and the path in it, that ``path`` of the answer comes from; None where it is no one's."""
        path = self._by_index(path)
        for length in range(len(path), 0, -1):
            origin = self._origins.get(path[:length])
            if origin is not None:
                return origin[0], (*origin[1], *path[length:])
        if len(path) >= 2 and path[0] == "choices" and type(path[1]) is int and path[1] in self._choices:
            return self._choices[path[1]].origin
        return None

    def _by_index(self, path: Path) -> Path:
        """Return ``path`` of the answer with the indices that choices and tool calls have in the chunks."""
        if len(path) < 2 or path[0] != "choices" or type(path[1]) is not int:
            return path
        index = sorted(self._choices)[path[1]]
        calls = self._choices[index].calls
        if len(path) > 4 and path[2:4] == ("message", "tool_calls") and type(path[4]) is int and calls:
            return ("choices", index, "message", "tool_calls", sorted(calls)[path[4]], *path[5:])
        return ("choices", index, *path[2:])


def _merged(known: Any, value: Any) -> Any:
    """Return ``known`` with what came: text is joined, lists grow, members are merged, anything else is replaced."""
    if type(value) is str:
        if type(known) is _Text:
            known.pieces.append(value)
            return known
        return _Text(value)
    if type(value) is dict:
        target = known if type(known) is dict else {}
        for name, member in value.items():
            if name in ("severity", "type", "id", "code"):
                target[name] = member
            else:
                target[name] = _merged(target.get(name), member)
        return target
    if type(value) is list:
        target_list = known if type(known) is list else []
        target_list.extend(value)
        return target_list
    return value if value is not None or known is None else known


def _whole(value: Any) -> Any:
    if type(value) is _Text:
        return "".join(value.pieces)
    if type(value) is dict:
        return {name: _whole(member) for name, member in value.items()}
    if type(value) is list:
        return [_whole(element) for element in value]
    return value
