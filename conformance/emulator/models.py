"""The habits of models: what each refuses and what its answers hold, one row a model.

Sources. What reasoning models refuse: Learn, how-to/reasoning, "Not Supported". That gpt-4 refuses a schema:
BerriAI/litellm#5295. 16,384 tokens of gpt-4o-mini: charmbracelet/catwalk#41. No fingerprint of the gpt-5 models and the
o-series: recorded, and openai/openai-python#1038. Members of answers: recorded with gpt-35-turbo (none), gpt-4o-mini
(``refusal``, the details of usage), gpt-4.1-mini (``annotations`` too), gpt-5-mini, gpt-5.2 and o4-mini
(``service_tier`` and times besides).

Assumed: all other numbers of tokens, which are the models' published ones; that the rest of a family is as the recorded
one of it; that gpt-4o-2024-05-13 refuses a schema; and that a model that is not named here is as gpt-35-turbo.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

# Learn, how-to/reasoning; `temperature` is taken where it is 1, and `max_tokens` stands in the rows.
REASONING: Final = ("top_p", "presence_penalty", "frequency_penalty", "logprobs", "top_logprobs", "logit_bias")


@dataclass(frozen=True, slots=True)
class Model:
    """``generation`` says which members its answers hold; ``refuses`` are parameters that it does not support."""

    name: str
    most_tokens: int
    context: int
    generation: int = 0
    refuses: tuple[str, ...] = ()
    schemas: bool = True
    fingerprint: bool = True

    @property
    def reasons(self) -> bool:
        """Whether it takes ``max_completion_tokens`` in place of ``max_tokens``, and no temperature but 1."""
        return "max_tokens" in self.refuses


def _reasoning(name: str, most_tokens: int, context: int) -> Model:
    return Model(name, most_tokens, context, 3, ("max_tokens", *REASONING), fingerprint=False)


DEFAULT: Final = Model("gpt-35-turbo", 4_096, 16_385)
# The longest name that a model's begins with decides.
MODELS: Final = (
    DEFAULT,
    Model("gpt-3.5-turbo", 4_096, 16_385),
    # BerriAI/litellm#5295: 'response_format' must be one of 'json_object', 'text'
    Model("gpt-4", 4_096, 128_000, schemas=False),
    Model("gpt-4o", 16_384, 128_000, 1),
    Model("gpt-4o-2024-05-13", 4_096, 128_000, 1, schemas=False),  # assumed
    Model("gpt-4o-mini", 16_384, 128_000, 1),
    Model("gpt-4.1", 32_768, 1_047_576, 2),
    _reasoning("gpt-5", 128_000, 400_000),
    _reasoning("o1", 100_000, 200_000),
    _reasoning("o3", 100_000, 200_000),
    _reasoning("o4", 100_000, 200_000),
)


@lru_cache(maxsize=256)
def model_of(name: str) -> Model:
    """Return the habits of model ``name`` under that name; those of gpt-35-turbo where no row is meant."""
    rows = [row for row in MODELS if name == row.name or name.startswith((f"{row.name}-", f"{row.name}."))]
    row = max(rows, key=lambda one: len(one.name)) if rows else DEFAULT
    return Model(
        name if rows else row.name,
        row.most_tokens,
        row.context,
        row.generation,
        row.refuses,
        row.schemas,
        row.fingerprint,
    )
