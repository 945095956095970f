"""Run ``conformance`` in this process: for tests that put something in place of a part that takes long."""

import io
import os
from collections.abc import Mapping
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

from conformance.cli.main import run
from tests.command_line.running import Ended
from tests.shared_folder import ROOT


def conformance_here(*arguments: str, folder: Path = ROOT, environment: Mapping[str, str] | None = None) -> Ended:
    """Run ``conformance ARGUMENTS`` in ``folder``; ``environment`` stands for that of this process."""
    with (
        patch.dict(os.environ, environment or {}, clear=environment is not None),
        chdir(folder),
        redirect_stdout(io.StringIO()) as out,
        redirect_stderr(io.StringIO()) as err,
    ):
        code = run(list(arguments))
    return Ended(code, out.getvalue(), err.getvalue())
