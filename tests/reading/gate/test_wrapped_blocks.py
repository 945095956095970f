"""Wherever something stands in a block, in dead code too, it is looked at."""

import pytest

from conformance.reading.gate import examine
from conformance.reading.program import Language
from tests.reading.gate.corpus import BASE
from tests.reading.gate.wrapping import HARMLESS, HIDDEN, WRAPPERS

PLACES = [
    pytest.param(language, wrapper, id=f"{language}: {name}")
    for language, wrappers in WRAPPERS.items()
    for name, wrapper in wrappers.items()
]
# A place for a description of data alone: what computes anything is outside there.
ONLY_NAMES = ("class A({0})", "x: {0} = 1", "def f(x: {0})", "-> {0}:", "@{0}")


@pytest.mark.parametrize(("language", "wrapper"), PLACES)
def test_what_hides_is_found(language: Language, wrapper: str) -> None:
    for hidden in HIDDEN[language]:
        assert not examine(wrapper.format(hidden), language, BASE).inside, hidden


@pytest.mark.parametrize(("language", "wrapper"), PLACES)
def test_what_is_harmless_is_inside_at_the_same_place(language: Language, wrapper: str) -> None:
    verdict = examine(wrapper.format(HARMLESS[language]), language, BASE)
    assert verdict.inside or any(place in wrapper for place in ONLY_NAMES), verdict.refused


def test_there_are_more_than_four_hundred_of_them() -> None:
    assert sum(len(WRAPPERS[language]) * len(HIDDEN[language]) for language in WRAPPERS) >= 400
