"""The commands as a terminal, an editor and a workflow use them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from itertools import cycle
from pathlib import Path
from typing import Any

import click
import duckdb
import pytest
from click.testing import CliRunner

from builder.cli import main
from builder.figures.catalogue import CATALOGUE
from builder.schema import KINDS
from tests.sample.replay import CLOSED
from tests.site.support import Page, Site, build, copy_of_sample, repository, run, tree
from tests.support import LISTS, debrief

COMMANDS = sorted(main.commands)
KEYS = ["path", "line", "column", "code", "severity", "message", "allowed", "suggestion"]
BAD = """\
---
decided: 2026-11-03
rep: ana
account: Acme GmbH
outcome: lots
lost_to: rivalsoft
value: 120.000
repelling:
  contract-terms: "Three years, 100 %"
---
"""
WARNED = debrief("repelling:\n  pricing: Too much, all in all.", segment="mid-markt", account="Beta Ltd")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A repository with one good debrief, one with warnings, and one with errors."""
    return repository(
        tmp_path,
        {
            **LISTS,
            "debriefs/2026/2026-11-05-good-11111111.md": debrief(),
            "debriefs/2026/2026-11-06-warned-22222222.md": WARNED,
            "debriefs/2026/2026-11-07-bad-33333333.md": BAD,
        },
    )


def refused(folder: Path, *arguments: str | Path, code: int = 2, command: str = "bulletin") -> str:
    """What a command that exits with this code says on stderr: sentences, and no traceback."""
    done = run(*arguments, cwd=folder, command=command)
    assert done.returncode == code, (done.stdout, done.stderr)
    assert "Traceback" not in done.stderr + done.stdout
    assert done.stderr.strip()
    return done.stderr


@pytest.mark.parametrize("name", [None, *COMMANDS])
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_every_command_explains_itself(name: str | None, option: str) -> None:
    done = CliRunner().invoke(main, [*([name] if name else []), option])
    assert done.exit_code == 0
    assert "Usage:" in done.output
    command: click.Command = main.commands[name] if name else main
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, (name, parameter.name)


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - {"schema", "init"}))
def test_every_command_on_a_site_takes_its_file_audience_and_date(name: str) -> None:
    options = {option for parameter in main.commands[name].params for option in parameter.opts}
    assert {"-f", "--audience", "--as-of"} <= options


@pytest.mark.parametrize("audience", ["everyone", "leadership"])
def test_an_audience_is_chosen_by_its_name(small: Path, audience: str) -> None:
    done = run("check", "--audience", audience, cwd=small)
    assert done.returncode == 1
    assert "33333333" in done.stdout


@pytest.mark.parametrize(
    "arguments", [["build"], ["check"], ["figures", "prevalence"], ["close", "2026-10"], ["serve"]]
)
def test_a_folder_without_mkdocs_yml_is_refused(tmp_path: Path, arguments: list[str]) -> None:
    assert "mkdocs.yml" in refused(tmp_path, *arguments)


@pytest.mark.parametrize("name", ["build", "check", "serve"])
def test_a_file_that_is_not_there_is_refused(small: Path, name: str) -> None:
    assert "nowhere.yml" in refused(small, name, "-f", "nowhere.yml")


@pytest.mark.parametrize(
    "arguments", [["frobnicate"], ["build", "--frobnicate"], ["check", "--format", "xml"], ["close"]]
)
def test_wrong_usage_exits_with_two(small: Path, arguments: list[str]) -> None:
    assert "Error" in refused(small, *arguments)


@pytest.mark.parametrize("name", ["build", "check"])
@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "site_name: [",
        "site_name: X\n",
        "site_name: X\ndocs_dir: content/pages\ntheme: {name: bulletin}\n",
        "site_name: X\ndocs_dir: content/pages\ntheme: {name: bulletin}\nplugins: []\n",
        "site_name: X\ndocs_dir: content/pages\nplugins: 7\n",
        "site_name: X\ndocs_dir: content/pages\nplugins:\n  - bulletin: 7\n",
    ],
    ids=["empty", "a list", "not YAML", "bare", "no plugins", "empty plugins", "a number", "options a number"],
)
def test_a_site_file_that_cannot_serve_is_refused(tmp_path: Path, name: str, text: str) -> None:
    repository(tmp_path, LISTS, text or "\n")
    done = run(name, cwd=tmp_path)
    assert done.returncode in (1, 2), done.stdout
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()


