"""An interrupt or a full disk leaves the site before whole, and the next build as if nothing had been."""

from __future__ import annotations

import os
import re
import resource
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from tests.site.support import build, repository, run, tool, tree
from tests.support import LISTS, debrief

MANY = 401
PATIENCE = 60
pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and limits of POSIX")


def large(folder: Path) -> Path:
    """A repository whose debriefs are enough for several processes."""
    themes = ("contract-terms", "pricing", "onboarding", "support")
    files = {
        f"debriefs/2026/2026-{7 + i % 5:02d}-{i % 18 + 3:02d}-{i:08x}.md": debrief(
            f"repelling:\n  {themes[i % 4]}: {{quote: Said the {i}th., detail: budget, evidence: email}}",
            body="A paragraph.\n\n" * 8,
            account=f"Account {i}",
            decided=f"2026-{7 + i % 5:02d}-01",
            rep="bo",
        )
        for i in range(MANY)
    }
    return repository(folder, {**LISTS, **files})


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with its site, and content that has changed since."""
    folder = large(tmp_path_factory.mktemp("large"))
    build(folder, folder / "site")
    for path in (folder / "content" / "debriefs").rglob("*.md"):
        path.write_text(path.read_text(encoding="utf-8").replace("Said", "Told"), encoding="utf-8")
    return folder


@pytest.fixture
def changed(original: Path, tmp_path: Path) -> Path:
    """A copy of it for one test, with the times of its files."""
    return Path(shutil.copytree(original, tmp_path / "repository"))


@pytest.fixture(scope="module")
def following(original: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The site that the next build has to make."""
    folder = tmp_path_factory.mktemp("following") / "repository"
    shutil.copytree(original, folder, ignore=shutil.ignore_patterns("site", ".*"))
    return tree(build(folder, folder / "site"))


def started(folder: Path) -> subprocess.Popen[str]:
    """A build in a group of its own, as a terminal would start it."""
    command = [tool("bulletin"), "build", "-q"]
    return subprocess.Popen(
        command,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # Also where the tests run in the background, and a shell has told them to ignore interrupts.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - it calls the system alone
    )


def waited_for(folder: Path, process: subprocess.Popen[str], sign: Callable[[Path], bool]) -> None:
    """Wait until the folder in which the site is made shows a sign, or the build is over."""
    end = time.monotonic() + PATIENCE
    (workshop,) = (folder / ".bulletin" / "sites").iterdir()
    while time.monotonic() < end and process.poll() is None:
        if sign(workshop):
            return
        time.sleep(0.001)


def finished(process: subprocess.Popen[str]) -> str:
    """What the process said on stderr, once it has ended."""
    _, printed = process.communicate(timeout=PATIENCE)
    return printed


def _has_begun_to_print(debriefs: Path) -> bool:
    pages = (debriefs / f"{number:08x}" / "index.html" for number in range(0, MANY, 20))
    return any(page.exists() and b"Told" in page.read_bytes() for page in pages)


MOMENTS: dict[str, Callable[[Path], bool]] = {
    "begun": lambda workshop: (workshop / "rough").exists(),
    "static pages": lambda workshop: _has_begun_to_print(workshop / "next" / "debriefs"),
    "pages": lambda workshop: (workshop / "rough" / "themes").exists(),
    "data": lambda workshop: (workshop / "rough" / "data").exists(),
    "feed": lambda workshop: (workshop / "rough" / "feed.xml").exists(),
}


@pytest.mark.parametrize(
    ("sent", "moment"),
    [
        (signal.SIGINT, "pages"),
        (signal.SIGINT, "static pages"),
        (signal.SIGINT, "feed"),
        (signal.SIGKILL, "begun"),
        (signal.SIGKILL, "static pages"),
        (signal.SIGKILL, "data"),
        (signal.SIGTERM, "static pages"),
    ],
    ids=str,
)
def test_an_interrupted_build_leaves_the_site_whole(
    changed: Path, following: dict[str, bytes], moment: str, sent: signal.Signals
) -> None:
    before = tree(changed / "site")
    process = started(changed)
    waited_for(changed, process, MOMENTS[moment])
    # A terminal interrupts the whole group; a kill or a service manager ends the one process.
    with suppress(ProcessLookupError):
        (os.killpg if sent is signal.SIGINT else os.kill)(process.pid, sent)
    printed = finished(process)
    if process.returncode != 0:
        assert tree(changed / "site") == before
        assert "Traceback" not in printed
    else:
        assert tree(changed / "site") == following
    assert run("build", "-q", cwd=changed).returncode == 0
    assert tree(changed / "site") == following
    assert_nothing_is_left(changed)


