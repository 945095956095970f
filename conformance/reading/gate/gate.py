"""Examine one block."""

from conformance.reading.gate.verdict import Refused, Verdict
from conformance.reading.program import Language


def examine(text: str, language: Language, base: str) -> Verdict:
    """Return what the gate says of ``text``, a whole file as it is run. Never raises.

    ``base`` is the URL that the runner has filled in, which must have a path: what a block puts behind it can then
    change the path only, and not the host.
    """
    settings: set[str] = set()
    if language not in ("python", "powershell"):
        return Verdict(Refused(1, "runs another program"), frozenset())
    try:
        if language == "python":
            from conformance.reading.gate.python import refused_python

            found = list(refused_python(text.removeprefix("\ufeff"), base, settings))
        else:
            from conformance.reading.gate.powershell import refused_powershell

            found = list(refused_powershell(text.removeprefix("\ufeff"), base, settings))
    except SyntaxError as error:
        found = [Refused(error.lineno or 1, "does not parse")]
    except (ValueError, RecursionError, MemoryError):
        found = [Refused(1, "nests too deeply, or holds what no source may hold")]
    return Verdict(min(found, key=lambda one: one.line, default=None), frozenset(settings))
