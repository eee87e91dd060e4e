"""What the effect of a change is made of: items touched, headlines that shift or move, answers that change."""

from __future__ import annotations

from dataclasses import dataclass

from builder.changes.item_forms import ItemForm
from builder.changes.versions import ComparedEdition, ComparedTheme


@dataclass(frozen=True, slots=True)
class Touched:
    """A content file that differs; a renamed item is one file. `id` is its path where it is a list."""

    kind: str
    id: str
    was_there: bool
    is_there: bool
    is_moved: bool = False


@dataclass(frozen=True, slots=True)
class Altered:
    """An item that differs; `file` is None where it does so in consequence of another."""

    kind: str
    id: str
    before: ItemForm | None
    after: ItemForm | None
    file: Touched | None


@dataclass(frozen=True, slots=True)
class Shifted:
    """A theme on one side of an edition whose count, degree or headline differs."""

    before: ComparedTheme | None
    after: ComparedTheme | None


@dataclass(frozen=True, slots=True)
class Moved:
    """An edition that differs. `orders` are the titles of its themes by side, before and after, where they moved."""

    before: ComparedEdition | None
    after: ComparedEdition | None
    shifts: tuple[Shifted, ...]
    orders: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]

    @property
    def edition(self) -> ComparedEdition:
        """The edition as it will be, or as it was where it goes."""
        edition = self.after or self.before
        assert edition is not None
        return edition
