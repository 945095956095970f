"""Try mutants: a plugin of pytest that collects the tests once, and has each mutant tried in a child of its process.

What differs in the body of a function only is put in its place in the child, which then runs the tests that call that
function, the quickest first, up to the first that fails.
"""

import functools
import gc
import types
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import Phase, settings

from tests.mutation.children import in_children, limit_seconds
from tests.mutation.learning import Learned, learn
from tests.mutation.mutants import Mutant

# What is told of a mutant that functions which are there cannot take: it has to be there when they are made.
COLD: Final = "(cold)"
Functions = dict[tuple[str, int, str], list[types.FunctionType]]
Remembered = functools._lru_cache_wrapper
Result = Callable[[Mutant, str], object]


@dataclass(frozen=True)
class _Job:
    """A mutant and the tests that try it; where there is none, these tests have to pass."""

    mutant: Mutant | None
    tests: tuple[str, ...]


class Trial:
    """The plugin. ``result`` hears who killed a mutant, or "" where it survives, as each is done."""

    def __init__(self, root: Path, mutants: Sequence[Mutant], learned: Path, jobs: int, result: Result) -> None:
        self.root, self.mutants, self.file, self.jobs, self.result = root, mutants, learned, jobs, result

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> None:
        """Let properties try the same inputs in every run, and end with the first that fails."""
        settings.register_profile(
            "mutation", settings(), derandomize=True, database=None, phases=(Phase.explicit, Phase.generate)
        )
        settings.load_profile("mutation")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if session.testsfailed:
            raise session.Interrupted("the tests cannot be collected")
        from tests.command_line.running import AT_END

        if not self.file.exists():
            learn(self.root, session.items, failure_of).write(self.file)
        AT_END[:] = [lambda: None]  # commands are copies of a process that has the mutant in it
        gc.unfreeze()  # a command that ran here may have put all there was out of sight
        modules = {one.module.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for one in self.mutants}
        run = _Hot(self.root, session.items, Learned.read(self.file), modules)
        self._try(run)
        return True

    def _try(self, hot: "_Hot") -> None:
        """Try each mutant; a test that kills one has to pass without it in such a child, or it has no say."""
        unfit: set[str] = set()
        waiting: dict[str, list[Mutant]] = {}  # by the test that killed them; none where it has passed

        def job(mutant: Mutant) -> _Job:
            return _Job(mutant, tuple(one for one in hot.learned.tests_of(mutant) if one not in unfit))

        jobs: deque[_Job] = deque(map(job, self.mutants))
        for done, said in in_children(jobs, hot.run, self.jobs):
            if done.mutant is None:
                (test,) = done.tests
                killed, waiting[test] = waiting[test], []
                if not said:
                    for one in killed:
                        self.result(one, test)
                    continue
                print(f"fails in such a child without any mutant: {test}", flush=True)
                unfit.add(test)
                jobs.extend(map(job, killed))
            elif said in unfit:
                jobs.append(job(done.mutant))
            elif not said or said.startswith("(") or waiting.get(said) == []:
                self.result(done.mutant, said)
            elif said in waiting:
                waiting[said].append(done.mutant)
            else:
                waiting[said] = [done.mutant]
                jobs.appendleft(_Job(None, (said,)))


class _Hot:
    """What a child needs: the tests, the functions that a mutant replaces, and the memories that it would not change."""

    def __init__(self, root: Path, items: Sequence[pytest.Item], learned: Learned, mutant_modules: set[str]) -> None:
        self.root, self.learned = root, learned
        for name in sorted(mutant_modules):  # some are imported only where a test needs them
            import_module(name)
        self.items = {one.nodeid: one for one in items}
        self.functions = _functions(root)
        self.memories = [one for one in gc.get_objects() if isinstance(one, Remembered)]
        gc.collect()
        gc.freeze()  # a child that looked for cycles among all this would copy all of it

    def run(self, job: _Job) -> str:
        """Put the mutant in its place, and return the test that fails with it, or ""."""
        if job.mutant is not None:
            try:
                if not _in_place(job.mutant, self.root, self.functions):
                    return COLD
            except ValueError:  # it has other variables of the function around it
                return COLD
        for one in self.memories:
            if _is_stale(one, job.mutant):
                one.cache_clear()
        for test in job.tests:
            limit_seconds(10 * self.learned.seconds[test] + 10)
            if failure_of(self.items[test]) is not None:
                return test
        return ""


def _is_stale(remembered: Any, mutant: Mutant | None) -> bool:
    """Say whether what was computed before may not stand for what would be computed now: nothing below rests on it."""
    if mutant is None:
        return False
    low = mutant.module.startswith(("conformance/contract/", "conformance/wire/"))
    rooms = ("conformance.",) if low else ("conformance.judging", "conformance.traffic", "conformance.streams")
    return str(remembered.__module__).startswith((*rooms, "tests."))


def failure_of(item: pytest.Item) -> str | None:
    """Run one test from set-up to tear-down; return what went wrong."""
    from _pytest.runner import runtestprotocol

    for report in runtestprotocol(item, log=False, nextitem=None):
        if report.failed:
            return report.longreprtext
    return None


def _in_place(mutant: Mutant, root: Path, functions: Functions) -> int:
    """Give the functions of the mutant its code, and return how many there are."""
    code = compile(mutant.tree(), str(root / mutant.module), "exec")
    replaced = 0
    for changed in _codes(code):
        for function in functions.get((changed.co_filename, changed.co_firstlineno, changed.co_qualname), ()):
            if function.__code__ != changed:
                function.__code__ = changed
                replaced += 1
    return replaced


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
