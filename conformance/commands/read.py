"""``conformance read``: predict the requests of a source, without running it."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TextIO

from conformance.cli.exit_codes import NOTHING, OK, UNUSABLE, worst
from conformance.cli.options import AZURE_HOST_HELP, host
from conformance.cli.reporting import add_fail_on, add_report_options
from conformance.errors import InputError, UsageError

if TYPE_CHECKING:
    from conformance.reading.predicting import Prediction
    from conformance.reading.program import Reading

EXAMPLE: Final = "conformance read python/rest/story_with_seed.py"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add = parser.add_argument
    add("paths", nargs="+", metavar="FILE", help="a .py, .ps1, .sh, .js, .ts or .http file")
    add("--check", action="store_true", help="judge the requests, and report findings in place of exchanges")
    add("--require-seed", action="store_true", help="with --check: a request without a seed is an error")
    add("--azure-host", action="append", default=[], type=host, metavar="HOST", help=AZURE_HOST_HELP)
    add_report_options(parser)
    add_fail_on(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print one exchange a line.

    Exit code 3 where a source sends nothing that can be read, 2 where one cannot be read or does not parse; the others
    are read all the same.
    """
    if arguments.check:
        from conformance.commands.read_check import check

        return check(arguments)
    if arguments.format != "text" or arguments.report or arguments.fail_on or arguments.require_seed:
        raise UsageError("--format, --report, --fail-on and --require-seed are about findings; add --check.")
    from conformance.cli.output import report_stream

    with report_stream(arguments.output) as out:
        return worst(*(_read(path, out) for path in dict.fromkeys(arguments.paths)))


def _read(path: str, out: TextIO) -> int:
    from conformance.commands.read_check import problem_of
    from conformance.reading.predicting import predictions
    from conformance.wire.json_writing import write_json

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


def reading_of(path: str) -> "Reading":
    """Return what the file at ``path`` sends; raises InputError where it cannot be read."""
    from conformance.files import shown
    from conformance.reading.nearby import files_below
    from conformance.reading.reader import language_of, read_source

    language = language_of(path)
    return read_source(shown(Path(path)), _text(path), language, files_below(Path(path).parent))


def _line(reading: "Reading", prediction: "Prediction") -> dict[str, Any]:
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


def _text(path: str) -> str:
    try:
        return Path(path).read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8 at byte {error.start + 1}; save it as UTF-8.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no file can be called so"
        raise InputError(f"{path} cannot be read ({reason}); name another file.") from None
