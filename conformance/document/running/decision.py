"""Whether a program is run: the one place that decides, for ``document run`` and ``document update`` alike.

Inside the gate it runs. Outside, it runs where isolation is in force and it asks for a chat completion, and is marked
so; else it is read. A program that cannot be run, or that no rule leads to the emulator, is read in any case.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from conformance.reading.gate import Verdict

State = Literal["executed", "isolated", "predicted", "read"]
# What the harness starts; blocks in other languages are read.
RUNS = ("python", "powershell", "bash")
NO_PWSH = "no pwsh was found; --pwsh PATH names one"


@dataclass(frozen=True, slots=True)
class Surrounded:
    """What a program is run in: ``isolated`` where a child process is kept in bounds, ``pwsh`` where there is one."""

    isolated: bool
    pwsh: str | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is known of a program before it is run.

    ``hindrance`` says why it is not run whatever isolates it, as half a sentence; None where nothing stands in the way.
    ``asks`` where it sends a chat completion, as far as reading tells.
    """

    language: str
    verdict: Verdict
    asks: bool
    hindrance: str | None = None


def decide(
    candidate: Candidate, around: Surrounded, shown: Callable[[int], int | None] = lambda line: line
) -> tuple[State, str]:
    """Return what is done with a program, and why it is not simply run, as half a sentence.

    ``shown`` says where a reader finds a line of the program.
    """
    if candidate.hindrance is not None:
        return "read", candidate.hindrance
    if candidate.language not in RUNS:
        return "predicted", f"{candidate.language} is not run here"
    refused = candidate.verdict.refused
    why = "" if refused is None else f"line {shown(refused.line)} {refused.why}, which is outside the gate"
    if refused is not None and not (around.isolated and candidate.asks):
        return "read", why if around.isolated else f"{why}, and nothing isolates it here"
    if candidate.language == "powershell" and around.pwsh is None:
        return "predicted", NO_PWSH
    return ("executed" if refused is None else "isolated"), why
