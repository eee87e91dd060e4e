"""What the documents say is what the program has."""

from __future__ import annotations

import ast
import dataclasses
import re
import subprocess
from collections.abc import Iterable
from html import unescape
from pathlib import Path

import pytest

from builder.addresses import code as code_address
from builder.cli import main
from builder.config import OPTIONS
from builder.figures.catalogue import CATALOGUE
from builder.figures.sql_tables import LOOK_BACK
from builder.ledger.responses import HOLDS_FOR
from builder.reading.codes import CODES
from builder.schema import KINDS
from builder.views.shared.phrases import spelled
from tests import rooms
from tests.golden import made_by
from tests.site.support import Page, build, repository
from tests.support import LISTS, debrief, read, write

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
# Spelled apart, so that this file does not contain what it looks for.
REGISTRIES = tuple(".".join(parts) for parts in (
    ("pypi", "org"), ("files", "pythonhosted", "org"), ("registry", "npmjs", "org"), ("registry", "yarnpkg", "com"),
    ("crates", "io"), ("proxy", "golang", "org"), ("rubygems", "org"), ("deb", "debian", "org"),
))  # fmt: skip
MACHINE_PATHS = tuple(f"/{name}/" for name in ("work", "root", "Users", "home"))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = repository(tmp_path_factory.mktemp("documents"), {**LISTS, "debriefs/2026-11-05-a-11111111.md": debrief()})
    return build(folder, folder / "site")


def page(site: Path, address: str) -> Page:
    return Page(address, (site / address / "index.html").read_bytes())


def test_every_code_is_explained_with_why_and_how_to_mend_it(site: Path) -> None:
    codes = page(site, "method/codes/")
    for code in CODES.values():
        anchor = code_address(code.id).partition("#")[2]
        (row,) = (element for element in codes.elements if element["id"] == anchor)
        for part in (code.id, code.severity, code.title, code.why, code.mend):
            assert " ".join(part.split()) in row.text, code.id


def test_codes_follow_one_form() -> None:
    for id, code in CODES.items():
        assert re.fullmatch(r"SB[0-5]\d\d", id)
        assert id == code.id
        assert all(getattr(code, field.name) for field in dataclasses.fields(code))


