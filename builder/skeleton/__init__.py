"""A new bulletin repository: the files that `bulletin init` writes lie beside this module, or are generated."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from builder import __version__
from builder.skeleton.editors import editor_files
from builder.support.errors import BulletinError

FILES = Path(__file__).resolve().parent / "files"
# Kept under other names here: a .gitignore would be one of ours, and packagers leave out hidden files.
HIDDEN = {"gitignore": ".gitignore", "gitkeep": ".gitkeep", "github": ".github", "gitlab-ci.yml": ".gitlab-ci.yml"}
VERSION = "{version}"


def make_repository(folder: Path) -> Iterator[Path]:
    """Write the files of a new repository, yielding the path of each; refuses a folder with content in it."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BulletinError(f"{folder} is not empty: name a new folder")
    for path, text in sorted(repository_files()):
        target = folder / path
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text.encode("utf-8"))
        except OSError as error:
            raise BulletinError(f"{target} cannot be written: {error.strerror}") from error
        yield target


def repository_files() -> Iterator[tuple[str, str]]:
    """Path and text of every file of a new repository, in no order."""
    for source in (path for path in FILES.rglob("*") if path.is_file()):
        relative = source.relative_to(FILES)
        path = PurePosixPath(*(HIDDEN.get(part, part) for part in relative.parts))
        text = source.read_text(encoding="utf-8")
        yield str(path), text.replace(VERSION, __version__) if path.name == "requirements.txt" else text
    yield from editor_files()
