"""``python -m conformance``: the command line."""

import sys


def main() -> int:
    """Run the command line; return the exit code."""
    from conformance.cli.closed_streams import open_closed_streams
    from conformance.cli.main import run

    open_closed_streams()
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
