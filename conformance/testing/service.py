"""The fixture ``azure_openai``: one emulator for all tests of a process, which each test finds as new."""

from typing import TYPE_CHECKING, Any, Final

from conformance.emulator.application import Observed
from conformance.emulator.received import Received
from conformance.emulator.serving import Emulator
from conformance.emulator.settings import Settings
from conformance.testing.clients import CLIENTS
from conformance.testing.demands import Demands
from conformance.testing.seen import Seen

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

DEFAULT_VERSION: Final = "2024-02-01"  # the samples' own
# A real token or another endpoint of the user's shell would be used in place of the emulator's.
_UNSET: Final = ("AZURE_OPENAI_AD_TOKEN", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID")
_NO_PROXY: Final = ("NO_PROXY", "no_proxy")


class EmulatedService:
    """The running emulator, as one test sees it: ``url``, ``key``, ``deployment`` and ``api_version`` are in the environment."""

    def __init__(self, emulator: Emulator, api_version: str) -> None:
        self._emulator = emulator
        self.api_version = api_version

    def __repr__(self) -> str:
        return f"EmulatedService({self.url!r})"  # pytest shows it with a failure

    @property
    def url(self) -> str:
        """Where it listens, without a slash at the end: ``AZURE_OPENAI_ENDPOINT``."""
        return self._emulator.url

    @property
    def key(self) -> str:
        """The key to ask with: ``AZURE_OPENAI_API_KEY``."""
        return self._emulator.key

    @property
    def deployment(self) -> str:
        """The first deployment that it answers for: ``AZURE_OPENAI_DEPLOYMENT``."""
        return self._emulator.settings.deployments[0]

    @property
    def requests(self) -> list[Received]:
        """What this test asked so far, in the order of the answers."""
        return self._emulator.requests

    def script(self, **row: Any) -> None:
        """Say which requests of this test are answered how, as ``Emulator.script`` takes it.

        Raises ValueError where the row cannot be meant, TypeError where it has a member that there is not.
        """
        __tracebackhide__ = True
        try:
            self._emulator.script(**row)
        except (TypeError, ValueError) as problem:
            kind = TypeError if isinstance(problem, TypeError) else ValueError
            failure = kind(str(problem).replace("Emulator.script()", "azure_openai.script()"))
        else:
            return
        raise failure


def running(settings: Settings | None) -> "Iterator[Emulator]":
    """Yield an emulator that listens, and tells what it sees to whoever records."""

    def observe(seen: Observed) -> None:
        CLIENTS.tell(_seen(seen, emulator.url))

    emulator = Emulator(settings, observe=observe)
    with emulator:
        CLIENTS.emulators[emulator.port] = emulator
        try:
            yield emulator
        finally:
            del CLIENTS.emulators[emulator.port]


def for_one_test(emulator: Emulator, demands: Demands, monkeypatch: "pytest.MonkeyPatch") -> EmulatedService:
    """Return the emulator with nothing asked and nothing scripted, and set the environment to it."""
    emulator.begin_anew()
    dated = next((one for one in demands.api_versions if one[0].isdigit()), DEFAULT_VERSION)
    service = EmulatedService(emulator, dated)
    variables = {
        "AZURE_OPENAI_ENDPOINT": service.url,
        "AZURE_OPENAI_API_KEY": service.key,
        "AZURE_OPENAI_DEPLOYMENT": service.deployment,
        "OPENAI_API_VERSION": dated,
        "OPENAI_BASE_URL": f"{service.url}/openai/v1/",
        "OPENAI_API_KEY": service.key,
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    for name in _UNSET:
        monkeypatch.delenv(name, raising=False)
    for name in _NO_PROXY:
        monkeypatch.setenv(name, "127.0.0.1", prepend=",")
    return service


def _seen(observed: Observed, url: str) -> Seen:
    stream = any(name == "content-type" and "event-stream" in value for name, value in observed.response_headers)
    return Seen(
        observed.method,
        url + observed.url,
        observed.request_headers,
        observed.request_body,
        observed.status,
        observed.response_headers,
        [observed.response_body],
        whole=not stream,  # a stream ends with [DONE], else the client left before
        arranged=observed.arranged,
    )
