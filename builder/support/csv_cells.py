"""The one place that says how large a cell of a CSV file may be: the `csv` module keeps that for the whole process."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def cells_up_to(size: int) -> Iterator[None]:
    """Let the csv module read cells of so many characters, and no longer than that is needed."""
    before = csv.field_size_limit(size)
    try:
        yield
    finally:
        csv.field_size_limit(before)
