"""Many PowerShell sources in one process: each start costs half a second, and a marker on the wire tells them apart."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from conformance.exchange import Exchange
from tests.reading.wire import sent_by

_MARK = "/next-source/"
_BETWEEN = "\x1e"


@dataclass(frozen=True)
class Ran:
    """What one source sent and printed, and the settings that it saw."""

    exchanges: list[Exchange]
    printed: str
    settings: dict[str, str]


def ran(sources: list[Path], folder: Path, others: tuple[str, ...] = ()) -> dict[str, Ran]:
    """Run ``sources`` one behind the other, each in a scope of its own; return what each did by its file's name.

    ``folder`` is for the script that calls them; ``others`` are deployments that sources name themselves. A source must
    not end the process or change the environment.
    """
    assert len({source.name for source in sources}) == len(sources), "two sources have one name"
    script = folder / "together.ps1"
    lines = ["$ProgressPreference = 'SilentlyContinue'"]
    for source in sources:
        address = f'"$Env:AZURE_OPENAI_ENDPOINT{_MARK}{source.name}"'
        lines += [
            f"$null = Invoke-WebRequest -Uri {address} -SkipHttpErrorCheck",
            f"[Console]::Write([char]0x{ord(_BETWEEN):x})",
            f"& '{source}' | Out-Default",
        ]
    script.write_text("\n".join(lines), encoding="utf-8")
    sent = sent_by(script, "powershell", timeout=180, others=others)
    printed = sent.outcome.stdout.split(_BETWEEN)[1:]
    assert len(printed) == len(sources), f"a source ended the process: {sent.outcome.stderr[-500:]}"
    exchanges: dict[str, list[Exchange]] = {source.name: [] for source in sources}
    name = ""
    for exchange in sent.exchanges:
        url = exchange.request.url if exchange.request and exchange.request.url else ""
        if _MARK in url:
            name = unquote(url.rpartition(_MARK)[2])
        else:
            exchanges[name].append(exchange)
    return {
        source.name: Ran(exchanges[source.name], text, sent.settings)
        for source, text in zip(sources, printed, strict=True)
    }