def test_a_swap_that_was_cut_off_is_finished(changed: Path, following: dict[str, bytes]) -> None:
    (workshop,) = (changed / ".bulletin" / "sites").iterdir()
    (changed / "site").rename(workshop / "aside")
    (workshop / "rough").mkdir()
    (workshop / "rough" / "half").write_text("written")
    assert run("build", "-q", cwd=changed).returncode == 0
    assert tree(changed / "site") == following
    assert_nothing_is_left(changed)


def test_a_failed_build_leaves_no_folder_behind(changed: Path) -> None:
    before = tree(changed / "site")
    (changed / "content" / "pages" / "matrix.md").write_text("# In the way\n")
    done = run("build", "-q", cwd=changed)
    assert done.returncode == 1
    assert "matrix.md" in done.stderr
    assert tree(changed / "site") == before
    assert_nothing_is_left(changed)


@pytest.mark.parametrize("limit", [0, 5_000, 60_000])
def test_a_full_disk_is_told_in_one_sentence(changed: Path, limit: int) -> None:
    before = tree(changed / "site")

    def confine() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    done = run("build", "-q", cwd=changed, preexec_fn=confine, env={"PYTHONDONTWRITEBYTECODE": "1"})
    assert done.returncode == 1
    assert_a_sentence(done.stderr)
    assert tree(changed / "site") == before
    assert_nothing_is_left(changed)


def as_a_common_user(*arguments: str) -> list[str]:
    """The command line without root's power to write anywhere, where root runs the tests."""
    line = [tool("bulletin"), *arguments]
    return ["setpriv", "--inh-caps=-all", "--bounding-set=-all", *line] if os.geteuid() == 0 else line


def test_a_folder_that_may_not_be_written_is_told_in_one_sentence(changed: Path) -> None:
    before = tree(changed / "site")
    folders = [changed, *(folder for folder in changed.rglob("*") if folder.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    try:
        done = subprocess.run(as_a_common_user("build", "-q"), cwd=changed, capture_output=True, text=True)
    finally:
        for folder in folders:
            folder.chmod(0o755)
    assert done.returncode in (1, 2)
    assert_a_sentence(done.stderr)
    assert tree(changed / "site") == before


def test_a_site_folder_below_a_file_is_told_in_one_sentence(changed: Path) -> None:
    (changed / "occupied").write_text("a file")
    done = run("build", "-q", "--site-dir", "occupied/site", cwd=changed)
    assert done.returncode in (1, 2)
    assert_a_sentence(done.stderr)


def test_a_site_folder_that_is_a_file_is_told_and_the_file_stays(changed: Path) -> None:
    (changed / "occupied").write_text("a file")
    done = run("build", "-q", "--site-dir", "occupied", cwd=changed)
    assert done.returncode in (1, 2)
    assert_a_sentence(done.stderr)
    assert (changed / "occupied").read_text() == "a file"


def test_a_site_folder_that_is_a_link_stays_one(changed: Path, following: dict[str, bytes]) -> None:
    elsewhere = changed / "elsewhere"
    elsewhere.mkdir()
    (changed / "site").rename(elsewhere / "real")
    (changed / "site").symlink_to(elsewhere / "real")
    for _ in range(2):
        assert run("build", "-q", cwd=changed).returncode == 0
        assert (changed / "site").is_symlink()
        assert tree(elsewhere / "real") == following
        assert [path.name for path in elsewhere.iterdir()] == ["real"]


def assert_nothing_is_left(folder: Path) -> None:
    """The repository holds its content, its site and its cache, and the cache the other tree and its record."""
    assert {path.name for path in folder.iterdir()} <= {".bulletin", "content", "mkdocs.yml", "site"}
    for workshop in (folder / ".bulletin" / "sites").iterdir():
        assert {path.name for path in workshop.iterdir()} <= {"next", "lock", "record.json", "hidden.json"}


def assert_a_sentence(printed: str) -> None:
    """One line that begins with the program's name, and no traceback."""
    assert re.match(r"(ERROR +)?bulletin: ", printed), printed
    assert len(printed.strip().splitlines()) == 1, printed
    assert "Traceback" not in printed
