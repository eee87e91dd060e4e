"""A new bulletin repository: the files that `bulletin init` writes lie beside this module, or are generated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from builder.skeleton.editors import editor_files
from builder.support.errors import BulletinError

FILES = Path(__file__).resolve().parent / "files"
# Kept under other names here: a .gitignore would be one of ours, and packagers leave out hidden files.
HIDDEN = {"gitignore": ".gitignore", "gitkeep": ".gitkeep", "github": ".github", "gitlab-ci.yml": ".gitlab-ci.yml"}
PROGRAM = "{program}"
# Installers refuse it, so that no workflow runs before somebody has said where the program comes from.
TO_FILL_IN = "FILL IN: sales-bulletin @ the address of a commit or of a wheel, as above"
# What only the owner of an address can change: a commit by its digits, a wheel by its digest.
PINNED = re.compile(r"git\+(?:https|ssh)://\S+@[0-9a-f]{40}|(?:https|file)://\S+\.whl#sha256=[0-9a-f]{64}", re.ASCII)


def make_repository(folder: Path, program: str = "") -> Iterator[Path]:
    """Write the files of a new repository, yielding the path of each; refuses a folder with content in it.

    `program` is the address that the workflows install the program from: of a commit, or of a wheel with its
    digest. Without one there is a line to fill in.
    """
    if program and not PINNED.fullmatch(program):
        raise BulletinError(
            f"{program!r} pins nothing: give git+https://…@COMMIT with the forty digits of a commit, "
            "or https://….whl#sha256=DIGEST"
        )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BulletinError(f"{folder} is not empty: name a new folder")
    for path, text in sorted(repository_files(program)):
        target = folder / path
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text.encode("utf-8"))
        except OSError as error:
            raise BulletinError(f"{target} cannot be written: {error.strerror}") from error
        yield target


def repository_files(program: str = "") -> Iterator[tuple[str, str]]:
    """Path and text of every file of a new repository, in no order."""
    for source in (path for path in FILES.rglob("*") if path.is_file()):
        relative = source.relative_to(FILES)
        path = PurePosixPath(*(HIDDEN.get(part, part) for part in relative.parts))
        text = source.read_text(encoding="utf-8")
        wanted = f"sales-bulletin @ {program}" if program else TO_FILL_IN
        yield str(path), text.replace(PROGRAM, wanted) if path.name == "requirements.txt" else text
    yield from editor_files()
