"""Learn what each test runs of the package, and how long it takes: which tests a mutant is to be tried against."""

import cProfile
import json
import os
import sys
import tempfile
import threading
import types
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.mutation.mutants import Mutant

Place = tuple[str, str]  # file and outermost function


@dataclass
class Learned:
    """The seconds of each test, the tests that run each place, and those that fail without any mutant.

    A test that starts a program has no part in it: the program is another process, and what is wrong in this one is not there.
    """

    seconds: dict[str, float] = field(default_factory=dict)
    callers: dict[Place, list[str]] = field(default_factory=lambda: defaultdict(list))
    failing: list[str] = field(default_factory=list)

    def tests_of(self, mutant: Mutant) -> list[str]:
        """Return the tests that call the function, the quickest first, then the others of the files that have one of these.

        A function whose result is remembered is called by the first test alone that needs it.
        """
        callers = self.callers.get((mutant.module, mutant.function), [])
        remembered = mutant.module.startswith(("conformance/contract/", "conformance/wire/"))
        files = {_file(one) for one in callers} if remembered else set()
        others = {one for one in self.seconds if _file(one) in files}.difference(callers)
        return [*sorted(callers, key=self._cost), *sorted(others, key=self._cost)]

    def near(self, mutant: Mutant) -> list[str]:
        """Return the tests of the files that run anything of the mutant's module, the quickest first; all where none does."""
        calling = {one for (file, _), tests in self.callers.items() if file == mutant.module for one in tests}
        files = {_file(one) for one in calling or self.seconds}
        every = [one for one in self.seconds if _file(one) in files]
        return sorted(every, key=lambda one: (one not in calling, *self._cost(one)))

    def write(self, file: Path) -> None:
        names = list(self.seconds)
        number = {name: index for index, name in enumerate(names)}
        callers = [[*place, [number[one] for one in tests]] for place, tests in self.callers.items()]
        file.write_text(json.dumps([self.seconds, callers, self.failing]), encoding="utf-8")

    @classmethod
    def read(cls, file: Path) -> "Learned":
        seconds, callers, failing = json.loads(file.read_text(encoding="utf-8"))
        names = list(seconds)
        by_place = {(path, function): [names[one] for one in tests] for path, function, tests in callers}
        return cls(seconds, by_place, failing)

    def _cost(self, test: str) -> tuple[float, str]:
        return self.seconds[test], test


def learn(root: Path, items: Sequence[pytest.Item], run: Callable[[pytest.Item], str | None]) -> Learned:
    """Run each test once; one that fails has no part in it."""
    from tests.command_line.running import AT_END

    learned, started = Learned(), _Started()
    sys.addaudithook(started.hear)
    profiler = cProfile.Profile(builtins=False, subcalls=False)
    of_threads: set[types.CodeType] = set()

    def codes() -> set[types.CodeType]:
        return of_threads.union(entry.code for entry in profiler.getstats() if isinstance(entry.code, types.CodeType))

    def in_thread(frame: types.FrameType, event: str, _argument: Any) -> None:
        if event == "call":
            of_threads.add(frame.f_code)

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "places")

        def of_command() -> None:
            with file.open("a") as places:
                places.writelines(f"{path}\t{function}\n" for path, function in _places(codes(), root))

        AT_END[:] = [of_command]
        for item in items:
            profiler.clear()
            of_threads.clear()
            file.write_text("")
            started.program = False
            start = _processor()
            threading.setprofile(in_thread)
            profiler.enable()
            try:
                failed = run(item)
            finally:
                profiler.disable()
                threading.setprofile(None)
            if started.program:
                continue
            if failed is not None:
                learned.failing.append(item.nodeid)
                print(f"It fails without any mutant, and has no say: {item.nodeid}\n{failed[-2000:]}", flush=True)
                continue
            learned.seconds[item.nodeid] = round(_processor() - start, 4)
            of_commands = [tuple(line.split("\t")) for line in file.read_text().splitlines()]
            for place in {*_places(codes(), root), *of_commands}:
                learned.callers[place].append(item.nodeid)  # type: ignore[index]
    started.program = True  # the hook stays; it has nothing more to hear
    return learned


class _Started:
    """Hears whether a program was started."""

    program = False

    def hear(self, event: str, _arguments: tuple[object, ...]) -> None:
        if event in ("subprocess.Popen", "os.posix_spawn", "os.system"):
            self.program = True


def _places(codes: Iterable[types.CodeType], root: Path) -> Iterator[Place]:
    start = f"{root}/"
    for code in codes:
        if code.co_filename.startswith(f"{start}conformance/"):
            yield code.co_filename.removeprefix(start), code.co_qualname.partition(".<locals>")[0]


def _processor() -> float:
    return sum(os.times()[:4])


def _file(test: str) -> str:
    return test.partition("::")[0]
