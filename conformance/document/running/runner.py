"""Run filled programs, two at a time, each as its own process in an empty folder, and judge what they do."""

import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from conformance.document.programs.program import Program
from conformance.document.programs.shape import Parts, is_excerpt, parts_of, shape_difference
from conformance.document.rules.code_name_undefined import code_name_undefined
from conformance.document.rules.output_shape import output_shape
from conformance.document.running.commands import curl_command
from conformance.document.running.concurrently import concurrently
from conformance.document.running.decision import State, Surrounded, decide
from conformance.document.running.filling import Filled
from conformance.exchange import Exchange, Position
from conformance.finding import Finding, Related, Severity
from conformance.isolation.bounds import Bounds
from conformance.judging.judge import judge
from conformance.judging.rules.api_version import V1_PATH
from conformance.judging.rules.circumstances import Circumstances
from conformance.judging.suite.not_reproduced import not_reproduced
from conformance.judging.suite.sample_failed import sample_failed
from conformance.judging.suite.sample_run import SampleRun, text_of
from conformance.reading.judging import judge_prediction
from conformance.samples.process import Outcome, Processes, interpreter
from conformance.samples.recording import Recorded, Recordings, exchange_of, struck_out

_SUFFIXES: Final = {"python": ".py", "powershell": ".ps1"}
_PRINT: Final = {"python": "print({0!r}, flush=True)", "powershell": "[Console]::Out.WriteLine('{0}')"}
# How a program ends that lacks what isolation withholds: files, other hosts, processes, a person who answers.
_WITHHELD: Final = re.compile(
    r"\b(?:PermissionError|FileNotFoundError|ModuleNotFoundError|ImportError|EOFError|OSError|BlockingIOError|TimeoutError"
    r"|\w*(?:Connection|Connect|Authentication|CredentialUnavailable|URL)Error|socket\.gaierror)\b"
    r"|denied|not permitted|NonInteractive|[Cc]onnection refused|(?<![\w-])'?\w+'? is not recognized as a name"
    r"|curl: \((?:6|7|23|26)\)",  # no such host, no connection, a file that cannot be written, or read (curl(1), EXIT CODES)
)
# The last frame of a traceback, and PowerShell's own way to name a line.
_AT_LINE: Final = {
    "python": re.compile(r'File "[^"\n]*program\.py", line (\d+)'),
    "powershell": re.compile(r"program\.ps1:(\d+)"),
}


@dataclass
class BlockResult:
    """What came of one block: executed, or so in isolation alone, predicted since no pwsh is there, or read for a reason.

    Where it was not executed, ``exchanges`` are the requests that were read.
    """

    filled: Filled
    state: State
    reason: str = ""
    outcome: Outcome | None = None
    exchanges: list[Exchange] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    printed: str = ""

    @property
    def program(self) -> Program:
        return self.filled.program

    @property
    def ran(self) -> bool:
        """Whether it was run."""
        return self.state in ("executed", "isolated")


