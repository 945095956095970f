"""Three mistakes for an exchange: a member, a value and an answer, each of many kinds and no two exchanges alike.

What varies: which members are wrong and how, how names are misspelt (one name in eight is never seen again), the values
(numbers and strings are the exchange's own), and whether it is the top or a message that holds them. Each mistake is
one finding under 2024-02-01.
"""

import random
from collections.abc import Callable
from typing import Any, Final

Body = dict[str, Any]

# Members that no version declares, and what they were meant for where it was sent before; members of later versions.
_MISSPELT: Final = (
    ("maxTokens", "max_tokens"), ("max_token", "max_tokens"), ("sede", "seed"), ("temprature", "temperature"),
    ("Temperature", "temperature"), ("seeed", "seed"), ("max_tokns", "max_tokens"),
)  # fmt: skip
_UNKNOWN: Final = ("top_k", "repetition_penalty", "deployment", "engine", "prompt", "best_of", "session", "retries")
_NEWER: Final = ("max_completion_tokens", "parallel_tool_calls", "reasoning_effort", "store", "service_tier")


def _member(asked: Body, chance: random.Random) -> None:
    kind = chance.randrange(8)
    if kind == 0:
        asked[f"x_{chance.getrandbits(40):x}"] = chance.random() < 0.5
    elif kind == 1:
        asked["messages"][-1][chance.choice(("weight", "timestamp", "lang"))] = chance.randrange(1000)
    elif kind < 5:
        name, meant = chance.choice(_MISSPELT)
        asked[name] = asked.pop(meant)
    elif kind == 5:
        asked[chance.choice(_UNKNOWN)] = chance.randrange(1000)
    else:
        asked[chance.choice(_NEWER)] = chance.randrange(51, 1000)


def _value(asked: Body, chance: random.Random) -> None:
    number = chance.randrange(3, 10_000)
    wrong: tuple[Callable[[], Any], ...] = (
        lambda: asked.update(seed=str(number)),
        lambda: asked.update(seed=f"seed {number}"),
        lambda: asked.update(temperature=number / 7),
        lambda: asked.update(temperature=str(number / 10_000)),
        lambda: asked.update(top_p=number),
        lambda: asked.update(top_p=[number / 10_000]),
        lambda: asked.update(presence_penalty=-number),
        lambda: asked.update(frequency_penalty=f"{number / 5_000:.2f}"),
        lambda: asked.update(user=number),
        lambda: asked.update(logit_bias=[number]),
        lambda: asked.update(max_tokens=f"{number}"),
        lambda: asked["messages"][1].update(content=number),
        lambda: asked["messages"][1].update(role=chance.choice(("usr", "User", "human", "customer"))),
        lambda: asked["messages"][-1].pop("content"),
    )
    chance.choice(wrong)()


def _answer(answered: Body, chance: random.Random) -> None:
    number = chance.randrange(1, 10_000)
    choice, usage = answered["choices"][0], answered["usage"]
    wrong: tuple[Callable[[], Any], ...] = (
        lambda: usage.update(total_tokens=usage["total_tokens"] + number),
        lambda: usage.update(prompt_tokens=usage["prompt_tokens"] - number % 7 - 1),
        lambda: usage.update(prompt_tokens=str(usage["prompt_tokens"])),
        lambda: usage.pop("total_tokens"),
        lambda: choice.update(index=number),
        lambda: usage.pop("prompt_tokens"),
        lambda: choice.update(finish_reason=number),
        lambda: choice["message"].update(role=chance.choice(("assistent", "Assistant", "bot"))),
        lambda: choice["message"].update(content=[number]),
        lambda: choice.update(confidence=number / 10_000),
        lambda: choice["message"].update(annotations=[]),
        lambda: answered.update(system_fingerprint=None),
        lambda: answered.pop("system_fingerprint"),
        lambda: answered.update(created=str(answered["created"])),
        lambda: answered.update(service_tier=chance.choice(("default", "priority", "flex"))),
        lambda: answered.pop("id"),
    )
    chance.choice(wrong)()


def with_mistakes(asked: Body, answered: Body, number: int) -> None:
    """Put three mistakes into request and answer ``number``: the same ones each time that it is asked."""
    chance = random.Random(number)
    before = set(asked)
    while set(asked) == before and not any(len(message) > 2 for message in asked["messages"]):
        _member(asked, chance)
    _value(asked, chance)
    _answer(answered, chance)
