"""Conformance in somebody's own tests: the pytest plugin, and the types of its fixtures.

Nothing is imported before it is asked for: pytest loads the plugin in every project where it is installed.
"""

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from conformance.emulator.settings import Settings
    from conformance.testing.conforming import Conformance, Recording
    from conformance.testing.failure import NotConforming
    from conformance.testing.service import EmulatedService

_HOMES: Final = {
    "Conformance": "conformance.testing.conforming",
    "EmulatedService": "conformance.testing.service",
    "NotConforming": "conformance.testing.failure",
    "Recording": "conformance.testing.conforming",
    "Settings": "conformance.emulator.settings",
}

__all__ = ["Conformance", "EmulatedService", "NotConforming", "Recording", "Settings"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
