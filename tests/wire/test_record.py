"""Records that are made often are what ``dataclass`` makes of them, and values that are worked out once are kept."""

from collections.abc import Callable
from dataclasses import FrozenInstanceError, dataclass, field, replace

import pytest

from conformance.wire.once import once
from conformance.wire.record import made_often


@dataclass(frozen=True)
class Plain:
    place: str
    line: int = 1
    seen: bool = field(default=False, compare=False)


@made_often
@dataclass(frozen=True)
class Open(Plain):
    pass


@made_often
@dataclass(frozen=True, slots=True)
class Slotted:
    place: str
    line: int = 1
    seen: bool = field(default=False, compare=False)


def made_now() -> type[Plain]:
    @made_often
    @dataclass(frozen=True)
    class Now(Plain):
        pass

    return Now


@pytest.mark.parametrize("make", [lambda: Open, lambda: Slotted, made_now])
def test_a_record_is_the_same_as_the_dataclass(make: Callable[[], type[Plain]]) -> None:
    kind = make()
    one = kind("a", seen=True)
    assert (one.place, one.line, one.seen) == ("a", 1, True)
    assert one == kind("a") and hash(one) == hash(kind("a")) and one != kind("a", 2)
    assert replace(one, line=3) == kind(place="a", line=3)
    assert repr(one).endswith("(place='a', line=1, seen=True)")
    with pytest.raises(FrozenInstanceError):
        one.line = 2  # type: ignore[misc]  # that is what is tried
    with pytest.raises(TypeError, match="place"):
        kind()  # type: ignore[call-arg]  # that is what is tried


def test_a_record_that_does_more_is_refused() -> None:
    @dataclass(frozen=True)
    class Lists:
        names: list[str] = field(default_factory=list)

    @dataclass(frozen=True)
    class Checks:
        name: str

        def __post_init__(self) -> None:
            raise AssertionError

    for kind in (Lists, Checks):
        with pytest.raises(TypeError, match=f"{kind.__name__} does more"):
            made_often(kind)


def test_a_value_is_worked_out_once() -> None:
    asked: list[int] = []

    class Counting:
        @once
        def value(self) -> int:
            """Return how often it was asked for."""
            asked.append(1)
            return len(asked)

    one, other = Counting(), Counting()
    assert [one.value, one.value, other.value, one.value] == [1, 1, 2, 1]
    assert Counting.value.__doc__ == "Return how often it was asked for."
