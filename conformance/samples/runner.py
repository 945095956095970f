"""Run each sample once per api-version, two at a time, and judge what it sent and received."""

import itertools
import os
import secrets
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from conformance.errors import InputError
from conformance.exchange import Exchange, SourceMap
from conformance.isolation.bounds import Bounds
from conformance.judging.judge import judge
from conformance.judging.rules.circumstances import Circumstances
from conformance.judging.suite.languages_differ import languages_differ
from conformance.judging.suite.not_reproduced import not_reproduced
from conformance.judging.suite.sample_failed import sample_failed, too_few_calls
from conformance.reading.gate import examine
from conformance.reading.program import Language as ProgramLanguage
from conformance.samples.environment import environment
from conformance.samples.process import Outcome, Processes, interpreter
from conformance.samples.reading import predict_exchanges, read_source
from conformance.samples.recording import Recordings, exchange_of
from conformance.samples.result import SampleResult
from conformance.samples.sample import CALLS, Sample

AT_A_TIME: Final = 2


@dataclass(frozen=True)
class Target:
    """Where the samples send: ``url`` is on this machine, and ``prefix(token)`` tells one run from another.

    ``meant`` is the URL that the user knows, which stands for it in what a sample says. ``unreachable`` returns why nothing was ever answered, or None.
    """

    url: str
    key: str
    deployment: str
    origin: Literal["emulator", "endpoint"]
    meant: str
    unreachable: Callable[[], str | None] = lambda: None

    def prefix(self, token: str) -> str:
        """Return the endpoint for the run that ``token`` names."""
        return f"{self.url}/_/{token}"


@dataclass
class Runner:
    """Runs samples against ``target``; ``recordings`` are filled by whoever listens there.

    ``unreadable`` holds a sentence for each sample whose source could not be read; what it sent is judged all the same.
    ``outside`` says of each sample that is only read, since nothing isolates it here, what of it is outside the gate.
    """

    target: Target
    recordings: Recordings
    pwsh: str | None
    timeout: float
    progress: Callable[[int, int, str], None]
    processes: Processes = field(default_factory=Processes)
    unreadable: list[str] = field(default_factory=list, init=False)
    outside: dict[str, str] = field(default_factory=dict, init=False)

    def run(self, samples: Sequence[Sample], versions: Sequence[str]) -> list[SampleResult]:
        """Return the results in the order of scenario, api-version and language; comparing languages comes last.

        A sample runs under each of ``versions`` that is one of its set. Raises InputError where the target cannot be reached.
        """
        pairs = [(sample, version) for version in versions for sample in samples if sample.runs_under(version)]
        jobs = [(sample, version, secrets.token_hex(4)) for sample, version in pairs]
        results: dict[tuple[str, str], SampleResult] = {}
        sources: dict[str, SourceMap] = {}
        with closing(self._finished(jobs)) as finished:  # else an exception here would end the samples only later
            for done, (result, token) in enumerate(finished, 1):
                self.progress(done, len(jobs), result.place)
                if reason := self.target.unreachable():
                    raise InputError(f"The endpoint cannot be reached ({reason}); check --endpoint and your network.")
                sample = result.sample
                if not result.predicted:
                    if sample.file not in sources:
                        sources[sample.file] = self._read(sample)
                    result.recorded = self.recordings.of(token)
                    result.exchanges = self._attributed(result, sources[sample.file])
                self._judge(result)
                results[sample.file, result.api_version] = result
        order = itertools.product(dict.fromkeys(sample.scenario for sample in samples), versions)
        ordered: list[SampleResult] = []
        for scenario, version in order:
            group = [results[one.file, version] for one, under in pairs if (one.scenario, under) == (scenario, version)]
            self._compare(group)
            ordered.extend(group)
        return ordered

    def _finished(self, jobs: list[tuple[Sample, str, str]]) -> Generator[tuple[SampleResult, str], None, None]:
        """Yield each job as it ends. Whatever ends the run ends the samples with it."""
        waiting = iter(jobs)
        running: dict[Future[Outcome | None], tuple[Sample, str, str]] = {}
        pool = ThreadPoolExecutor(AT_A_TIME, "sample")
        try:
            while True:
                for job in itertools.islice(waiting, AT_A_TIME - len(running)):
                    running[pool.submit(self._start, *job)] = job
                if not running:
                    return
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    sample, version, token = running.pop(future)
                    outcome = future.result()
                    exchanges = self._predicted(sample, version) if outcome is None else []
                    yield SampleResult(sample, version, outcome, exchanges), token
        finally:
            self.processes.stop()
            pool.shutdown()

    def _read(self, sample: Sample) -> SourceMap:
        try:
            return read_source(sample)
        except InputError as error:
            self._note(error)
            return SourceMap(sample.file)

    def _predicted(self, sample: Sample, version: str) -> list[Exchange]:
        try:
            return predict_exchanges(sample, version, self.target.url, self.target.deployment)
        except InputError as error:
            self._note(error)
            return []

    def _note(self, error: InputError) -> None:
        if str(error) not in self.unreadable:
            self.unreadable.append(str(error))

    def _start(self, sample: Sample, version: str, token: str) -> Outcome | None:
        if sample.language == "powershell" and self.pwsh is None:
            return None
        if not self.processes.isolation.holds and self._outside(sample):
            return None
        named = version if sample.set == "dated" else None
        seen = environment(self.target.prefix(token), self.target.key, self.target.deployment, named, os.environ)
        command = interpreter(sample.language, sample.path, self.pwsh)
        bounds = Bounds.of(sample.path.absolute(), self.target.url)
        ended = self.processes.run(command, seen, self.timeout, bounds)
        return replace(ended, stderr=ended.stderr.replace(self.target.prefix(token), self.target.meant))

    def _outside(self, sample: Sample) -> bool:
        """Say whether ``sample`` is outside the gate, and keep why: nothing else keeps it in bounds."""
        language: ProgramLanguage = "powershell" if sample.language == "powershell" else "python"
        refused = examine(sample.path.read_text("utf-8", "replace"), language, self.target.prefix("")).refused
        if refused is not None:
            self.outside[sample.file] = f"line {refused.line} {refused.why}"
        return refused is not None

    def _attributed(self, result: SampleResult, sources: SourceMap) -> list[Exchange]:
        """Return the recorded exchanges, each with the places of the sample that wrote it."""
        return [
            exchange_of(recorded, f"{result.place}:{number}", result.api_version, sources)
            for number, recorded in enumerate(result.recorded, 1)
        ]

    def _judge(self, result: SampleResult) -> None:
        origin = "source" if result.predicted else self.target.origin
        circumstances = Circumstances(origin=origin, seed=result.sample.seed)
        for exchange in result.exchanges:
            result.findings.extend(judge(exchange, circumstances))
        if result.outcome is not None:
            ended = result.outcome
            failed = sample_failed(result.as_run(), ended.exit_code, ended.stdout, ended.stderr, self.timeout)
            failed = failed or too_few_calls(result.as_run(), CALLS[result.sample.scenario])
            if failed is not None:
                result.findings.append(failed)
        result.findings.extend(not_reproduced(result.exchanges, self.target.origin == "emulator"))

    def _compare(self, group: list[SampleResult]) -> None:
        for finding in languages_differ([result.as_run() for result in group]):
            owner = next(
                result for result in group if finding.exchange and finding.exchange.startswith(f"{result.place}:")
            )
            owner.findings.append(finding)
