"""``conformance read``: predict the requests of a source, without running it."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any, Final

from conformance.cli.exit_codes import NOTHING, OK, UNUSABLE, worst
from conformance.errors import InputError

EXAMPLE: Final = "conformance read python/rest/story_with_seed.py"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add = parser.add_argument
    add("paths", nargs="+", metavar="FILE", help="a .py or .ps1 file")
    add("-o", "--output", type=Path, metavar="FILE", help="write the exchanges there, whole or not at all")


def run(arguments: argparse.Namespace) -> int:
    """Print one exchange a line; exit code 3 where a source sends nothing, 2 where one does not parse."""
    from conformance.cli.output import report_stream
    from conformance.reading.predicting import predictions
    from conformance.reading.reader import read_source

    codes = {OK}
    readings = [read_source(path, _text(path)) for path in arguments.paths]
    with report_stream(arguments.output) as out:
        for reading in readings:
            found = list(predictions(reading))
            for prediction in found:
                out.write(_line(prediction.exchange.place, prediction.as_json()) + "\n")
            if reading.problem is not None:
                place = f"{reading.file}:{reading.problem.place.line}:{reading.problem.place.column}"
                codes.add(UNUSABLE)
                print(f"conformance read: {place} does not parse ({reading.problem.reason}); mend it.", file=sys.stderr)
            elif not found:
                codes.add(NOTHING)
                print(f"conformance read: {reading.file} sends no chat completion that can be read.", file=sys.stderr)
    return worst(*codes)


def _line(place: str, exchange: dict[str, Any]) -> str:
    return json.dumps({"id": place, **exchange}, ensure_ascii=False, default=float)


def _text(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8 at byte {error.start + 1}; save it as UTF-8.") from None
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}); name a .py or .ps1 file.") from None
