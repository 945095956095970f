"""What reading one source yields: the requests that it sends and the text that it prints, in the order of a run."""

from dataclasses import dataclass
from typing import Literal

from conformance.exchange import Position
from conformance.reading.value import Members, Value

Language = Literal["python", "powershell", "bash", "javascript", "http"]


@dataclass(frozen=True, slots=True)
class Call:
    """One request that the source sends. A loop over what is known yields a call for each round.

    ``client`` is what sends it, as the source calls it: ``AzureOpenAI``, ``OpenAI``, ``requests.post``,
    ``Invoke-RestMethod``. ``body`` is the JSON value that is sent, None where there is none. ``body_place`` is the line that
    opens the body: the assignment that writes it, else the call. ``certain`` is False where the call stands under a condition,
    or in a loop, that is not known. ``passes`` says whether a refusal passes silently, so that the program goes on as if
    there were an answer. ``text`` is the body as it is sent, where the source writes it as text and all of it is known; it need not be JSON then. ``command`` are the words behind the name of a program that sends it
    (``curl``), where all that it reads is in them; empty where that is not so.
    """

    client: str
    place: Position
    method: Value
    url: Value
    headers: Members
    body: Value | None
    body_place: Position
    url_place: Position | None = None
    api_version_place: Position | None = None
    certain: bool = True
    passes: bool = False
    text: str | None = None
    command: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Printed:
    """Text that is written to standard output, its line end included. ``certain`` as of a call."""

    text: Value
    place: Position
    certain: bool = True


@dataclass(frozen=True, slots=True)
class SettingRead:
    """An environment variable that the source reads."""

    name: str
    place: Position


@dataclass(frozen=True, slots=True)
class MemberRead:
    """A member of an answer's JSON that the source reads; ``path`` leads to it."""

    path: tuple[str | int, ...]
    place: Position


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment without its mark; ``beside`` where code stands before it on its line."""

    text: str
    place: Position
    beside: bool = False


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """A statement that is no setting, no chat call and no printing; whoever runs the source runs this too."""

    place: Position
    statement: str


@dataclass(frozen=True, slots=True)
class SyntaxProblem:
    """Where the source does not parse, and why: half a sentence without full stop."""

    place: Position
    reason: str


@dataclass(frozen=True)
class Reading:
    """One source as it was read. Nothing of it was executed."""

    file: str
    language: Language
    calls: tuple[Call, ...] = ()
    printed: tuple[Printed, ...] = ()
    settings: tuple[SettingRead, ...] = ()
    comments: tuple[Comment, ...] = ()
    not_understood: tuple[NotUnderstood, ...] = ()
    problem: SyntaxProblem | None = None
    members: tuple[MemberRead, ...] = ()
