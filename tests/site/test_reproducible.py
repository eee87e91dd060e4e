"""The same content, settings and date give the same bytes: anywhere, by any command, whatever was built before."""

from __future__ import annotations

import json
import os
import pickle
import re
import shutil
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from builder.figures.catalogue import CATALOGUE
from tests.site.support import build, copy_of_sample, repository, run, tree
from tests.support import LISTS, debrief


def differing(left: Path, right: Path) -> list[str]:
    """The files that two folders do not share byte for byte."""
    one, other = tree(left), tree(right)
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def small(folder: Path) -> Path:
    """A repository of a few debriefs."""
    themes = ("contract-terms", "pricing", "onboarding")
    files = {
        f"debriefs/2026/2026-{7 + i % 5:02d}-{i + 3:02d}-{i:08x}.md": debrief(
            f"repelling:\n  {themes[i % 3]}: {{quote: Said the {i}th., detail: budget, evidence: email}}",
            account=f"Account {i}",
            decided=f"2026-{7 + i % 5:02d}-01",
            rep=("ana", "bo", "cleo")[i % 3],
        ).replace("rep: ana\n", "rep: anonymous\n")
        for i in range(9)
    }
    return repository(folder, {**LISTS, **files})


def test_two_machines_build_the_same_bytes(tmp_path: Path) -> None:
    environments = (
        {"TZ": "Pacific/Kiritimati", "LANG": "de_DE.UTF-8", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"},
        {"TZ": "America/Los_Angeles", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "77", "COLUMNS": "40"},
    )
    one, other = copy_of_sample(tmp_path / "one"), copy_of_sample(tmp_path / "elsewhere" / "deeper" / "other")
    os.utime(other / "content" / "themes.yml", (1_000_000_000, 1_000_000_000))
    build(one, tmp_path / "first", env=environments[0])
    elsewhere = tmp_path / "working directory"
    elsewhere.mkdir()
    target = tmp_path / "built" / "second"
    done = run("build", "-q", "-f", other / "mkdocs.yml", "--site-dir", target, cwd=elsewhere, env=environments[1])
    assert done.returncode == 0, done.stderr
    assert differing(tmp_path / "first", target) == []


def test_a_build_that_remembers_is_a_build_that_does_not(tmp_path: Path) -> None:
    here = copy_of_sample(tmp_path / "here")
    for step, change in enumerate((_nothing, _nothing, _edit, _add, _remove, _rename_a_theme)):
        change(here / "content")
        build(here, here / "site")
        if step in (1, 5):
            there = tmp_path / f"cold{step}"
            shutil.copytree(here, there, ignore=shutil.ignore_patterns("site", ".*"))
            assert differing(here / "site", build(there, there / "site")) == []


def _nothing(content: Path) -> None:
    pass


def _one(content: Path, words: str) -> Path:
    (path,) = (content / "debriefs").rglob(f"*{words}*")
    return path


def _edit(content: Path) -> None:
    path = next(path for path in sorted((content / "debriefs").rglob("2026-11-0*.md")) if "quote" in path.read_text())
    path.write_text(path.read_text(encoding="utf-8") + "\nOne more sentence.\n", encoding="utf-8")


def _add(content: Path) -> None:
    text = debrief("repelling:\n  night-support: Nobody answered.", rep="ana-brandt", account="Neu AG")
    (content / "debriefs" / "2026" / "2026-11-12-new-0000abcd.md").write_text(text, encoding="utf-8")


def _remove(content: Path) -> None:
    sorted((content / "debriefs").rglob("2026-11-0*.md"))[-1].unlink()


def _rename_a_theme(content: Path) -> None:
    themes = content / "themes.yml"
    text = themes.read_text(encoding="utf-8")
    assert "- id: night-support\n" in text
    themes.write_text(
        text.replace("- id: night-support\n", "- id: out-of-hours\n  aliases: [night-support]\n"), "utf-8"
    )


def _garbage(raw: bytes) -> bytes:
    return b"\xff\x00 not json {"


def _truncated(raw: bytes) -> bytes:
    return raw[: len(raw) * 2 // 3]


def _empty(raw: bytes) -> bytes:
    return b""


def _a_pickle(raw: bytes) -> bytes:
    return pickle.dumps({"readings": [1, 2, 3]})


def _another_shape(raw: bytes) -> bytes:
    return b'{"entries": 7}'


def _huge_digits(raw: bytes) -> bytes:
    return b"[" + b"9" * 10_000 + b", {}]"


def _deeply_nested(raw: bytes) -> bytes:
    return b"[" * 100_000


def _foreign(raw: bytes) -> bytes:
    return raw.replace(b"Said the", b"Lied the").replace(b"/debriefs/", b"/elsewhere/")


def _other_numbers(raw: bytes) -> bytes:
    return re.sub(rb"\b\d\b", b"7", raw)


def _another_version(raw: bytes) -> bytes:
    seal, _, matter = raw.partition(b"\n")
    return seal[::-1] + b"\n" + matter


DAMAGE: tuple[Callable[[bytes], bytes], ...] = (
    _garbage,
    _truncated,
    _empty,
    _a_pickle,
    _another_shape,
    _huge_digits,
    _deeply_nested,
    _foreign,
    _other_numbers,
    _another_version,
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a site and a cache."""
    folder = small(tmp_path_factory.mktemp("damage"))
    build(folder, folder / "site")
    build(folder, folder / "site")
    return folder


@pytest.mark.parametrize("damage", DAMAGE, ids=lambda damage: damage.__name__.strip("_"))
def test_a_damaged_cache_is_ignored(built: Path, tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    before = tree(built / "site")
    caches = sorted(
        path
        for path in (built / ".bulletin").rglob("*.json")
        if path.parent.name != "schema" and path.name != "state.json"
    )
    assert {path.stem for path in caches} == {"nameless-everyone", "readings", "record", *CATALOGUE}
    for path in caches:
        path.write_bytes(damage(path.read_bytes()))
    build(built, built / "site")
    assert tree(built / "site") == before
    build(built, built / "site")
    assert tree(built / "site") == before
    assert all(isinstance(json.loads(path.read_bytes().partition(b"\n")[2]), (dict, list)) for path in caches)


def test_a_cache_that_cannot_be_written_costs_only_time(tmp_path: Path) -> None:
    folder = small(tmp_path)
    (folder / ".bulletin").write_text("a file where the folder belongs")
    build(folder, folder / "site")


def test_folders_where_cache_files_belong_are_no_obstacle(tmp_path: Path) -> None:
    folder = small(tmp_path)
    for name in ("readings.json", ".readings.json.new", "now", "sites"):
        (folder / ".bulletin" / name).mkdir(parents=True)
    build(folder, folder / "site")


def test_a_cache_of_another_folder_brings_nothing_along(tmp_path: Path) -> None:
    one, other = small(tmp_path / "one"), small(tmp_path / "other")
    (changed,) = (other / "content" / "debriefs").rglob("*00000002.md")
    changed.write_text(changed.read_text(encoding="utf-8").replace("Said the", "Heard the"), encoding="utf-8")
    build(one, one / "site")
    shutil.copytree(one / ".bulletin", other / ".bulletin")
    shutil.copytree(one / "site", other / "site")
    build(other, other / "site")
    cold = tmp_path / "cold"
    shutil.copytree(other / "content", cold / "content")
    shutil.copy2(other / "mkdocs.yml", cold)
    assert differing(other / "site", build(cold, cold / "site")) == []


def test_a_site_file_touched_by_hand_is_not_kept(built: Path) -> None:
    before = tree(built / "site")
    (page,) = (built / "site" / "debriefs").glob("00000003/index.html")
    stat = page.stat()
    page.write_bytes(page.read_bytes().replace(b"Said", b"Lied"))
    os.utime(page, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1_000_000_000))
    (built / "site" / "stray.html").write_text("by hand")
    (built / "site" / "index.html").write_text("by hand")
    build(built, built / "site")
    assert tree(built / "site") == before


def test_an_edit_that_keeps_size_and_time_is_seen_if_it_was_recent(tmp_path: Path) -> None:
    folder = small(tmp_path)
    (path,) = (folder / "content" / "debriefs").rglob("*00000001.md")
    # Recent when it is read, however long a busy machine takes to start reading.
    recent = time.time_ns() + 60 * 10**9
    os.utime(path, ns=(recent, recent))
    build(folder, folder / "site")
    stat = path.stat()
    path.write_text(path.read_text(encoding="utf-8").replace("Said", "Told"), encoding="utf-8")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    build(folder, folder / "site")
    assert b"Told" in (folder / "site" / "debriefs" / "00000001" / "index.html").read_bytes()


def test_the_audiences_do_not_mix_in_one_cache(tmp_path: Path) -> None:
    folder = small(tmp_path / "shared")
    sites: Mapping[str, dict[str, bytes]] = {
        audience: tree(build(small(tmp_path / audience), tmp_path / f"{audience}-site", "--audience", audience))
        for audience in ("everyone", "leadership")
    }
    for audience in ("leadership", "everyone", "leadership", "everyone"):
        assert tree(build(folder, folder / "site", "--audience", audience)) == sites[audience]


def test_every_command_builds_the_same_site(tmp_path: Path) -> None:
    folder = copy_of_sample(tmp_path)
    sites = {}
    for command, *arguments in (
        ("bulletin", "build"),
        ("mkdocs", "build"),
        ("properdocs", "build", "-f", "mkdocs.yml"),
    ):
        done = run(*arguments, cwd=folder, command=command)
        assert done.returncode == 0, done.stderr
        sites[command] = tree(folder / "site")
    shutil.rmtree(folder / ".bulletin")
    assert run("build", cwd=folder, command="mkdocs").returncode == 0
    sites["mkdocs, cold"] = tree(folder / "site")
    for command, site in sites.items():
        names = sorted(site.keys() | sites["bulletin"].keys())
        assert [name for name in names if site.get(name) != sites["bulletin"].get(name)] == [], command
