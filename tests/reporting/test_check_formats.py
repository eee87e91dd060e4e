"""What the check prints for GitHub, GitLab and in SARIF is what these read."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import cmarkgfm
import jsonschema
import pytest

from builder.diagnostics import Diagnostic
from builder.reading.codes import CODES
from builder.reporting.github import MOST, SHOWN, commands, hidden_of, in_order, step_summary
from builder.reporting.machine import as_gitlab, as_sarif
from tests.changes.test_effect import changed, committed, git
from tests.site.support import repository, run
from tests.support import LISTS, debrief

BAD = debrief(outcome="lots")


def error(path: str, line: int = 1, message: str = "no", **more: Any) -> Diagnostic:
    return Diagnostic(path, line, 1, CODES["SB104"], message, **more)


def warning(path: str, line: int = 1) -> Diagnostic:
    return Diagnostic(path, line, 1, CODES["SB207"], "bare")


def test_changed_files_come_first_and_keep_their_order() -> None:
    found = [error("a"), error("b", 1), error("b", 2), warning("c")]
    assert in_order(found, {"b", "c"}) == [found[1], found[2], found[3], found[0]]
    first, *_ = commands(found, {"c"})
    assert first.split(",")[0] == "::warning file=c"


@pytest.mark.parametrize(
    ("errors", "warnings", "hidden"), [(0, 0, 0), (SHOWN, SHOWN, 0), (SHOWN + 1, 0, 1), (SHOWN + 2, SHOWN + 3, 5)]
)
def test_the_summary_says_how_many_annotations_are_hidden(errors: int, warnings: int, hidden: int) -> None:
    found = [*(error(f"e{n}") for n in range(errors)), *(warning(f"w{n}") for n in range(warnings))]
    assert hidden_of(found) == hidden
    summary = step_summary(found, (), "so many")
    assert summary.count("\n| 🛑") == errors
    assert summary.count("\n| ⚠️") == warnings
    assert (f"{hidden} of these are only here" in summary) == (hidden > 0)


def test_the_summary_is_a_table_whatever_stands_in_it() -> None:
    hostile = "a | b\n@someone #1 <img src=x> [x](http://x.example) `"
    summary = step_summary([error(hostile, 1, hostile, allowed=hostile, suggestion=hostile)], (), "1 error")
    html = cmarkgfm.github_flavored_markdown_to_html(summary)
    assert html.count("<tr>") == 2
    assert html.count("<td") == 5
    assert not re.search("<a |<img|<code", html)


def test_a_summary_that_grew_too_long_says_what_it_leaves_out() -> None:
    found = [error(f"debriefs/{number}.md", 1, "x" * 290) for number in range(4_000)]
    summary = step_summary(found, (), "many")
    rows = summary.count("\n| 🛑")
    assert len(summary.encode()) < MOST + 1_000
    assert f"{4_000 - rows:,} more are left out here" in summary


def test_the_check_for_github_tells_changed_files_first_and_all_in_the_summary(tmp_path: Path) -> None:
    old, new = ("debriefs/2026-11-05-a-11111111.md", "debriefs/2026-11-06-b-22222222.md")
    folder = changed(committed(tmp_path, {old: BAD}), {new: BAD})
    summary = tmp_path / "summary.md"
    summary.write_text("Before.\n", encoding="utf-8")
    more = {"GITHUB_STEP_SUMMARY": str(summary)}
    plain = run("check", "--format", "github", cwd=folder).stdout
    assert [re.findall(r"file=([^,]*)", line)[0] for line in plain.splitlines()] == [f"content/{old}", f"content/{new}"]
    done = run("check", "--format", "github", "--base", "HEAD", cwd=folder, env=more)
    assert (done.returncode, done.stderr) == (1, "")
    paths = [re.findall(r"file=([^,]*)", line)[0] for line in done.stdout.splitlines()]
    assert paths == [f"content/{new}", f"content/{old}"]
    assert summary.read_text(encoding="utf-8").startswith(
        "Before.\n## bulletin check\n\n2 errors, 0 warnings in 5 files."
    )


def test_a_summary_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    folder = repository(tmp_path, {**LISTS, "debriefs/2026-11-05-a-11111111.md": BAD})
    done = run("check", "--format", "github", cwd=folder, env={"GITHUB_STEP_SUMMARY": str(tmp_path / "no" / "where")})
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "GITHUB_STEP_SUMMARY" in done.stderr


@pytest.mark.parametrize("form", ["github", "gitlab", "sarif"])
def test_paths_start_at_the_root_of_the_repository(tmp_path: Path, form: str) -> None:
    inner = tmp_path / "bulletin" / "here"
    repository(inner, {**LISTS, "debriefs/2026-11-05-a-11111111.md": BAD})
    git(tmp_path, "init", "-q")
    printed = run("check", "--format", form, cwd=inner / "content").stdout
    assert "bulletin/here/content/debriefs/2026-11-05-a-11111111.md" in printed
    assert str(tmp_path) not in printed


def test_a_report_for_gitlab_has_the_fields_that_it_reads() -> None:
    found = [error("a.md", 3, "no", allowed="x", suggestion="y"), warning("b.md", 2)]
    assert [{**entry, "fingerprint": ""} for entry in json.loads(as_gitlab(found))] == [
        {
            "description": "no\nAllowed: x\nInstead: y",
            "check_name": "SB104",
            "fingerprint": "",
            "severity": "major",
            "location": {"path": "a.md", "lines": {"begin": 3}},
        },
        {
            "description": "bare",
            "check_name": "SB207",
            "fingerprint": "",
            "severity": "minor",
            "location": {"path": "b.md", "lines": {"begin": 2}},
        },
    ]


def test_fingerprints_differ_and_stay_when_lines_move() -> None:
    def marks(*lines: int) -> list[str]:
        found = [*(error("a.md", line) for line in lines), error("b.md"), error("a.md", 9, "other")]
        return [entry["fingerprint"] for entry in json.loads(as_gitlab(found))]

    assert len(set(marks(1, 2, 3))) == 5
    assert marks(1, 2, 3) == marks(11, 12, 13)
    assert set(marks(1)) <= set(marks(1, 2))


# Trimmed by hand from SARIF 2.1.0 (OASIS), sections 3.13 to 3.52: the properties that are used here, the ones that
# the standard requires, and their types. The published schema is not installable by a test requirement.
TEXT = {
    "type": "object",
    "required": ["text"],
    "properties": {"text": {"type": "string"}},
    "additionalProperties": False,
}
WHOLE = {"type": "integer", "minimum": 1}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
RULE = {
    "type": "object",
    "required": ["id"],
    "additionalProperties": False,
    "properties": {
        "id": {"type": "string"},
        "shortDescription": TEXT,
        "fullDescription": TEXT,
        "help": TEXT,
        "defaultConfiguration": {"type": "object", "properties": {"level": LEVEL}, "additionalProperties": False},
    },
}
ARTIFACT = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "uri": {"type": "string", "pattern": r"^(?:[A-Za-z0-9._~/!$&'()*+,;=@:-]|%[0-9A-F]{2})+$"},
        "uriBaseId": {"type": "string"},
        "description": TEXT,
    },
}
REGION = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"startLine": WHOLE, "startColumn": WHOLE, "endColumn": WHOLE},
}
PHYSICAL = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"artifactLocation": ARTIFACT, "region": REGION},
}
RESULT = {
    "type": "object",
    "required": ["message"],
    "additionalProperties": False,
    "properties": {
        "ruleId": {"type": "string"},
        "ruleIndex": {"type": "integer", "minimum": -1},
        "level": LEVEL,
        "message": TEXT,
        "locations": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "properties": {"physicalLocation": PHYSICAL},
            },
        },
        "partialFingerprints": {"type": "object", "additionalProperties": {"type": "string"}},
    },
}
DRIVER = {
    "type": "object",
    "required": ["name"],
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string"},
        "version": {"type": "string"},
        "rules": {"type": "array", "items": RULE, "uniqueItems": True},
    },
}
RUN = {
    "type": "object",
    "required": ["tool"],
    "additionalProperties": False,
    "properties": {
        "tool": {
            "type": "object",
            "required": ["driver"],
            "additionalProperties": False,
            "properties": {"driver": DRIVER},
        },
        "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
        "originalUriBaseIds": {"type": "object", "additionalProperties": ARTIFACT},
        "results": {"type": "array", "items": RESULT},
    },
}
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "additionalProperties": False,
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {"type": "array", "items": RUN},
    },
}


@pytest.mark.parametrize(
    "found",
    [
        [],
        [error("a.md"), warning("b c.md", 4)],
        [error("ä/100%/x y#1?.md", 2, "no", suggestion="yes", width=7)],
        [error("\udcff.md")],
    ],
    ids=["none", "two", "odd path", "not UTF-8"],
)
def test_sarif_has_what_the_standard_asks_for(found: list[Diagnostic]) -> None:
    matter = json.loads(as_sarif(found))
    jsonschema.validate(matter, SARIF)
    (one,) = matter["runs"]
    rules = one["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted(CODES)
    for result, summary in zip(one["results"], found, strict=True):
        place = result["locations"][0]["physicalLocation"]
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == summary.code.id
        assert place["artifactLocation"]["uriBaseId"] in one["originalUriBaseIds"]
        assert unquote(place["artifactLocation"]["uri"], errors="surrogateescape") == summary.path
        region = {"startLine": summary.line, "startColumn": summary.column, "endColumn": summary.column + summary.width}
        assert place["region"] == region
        assert summary.suggestion in result["message"]["text"]


def test_the_check_prints_sarif_for_a_tree_with_faults(tmp_path: Path) -> None:
    folder = repository(tmp_path, {**LISTS, "debriefs/2026-11-05-a b%-11111111.md": BAD})
    done = run("check", "--format", "sarif", cwd=folder)
    assert done.returncode == 1
    matter = json.loads(done.stdout)
    jsonschema.validate(matter, SARIF)
    place = matter["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "content/debriefs/2026-11-05-a%20b%25-11111111.md"
