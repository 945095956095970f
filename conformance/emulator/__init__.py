"""Answer as the service does, on this machine: what it refuses, what it says, and how far it can be trusted to repeat it.

In a test::

    from conformance.emulator import Emulator

    with Emulator() as emulator:
        client = AzureOpenAI(azure_endpoint=emulator.url, api_key=emulator.key, api_version="2024-10-21")
        ...
        assert emulator.requests[0].json["seed"] == 42

Nothing is imported before it is asked for: the server's libraries take a tenth of a second.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from conformance.emulator.received import Received
    from conformance.emulator.serving import Emulator
    from conformance.emulator.settings import Settings

__all__ = ["Emulator", "Received", "Settings"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from conformance.emulator import received, serving

    return received.Received if name == "Received" else getattr(serving, name)
