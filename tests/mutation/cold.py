"""Try a mutant of what a module does when it is imported: it is put in place before the import.

That takes a process that has imported nothing of the package, in which pytest begins anew.
"""

import sys
import types
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from pathlib import Path
from typing import Final

import pytest

from tests.mutation.children import limit_seconds
from tests.mutation.mutants import Mutant

# What a child inherits and throws away is no failure of a test; nor does anyone read what this one says of it.
QUIET: Final = (
    "-q", "-p", "no:cacheprovider", "-p", "no:unraisableexception", "-p", "no:threadexception", "--assert=plain",
)  # fmt: skip
_SECONDS_TO_COLLECT: Final = 60
# What tests and the package import of others: once, and not in each child.
_OTHERS: Final = (
    "hypothesis", "hypothesis.strategies", "ijson", "jinja2", "jsonschema", "jsonschema_rs", "jiter", "requests",
    "starlette.applications", "uvicorn", "yaml", "zstandard", "http.server", "concurrent.futures.process", "xml.dom.minidom",
)  # fmt: skip


def prepare() -> None:
    """Import what is not of this project."""
    for name in _OTHERS:
        with suppress(ImportError):
            import_module(name)


def killer_of(mutant: Mutant, root: Path, tests: Sequence[str], seconds: Mapping[str, float]) -> str:
    """Return the first of ``tests`` that fails on the package as it would be, or "" where none does."""
    limit_seconds(_SECONDS_TO_COLLECT)
    name = mutant.module.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
    code = compile(mutant.tree(), str(root / mutant.module), "exec")
    sys.meta_path.insert(0, _Instead(name, code, str(root / mutant.module)))
    watch = _Watch({test: place for place, test in enumerate(tests)}, seconds)
    files = list(dict.fromkeys(test.partition("::")[0] for test in tests))
    ended = pytest.main(["-x", *QUIET, *files], plugins=[watch])
    if not watch.failed and ended != 0:
        raise RuntimeError(f"pytest ended with {int(ended)}")  # and tried nothing
    return watch.failed[0] if watch.failed else ""


@dataclass(eq=False)
class _Watch:
    """A plugin of pytest that leaves the tests that are asked for, in their order, and keeps the names of those that fail."""

    order: Mapping[str, int]
    seconds: Mapping[str, float]
    failed: list[str] = field(default_factory=list)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted((one for one in items if one.nodeid in self.order), key=lambda one: self.order[one.nodeid])

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        limit_seconds(10 * self.seconds[item.nodeid] + 10)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.append(report.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.failed.append(report.nodeid)


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
