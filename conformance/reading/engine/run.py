"""The state of a run that is followed, whatever its language."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from conformance.reading.engine.frames import Frame, FrameOf
from conformance.reading.engine.journal import Fork, Journal
from conformance.reading.engine.leaving import Broke, Continued, Left, Returned
from conformance.reading.engine.limits import DEEPEST, MOST_STEPS, Exhausted
from conformance.reading.engine.names import Names
from conformance.reading.engine.record import Record


@dataclass(eq=False, kw_only=True)
class Run(ABC):
    """``passes`` is what a handler around the statement does with a refused call: True where it says nothing.

    It is False where the handler tells or ends, None where there is no handler of such errors.
    """

    record: Record = field(default_factory=Record)
    journal: Journal = field(default_factory=Journal)
    frames: list[Frame] = field(default_factory=lambda: [Frame("program")])
    passes: bool | None = None
    steps_left: int = MOST_STEPS
    depth: int = 0

    @abstractmethod
    def join(self, one: Any, other: Any, expression: str, fork: Fork) -> Any:
        """Return what is known of a value that is ``one`` or ``other``; ``expression`` stands for what is not."""

    @property
    def certain(self) -> bool:
        """Whether what happens now happens in every run."""
        return not any(frame.doubted for frame in self.frames)

    def step(self, steps: int = 1) -> None:
        """Count what is followed. Raises Exhausted where that is too much."""
        self.steps_left -= steps
        if self.steps_left < 0:
            raise Exhausted

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """Count a step that others are nested in. Raises Exhausted where there are too many, or too deep ones."""
        self.step()
        if self.depth >= DEEPEST:
            raise Exhausted
        self.depth += 1
        try:
            yield
        finally:
            self.depth -= 1

    @contextmanager
    def frame(self, of: FrameOf, *, doubted: bool = False) -> Iterator[Frame]:
        """Follow what stands in a function, a loop, a round of it, or a branch."""
        frame = Frame(of, doubted)
        self.frames.append(frame)
        try:
            yield frame
        finally:
            self.frames.pop()

    def hold(self, names: Names, name: Any, value: Any) -> None:
        """Make ``names`` hold ``value`` under ``name``."""
        self.journal.touch(names)
        names.held[name] = value

    def doubt(self, frame: Frame | None = None) -> None:
        """Doubt that what follows in ``frame`` is run; without one, in the whole program."""
        frame = frame or self.frames[0]
        self.journal.touch(frame)
        frame.doubted = True

    def may_leave(self, left: Left | None) -> None:
        """Doubt what follows in the frames that may have been left."""
        reached = {Returned: ("function",), Broke: ("round", "loop"), Continued: ("round",)}.get(type(left), ())
        for of in reached:
            frame = next((one for one in reversed(self.frames) if one.of == of), None)
            if frame is not None:
                self.doubt(frame)
                if isinstance(left, Returned):
                    frame.returned.append(left.value)
