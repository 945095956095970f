"""The JSON report: findings are written as they are found, so that memory stays flat; what was checked comes last."""

import json
from typing import Any, Final, TextIO

from conformance import __version__
from conformance.finding import Finding
from conformance.reports.groups import Groups
from conformance.reports.protocol import Beginning, Ending, Format
from conformance.reports.visible import is_visible


class JsonReport:
    """Writes ``{"format": 1, "tool": …, "findings": […], "checked": …}`` to a stream, a finding a line.

    Behind the findings stand ``groups`` where some say the same of several exchanges or versions.
    """

    def __init__(self, stream: TextIO, beginning: Beginning) -> None:
        self._stream = stream
        self._separator = ""
        self._groups = Groups()
        tool = {"name": "conformance", "version": __version__}
        more = "".join(f", {json.dumps(name)}: {dumps(value)}" for name, value in beginning.members.items())
        stream.write(f'{{"format": 1, "tool": {json.dumps(tool)}{more}, "findings": [')

    def finding(self, finding: Finding) -> None:
        """Write one finding."""
        self._groups.take(finding)
        self._stream.write(f"{self._separator}\n{dumps(finding.as_json())}")
        self._separator = ","

    def close(self, ending: Ending) -> None:
        """Write what was checked and finish."""
        end = "\n" if self._separator else ""
        extra = "".join(f", {json.dumps(name)}: {dumps(value)}" for name, value in ending.members.items())
        groups = self._groups.of_several()
        said = f', "groups": {dumps(groups)}' if groups else ""
        self._stream.write(f'{end}]{said}, "checked": {dumps(ending.checked.as_json())}{extra}}}\n')


FORMAT: Final = Format(JsonReport)
_encode: Final = json.JSONEncoder(ensure_ascii=False).encode


def dumps(value: Any) -> str:
    """Return ``value`` as JSON; what a terminal would obey and what UTF-8 cannot hold (lone surrogates) is escaped."""
    text = _encode(value)
    return text if is_visible(text) else json.dumps(value).replace("\x7f", "\\u007f")
