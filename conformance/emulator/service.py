"""The service without its wires: a request's parts in, an answer's parts out."""

from dataclasses import replace
from functools import cache, lru_cache
from typing import Any, Final
from urllib.parse import parse_qsl

from conformance.contract.catalog import catalog
from conformance.contract.contract import Operation, contract
from conformance.emulator import refusal
from conformance.emulator.answer_headers import AnswerHeaders
from conformance.emulator.answers import Answers
from conformance.emulator.choice_content import Call, ChoiceContent, spoken
from conformance.emulator.complaint import complaint
from conformance.emulator.deciding import called
from conformance.emulator.faults import FAULTS, Fault, asked_for, by_chance, unknown_fault
from conformance.emulator.hosts import is_named
from conformance.emulator.models import Model, model_of
from conformance.emulator.refusal import Refusal
from conformance.emulator.replay import Replay
from conformance.emulator.reply import STREAM, HeaderFields, Reply
from conformance.emulator.script import Row, Script
from conformance.emulator.settings import Settings
from conformance.emulator.streaming import Streams
from conformance.emulator.target import CHAT, Target, target_of
from conformance.wire.json_text import NotJson, read_json

# Beyond this a refusal does not say what is wrong: a body can be made to break its contract at each second byte.
_DETAILED_UP_TO: Final = 128 * 1024


