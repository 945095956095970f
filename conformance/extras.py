"""What the package can do beyond judging, which modules that needs, and the sentence where one is not installed.

Judging recorded traffic needs no server, no SDK and no parser of other languages: who only checks installs none of
them. ``pyproject.toml`` says which packages bring the modules.
"""

from typing import Final

from conformance.errors import ConformanceError

_EMULATOR: Final = ("httptools", "starlette", "uvicorn")
_DOCUMENTS: Final = ("markdown_it", "tree_sitter", "tree_sitter_bash", "tree_sitter_javascript", "tree_sitter_powershell")  # fmt: skip
_SAMPLES: Final = (*_EMULATOR, "openai", "tree_sitter", "tree_sitter_powershell")
# Of a module that several extras bring the first is named.
EXTRAS: Final[dict[str, tuple[str, ...]]] = {
    "emulator": _EMULATOR,
    "documents": _DOCUMENTS,
    "samples": _SAMPLES,
    "all": tuple(dict.fromkeys((*_SAMPLES, *_DOCUMENTS))),
    "arrow": ("pyarrow",),
}


class MissingExtra(ConformanceError):
    """``what`` needs ``module``, which comes with ``extra`` and is not installed."""

    def __init__(self, what: str, module: str, extra: str) -> None:
        super().__init__(what, module, extra)
        self.what, self.module, self.extra = what, module, extra

    def __str__(self) -> str:
        return (
            f"{self.what} needs {self.module}; install it: pip install 'reproducible-output-conformance[{self.extra}]'."
        )


def require_extra(extra: str, what: str) -> None:
    """Raise MissingExtra, which says that ``what`` needs it, where a module of ``extra`` is not installed."""
    from importlib.util import find_spec  # the command line starts without it

    for module in EXTRAS[extra]:
        if find_spec(module) is None:
            raise MissingExtra(what, module, extra)


def missing_extra(error: ModuleNotFoundError, what: str) -> MissingExtra | None:
    """Return what ``error`` means to who asked for ``what``; None where no extra brings the module."""
    module = (error.name or "").partition(".")[0]
    extra = next((extra for extra, modules in EXTRAS.items() if module in modules), None)
    return MissingExtra(what, module, extra) if extra else None
