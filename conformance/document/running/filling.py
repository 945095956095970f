"""Fill a program's placeholders so that it talks to the emulator and to nothing else, and say how.

What is filled is found by what the program does with it, not by how it is called: the base of the URLs that it calls
becomes the emulator's, what it sends as key becomes the emulator's key, and a deployment keeps its name, which the
emulator is told. Environment variables are set by their names.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from conformance.document.programs.languages import RUN
from conformance.document.programs.literals import (
    Span,
    is_placeholder,
    keys_in,
    literals,
    replaced,
    resources_in,
    written_in,
)
from conformance.document.programs.program import Program
from conformance.document.programs.shape import printed_parts
from conformance.document.running.commands import commands_of
from conformance.document.running.decision import Candidate
from conformance.document.running.variables import Kind, Surroundings, variables_for
from conformance.reading.gate import examine
from conformance.reading.nearby import files_below
from conformance.reading.predicting import Prediction, predictions
from conformance.reading.program import Reading
from conformance.reading.reader import read_source
from conformance.reading.resolving import template
from conformance.samples.environment import environment

_BEARER: Final = "Bearer "
_V1: Final = "/openai/v1"
_RESOURCE: Final = "https://YOUR-RESOURCE.openai.azure.com"  # what a request that is only read is told to go to
_CHAT: Final = "/chat/completions"


@dataclass(frozen=True)
class Filled:
    """A program as it is run: ``text`` and ``variables``; ``shown`` says how it was filled.

    ``candidate`` says what decides whether it is run. ``calls`` are the requests that the block makes, with their places
    in the document; the parts before it make ``earlier_calls`` more, first. ``parts`` are what the block itself prints,
    as far as reading tells. ``commands`` are the words of each ``curl`` that is run in place of a shell.
    """

    program: Program
    text: str
    variables: Mapping[str, str]
    shown: tuple[str, ...]
    calls: tuple[Prediction, ...]
    earlier_calls: int
    parts: tuple[str | None, ...]
    candidate: Candidate
    commands: tuple[tuple[str, ...], ...] = ()


def read_program(program: Program) -> Reading:
    """Return what ``program`` does, by reading it."""
    files = files_below(Path(program.document.name).absolute().parent)
    return read_source(program.file or program.place, program.text, program.language, files)


def deployments_of(reading: Reading, at: Surroundings) -> set[str]:
    """Return the deployments that a program names: in its URLs, and on the v1 path as ``model``."""
    found: set[str] = set()
    kinds, _ = variables_for(setting.name for setting in reading.settings)
    variables = {name: at.value(kind) for name, kind in kinds.items()}
    for prediction in predictions(reading, environment(at.url, at.key, at.deployment, at.api_version, {}) | variables):
        request = prediction.exchange.request
        path = urlsplit(request.url).path if request and request.url else ""
        named = path.partition("/openai/deployments/")[2].partition("/")[0]
        if named:
            found.add(unquote(named))
        body = request.body.value if request and request.body else None
        model = body.get("model") if isinstance(body, dict) else None
        if isinstance(model, str):
            found.add(model)
    return found


def fill(program: Program, reading: Reading, at: Surroundings) -> Filled:
    """Return ``program`` with its placeholders filled for a run ``at`` the emulator."""
    return _Filler(program, reading, at).filled()


@dataclass
class _Filler:
    program: Program
    reading: Reading
    at: Surroundings

    def filled(self) -> Filled:
        at, program = self.at, self.program
        asked = sorted(examine(program.text, program.language, at.url).settings)
        kinds, unknown = variables_for([*(setting.name for setting in self.reading.settings), *asked])
        self.said = [f"{name} = {at.says(kind)}" for name, kind in kinds.items()]
        own = environment(at.url, at.key, at.deployment, at.api_version, os.environ)
        variables = own | {name: at.value(kind) for name, kind in kinds.items()}
        text = self._with_the_emulators_url(program.text)
        text = self._with_what_the_calls_tell(text, variables)
        calls = self._calls(text, variables)
        if any(_url(call) == at.url + _CHAT for call in calls):
            # Code that adds only the operation's path wants the base of the v1 endpoint.
            ends = {name for name, kind in kinds.items() if kind == "endpoint"}
            variables |= dict.fromkeys(ends, at.url + _V1)
            self.said = [f"{one}{_V1}" if one.partition(" = ")[0] in ends else one for one in self.said]
            calls = self._calls(text, variables)
        self.said += [f"deployment {name}" for name in sorted(deployments_of(self.reading, at) - {at.deployment})]
        own_calls = self._placed(calls, variables)
        why = self._hindrance(calls, unknown)
        if why is None and not own_calls:
            why = "it sends nothing by itself"
        commands: tuple[tuple[str, ...], ...] = ()
        if program.language not in RUN and (why is None or program.language != "bash"):
            commands, why = commands_of(program.language, self.read, variables)
        candidate = Candidate(program.language, examine(text, program.language, at.url), bool(own_calls), why)
        earlier = len(self.reading.calls) - len(own_calls)
        parts = tuple(printed_parts(self.reading, program.own))
        return Filled(program, text, variables, tuple(self.said), own_calls, earlier, parts, candidate, commands)

    def _calls(self, text: str, variables: Mapping[str, str]) -> list[Prediction]:
        files = files_below(Path(self.program.document.name).absolute().parent)
        self.read = read_source(self.program.place, text, self.program.language, files)
        return list(predictions(self.read, variables))

    def _placed(self, calls: list[Prediction], variables: Mapping[str, str]) -> tuple[Prediction, ...]:
        """Return the block's own calls as they are filled, with the places of the document as it is."""
        program = self.program
        written = list(predictions(self.reading, variables, place=program.place))
        filled = calls if len(calls) == len(written) else written
        found = []
        for one, other in zip(written, filled, strict=True):
            sources, request = one.exchange.sources, other.exchange.request
            if sources is None or request is None or (one.call.place.line or 0) < program.own:
                continue
            url = (request.url or "").replace(self.at.url, _RESOURCE) or None
            exchange = replace(
                one.exchange, request=replace(request, url=url), sources=program.sources_in_document(sources)
            )
            found.append(replace(one, exchange=exchange, unknown=other.unknown, open=other.open))
        return tuple(found)

    def _with_the_emulators_url(self, text: str) -> str:
        places = resources_in(text, literals(text, self.program.language))
        for start, end in places:
            self.said.append(f"{text[start:end]} = {self.at.says('endpoint')}")
        return replaced(text, dict.fromkeys(places, self.at.url))

    def _with_its_key(self, text: str, places: list[Span]) -> str:
        lines = {self._line_of(text, start) for start, _ in places}
        self.said += [f"the key on line {line} = {self.at.says('key')}" for line in sorted(lines)]
        return replaced(text, dict.fromkeys(places, self.at.key))

    def _with_what_the_calls_tell(self, text: str, variables: Mapping[str, str]) -> str:
        """Fill the literals that the calls send as key, URL or api-version."""
        at, language = self.at, self.program.language
        text = self._with_its_key(text, keys_in(text, literals(text, language)))
        for call in self._calls(text, variables):
            url, key = _url(call), _key(call, variables)
            if key and key != at.key:
                text = self._with_its_key(text, written_in(text, literals(text, language), key))
            base = unquote(url.partition("/openai/")[0]).rstrip("/")
            version = dict(parse_qsl(urlsplit(url).query)).get("api-version", "")
            sent: tuple[tuple[str, Kind], ...] = ((base, "endpoint"), (version, "version"))
            for value, kind in sent:
                places = written_in(text, literals(text, language), value) if is_placeholder(value) else []
                if places:
                    self.said.append(f"{value} on line {self._line_of(text, places[0][0])} = {at.says(kind)}")
                    text = replaced(text, dict.fromkeys(places, at.value(kind)))
        return text

    def _line_of(self, text: str, offset: int) -> int:
        """Return the document's line of a place in ``text``, whose lines are the program's."""
        line = text.count("\n", 0, offset) + 1
        return self.program.in_document(replace(self.program.position, line=line, column=1)).line or 0

    def _hindrance(self, calls: list[Prediction], unknown: list[str]) -> str | None:
        """Return why the program is not run whatever isolates it: it cannot run, or is about another service."""
        program, at = self.program, self.at
        if program.wrong:
            return program.wrong
        if (problem := self.reading.problem) is not None:
            return f"line {program.in_document(problem.place).line} does not parse: {problem.reason}"
        if unknown and calls:
            return f"it reads {', '.join(f'`{name}`' for name in unknown)}, and no rule tells what that variable holds"
        for call in calls:
            url = _url(call)
            if urlsplit(url).netloc and not url.startswith(f"{at.url}/"):
                where = f"line {program.in_document(call.call.place).line}"
                return f"{where} sends to {_origin(url)}, and no rule puts the emulator in its place"
        return None


def _url(call: Prediction) -> str:
    request = call.exchange.request
    return (request.url if request else None) or ""


def _key(call: Prediction, variables: Mapping[str, str]) -> str:
    """Return the key that ``call`` sends, as far as it is known; empty where it is not."""
    for entry in call.call.headers.entries:
        if entry.name.lower() in ("api-key", "authorization"):
            return (template(entry.value, variables) or "").removeprefix(_BEARER)
    return ""


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else url or "an unknown URL"
