"""``python -m conformance``: the command line."""

import sys


def main() -> int:
    """Run the command line; return the exit code."""
    from conformance.cli.main import run
    from conformance.cli.streams import open_closed_streams

    open_closed_streams()
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
