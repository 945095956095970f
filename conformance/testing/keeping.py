"""``--conformance-record FILE``: the exchanges of a session as NDJSON, without secrets; each has its test's name as id."""

import os
from collections.abc import Generator
from pathlib import Path
from typing import Any, Final

import pytest

from conformance.errors import InputError
from conformance.exchange import Exchange, Request
from conformance.files import shown
from conformance.testing.clients import CLIENTS
from conformance.testing.seen import Seen
from conformance.traffic.service import Service, service_of
from conformance.traffic.writer import ExchangeWriter

OPTION: Final = "--conformance-record"
_KEPT: Final = (Service.AZURE, Service.COMPATIBLE)  # what `conformance check` could judge
_TOLD: Final = "conformance_record"  # what a worker of pytest-xdist hands over


class Keeper:
    """A plugin of the session's own, which writes after each test. Raises InputError where the file cannot be written."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writer = ExchangeWriter(path, option=OPTION)
        self._before = self._begin_anew()

    def _begin_anew(self) -> int:
        """Drop what an earlier session left; return the number of exchanges that the file holds all the same."""
        if not self._path.is_file():
            return self._writer.count
        os.truncate(self._path, 0)
        self._writer.count = 0
        return 0

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """Keep what a test sends and receives, with its fixtures."""
        seen: list[Seen] = []
        try:
            with CLIENTS.listening(seen.append):
                return (yield)
        finally:  # Ctrl-C ends a test, and what it sent is kept all the same
            self._write(seen, item.nodeid)

    def _write(self, seen: list[Seen], name: str) -> None:
        try:
            for one in seen:
                if not one.mirrored and service_of(Exchange("", Request(one.method, one.url))) in _KEPT:
                    self._writer.write(one.recorded(), name)
        except InputError as problem:
            pytest.exit(str(problem), returncode=pytest.ExitCode.USAGE_ERROR)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Close the file; a worker tells its controller how much is in it."""
        self._writer.close()
        output = getattr(session.config, "workeroutput", None)
        if output is not None:
            output[_TOLD] = [str(self._path), self.count]

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say how much was written, and where."""
        terminalreporter.write_line(said(self._path, self.count))

    @property
    def count(self) -> int:
        """How many exchanges were written."""
        return self._writer.count - self._before


class Gathering:
    """In the controller of pytest-xdist, which runs no test itself: says which files its workers wrote."""

    def __init__(self) -> None:
        self._written: list[tuple[Path, int]] = []

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Take what a worker handed over."""
        path, count = getattr(node, "workeroutput", {}).get(_TOLD, (None, 0))
        if path is not None:
            self._written.append((Path(path), count))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say how much was written, and where."""
        for path, count in sorted(self._written):
            terminalreporter.write_line(said(path, count))


def said(path: Path, count: int) -> str:
    """Return the line of pytest's summary about one file."""
    return f"conformance: {count} exchange{'' if count == 1 else 's'} in {shown(path)}"


def keeper_for(config: pytest.Config, path: Path) -> Keeper | Gathering:
    """Return what keeps the exchanges of this process. Raises InputError where the file cannot be written.

    Each worker of pytest-xdist writes a file of its own: ``traffic.ndjson`` becomes ``traffic.gw0.ndjson``.
    """
    path = path.absolute()
    worker = getattr(config, "workerinput", {}).get("workerid")
    if worker is not None:
        return Keeper(path.with_name(f"{path.stem}.{worker}{path.suffix}"))
    if _distributes(config):
        if not os.access(path.parent, os.W_OK):
            raise InputError(f"{OPTION} {path} cannot be written; choose a file in a folder that is there.")
        return Gathering()
    return Keeper(path)


def _distributes(config: pytest.Config) -> bool:
    """Return whether pytest-xdist has other processes run the tests."""
    return config.pluginmanager.hasplugin("dsession") or bool(getattr(config.option, "tx", None))