class Service:
    """One emulated resource. It keeps nothing of what it is sent."""

    def __init__(self, settings: Settings, script: Script | None = None, replay: Replay | None = None) -> None:
        self.settings = settings
        self.script = script or Script()
        self._replay = replay or Replay()
        self._key = settings.key.encode()
        self._bearer = b"Bearer " + self._key
        self._bearers = frozenset(b"Bearer " + bearer.encode() for bearer in settings.bearers)
        self._v1_names = {None: settings.v1, "v1": settings.v1, "preview": "v1-preview"}
        self._headers = AnswerHeaders(settings)
        self._operation = lru_cache(maxsize=256)(self._find_operation)
        self._answers = cache(lambda operation, model: Answers(operation, settings, model))
        self._streams = cache(lambda operation, model: Streams(self._answers(operation, model)))

    def refuse_early(self, method: str, path: str, query: bytes, headers: HeaderFields) -> Refusal | None:
        """Return the refusal that does not depend on the body, or None. The order of the looks is assumed."""
        if not is_named(headers, self.settings.hosts):
            return refusal.WRONG_HOST
        target = target_of(path) if method == "POST" else None
        if target is None or self._operation(target.dated, target.extensions, query) is None:
            return refusal.NOT_FOUND
        refused = self._refuse_caller(headers, target)
        if refused is None and target.deployment is not None and target.deployment not in self.settings.deployments:
            refused = refusal.NO_DEPLOYMENT
        if refused is None and target.operation != CHAT:
            refused = refusal.not_supported(target.operation, self._model(target.deployment or "").name)
        return refused

    def reply(self, method: str, path: str, query: bytes, headers: HeaderFields, body: bytes) -> Reply:
        """Return the answer to a request; ``path`` is without prefix and still percent-encoded. Never raises."""
        refused = self.refuse_early(method, path, query, headers)
        if refused is not None:
            return Reply.refusing(refused)
        target = target_of(path)
        operation = self._operation(target.dated, target.extensions, query) if target else None
        if target is None or operation is None:
            return Reply.refusing(refusal.NOT_FOUND)
        try:
            value = read_json(body.decode()).value
        except NotJson as problem:
            return Reply.refusing(refusal.not_json(problem.reason))
        except UnicodeDecodeError as problem:
            return Reply.refusing(refusal.not_json(f"byte {problem.start + 1} is not UTF-8"))
        recorded = self._replay.reply_to(path, query.decode("latin-1"), value)
        if recorded is not None:
            return recorded
        named = value.get("model") if target.deployment is None and isinstance(value, dict) else target.deployment
        model = self._model(str(named))
        refused = self._refuse_value(value, target, operation, model, detailed=len(body) <= _DETAILED_UP_TO)
        if refused is not None:
            return Reply.refusing(refused)
        try:
            asked = asked_for(headers)
        except LookupError as problem:
            return Reply.refusing(refusal.unknown_fault(unknown_fault(str(problem.args[0]))))
        row = self.script.row_for(value, str(named))
        fault = asked or (FAULTS[row.fault] if row is not None and row.fault else None)
        fault = fault or by_chance(self.settings.faults, self.settings.chance)
        return self._answer(value, operation, model, fault, row)

    def _answer(self, value: Any, operation: Operation, model: Model, fault: Fault | None, row: Row | None) -> Reply:
        """Return the answer to a body that was taken, as ``row`` of the script has it, and with ``fault``."""
        latency = self.settings.latency
        if row is not None and row.delay:
            latency = replace(latency, first=latency.first + row.delay)
        refused = row.refusal if row is not None else None
        if refused is None and fault is not None and fault.refusal is not None:
            refused = fault.refusal(operation.contract.api_version)
        if refused is not None:
            return replace(Reply.refusing(refused), pace=latency, arranged=True)
        answers = self._answers(operation, model)
        said = _scripted(row, value) or answers.said(value)
        if fault is not None and fault.said is not None:
            said = [fault.said(one) for one in said]
        headers = self._headers.next() if answers.as_observed else ()
        if value.get("stream") is True:
            events = self._streams(operation, model).events(value, said)
            reply = Reply(200, parts=events, content_type=STREAM, headers=headers, pace=latency)
        else:
            reply = Reply(200, answers.answer(value, said), headers=headers, pace=latency)
        if fault is None:
            return reply
        return replace(fault.reply(reply) if fault.reply is not None else reply, arranged=True)

    def _model(self, deployment: str) -> Model:
        return model_of(self.settings.models.get(deployment, deployment))

    def _refuse_value(
        self, value: Any, target: Target, operation: Operation, model: Model, detailed: bool
    ) -> Refusal | None:
        if isinstance(value, dict):
            if target.dated:
                # The SDK sends it always (openai-python, lib/azure.py), and the path decides.
                value.pop("model", None)
            elif isinstance(value.get("model"), str) and value["model"] not in self.settings.deployments:
                return refusal.NO_DEPLOYMENT
        return complaint(value, operation, model, detailed)

    def _refuse_caller(self, headers: HeaderFields, target: Target) -> Refusal | None:
        """Return the refusal of who has no key: on dated paths a bearer is an Entra token, on v1 it may be the key."""
        sent = dict(headers)
        key, bearer = sent.get(b"api-key"), sent.get(b"authorization")
        if key is not None:  # openai 1.40 sends its key both ways
            return None if key == self._key else refusal.WRONG_KEY
        if bearer is None:
            return refusal.WRONG_KEY
        if bearer in self._bearers or (not target.dated and bearer == self._bearer):
            return None
        return refusal.NO_ROLE if self._bearers and bearer.startswith(b"Bearer ") else refusal.WRONG_KEY

    def _find_operation(self, dated: bool, extensions: bool, query: bytes) -> Operation | None:
        """Return the operation that the path and the query's api-version choose together, or None."""
        parameters = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
        named = next((value for name, value in parameters if name == "api-version"), None)
        api_version = named if dated else self._v1_names.get(named)
        if api_version is None or api_version not in catalog().with_chat or api_version[0].isdigit() != dated:
            return None
        operations = contract(api_version).operations
        return next((operation for operation in operations if operation.extensions == extensions), None)


def _scripted(row: Row | None, body: Any) -> list[ChoiceContent] | None:
    """Return what ``row`` has each choice say, or None where it leaves that to the emulator."""
    if row is None or (row.text is None and not row.tool_calls):
        return None
    if row.text is not None:
        limits = [body[name] for name in ("max_tokens", "max_completion_tokens") if body.get(name) is not None]
        one = spoken(row.text, int(limits[0]) if limits else None)
    else:
        calls = (Call(f"call_script{place:02}", name, text) for place, (name, text) in enumerate(row.tool_calls, 1))
        one = called(tuple(calls), "calls", named=False)
    return [one] * int(body.get("n") or 1)
