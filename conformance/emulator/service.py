"""The service without its wires: a request's parts in, an answer's parts out."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final
from urllib.parse import parse_qsl

from conformance.contract.catalog import catalog
from conformance.contract.contract import Operation, contract
from conformance.emulator import refusal
from conformance.emulator.answers import Answers
from conformance.emulator.complaint import complaint
from conformance.emulator.models import Model, model_of
from conformance.emulator.refusal import Refusal
from conformance.emulator.settings import Settings
from conformance.emulator.streaming import Streams
from conformance.emulator.target import CHAT, Target, target_of
from conformance.wire.json_text import NotJson, read_json

_STREAM: Final = b"text/event-stream; charset=utf-8"
HeaderFields = list[tuple[bytes, bytes]]

# Beyond this a refusal does not say what is wrong: a body can be made to break its contract at each second byte.
_DETAILED_UP_TO: Final = 128 * 1024


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered. The ``parts`` of a stream are made while they are sent; a ``body`` is one part."""

    status: int
    body: bytes | None = None
    parts: Iterable[bytes] = ()
    content_type: bytes = b"application/json"
    close: bool = False

    @classmethod
    def refusing(cls, refused: Refusal) -> "Reply":
        return cls(refused.status, refused.body, close=refused.close)


class Service:
    """One emulated resource. It keeps nothing of what it is sent."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._key = settings.key.encode()
        self._bearer = b"Bearer " + self._key
        self._bearers = frozenset(b"Bearer " + bearer.encode() for bearer in settings.bearers)
        self._v1_names = {None: settings.v1, "v1": settings.v1, "preview": "v1-preview"}
        self._operation = lru_cache(maxsize=256)(self._find_operation)
        self._answers = cache(lambda operation, model: Answers(operation, settings, model))
        self._streams = cache(lambda operation, model: Streams(self._answers(operation, model)))

    def refuse_early(self, method: str, path: str, query: bytes, headers: HeaderFields) -> Refusal | None:
        """Return the refusal that does not depend on the body, or None. The order of the looks is assumed."""
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
        named = value.get("model") if target.deployment is None and isinstance(value, dict) else target.deployment
        model = self._model(str(named))
        refused = self._refuse_value(value, target, operation, model, detailed=len(body) <= _DETAILED_UP_TO)
        if refused is not None:
            return Reply.refusing(refused)
        answers = self._answers(operation, model)
        said = answers.said(value)
        if value.get("stream") is True:
            return Reply(200, parts=self._streams(operation, model).events(value, said), content_type=_STREAM)
        return Reply(200, answers.answer(value, said))

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
        for name, value in headers:
            if name == b"api-key":
                return None if value == self._key else refusal.WRONG_KEY
            if name == b"authorization":
                if value in self._bearers or (not target.dated and value == self._bearer):
                    return None
                known_tokens = self._bearers and value.startswith(b"Bearer ")
                return refusal.NO_ROLE if known_tokens else refusal.WRONG_KEY
        return refusal.WRONG_KEY

    def _find_operation(self, dated: bool, extensions: bool, query: bytes) -> Operation | None:
        """Return the operation that the path and the query's api-version choose together, or None."""
        parameters = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
        named = next((value for name, value in parameters if name == "api-version"), None)
        api_version = named if dated else self._v1_names.get(named)
        if api_version is None or api_version not in catalog().with_chat or api_version[0].isdigit() != dated:
            return None
        operations = contract(api_version).operations
        return next((operation for operation in operations if operation.extensions == extensions), None)
