"""The formats of reports by their names; each is a module that is imported when somebody asks for it."""

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from conformance.reports.protocol import Format

# Each is a module of this package, or a package, with FORMAT.
_MODULES: Final = {
    "text": "text",
    "json": "json_report",
    "junit": "junit",
    "sarif": "sarif",
    "github": "github",
    "markdown": "markdown",
    "baseline": "baseline_report",
    "html": "html.report",
    "parquet": "parquet_report",
}
# Of findings in columns: `check` alone has so many.
_OF_CHECK: Final = frozenset({"parquet"})

NAMES: Final = tuple(name for name in _MODULES if name not in _OF_CHECK)
EVERY_NAME: Final = tuple(_MODULES)


def format_of(name: str) -> "Format":
    """Return the format called ``name``; raises KeyError where there is none."""
    found: Format = import_module(f"conformance.reports.{_MODULES[name]}").FORMAT
    return found
