"""What several commands take as options: the types that argparse is given."""

import argparse


def seconds(text: str) -> float:
    """Return a time limit in seconds; argparse tells an ArgumentTypeError in one sentence."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < 86_400:
        raise argparse.ArgumentTypeError(f"{text} is no number of seconds above 0")
    return value
