"""Which ranges hold another one is what looking at each of them tells, however they lie."""

from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from conformance.document.markdown.holding import Holding
from conformance.document.markdown.range import Range
from tests.counting import lines_run
from tests.fuzzing import budget

OFFSETS = st.integers(0, 12)
RANGES = st.tuples(OFFSETS, OFFSETS).map(lambda pair: Range(min(pair), max(pair)))


@budget(100, 5000)
@given(st.lists(RANGES, max_size=8), st.lists(RANGES, min_size=1, max_size=4))
def test_it_finds_what_looking_at_each_finds(ranges: list[Range], asked: list[Range]) -> None:
    values = list(enumerate(ranges))
    holding = Holding(values, lambda value: value[1])
    for one in asked:
        assert holding.of(one) == tuple(value for value in values if value[1].holds(one))


def test_ranges_that_lie_apart_are_not_all_looked_at() -> None:
    few, many = (Holding([Range(at * 10, at * 10 + 10) for at in range(count)], _itself) for count in (10, 1000))
    assert many.of(Range(5003, 5004)) == (Range(5000, 5010),)
    assert lines_run(partial(many.of, Range(53, 54))) == lines_run(partial(few.of, Range(53, 54)))


def _itself(one: Range) -> Range:
    return one
