"""``conformance read``: predict the requests of a source, without running it."""

import argparse
import sys
from typing import Any, TextIO

from conformance.cli.exit_codes import NOTHING, OK, UNUSABLE, worst
from conformance.commands.shared.output import report_stream
from conformance.commands.shared.sources import problem_of, reading_of
from conformance.errors import InputError, UsageError
from conformance.reading.predicting import Prediction, predictions
from conformance.reading.program import Reading
from conformance.wire.json_writing import write_json


def run(arguments: argparse.Namespace) -> int:
    """Print one exchange a line.

    Exit code 3 where a source sends nothing that can be read, 2 where one cannot be read or does not parse; the others
    are read all the same.
    """
    if arguments.format != "text" or arguments.report or arguments.fail_on or arguments.require_seed:
        raise UsageError("--format, --report, --fail-on and --require-seed are about findings; add --check.")
    with report_stream(arguments.output) as out:
        return worst(*(_read(path, out) for path in dict.fromkeys(arguments.paths)))


def _read(path: str, out: TextIO) -> int:
    try:
        reading = reading_of(path)
    except InputError as error:
        return _say(str(error), UNUSABLE)
    found = list(predictions(reading))
    out.writelines(write_json(_line(reading, prediction)) + "\n" for prediction in found)
    if reading.problem is not None:
        return _say(problem_of(reading), UNUSABLE)
    if not found:
        return _say(f"{reading.file} sends no chat completion that can be read; name another file.", NOTHING)
    return OK


def _line(reading: Reading, prediction: Prediction) -> dict[str, Any]:
    """Return one line of NDJSON; beside the exchange, whether it is surely sent, and the places that write it."""
    call, sources = prediction.call, prediction.exchange.sources
    members = sources.members if sources is not None else {}
    return {
        "id": prediction.exchange.place,
        **prediction.as_json(),
        "certain": call.certain,
        "source": {"file": reading.file, "line": call.place.line, "column": call.place.column},
        "members": {pointer: {"line": place.line, "column": place.column} for pointer, place in members.items()},
    }


def _say(sentence: str, code: int) -> int:
    print(f"conformance read: {sentence}", file=sys.stderr)
    return code
