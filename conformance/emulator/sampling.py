"""What decides a text: seed, messages, parameters and fingerprint; and how often it comes out differently all the same."""

import json
import random
import re
from collections.abc import Mapping, Sequence
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from hashlib import blake2b
from typing import Any, Final

from conformance.emulator.settings import Settings
from conformance.emulator.story import choices_of, tell

# These say how much of the text is wanted, and how it is to be sent; the text itself is the same.
_ASIDE: Final = frozenset(
    {"max_tokens", "max_completion_tokens", "n", "stream", "stream_options", "stop", "logprobs", "top_logprobs"}
)
_EXACT: Final = Context(prec=40, Emax=MAX_EMAX, Emin=MIN_EMIN)
_WORD: Final = re.compile(r"\w+|[^\w\s]")
_COUNT_WORDS_UP_TO: Final = 20_000
# The prompt of the document, two messages with 16 words and marks, is 27 tokens: OpenAI's cookbook counts so.
_TOKENS_A_MESSAGE: Final = 4
_TOKENS_OF_A_REPLY: Final = 3
_SPREAD: Final = 64  # bytes of one digest; more than the longest story has choices
_DRIFT_FROM, _DRIFT_TO = 1, 4  # which choice is the first to differ: still inside the first sentence
# Unseeded answers at temperature 0 are nearly equal: how often, and how late they differ, is assumed (of ten answers by
# gpt-4o to one prompt, all were equal for 14 % of the prompts: breckbaldwin/llm-stability).
_COLD_DRIFT: Final = 0.2
_COLD_FROM, _COLD_TO = 10, 16


def sampled(body: Mapping[str, Any], settings: Settings, index: int, limit: int | None) -> tuple[str, int, bool]:
    """Return text, tokens and whether ``limit`` cut it, for choice ``index`` of the answer to ``body``.

    ``settings.diverge`` is how often a seeded text leaves its path; it keeps its first words then.
    """
    chance = settings.chance
    numbers: Sequence[int] = numbers_of(body, settings, index)
    if body.get("seed") is not None:
        if settings.diverge > 0 and chance.random() < settings.diverge:
            numbers = _drifted(numbers, chance, _DRIFT_FROM, _DRIFT_TO)
    elif body.get("temperature") == 0 and chance.random() < _COLD_DRIFT:
        numbers = _drifted(numbers, chance, _COLD_FROM, _COLD_TO)
    return tell(numbers, limit)


def numbers_of(body: Mapping[str, Any], settings: Settings, index: int) -> bytes:
    """Return what decides choice ``index``: the same for the same request where it has a seed or temperature 0."""
    settled = body.get("seed") is not None or body.get("temperature") == 0
    chance = None if settled else settings.chance.getrandbits(64)
    decisive = {name: value for name, value in body.items() if name not in _ASIDE and value is not None}
    fingerprint = settings.fingerprint
    text = _canonical.encode([decisive, fingerprint if isinstance(fingerprint, str) else None, chance])
    return blake2b(text.encode(), digest_size=_SPREAD, salt=index.to_bytes(2, "big")).digest()


def _drifted(numbers: Sequence[int], chance: random.Random, earliest: int, latest: int) -> list[int]:
    """Return numbers that agree with ``numbers`` up to a choice from ``earliest`` to ``latest``, and not at that one."""
    first = chance.randint(earliest, latest)
    width = choices_of(numbers, first + 1)[first]
    other = (numbers[first] + chance.randrange(1, width)) % width
    return [*numbers[:first], other, *chance.randbytes(len(numbers) - first - 1)]


def prompt_tokens(messages: Any) -> int:
    """Return about how many tokens ``messages`` are."""
    total = _TOKENS_OF_A_REPLY
    for message in messages if isinstance(messages, list) else ():
        total += _TOKENS_A_MESSAGE
        content = message.get("content") if isinstance(message, dict) else None
        parts = content if isinstance(content, list) else [{"text": content}]
        for part in parts:
            text = part.get("text") if isinstance(part, dict) else None
            if isinstance(text, str):
                total += len(_WORD.findall(text)) if len(text) <= _COUNT_WORDS_UP_TO else len(text) // 4
    return total


def _same_however_written(number: Any) -> str:
    """Return a number so that 0.7 and 0.70, and 1 and 1.0, are one."""
    if not isinstance(number, Decimal):
        raise TypeError(f"{type(number).__name__} is nothing that JSON text yields")
    return str(number.normalize(_EXACT))


_canonical: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":"), default=_same_however_written)
