"""A set of names, written as one text."""


def name_set(*lines: str) -> frozenset[str]:
    """Return the words of ``lines``."""
    return frozenset(word for line in lines for word in line.split())
