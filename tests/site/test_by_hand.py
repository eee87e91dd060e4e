"""What somebody wrote by hand is published beside what is made, and never in its place."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from tests.site.support import build, repository, run
from tests.support import LISTS, debrief

FILES = {**LISTS, "debriefs/2026-11-03-a-11111111.md": debrief()}


def made_with(folder: Path, pages: Mapping[str, str], **settings: object) -> Path:
    repository(folder, {**FILES, **{f"pages/{path}": text for path, text in pages.items()}})
    if settings:
        path = folder / "mkdocs.yml"
        path.write_text(yaml.safe_dump({**yaml.safe_load(path.read_text("utf-8")), **settings}), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("debriefs/11111111.md", "the address /debriefs/11111111/"),
        ("debriefs/11111111/index.html", "the address /debriefs/11111111/"),
        ("debriefs/index.md", "the address /debriefs/"),
        ("debriefs/by-theme/contract-terms.md", "the address /debriefs/by-theme/contract-terms/"),
        ("themes/contract-terms/evidence/all.md", "the address /themes/contract-terms/evidence/all/"),
        ("themes/contract-terms.md", "the address /themes/contract-terms/"),
        ("data/figures.csv", "the place of data/figures.csv"),
        ("feed.xml", "the place of feed.xml"),
        ("sitemap.xml", "the place of sitemap.xml"),
        ("404.html", "the place of 404.html"),
        ("schema/debrief.json", "the place of schema/debrief.json"),
        ("contribute/state.json", "the place of contribute/state.json"),
        ("assets/css/bulletin.css", "the place of assets/css/bulletin.css"),
        ("assets/js/form.js", "the place of assets/js/form.js"),
    ],
)
def test_a_file_that_would_take_the_place_of_what_is_made_is_refused(path: str, place: str, tmp_path: Path) -> None:
    folder = made_with(tmp_path, {})
    build(folder, folder / "site")
    before = (folder / "site" / "index.html").read_bytes()
    made_with(tmp_path, {path: "# Fake\n"})
    done = run("build", "-q", cwd=folder)
    assert done.returncode == 1
    assert f"bulletin: {path} takes {place}" in done.stderr
    assert "rename it" in done.stderr
    assert (folder / "site" / "index.html").read_bytes() == before


def test_what_stands_beside_is_copied_hidden_files_too_and_goes_when_it_is_taken_away(tmp_path: Path) -> None:
    pages = {
        ".well-known/security.txt": "Contact: a\n",
        ".nojekyll": "",
        "assets/css/own.css": "h1{}",
        "files/deck.csv": "a,b\n",
        "house/rules.md": "# Rules\n",
    }
    folder = made_with(tmp_path, pages, exclude_docs="!.well-known\n!.nojekyll\n")
    built = build(folder, folder / "site")
    assert [path for path in [*pages, "house/rules/index.html"] if not (built / path).is_file()] == ["house/rules.md"]
    # What a build did not write stays.
    (built / ".git").mkdir()
    (built / ".git" / "HEAD").write_text("ref", encoding="utf-8")
    (built / ".well-known" / "change-password").write_text("x", encoding="utf-8")
    (folder / "content" / "pages" / ".well-known" / "security.txt").unlink()
    (folder / "content" / "pages" / ".nojekyll").unlink()
    for _ in range(2):
        build(folder, folder / "site")
    left = (path.relative_to(built).as_posix() for path in built.rglob("*") if path.is_file())
    hidden = sorted(path for path in left if path.startswith("."))
    assert hidden == [".git/HEAD", ".well-known/change-password"]


@pytest.mark.parametrize("name", ["extra_css", "extra_javascript"])
def test_what_the_theme_does_not_read_is_warned_of(name: str, tmp_path: Path) -> None:
    folder = made_with(tmp_path, {"own.x": "h1{}"}, **{name: ["own.x"]})
    done = run("build", cwd=folder)
    assert done.returncode == 0
    assert f"{name} is not read by this theme" in done.stderr
    assert (folder / "site" / "own.x").is_file()


def test_a_site_whose_address_is_not_known_has_no_feed_and_leads_to_none(tmp_path: Path) -> None:
    folder = made_with(tmp_path, {}, site_url="")
    built = build(folder, folder / "site")
    assert not (built / "feed.xml").exists()
    assert [path for path in built.rglob("*.html") if "feed.xml" in path.read_text(encoding="utf-8")] == []