@dataclass
class DocumentRunner:
    """Runs programs against the emulator at ``url``, which fills ``recordings`` by the token that a program's URL carries."""

    url: str
    recordings: Recordings
    key: str
    around: Surrounded
    timeout: float
    processes: Processes = field(default_factory=Processes)

    def run(self, programs: Sequence[tuple[Filled, str]]) -> list[BlockResult]:
        """Return the results in the order of ``programs``, which are paired with their tokens."""
        with tempfile.TemporaryDirectory(prefix="document-", ignore_cleanup_errors=True) as folder:
            self._folder = Path(folder)
            with closing(concurrently(self.processes, self._result, programs)) as results:
                return list(results)

    def state_of(self, filled: Filled) -> tuple[State, str]:
        """Return what will be done with a program, and why it is not run."""
        program = filled.program
        return decide(
            filled.candidate,
            self.around,
            lambda line: program.in_document(replace(program.position, line=line, column=1)).line,
        )

    def _result(self, job: tuple[Filled, str]) -> BlockResult:
        filled, token = job
        state, reason = self.state_of(filled)
        result = BlockResult(filled, state, reason)
        if result.ran:
            self._execute(result, token)
        else:
            self._predict(result)
        result.findings = _once([*_undefined(result.program), *result.findings])
        return result

    def _execute(self, result: BlockResult, token: str) -> None:
        program = result.program
        mark = f"-- {token} --"
        path = self._folder / token / f"program{_SUFFIXES.get(program.language, '.sh')}"
        path.parent.mkdir()
        if result.filled.commands:
            command = curl_command(result.filled.commands)
            path.touch()
        else:
            path.write_text(_with_mark(result.filled, mark), encoding="utf-8")
            command = interpreter(program.language, path, self.around.pwsh)
        bounds = Bounds.of(path, self.url, Path(program.document.name).absolute().parent)
        outcome = self.processes.run(command, result.filled.variables, self.timeout, bounds)
        result.outcome = outcome
        before, found, own = outcome.stdout.partition(f"{mark}\n")
        result.printed = own if found or len(program.parts) > 1 else before
        self._judge(result, self.recordings.of(token))

    def _judge(self, result: BlockResult, recorded: list[Recorded]) -> None:
        program, filled, outcome = result.program, result.filled, result.outcome
        own = recorded[filled.earlier_calls :]
        sources = [(call.exchange.sources, program.in_document(call.call.place)) for call in filled.calls]
        for number, one in enumerate(own, 1):
            # A client that tries again sends more than was read: the last call is the one that it repeats.
            source, call = sources[min(number, len(sources)) - 1]
            version = _version(one.url)
            at = f"@{version}" if version else ""
            exchange = exchange_of(one, f"{program.place}{at}:{number}", version, source)
            result.exchanges.append(exchange)
            found = judge(exchange, Circumstances(origin="emulator"))
            result.findings += [_placed(finding, call) for finding in found]
        if outcome is None:
            return
        version = result.exchanges[0].api_version if result.exchanges else None
        run = SampleRun(program.document.name, program.place, version or "", result.exchanges)
        failed = sample_failed(run, outcome.exit_code, outcome.stdout, outcome.stderr, self.timeout)
        if failed is not None:
            message = struck_out(failed.message.replace("the sample", "the block", 1), self.key)
            failed = replace(failed, message=message, api_version=version, source=self._failed_at(result))
            if result.state == "isolated" and _WITHHELD.search(outcome.stderr.rstrip().rpartition("\n")[2]):
                message = f"{message}; it is run in isolation, which may withhold what it needs"
                failed = replace(failed, severity=Severity.NOTE, message=message)
            result.findings.append(failed)
        result.findings += not_reproduced(result.exchanges, against_emulator=True)
        if failed is None:
            result.findings += self._output(result)
        result.findings = [_placed(finding, program.position) for finding in result.findings]

    def _predict(self, result: BlockResult) -> None:
        for call in result.filled.calls:
            if call.call.certain:
                result.exchanges.append(call.exchange)
                place = result.program.in_document(call.call.place)
                found = judge_prediction(call, Circumstances(origin="source"))
                result.findings += [_placed(finding, place) for finding in found]

    def _output(self, result: BlockResult) -> Iterator[Finding]:
        """Yield the finding about the documented output, where it has not the shape of what was printed."""
        program, fence = result.program, result.program.documented
        if fence is None or is_excerpt(fence.content):
            return
        found = shape_difference(_parts(result), fence.content)
        if found is not None:
            line = min(found.line, max(fence.content.count("\n"), 1))
            yield Finding(
                rule=output_shape.id,
                severity=output_shape.severity,
                message=f"the code above does not print this output: {found.sentence}",
                part="document",
                exchange=program.place,
                source=program.document.position(fence.passage.at(line, 1)),
            )

    def _failed_at(self, result: BlockResult) -> Position:
        """Return the line that standard error names last, where it is one of the document's; else the block."""
        program, outcome = result.program, result.outcome
        if program.language not in _AT_LINE:
            return program.position
        lines = _AT_LINE[program.language].findall(outcome.stderr if outcome else "")
        if not lines:
            return program.position
        line = int(lines[-1])
        line -= 1 if len(program.parts) > 1 and line > program.own else 0
        return program.in_document(Position(program.document.name, line, 1))


def _undefined(program: Program) -> Iterator[Finding]:
    """Yield the names that make the block fail as it is shown."""
    for name in program.undefined:
        yield Finding(
            rule=code_name_undefined.id,
            severity=code_name_undefined.severity,
            message=name.message(program.language),
            part="document",
            exchange=program.place,
            source=program.place_of(name),
            suggestion=name.mend,
        )


def _with_mark(filled: Filled, mark: str) -> str:
    """Return the text that is run: between what comes before and the block's own part a line is printed."""
    program = filled.program
    if len(program.parts) < 2:
        return filled.text
    lines = filled.text.split("\n")
    lines.insert(program.own - 1, _PRINT[program.language].format(mark))
    return "\n".join(lines)


def _parts(result: BlockResult) -> Parts:
    """Return what was printed in parts: as reading told, where that is what was printed, else with the answers' texts."""
    printed, told = result.printed, result.filled.parts
    if not printed.lstrip().startswith("{") and told and shape_difference(told, printed) is None:
        return told
    return parts_of(printed, [text for exchange in result.exchanges if (text := text_of(exchange)) is not None])


def _placed(finding: Finding, place: Position) -> Finding:
    """Return ``finding`` with ``place``, of the call or the block, where it is about no line of the code itself."""
    if finding.source is not None and finding.source.line is not None:
        return finding
    return replace(finding, source=place)


def _version(url: str) -> str | None:
    """Return the api-version that a request names; the v1 path without one means ``v1``."""
    parts = urlsplit(url)
    named = dict(parse_qsl(parts.query)).get("api-version")
    return named or ("v1" if V1_PATH in parts.path else None)


def _once(findings: list[Finding]) -> list[Finding]:
    """Return ``findings`` without those that tell the same of the same place again, as each round of a loop does."""
    first: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        key = (finding.rule, finding.part, finding.pointer, finding.chunk_index, finding.source, finding.message)
        known = first.setdefault(key, finding)
        if known is not finding and finding.exchange is not None:
            related = (*known.related, Related(finding.exchange, finding.pointer))
            first[key] = replace(known, related=related)
    return list(first.values())
