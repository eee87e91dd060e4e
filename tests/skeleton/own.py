"""This repository's own workflows, schemas and editor settings: those of a new repository, but for the installation.

`python -m tests.golden skeleton` writes them again after a change of the skeleton or of a model.
"""

from __future__ import annotations

from pathlib import Path

from builder.skeleton import repository_files

ROOT = Path(__file__).resolve().parents[2]
SHARED = (".schema/", ".vscode/", ".github/", ".gitlab-ci.yml")
# The one difference: a new repository installs a version, this one installs what is checked out.
INSTALLED = "python -m pip install --requirement requirements.txt"
OWN_ON_GITHUB = 'make .venv/run && echo "$PWD/.venv/bin" >> "$GITHUB_PATH"'
OWN_ON_GITLAB = 'make .venv/run && export PATH="$PWD/.venv/bin:$PATH"'


def own_files() -> dict[str, str]:
    """Path and text of every file that this repository has like a new one."""
    return {path: _own(path, text) for path, text in sorted(repository_files()) if path.startswith(SHARED)}


def _own(path: str, text: str) -> str:
    if path.startswith(".github/"):
        return text.replace(INSTALLED, OWN_ON_GITHUB)
    return text.replace(INSTALLED, OWN_ON_GITLAB) if path == ".gitlab-ci.yml" else text
