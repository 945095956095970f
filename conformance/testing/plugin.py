"""The pytest plugin: fixtures ``azure_openai`` and ``conformance``, the mark, and ``--conformance-record FILE``.

pytest imports this module in every project where the package is installed, so it imports nothing but pytest; the rest
comes with the first test that uses it.
"""

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from conformance.emulator.serving import Emulator
    from conformance.emulator.settings import Settings
    from conformance.testing.conforming import Conformance
    from conformance.testing.demands import Demands
    from conformance.testing.service import EmulatedService

_MARK: Final = "conformance"
_MARK_HELP: Final = (
    "conformance(api_version=…, require_seed=False, fail_on='error', azure_host=…): what the exchanges of a test are "
    "judged by; a test that does not use the fixture `conformance` is judged as a whole."
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the option."""
    group = parser.getgroup("conformance", "conformance of Azure OpenAI exchanges")
    group.addoption(
        "--conformance-record",
        metavar="FILE",
        type=Path,
        help="write the Azure OpenAI exchanges of all tests to FILE as NDJSON, without secrets",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Declare the mark, and keep the exchanges where the option asks for it."""
    config.addinivalue_line("markers", _MARK_HELP)
    path = config.getoption("--conformance-record")
    if path is None:
        return
    from conformance.errors import InputError
    from conformance.testing.keeping import keeper_for

    try:
        config.pluginmanager.register(keeper_for(config, path), "conformance-record")
    except InputError as problem:
        raise pytest.UsageError(str(problem)) from None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Judge the whole of a test that has the mark and does not use the fixture, which judges where the test says so."""
    if item.get_closest_marker(_MARK) is None or _MARK in getattr(item, "fixturenames", ()):
        return (yield)
    from conformance.testing.conforming import Conformance
    from conformance.testing.failure import NotConforming

    demands = _demands_of(item)
    try:
        with Conformance(demands, item.nodeid).recording(at_least=0):
            return (yield)
    except NotConforming as failure:
        message = str(failure)
    pytest.fail(message, pytrace=False)


@pytest.fixture(scope="session")
def azure_openai_settings() -> "Settings | None":
    """What the emulator of `azure_openai` is told; a project's own fixture of this name returns other `Settings`."""
    return None


@pytest.fixture(scope="session")
def _azure_openai_emulator(azure_openai_settings: "Settings | None") -> "Iterator[Emulator]":
    from conformance.extras import MissingExtra, require_extra

    try:
        require_extra("emulator", "the fixture azure_openai")
    except MissingExtra as missing:
        pytest.fail(str(missing), pytrace=False)
    from conformance.testing.service import running

    yield from running(azure_openai_settings)


@pytest.fixture
def azure_openai(
    request: pytest.FixtureRequest, _azure_openai_emulator: "Emulator", monkeypatch: pytest.MonkeyPatch
) -> "EmulatedService":
    """An emulator of Azure OpenAI chat completions, with the environment set to it; `script()` and `requests`."""
    from conformance.testing.service import for_one_test

    return for_one_test(_azure_openai_emulator, _demands_of(request.node), monkeypatch)


@pytest.fixture(name="conformance")
def _conformance(request: pytest.FixtureRequest) -> "Iterator[Conformance]":
    """Judges exchanges by the contract: `check(response_or_request)`, and `recording()` for a block."""
    from conformance.testing.conforming import Conformance

    fixture = Conformance(_demands_of(request.node), request.node.nodeid)
    with fixture.listening():
        yield fixture


def _demands_of(item: pytest.Item) -> "Demands":
    """Return what the marks of a test say; a mark that cannot be meant fails it in one sentence."""
    from conformance.errors import ConformanceError
    from conformance.testing.demands import demands_of

    try:
        marks = [(mark.args, mark.kwargs) for mark in item.iter_markers(_MARK)]
        return demands_of(item.config.rootpath, marks)
    except ConformanceError as problem:
        message = str(problem)
    pytest.fail(message, pytrace=False)
