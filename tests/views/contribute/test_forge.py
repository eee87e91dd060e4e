"""Where a new file is proposed: what `repo_url` and `edit_uri` of mkdocs.yml come to."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from builder.views.contribute.forge import Forge, forge_of
from tests.support import settings_of

GITHUB = "https://github.com/acme/bulletin"
GITLAB = "https://gitlab.acme.example/sales/bulletin/"
PAGES = {"docs_path": "content/pages", "content_path": "content"}
NOWHERE = Forge("", "", "content/", "")
CASES = {
    "GitHub": (
        {"repo_url": GITHUB, "edit_uri": "edit/main/content/pages/"},
        Forge("github", f"{GITHUB}/new/main", "content/", ""),
    ),
    "GitHub without edit_uri": ({"repo_url": GITHUB}, Forge("github", f"{GITHUB}/new/main", "content/", "")),
    "another branch": (
        {"repo_url": GITHUB, "edit_uri": "blob/trunk/content/pages"},
        Forge("github", f"{GITHUB}/new/trunk", "content/", ""),
    ),
    "GitHub of one's own": (
        {"repo_url": "https://git.acme.example/a/b", "edit_uri": "edit/main/content/pages/"},
        Forge("github", "https://git.acme.example/a/b/new/main", "content/", ""),
    ),
    "GitLab": (
        {"repo_url": GITLAB, "edit_uri": "-/edit/main/content/pages/"},
        Forge("gitlab", f"{GITLAB}-/new/main", "content/", ""),
    ),
    "GitLab under another name": (
        {"repo_url": "https://git.acme.example/a/b", "edit_uri": "-/edit/main/content/pages/"},
        Forge("gitlab", "https://git.acme.example/a/b/-/new/main", "content/", ""),
    ),
    "a site in a folder of the repository": (
        {"repo_url": GITHUB, "edit_uri": "edit/main/sites/sales/content/pages/"},
        Forge("github", f"{GITHUB}/new/main", "sites/sales/content/", ""),
    ),
    "content beside the site": (
        {
            "repo_url": GITHUB,
            "edit_uri": "edit/main/site/pages/",
            "docs_path": "pages",
            "content_path": "../content",
        },
        Forge("github", f"{GITHUB}/new/main", "content/", ""),
    ),
    "content that is the repository": (
        {"repo_url": GITHUB, "edit_uri": "edit/main/pages/", "docs_path": "pages", "content_path": "."},
        Forge("github", f"{GITHUB}/new/main", "", ""),
    ),
    "content outside the repository": (
        {"repo_url": GITHUB, "docs_path": "pages", "content_path": "../elsewhere/content"},
        NOWHERE,
    ),
    "an unknown forge": ({"repo_url": "https://code.acme.example/a/b"}, NOWHERE),
    "no address": ({"repo_url": "git@github.com:acme/bulletin.git"}, NOWHERE),
    "a script": ({"repo_url": "javascript:alert(1)//github.com"}, NOWHERE),
    "nothing": ({}, NOWHERE),
    "an editor alone": ({"editor": "press@acme.example"}, replace(NOWHERE, editor="press@acme.example")),
    "an editor beside the forge": (
        {"repo_url": GITHUB, "editor": "press@acme.example"},
        Forge("github", f"{GITHUB}/new/main", "content/", "press@acme.example"),
    ),
    "a branch with odd letters": (
        {"repo_url": GITHUB, "edit_uri": "edit/büro/content/pages/"},
        Forge("github", f"{GITHUB}/new/b%C3%BCro", "content/", ""),
    ),
}


@pytest.mark.parametrize(("given", "expected"), CASES.values(), ids=CASES)
def test_where_a_new_file_is_proposed(tmp_path: Path, given: dict[str, str], expected: Forge) -> None:
    assert forge_of(settings_of(tmp_path, **{**PAGES, **given})) == expected
