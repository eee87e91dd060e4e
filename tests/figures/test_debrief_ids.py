"""Lists of ids behave like the tuples that they stand for."""

import pytest

from builder.figures.debrief_ids import Ids
from builder.figures.figure_row import FigureRow

EVERYBODY = ("a", "b", "c", "d")


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [("", ()), ("2", ("c",)), ("3 0 1", ("d", "a", "b"))],
)
def test_a_list_of_numbers_reads_as_the_ids(numbers: str, expected: tuple[str, ...]) -> None:
    ids = Ids(EVERYBODY, numbers)
    assert tuple(ids) == expected
    assert len(ids) == len(expected)
    assert bool(ids) is bool(expected)
    assert ids == expected
    assert expected == ids
    assert hash(ids) == hash(expected)
    assert repr(ids) == repr(expected)


def test_places_and_slices_are_those_of_the_tuple() -> None:
    ids = Ids(EVERYBODY, "3 0 1")
    assert (ids[0], ids[-1], ids[1:], ids[:9]) == ("d", "b", ("a", "b"), ("d", "a", "b"))
    assert "a" in ids
    assert "c" not in ids
    with pytest.raises(IndexError):
        ids[3]


def test_different_numberings_of_one_list_are_equal_and_other_lists_are_not() -> None:
    assert Ids(EVERYBODY, "0 1") == Ids(("b", "a"), "1 0")
    assert Ids(EVERYBODY, "0 1") != Ids(EVERYBODY, "1 0")
    assert Ids(EVERYBODY, "0 1") != ["a", "b"]


@pytest.mark.parametrize("debriefs", [None, (), ("x", "y"), Ids(EVERYBODY, "1 3"), Ids(EVERYBODY, "")])
def test_a_row_comes_back_from_the_cache_as_it_was(debriefs: tuple[str, ...] | Ids | None) -> None:
    row = FigureRow(edition="2026-09", keys=(("theme", "t"),), k=2, n=3, debriefs=debriefs, others=Ids(EVERYBODY, "0"))
    assert FigureRow.from_list(row.as_list(), EVERYBODY) == row
