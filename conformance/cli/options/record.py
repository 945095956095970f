"""The options of ``conformance record``."""

import argparse
from pathlib import Path
from typing import Final

from conformance.cli.values import FAIL_ON

EXAMPLE: Final = "conformance record --upstream https://YOUR-RESOURCE.openai.azure.com --out traffic.ndjson"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add = parser.add_argument
    add("--upstream", required=True, metavar="URL", help="the service that requests are passed on to")
    add("--out", required=True, type=Path, metavar="FILE", help="append the exchanges there as NDJSON, without secrets")
    add("--port", type=int, default=0, help="port on 127.0.0.1 to listen on (default: one that is free)")
    add("--check", action="store_true", help="judge each exchange as it ends")
    add(
        "--fail-on",
        choices=FAIL_ON,
        default="error",
        help="with --check: exit with 1 at this severity or above (default: error)",
    )
    add("--redact-content", action="store_true", help="keep the structure, drop the texts")
    add("--redact-host", action="store_true", help="drop the name of the resource")
