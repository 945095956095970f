"""What the actions of ``conformance versions`` share: versions by their names, and contracts that were edited."""

import argparse
import difflib
import sys
from collections.abc import Iterable
from typing import Final

from conformance.contract.catalog import Catalog, nearest_versions
from conformance.contract.publishing import edited
from conformance.errors import UsageError

WIDEST: Final = 100  # columns of a table


def refuse_members(arguments: argparse.Namespace) -> None:
    """Raise UsageError where ``--member`` stands before an action, which has no columns of members."""
    if arguments.member:
        raise UsageError("--member makes the columns of the matrix; it goes without diff and check.")


def require_version(known: Catalog, name: str, option: str = "") -> str:
    """Return ``name`` where it is an api-version with chat completions; raises UsageError with the nearest name."""
    if name in known.with_chat:
        return name
    if known.find(name) is not None:
        raise UsageError(f"{option}{name} has no chat completions; {known.with_chat[0]} is the first that has.")
    near = [one for one in known.with_chat if name and one.startswith(name)] + nearest_versions(
        name, known.with_chat, 3
    )
    near = near or difflib.get_close_matches(name, known.with_chat, cutoff=0.45)
    names = list(dict.fromkeys(near))[:3]
    hint = f"; did you mean {' or '.join(names)}? S" if names else "; s"
    raise UsageError(f'{option}{name} is unknown{hint}ee "conformance versions".')


def edited_of(known: Catalog, names: Iterable[str]) -> list[str]:
    """Return the contracts of ``names`` that are not as published, and say so: what follows tells of the edited ones."""
    wanted = {f"{name}/inference.json" for name in names}
    wrong = edited(known.folder)
    found = [f"spec/{name}" for name in wrong if name in wanted or "/" not in name]
    for name in found:
        print(
            f"conformance versions: {name} was edited (it is not what spec/SHA256SUMS names), and what is told of it is "
            'the edited one; restore it, or prove it with "conformance spec verify".',
            file=sys.stderr,
        )
    return found