OPTIONS = [
    ({"curency": "EUR"}, "currency"),
    ({"as_of": "16.11.2026"}, "as_of"),
    ({"as_of": 7}, "as_of"),
    ({"as_of": [2026]}, "as_of"),
    ({"period": "weekly"}, "period"),
    ({"period": ["month"]}, "period"),
    ({"currency": "Euro"}, "currency"),
    ({"currency": 7}, "currency"),
    ({"rates": {"USD": "much"}}, "rates"),
    ({"rates": {"USD": -1}}, "rates"),
    ({"rates": {"dollar": 1}}, "currency"),
    ({"rates": 7}, "rates"),
    ({"rates": {"USD": ".nan"}}, "rates"),
    ({"floor": 2}, "floor"),
    ({"floor": "many"}, "floor"),
    ({"floor": True}, "floor"),
    ({"audience": "press"}, "audience"),
    ({"fiscal_start": "Smarch"}, "fiscal_start"),
    ({"fiscal_start": 13}, "fiscal_start"),
    ({"respond_within": "soon"}, "respond_within"),
    ({"respond_within": 0}, "respond_within"),
    ({"minutes_budget": -1}, "minutes_budget"),
    ({"attainment_periods": 0}, "attainment_periods"),
    ({"content_dir": "nowhere"}, "nowhere"),
    ({"private_dir": "nowhere"}, "nowhere"),
    ({"locale": "xx_NOWHERE"}, "locale"),
]


@pytest.mark.parametrize(("options", "named"), OPTIONS, ids=lambda value: str(value).replace("/", " "))
def test_a_bad_option_of_the_plugin_is_named(tmp_path: Path, options: dict[str, object], named: str) -> None:
    repository(tmp_path, LISTS, None, **options)
    assert named in refused(tmp_path, "check")


@pytest.mark.parametrize(("option", "value"), [("curency", "EUR"), ("as_of", [2026]), ("rates", {"USD": "much"})])
def test_a_build_refuses_the_options_that_a_check_refuses(tmp_path: Path, option: str, value: object) -> None:
    repository(tmp_path, LISTS, None, **{option: value})
    assert option in refused(tmp_path, "build", code=1)


@pytest.mark.parametrize("arguments", [["--as-of", "soon"], ["--as-of", "2026-02-30"], ["--as-of", ""]])
def test_a_bad_date_on_the_command_line_is_refused(small: Path, arguments: list[str]) -> None:
    assert "as_of" in refused(small, "check", *arguments)


def test_unknown_names_are_refused_with_the_nearest(small: Path) -> None:
    assert "prevalence" in refused(small, "figures", "prevalance")
    assert "debrief" in refused(small, "schema", "debreif")
    assert "2026-11" in refused(small, "figures", "prevalence", "--edition", "2026-13")
    assert "is not there" in refused(small, "check", "nowhere.md")


