"""A new bulletin repository: the files that `bulletin init` writes lie beside this module."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from builder.errors import BulletinError

FILES = Path(__file__).resolve().parent / "files"
RENAMED = {"gitignore": ".gitignore", "gitkeep": ".gitkeep"}


def make_repository(folder: Path) -> Iterator[Path]:
    """Write the files of a new repository, yielding the path of each; refuses a folder with content in it."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BulletinError(f"{folder} is not empty: name a new folder")
    for source in sorted(path for path in FILES.rglob("*") if path.is_file()):
        relative = source.relative_to(FILES)
        target = folder / relative.with_name(RENAMED.get(relative.name, relative.name))
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
        except OSError as error:
            raise BulletinError(f"{target} cannot be written: {error.strerror}") from error
        yield target