def test_every_code_is_given_somewhere_in_the_program() -> None:
    named: dict[str, str] = {}
    used: set[str] = set()
    for path in (ROOT / "builder").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        named |= {id: name for name, id in re.findall(r'^(\w+) = Code\(\s*"(SB\d{3})"', text, re.MULTILINE)}
        nodes = ast.walk(ast.parse(re.sub(r"^@rule\(.*?\)$", "", text, flags=re.MULTILINE | re.DOTALL)))
        used |= {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    across_fields = {constraint.code.id for kind in KINDS.values() for constraint in kind.constraints}
    assert {id for id in CODES if named.get(id) not in used} - across_fields == set()


def test_every_command_is_in_the_readme() -> None:
    assert [name for name in main.commands if f"`bulletin {name}" not in README] == []


def test_every_option_of_the_plugin_is_in_the_readme() -> None:
    assert [name for name in OPTIONS if f"`{name}`" not in README] == []


def test_every_figure_has_a_page_with_its_meaning_and_its_query(site: Path) -> None:
    method = page(site, "method/")
    for figure in CATALOGUE.values():
        explained = page(site, f"method/{figure.name}/")
        query = "".join(explained.one("code").pieces) if len(explained.all("code")) == 1 else explained.text
        assert " ".join(figure.query.split()) in " ".join(query.split()), figure.name
        assert f"/method/{figure.name}/" in {target.split("#")[0] for target in method.targets()}
        assert figure.meaning in " ".join(unescape(method.text + explained.text).split())


def test_every_decision_is_listed() -> None:
    listed = (ROOT / "docs" / "adr" / "README.md").read_text(encoding="utf-8")
    names = [path.name for path in sorted((ROOT / "docs" / "adr").glob("0*.md"))]
    assert names
    assert [name for name in names if f"({name})" not in listed] == []


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/adr/README.md"])
def test_links_between_documents_lead_somewhere(name: str) -> None:
    document = ROOT / name
    links = re.findall(r"\]\(([^)#]+)\)", document.read_text(encoding="utf-8"))
    lost = [link for link in links if not link.startswith("http") and not (document.parent / link).exists()]
    assert lost == []


def test_every_target_of_the_documents_is_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    text = "".join((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "CONTRIBUTING.md"))
    targets = set(re.findall(r"^make ([a-z]+)", text, re.MULTILINE))
    assert {"site", "test", "check", "serve", "bench"} <= targets
    assert [name for name in sorted(targets) if not re.search(rf"^{name}:", makefile, re.MULTILINE)] == []


@pytest.fixture(scope="module")
def tracked() -> list[Path]:
    """The files that are under version control, or would be."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode != 0:
        pytest.skip("not a Git checkout")
    return [path for name in done.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def holding(paths: Iterable[Path], words: Iterable[str]) -> list[tuple[str, str]]:
    """Which files hold which of these words."""
    found = []
    for path in paths:
        raw = path.read_bytes()
        found += [(path.relative_to(ROOT).as_posix(), word) for word in words if word.encode() in raw]
    return found


def test_no_file_names_the_host_of_a_registry(tracked: list[Path]) -> None:
    assert len(tracked) > 100
    assert holding(tracked, REGISTRIES) == []


def test_no_file_holds_a_path_of_a_machine(tracked: list[Path]) -> None:
    assert holding(tracked, MACHINE_PATHS) == []


def test_requirements_are_pinned_with_hashes_and_without_addresses(tracked: list[Path]) -> None:
    files = [path for path in tracked if path.parent.name == "requirements" and path.suffix == ".txt"]
    assert files
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert "://" not in text, path.name
        pins = [line for line in text.splitlines() if line and line[0] not in " #"]
        assert all(re.match(r"[a-z0-9._-]+==\S+", line) for line in pins), path.name
        assert text.count("--hash=sha256:") >= len(pins), path.name
    assert not [path.name for path in tracked if path.name in ("uv.lock", "package-lock.json", "poetry.lock")]


def test_the_map_of_the_rooms_is_what_the_rooms_say() -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert page == rooms.with_map(page), made_by("documents")
    assert rooms.MAP.search(page), "the marks of the map are gone"
    assert all(sentence.endswith(".") for _, sentence in rooms.rooms())


def test_nothing_in_the_repository_is_a_symbolic_link() -> None:
    listed = subprocess.run(["git", "ls-files", "--stage"], cwd=ROOT, check=True, capture_output=True, text=True)
    assert [line for line in listed.stdout.splitlines() if line.startswith("120000")] == []


def test_the_examples_of_how_to_answer_pass_the_check(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "answering.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```(?:yaml|markdown)\n(.*?)```", text, re.DOTALL)
    response, _, promise, initiative, claims = blocks
    ids = ("product", "marketing", "finance", "engineering", "sales")
    departments = "departments: [" + ", ".join(f"{{id: {id}, title: {id}}}" for id in ids) + "]"
    lists = {**LISTS, "catalog.yml": re.sub(r"departments: .*", departments, LISTS["catalog.yml"])}
    files = {
        "responses/2026-08-12-terms.md": response,
        "promises/certified-sap-connector.yml": promise,
        "initiatives/flexible-terms.yml": initiative,
        "claims.yml": claims,
        "debriefs/2026-08-05-a-129a57c8.md": debrief(decided="2026-08-03"),
    }
    found = read(write(tmp_path, {**lists, **files}, lists=False)).diagnostics
    assert [one for one in found if one.is_error] == []


def test_the_numbers_of_the_manual_are_those_of_the_code() -> None:
    answering = (ROOT / "docs" / "answering.md").read_text(encoding="utf-8")
    assert answering.count(f"for {spelled(HOLDS_FOR)} editions") == 2
    assert f"tries each over {spelled(LOOK_BACK)} editions" in answering