def test_a_path_outside_the_content_is_refused(small: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "2026-11-05-good-11111111.md"
    outside.write_text(debrief(), encoding="utf-8")
    printed = refused(small, "check", outside)
    assert str(outside.parent) in printed
    assert "content" in refused(small, "check", "-f", "mkdocs.yml", outside)


def test_the_check_exits_by_what_it_found(small: Path) -> None:
    folder = Path("content/debriefs/2026")
    for name, code in (("good-11111111", 0), ("warned-22222222", 0), ("bad-33333333", 1)):
        (path,) = (small / folder).glob(f"*-{name}.md")
        assert run("check", path, cwd=small).returncode == code, name
    assert run("check", cwd=small).returncode == 1


def test_the_check_in_text_underlines_the_very_words(small: Path) -> None:
    lines = run("check", cwd=small).stdout.splitlines()
    for start in (i for i, line in enumerate(lines) if line.startswith("content/") and "SB220" not in line):
        place, number, column, _ = lines[start].split(":", 3)
        source = (small / place).read_text(encoding="utf-8").splitlines()[int(number) - 1]
        shown, underline = lines[start + 1], lines[start + 2]
        assert shown.split(" | ", 1)[1] == source
        gutter = shown.index(" | ") + 3
        assert underline.rstrip()[gutter:].index("^") == int(column) - 1
    for words in ("lots", "120.000"):
        line = next(i for i, text in enumerate(lines) if text.endswith(f": {words}") and " | " in text)
        marks = lines[line + 1]
        assert lines[line][marks.index("^") : marks.rindex("^") + 1] == words
    assert re.fullmatch(r"\d+ errors?, \d+ warnings? in 6 files", lines[-1])


def test_the_check_in_json_is_one_array_of_eight_keys(small: Path) -> None:
    done = run("check", "--format", "json", cwd=small)
    printed: list[dict[str, Any]] = json.loads(done.stdout)
    assert done.returncode == 1
    assert printed
    assert all(list(entry) == KEYS for entry in printed)
    assert {entry["severity"] for entry in printed} == {"error", "warning"}
    places = [(entry["path"], entry["line"], entry["column"], entry["code"]) for entry in printed]
    assert places == sorted(places)
    for path, line, *_ in places:
        assert 1 <= line <= len((small / path).read_text(encoding="utf-8").splitlines())


def test_a_check_without_findings_prints_an_empty_array(tmp_path: Path) -> None:
    repository(tmp_path, {**LISTS, "debriefs/2026-11-05-good-11111111.md": debrief()})
    done = run("check", "--format", "json", cwd=tmp_path)
    assert (done.returncode, json.loads(done.stdout)) == (0, [])
    assert run("check", "--format", "github", cwd=tmp_path).stdout == ""


def test_the_check_for_github_escapes_what_would_end_a_command(tmp_path: Path) -> None:
    name = "debriefs/2026-11-05-odd,100%:name-11111111.md"
    repository(tmp_path, {**LISTS, name: debrief(outcome="'100% lost,\n  so to say'")})
    lines = run("check", "--format", "github", cwd=tmp_path).stdout.splitlines()
    assert lines
    for line in lines:
        assert line.startswith(("::error file=", "::warning file="))
        properties, _, message = line.removeprefix("::").partition("::")
        assert message
        assert "odd%2C100%25%3Aname" in properties
        parts = properties.split(" ", 1)[1].split(",")
        assert [part.split("=")[0] for part in parts] == ["file", "line", "col", "title"]
        assert all(two in ("25", "0A", "0D", "2C", "3A") for two in (line[i + 1 : i + 3] for i in _percents(line)))
    assert any("%0AAllowed" in line for line in lines)


def _percents(line: str) -> list[int]:
    return [i for i, char in enumerate(line) if char == "%"]


def test_one_file_gets_the_diagnostics_that_the_whole_check_gives_it(small: Path) -> None:
    whole = json.loads(run("check", "--format", "json", cwd=small).stdout)
    for path in sorted((small / "content" / "debriefs").rglob("*.md")):
        alone = json.loads(run("check", "--format", "json", path, cwd=small).stdout)
        name = path.relative_to(small).as_posix()
        assert alone == [entry for entry in whole if entry["path"] == name]


def test_one_file_is_compared_with_the_others(tmp_path: Path) -> None:
    names = ("debriefs/2026-11-05-one-11111111.md", "debriefs/2026-11-06-other-11111111.md")
    repository(tmp_path, {**LISTS, **dict.fromkeys(names, debrief())})
    whole = json.loads(run("check", "--format", "json", cwd=tmp_path).stdout)
    assert {entry["code"] for entry in whole} >= {"SB307"}
    alone = json.loads(run("check", "--format", "json", f"content/{names[1]}", cwd=tmp_path).stdout)
    assert alone == [entry for entry in whole if entry["path"] == f"content/{names[1]}"]


def test_the_check_does_not_depend_on_the_working_directory(
    small: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    whole = json.loads(run("check", "--format", "json", cwd=small).stdout)
    by_file = json.loads(run("check", "--format", "json", "-f", small / "mkdocs.yml", cwd=elsewhere).stdout)
    inside = json.loads(run("check", "--format", "json", cwd=small / "content" / "debriefs").stdout)
    by_path = json.loads(run("check", "--format", "json", small / "content", cwd=elsewhere).stdout)

    def bare(entries: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
        return sorted((Path(e["path"]).name, *(e[key] for key in KEYS[1:])) for e in entries)

    assert bare(whole) == bare(by_file) == bare(inside) == bare(by_path)
    for entry in by_file:
        assert (elsewhere / entry["path"]).is_file()
    for entry in inside:
        assert (small / "content" / "debriefs" / entry["path"]).is_file()


def test_the_check_of_the_sample_finds_what_the_site_sets_aside(sample: Path) -> None:
    printed = json.loads(run("check", "--format", "json", cwd=sample).stdout)
    assert [entry["code"] for entry in printed if entry["severity"] == "error"] == ["SB012"]


def test_a_strict_build_refuses_and_leaves_the_site(small: Path) -> None:
    site = build(small, small / "site")
    before = tree(site)
    (path,) = (small / "content" / "debriefs").rglob("*11111111.md")
    path.write_text(debrief(body="More."), encoding="utf-8")
    printed = refused(small, "build", "--strict", code=1)
    assert "set aside" in printed
    assert tree(site) == before
    (small / "content" / "debriefs" / "2026" / "2026-11-07-bad-33333333.md").unlink()
    assert run("build", "--strict", cwd=small).returncode == 0
    assert tree(site) != before


def test_a_build_is_quiet_on_demand_and_says_what_was_set_aside_otherwise(small: Path) -> None:
    assert (run("build", "-q", cwd=small).stdout, run("build", "-q", cwd=small).stderr) == ("", "")
    assert "1 file is set aside" in run("build", cwd=small).stderr


@pytest.mark.parametrize(
    ("name", "edition"), list(zip(sorted(CATALOGUE), cycle(["2026-10", "2026-11", "all"]), strict=False))
)
def test_a_figure_on_the_terminal_is_the_figure_in_the_data(
    sample: Path, everyone: Site, name: str, edition: str
) -> None:
    done = run("figures", name, "--format", "json", "--edition", edition, cwd=sample)
    rows = json.loads(done.stdout)["rows"]
    with duckdb.connect() as connection:
        found = connection.execute(
            "select k, n, low, high from read_json(?, format = 'newline_delimited') where figure = ? and edition = ?",
            [f"{everyone.folder}/data/figures.ndjson", name, edition],
        ).fetchall()
    assert [(row["k"], row["n"], row["low"], row["high"]) for row in rows] == found


def test_figures_are_listed_and_one_is_printed_with_its_query(sample: Path) -> None:
    listed = run("figures", cwd=sample).stdout
    assert all(name in listed for name in CATALOGUE)
    assert [entry["figure"] for entry in json.loads(run("figures", "--format", "json", cwd=sample).stdout)] == list(
        CATALOGUE
    )
    printed = run("figures", "prevalence", cwd=sample).stdout
    assert CATALOGUE["prevalence"].query.strip() in printed
    assert "2026-10, as printed" in printed


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_schema_of_every_kind_is_json(tmp_path: Path, kind: str) -> None:
    done = CliRunner().invoke(main, ["schema", kind])
    schema = json.loads(done.output)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema.get("properties") or schema["items"]["properties"]


def test_all_schemas_come_at_once() -> None:
    assert list(json.loads(CliRunner().invoke(main, ["schema"]).output)) == list(KINDS)


def closable(folder: Path) -> Path:
    """A repository with debriefs in September and October, and one in November."""
    months = ((9, "11111111"), (10, "22222222"), (11, "33333333"))
    files = {
        f"debriefs/2026-{month:02d}-05-words-{id}.md": debrief(decided=f"2026-{month:02d}-03", account=f"Firm {id}")
        for month, id in months
    }
    return repository(folder, {**LISTS, **files})


def test_closing_is_refused_with_a_reason(tmp_path: Path) -> None:
    folder = closable(tmp_path)
    for edition, reason in (
        ("2026-13", "not an edition"),
        ("october", "not an edition"),
        ("2026-08", "no debriefs"),
        ("2026-11", "not over"),
        ("2026-10", "2026-09 first"),
    ):
        assert reason in refused(folder, "close", edition), edition
    assert not list((folder / "content").rglob("*.lock.json"))


def test_an_edition_closes_once_for_each_audience_in_order(tmp_path: Path) -> None:
    folder = closable(tmp_path)
    done = run("close", "2026-09", cwd=folder)
    assert done.returncode == 0, done.stderr
    names = sorted(path.name for path in (folder / "content").rglob("*.lock.json"))
    assert names == ["2026-09.everyone.lock.json", "2026-09.leadership.lock.json"]
    assert "closed already" in refused(folder, "close", "2026-09")
    assert run("close", "2026-10", "--audience", "everyone", cwd=folder).returncode == 0
    assert run("check", cwd=folder).returncode == 0
    assert not list((folder / "content" / "editions").glob("*.new"))


def test_an_edition_with_a_file_set_aside_does_not_close(tmp_path: Path) -> None:
    folder = closable(tmp_path)
    (folder / "content" / "debriefs" / "2026-09-06-bad-44444444.md").write_text(BAD, encoding="utf-8")
    assert "44444444" in refused(folder, "close", "2026-09")


def test_closing_again_is_refused_in_the_sample(sample: Path) -> None:
    assert "closed already" in refused(sample, "close", next(iter(CLOSED)))


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


def test_a_manifest_removed_since_a_revision_is_found(tmp_path: Path) -> None:
    folder = copy_of_sample(tmp_path / "repository")
    git(folder, "init", "--quiet", "--initial-branch", "main")
    git(folder, "config", "user.name", "Test")
    git(folder, "config", "user.email", "test@example.com")
    git(folder, "config", "commit.gpgsign", "false")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "Closed")
    newest = folder / "content" / "editions" / "2026-10.everyone.lock.json"
    assert "SB404" not in run("check", "--base", "HEAD", cwd=folder).stdout
    newest.unlink()
    assert "SB404" not in run("check", cwd=folder).stdout
    printed = json.loads(run("check", "--base", "HEAD", "--format", "json", cwd=folder).stdout)
    assert [entry["path"] for entry in printed if entry["code"] == "SB404"] == [newest.relative_to(folder).as_posix()]
    assert "--base" in refused(folder, "check", "--base", "no-such-revision")
    assert "--base" in refused(folder, "check", "--base", "--output=stolen")
    assert not list(folder.rglob("stolen"))


def test_a_base_outside_of_git_is_refused(small: Path) -> None:
    assert "--base" in refused(small, "check", "--base", "HEAD")


def test_a_new_repository_is_written_once(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    assert run("init", folder, cwd=tmp_path).returncode == 0
    assert run("check", cwd=folder).returncode == 0
    assert not [path.name for path in folder.rglob("gitkeep")]
    assert (folder / ".gitignore").is_file()
    assert "not empty" in refused(tmp_path, "init", folder)
    (tmp_path / "file").write_text("a file")
    refused(tmp_path, "init", tmp_path / "file")
    refused(tmp_path, "init", tmp_path / "file" / "below")


def test_the_front_page_of_a_new_repository_says_how_to_begin(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    assert run("init", folder, cwd=tmp_path).returncode == 0
    site = build(folder, folder / "site")
    front = (site / "index.html").read_text(encoding="utf-8")
    assert "bulletin check" in front
    assert "content/debriefs/" in front
    shutil.rmtree(site)


def test_the_example_on_the_front_page_of_a_new_repository_is_one_that_passes(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    assert run("init", folder, cwd=tmp_path).returncode == 0
    front = Page("", (build(folder, folder / "site") / "index.html").read_bytes())
    name = next(code.text for code in front.all("code") if code.text.endswith(".md"))
    example = next("".join(pre.pieces).strip() for pre in front.all("pre") if "decided:" in pre.text)
    target = folder / name
    target.parent.mkdir(parents=True)
    target.write_text(f"{example}\n", encoding="utf-8")
    done = run("check", "--as-of", "2027-01-01", cwd=folder)
    assert done.returncode == 0, done.stdout


def test_a_site_built_with_mkdocs_refuses_what_the_plugin_refuses(tmp_path: Path) -> None:
    folder = repository(tmp_path, LISTS, period="weekly")
    assert "weekly" in refused(folder, "build", code=1, command="mkdocs")


def test_addresses_of_generated_pages_cannot_be_taken(small: Path) -> None:
    (small / "content" / "pages" / "themes.md").write_text("# Mine\n", encoding="utf-8")
    assert "themes.md" in refused(small, "build", code=1)


def test_directory_addresses_are_required(small: Path) -> None:
    path = small / "mkdocs.yml"
    path.write_text(f"{path.read_text(encoding='utf-8')}use_directory_urls: false\n", encoding="utf-8")
    assert "use_directory_urls" in refused(small, "build", code=1)
