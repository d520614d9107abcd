"""Records behave as data classes of the standard library do."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from typing import Any, ClassVar

import pytest

from verifier import records


@records.dataclass(frozen=True, slots=True)
class Base:
    place: int = records.field(default=0, compare=False, kw_only=True, repr=False)


@records.dataclass(frozen=True, slots=True)
class Pair(Base):
    KIND: ClassVar[str] = "pair"
    left: object
    right: object = 2


@records.dataclass(frozen=True, slots=True)
class Empty(Base):
    pass


@records.dataclass(frozen=True, slots=True, order=True)
class Range:
    start: int
    end: int

    def __repr__(self) -> str:
        return f"{self.start}..{self.end}"


@records.dataclass(slots=True)
class Heap:
    name: str
    items: list[int] = records.field(default_factory=list)
    size: int = records.field(init=False)
    memory: dict[str, int] = records.field(default_factory=dict, init=False, compare=False)

    def __post_init__(self) -> None:
        self.size = len(self.items)


@records.dataclass(frozen=True, slots=True)
class Wide:
    a: int
    b: int
    c: int
    d: int
    e: int = 5
    f: int = 6
    g: tuple[int, ...] = records.field(default_factory=tuple)
    h: int = 8


def test_a_record_with_many_fields() -> None:
    made = Wide(1, 2, d=4, c=3, f=0)
    assert made == Wide(1, 2, 3, 4, 5, 0, ())
    assert records.replace(made, g=(1,)).g == (1,)
    wrong: Any = (((1, 2, 3), {}), ((1,) * 9, {}), ((1,) * 4, {"i": 1, "d": 2}))
    for arguments, named in wrong:
        with pytest.raises(TypeError, match=r"Wide.__init__\(\) has"):
            Wide(*arguments, **named)


def test_the_signature_of_a_record_shows_its_fields() -> None:
    shown = [str(inspect.signature(kind)) for kind in (Pair, Range, Empty)]
    assert shown == ["(left, right=2, *, place=0)", "(start, end)", "(*, place=0)"]


def test_a_field_without_a_default_stands_before_those_with_one() -> None:
    body = {"__annotations__": {"a": "int", "b": "int"}, "a": 1}
    with pytest.raises(TypeError, match="without a default"):
        records.dataclass(slots=True)(type("Wrong", (), body))


def test_a_record_is_made_from_positional_and_named_values() -> None:
    assert Pair(1).right == 2
    made = Pair(left=1, right=3, place=7)
    assert (made.left, made.right, made.place, Pair.KIND) == (1, 3, 7, "pair")
    assert Pair.__match_args__ == ("left", "right")
    for wrong in ((), (1, 2, 3)):
        with pytest.raises(TypeError, match=r"__init__\(\)"):
            Pair(*wrong)
    with pytest.raises(TypeError, match="unexpected keyword"):
        Pair(1, other=2)  # type: ignore[call-arg]


def test_records_compare_by_class_and_by_the_fields_that_take_part() -> None:
    assert Pair(1) == Pair(1, place=5)
    assert hash(Pair(1)) == hash(Pair(1, place=5))
    assert Pair(1) != Pair(2)
    assert Empty() == Empty(place=3)
    assert len({Pair(1), Pair(1, place=2), Empty(), Empty()}) == 2
    assert Range(1, 2) < Range(1, 3) <= Range(1, 3)
    assert max(Range(2, 1), Range(1, 5)) == Range(2, 1)
    with pytest.raises(TypeError):
        _ = Range(1, 2) < Pair(1, 2)  # type: ignore[operator]


def test_a_frozen_record_cannot_be_changed_and_has_no_other_attributes() -> None:
    made: Any = Pair(1)
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.left = 2
    with pytest.raises(dataclasses.FrozenInstanceError):
        del made.left
    assert not hasattr(made, "__dict__")
    with pytest.raises(TypeError, match="unhashable"):
        hash(Heap("a"))


def test_fields_that_the_caller_does_not_give() -> None:
    one, other = Heap("a", [1, 2]), Heap("a")
    assert (one.size, other.size) == (2, 0)
    assert other.items is not Heap("a").items
    one.memory["x"] = 1
    again = records.replace(one, name="b")
    assert (again.items, again.memory) == ([1, 2], {})
    assert records.replace(Pair(1, 2, place=3), right=5).place == 3


def test_what_is_shown() -> None:
    assert repr(Pair(1, "x", place=4)) == "Pair(left=1, right='x')"
    assert repr(Empty()) == "Empty()"
    assert repr(Range(1, 2)) == "1..2"


def test_copies_and_pickles() -> None:
    made = Pair((1, Range(1, 2)), place=9)
    for again in (copy.copy(made), copy.deepcopy(made), pickle.loads(pickle.dumps(made))):
        assert again == made
        assert again.place == 9


def test_the_functions_of_the_standard_library_work_on_records() -> None:
    assert [item.name for item in records.fields(Pair)] == ["place", "left", "right"]
    assert [item.name for item in dataclasses.fields(Pair)] == ["place", "left", "right"]
    assert dataclasses.replace(Pair(1), left=4) == Pair(4)
    assert dataclasses.asdict(Heap("a", [3]))["items"] == [3]


def test_a_record_has_slots() -> None:
    with pytest.raises(TypeError, match="slots"):
        records.dataclass(frozen=True, slots=False)(type("Plain", (), {}))
