"""Try mutants: a plugin of pytest that collects the tests once, learns what each of them runs, and forks a child a mutant.

What differs in the body of a function only is put in its place in the child, which then runs the tests that call that
function, the quickest first, up to the first that fails. What a module does when it is imported is put in place before the
import, in a child of a process that has imported nothing of the package.
"""

import ast
import functools
import gc
import os
import resource
import select
import signal
import sys
import tempfile
import time
import types
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from pathlib import Path
from typing import Any, Final

import pytest

from tests.mutation.mutants import Mutant

# Seconds of the processor that a mutant may take more than its tests do, and of the clock.
_PATIENCE: Final = 20
_LONGEST: Final = 600
CONTROL: Final = Mutant("", "", "", "", 0, 0, True, lambda: ast.Module([], []))
Place = tuple[str, str]  # file and outermost function


class Trial:
    """The plugin. ``told`` hears of each mutant when it is done; ``results`` holds who killed it, or "" where it survives."""

    def __init__(self, root: Path, drawn: Sequence[Mutant], jobs: int, told: Callable[[Mutant, str], object]) -> None:
        self.root, self.drawn, self.jobs, self.told = root, drawn, jobs, told
        self.results: dict[Mutant, str] = {}
        self.calls: dict[str, set[Place]] = {}
        self.seconds: dict[str, float] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Learn what the tests run, then try each mutant in a child."""
        if session.testsfailed:
            raise session.Interrupted("the tests cannot be collected")
        from tests.command_line.running import AT_END

        with tempfile.TemporaryDirectory() as folder:
            for item in session.items:
                self._learn(item, Path(folder, "places"), AT_END)
        AT_END[:] = [lambda: None]  # commands are copies of a process that has the mutant in it
        gc.unfreeze()  # a command that ran here may have put all there was out of sight
        functions = _functions(self.root)
        children = Children(self.jobs)
        # Without any change every test has to pass in such a child, or what is said of mutants means nothing.
        control = functools.partial(_hot, None, self.root, session.items, functions)
        assert not (
            said := [killer for _, killer in [*children.start(CONTROL, control), *children.rest()] if killer]
        ), said
        for mutant in self.drawn:
            tests = self._tests_of(mutant, session.items)
            for done, killer in children.start(mutant, functools.partial(_hot, mutant, self.root, tests, functions)):
                self._done(done, killer)
        for done, killer in children.rest():
            self._done(done, killer)
        return True

    def files_of(self, mutant: Mutant) -> list[str]:
        """Return the files of tests that run anything of the mutant's module, the nearest first."""
        near: Counter[str] = Counter()
        for test, places in self.calls.items():
            count = sum(file == mutant.module for file, _ in places)
            near[test.partition("::")[0]] += count
        return [file for file, count in near.most_common() if count]

    def _done(self, mutant: Mutant, killer: str) -> None:
        self.results[mutant] = killer
        self.told(mutant, killer)

    def _learn(self, item: pytest.Item, file: Path, at_end: list[Callable[[], None]]) -> None:
        """Run the test once; it has to pass. ``file`` takes what the commands run that it starts."""
        codes: set[types.CodeType] = set()
        file.write_text("")

        def of_command() -> None:
            with file.open("a") as places:
                places.writelines(f"{path}\t{function}\n" for path, function in _places(set(codes), self.root))

        at_end[:] = [of_command]

        def profile(frame: types.FrameType, event: str, argument: Any) -> None:
            if event == "call":
                codes.add(frame.f_code)

        start = time.process_time()
        sys.setprofile(profile)
        try:
            failed = _failed(item)
        finally:
            sys.setprofile(None)
        assert failed is None, f"without any mutant {item.nodeid} fails: {failed}"
        self.seconds[item.nodeid] = time.process_time() - start
        of_commands = [line.split("\t") for line in file.read_text().splitlines()]
        self.calls[item.nodeid] = {*_places(codes, self.root), *((path, function) for path, function in of_commands)}

    def _tests_of(self, mutant: Mutant, items: Iterable[pytest.Item]) -> list[pytest.Item]:
        """Return the tests that call the function, then the others of the files that have one of these.

        A function whose result is remembered is called by the first test alone that needs it.
        """
        place = (mutant.module, mutant.function)
        callers = [item for item in items if place in self.calls[item.nodeid]]
        files = {item.nodeid.partition("::")[0] for item in callers}
        others = [i for i in items if i.nodeid.partition("::")[0] in files and place not in self.calls[i.nodeid]]
        remembered = mutant.module.startswith(("conformance/contract/", "conformance/wire/"))
        return [*sorted(callers, key=self._cost), *(sorted(others, key=self._cost) if remembered else ())]

    def _cost(self, item: pytest.Item) -> float:
        return self.seconds[item.nodeid]


