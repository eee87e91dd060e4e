"""Where on the forge a new file is proposed, from `repo_url` and `edit_uri` of mkdocs.yml."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from builder.config import Settings

EDIT = re.compile(r"(?:^|/)(?:edit|blob|tree|raw)/(?P<branch>[^/?#]+)/(?P<path>[^?#]*)")
DEFAULT_BRANCH = "main"


@dataclass(frozen=True, slots=True)
class Forge:
    """`kind` is github, gitlab or empty; `new` the page for new files; `folder` the content root in the repository."""

    kind: str
    new: str
    folder: str
    editor: str


def forge_of(settings: Settings) -> Forge:
    """The forge of the site's repository; without one that is known, files go to the editor by e-mail."""
    repository = settings.repo_url.rstrip("/")
    found = EDIT.search(settings.edit_uri)
    branch = found["branch"] if found else DEFAULT_BRANCH
    above = _above(found["path"] if found else "", settings.docs_path)
    folder = posixpath.normpath(posixpath.join(above, settings.content_path))
    kind = _kind(repository, settings.edit_uri)
    folder = "" if folder == "." else f"{folder}/"
    if not kind or folder.startswith("../"):
        return Forge("", "", f"{posixpath.basename(settings.content_path) or 'content'}/", settings.editor)
    page = "new" if kind == "github" else "-/new"
    return Forge(kind, f"{repository}/{page}/{quote(branch)}", folder, settings.editor)


def _above(path: str, docs: str) -> str:
    """The folder of mkdocs.yml in the repository, where the path of the pages tells it."""
    path = path.strip("/")
    if path == docs:
        return ""
    return path.removesuffix(f"/{docs}") if path.endswith(f"/{docs}") else ""


def _kind(repository: str, edit_uri: str) -> str:
    address = urlsplit(repository)
    if address.scheme not in ("http", "https") or not address.netloc:
        return ""
    host = address.netloc.lower()
    if "gitlab" in host or "/-/" in edit_uri or edit_uri.startswith("-/"):
        return "gitlab"
    if host.startswith(("github.", "www.github.")) or "github" in host or edit_uri.startswith("edit/"):
        return "github"
    return ""
