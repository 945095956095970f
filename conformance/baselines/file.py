"""A baseline as a file: JSON, a finding a line, in an order that makes differences small."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from conformance.baselines.baseline import Baseline, Known
from conformance.errors import InputError
from conformance.files import shown
from conformance.fingerprint import SCHEME

_FORMAT: Final = 1
_MEMBERS: Final = {"rule": str, "file": str, "fingerprint": str, "message": str, "count": int}
_ANEW: Final = 'write it with "conformance baseline write"'


def read_baseline(path: Path) -> Baseline:
    """Read the baseline at ``path``; raises InputError where it is none."""
    name = shown(path)
    try:
        found = json.loads(path.read_bytes())
    except OSError as error:
        why = (error.strerror or "it cannot be opened").lower()
        raise InputError(f"the baseline {name} cannot be read: {why}; {_ANEW}.") from None
    except (ValueError, RecursionError):
        raise InputError(f"{name} is not a baseline: it is not JSON; {_ANEW}.") from None
    if not isinstance(found, dict) or found.get("format") != _FORMAT or not isinstance(found.get("findings"), list):
        raise InputError(f"{name} is not a baseline of this version; {_ANEW}.")
    if found.get("scheme") != SCHEME:
        raise InputError(f"{name} was written with other fingerprints than {SCHEME}; {_ANEW}.")
    return Baseline(name, tuple(_known(one, name) for one in found["findings"]))


def write_lines(known: Iterable[Known]) -> Iterator[str]:
    """Yield the text of a baseline."""
    yield f'{{"format": {_FORMAT}, "scheme": {json.dumps(SCHEME)}, "findings": ['
    separator = ""
    for one in sorted(known, key=lambda one: (one.file, one.rule, one.fingerprint)):
        text = json.dumps({name: getattr(one, name) for name in _MEMBERS}).replace("\x7f", "\\u007f")
        yield f"{separator}\n{text}"
        separator = ","
    yield "\n]}\n" if separator else "]}\n"


def _known(one: Any, name: str) -> Known:
    if not isinstance(one, dict) or not all(isinstance(one.get(key), kind) for key, kind in _MEMBERS.items()):
        raise InputError(f"{name} is not a baseline: a finding in it lacks {', '.join(_MEMBERS)}; {_ANEW}.")
    return Known(**{key: one[key] for key in _MEMBERS})