class Children:
    """At most ``jobs`` children at a time; each writes who killed its mutant."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs
        self.running: dict[int, tuple[Mutant, int, float]] = {}

    def start(self, mutant: Mutant, work: Callable[[], str]) -> Iterator[tuple[Mutant, str]]:
        """Start a child for ``mutant``; yield those that had to end for it to start."""
        while len(self.running) >= self.jobs:
            yield from self._ended()
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            _silent()
            try:
                os.write(writing, work().encode()[:4000])
                os._exit(0)
            finally:
                os._exit(1)
        os.close(writing)
        self.running[reading] = (mutant, child, time.monotonic() + _LONGEST)

    def rest(self) -> Iterator[tuple[Mutant, str]]:
        while self.running:
            yield from self._ended()

    def _ended(self) -> Iterator[tuple[Mutant, str]]:
        ready, _, _ = select.select([*self.running], [], [], 1)
        late = [one for one, (_, _, end) in self.running.items() if time.monotonic() > end]
        for one in {*ready, *late}:
            mutant, child, _ = self.running.pop(one)
            if one not in ready:
                os.kill(child, signal.SIGKILL)
            told = b""
            while one in ready and (more := os.read(one, 4096)):
                told += more
            os.close(one)
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            yield (
                mutant,
                "(no end)"
                if code == -signal.SIGXCPU or one not in ready
                else told.decode()
                if code == 0
                else f"(ended with {code})",
            )


def cold(mutant: Mutant, root: Path, files: Sequence[str]) -> str:
    """Run the tests of ``files`` on the package as it would be; to be called where none of it is imported."""
    _bounded(60 + _PATIENCE)
    name = mutant.module.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
    code = compile(mutant.tree(), str(root / mutant.module), "exec")
    sys.meta_path.insert(0, _Instead(name, code, str(root / mutant.module)))
    failed: list[str] = []

    class Watch:
        def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
            if report.failed:
                failed.append(report.nodeid)

        def pytest_collectreport(self, report: pytest.CollectReport) -> None:
            if report.failed:
                failed.append(report.nodeid)

    options = [
        "-x",
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:terminal",
        "-p",
        "no:unraisableexception",
        "-p",
        "no:threadexception",
    ]
    ended = pytest.main([*options, *files], plugins=[Watch()])
    return failed[0] if failed else "" if ended == 0 else f"(pytest ended with {int(ended)})"


@dataclass
class _Instead(MetaPathFinder, Loader):
    """Finds one module, with other code."""

    name: str
    code: types.CodeType
    file: str

    def find_spec(self, fullname: str, _path: object, _target: object = None, /) -> ModuleSpec | None:
        if fullname != self.name:
            return None
        found = spec_from_loader(fullname, self, origin=self.file, is_package=self.file.endswith("__init__.py"))
        if found is not None:
            found.has_location = True
        return found

    def exec_module(self, module: types.ModuleType) -> None:
        module.__file__ = self.file
        exec(self.code, module.__dict__)


def _hot(mutant: Mutant | None, root: Path, tests: list[pytest.Item], functions: "Functions") -> str:
    """Put the mutant in its place, and return the test that fails with it, or ""."""
    if mutant is not None:
        _bounded(_PATIENCE + 60)
        if not _in_place(mutant, root, functions):
            return ""  # nothing imports it
    for one in gc.get_objects():
        # What was computed before may not stand for what would be computed now.
        if isinstance(one, functools._lru_cache_wrapper) and _is_stale(one, mutant):
            one.cache_clear()
    for test in tests:
        if _failed(test):
            return test.nodeid
    return ""


def _in_place(mutant: Mutant, root: Path, functions: "Functions") -> int:
    """Give the functions of the mutant its code, and return how many there are."""
    code = compile(mutant.tree(), str(root / mutant.module), "exec")
    replaced = 0
    for changed in _codes(code):
        for function in functions.get((changed.co_filename, changed.co_firstlineno, changed.co_qualname), ()):
            if function.__code__ != changed:
                function.__code__ = changed
                replaced += 1
    return replaced


def _is_stale(remembered: Any, mutant: Mutant | None) -> bool:
    near = "conformance.judging", "conformance.traffic", "tests."
    everything = mutant is None or mutant.module.startswith(("conformance/contract/", "conformance/wire/"))
    return str(remembered.__module__).startswith(("conformance.", "tests.") if everything else near)


def _failed(item: pytest.Item) -> str | None:
    """Run one test from set-up to tear-down; return what went wrong."""
    from _pytest.runner import runtestprotocol

    for report in runtestprotocol(item, log=False, nextitem=None):
        if report.failed:
            return report.longreprtext
    return None


Functions = dict[tuple[str, int, str], list[types.FunctionType]]


def _functions(root: Path) -> Functions:
    """Return every function of the package that is in memory, by the place of its code."""
    found: Functions = defaultdict(list)
    for one in gc.get_objects():
        if isinstance(one, types.FunctionType) and one.__code__.co_filename.startswith(f"{root}/conformance/"):
            code = one.__code__
            found[code.co_filename, code.co_firstlineno, code.co_qualname].append(one)
    return found


def _codes(code: types.CodeType) -> Iterator[types.CodeType]:
    for one in code.co_consts:
        if isinstance(one, types.CodeType):
            yield one
            yield from _codes(one)


def _places(codes: Iterable[types.CodeType], root: Path) -> Iterator[Place]:
    start = f"{root}/"
    for code in codes:
        if code.co_filename.startswith(f"{start}conformance/"):
            yield code.co_filename.removeprefix(start), code.co_qualname.partition(".<locals>")[0]


def _bounded(seconds: float) -> None:
    with suppress(ValueError):
        limit = int(seconds)
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))
        resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))


def _silent() -> None:
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
