"""The option ``--columns``: which column of a table holds what."""

import argparse


def columns(text: str) -> dict[str, str]:
    """Return ``request=body,status=code`` as a mapping; argparse tells an ArgumentTypeError in one sentence."""
    found: dict[str, str] = {}
    for pair in text.split(","):
        name, equals, column = pair.partition("=")
        if not equals or not name.strip() or not column.strip():
            raise argparse.ArgumentTypeError(f"{pair} is not NAME=COLUMN")
        found[name.strip()] = column.strip()
    return found
