"""Runs every command on the sample in the working folder, and keeps what each printed and wrote.

    python commands.py FOLDER

It stands alone: it runs with whatever version of the program is found first, and knows it by its
command line only.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import traceback
from pathlib import Path

from click.testing import CliRunner

from builder.cli import main

AUDIENCES = ("everyone", "leadership")
REP = "jonas-petersen"
KINDS = ("debrief", "response", "comment", "promise")
MAP = """\
target: closed-deal
fields:
  opportunity: Id
  closed: Closed
  outcome: {column: Stage, values: {Closed Won: won, Closed Lost: lost}}
  account: Account
  value: {column: Amount, currency: EUR}
"""
DEALS = "Id,Closed,Stage,Account,Amount\n0061,2026-10-02,Closed Won,Nord GmbH,12000\n0062,soon,Closed Lost,Süd AG,9\n"


class Outputs:
    """A folder of outputs, one file a command."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.here = str(Path.cwd())

    def run(self, name: str, *arguments: str) -> str:
        """Run one command, keep what it printed and its exit code, and return the text."""
        result = CliRunner().invoke(main, list(arguments))
        text = result.output.replace(self.here, ".")
        if result.exc_info and result.exc_info[0] is not SystemExit:
            text += "".join(traceback.format_exception(*result.exc_info))
        target = self.folder / "commands" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        # The digits of a new file are drawn by chance.
        text = re.sub(r"-[0-9a-f]{8}\.md", "-<id>.md", text) if arguments[0] == "new" else text
        target.write_text(f"$ bulletin {' '.join(arguments)}\n{text}exit {result.exit_code}\n", encoding="utf-8")
        return text

    def take(self, made: Path, name: str) -> None:
        """Keep a file or folder that a command wrote."""
        target = self.folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(made, target)


def run_all(outputs: Outputs) -> None:
    """Every command, in every format."""
    for command in ("", "build", "check", "new", "effect", "import", "figures", "recode", "remind", "close", "init"):
        outputs.run(f"help/{command or 'bulletin'}.txt", *command.split(), "-h")
    for audience in AUDIENCES:
        _of_one_audience(outputs, audience)
    outputs.run("schema.json", "schema")
    outputs.run("schema-write.txt", "schema", "--write", "schemas")
    outputs.take(Path("schemas"), "schemas")
    outputs.run("init.txt", "init", "fresh")
    outputs.take(Path("fresh"), "fresh")
    _of_changes(outputs)
    _of_imports(outputs)
    _of_new_files(outputs)


def _of_one_audience(outputs: Outputs, audience: str) -> None:
    to = ("--audience", audience)
    outputs.run(f"{audience}/build.txt", "build", "-q", "--site-dir", f"built-{audience}", *to)
    outputs.take(Path(f"built-{audience}"), f"sites/{audience}")
    for format in ("text", "json", "github", "gitlab", "sarif"):
        outputs.run(f"{audience}/check.{format}", "check", "--format", format, *to)
    listed = outputs.run(f"{audience}/figures.txt", "figures", *to)
    for name in re.findall(r"^([a-z-]+)(?= )", listed, re.MULTILINE):
        for edition in ("2026-10", "all"):
            outputs.run(f"{audience}/figures/{name}-{edition}.json", "figures", name, "--edition", edition, *to,
                        "--format", "json")  # fmt: skip
        outputs.run(f"{audience}/figures/{name}.txt", "figures", name, *to)
    for format in ("markdown", "text", "eml"):
        outputs.run(f"{audience}/remind.{format}", "remind", "--format", format, *to)
    for department in ("product", "editor", "nobody"):
        outputs.run(f"{audience}/remind-{department}.txt", "remind", "--to", department, *to)
    outputs.run(f"{audience}/remind-rep.txt", "remind", "--to-rep", REP, "--since", "2026-01-01", *to)
    outputs.run(f"{audience}/close-refused.txt", "close", "2026-11", "--as-of", "2026-12-03", *to)
    broken = Path("content/debriefs/2026/2026-11-11-marcus-bell-fennimore-da21d656.md")
    text = broken.read_bytes()
    broken.unlink()
    outputs.run(f"{audience}/close.txt", "close", "2026-11", "--as-of", "2026-12-03", *to)
    broken.write_bytes(text)
    for manifest in Path("content/editions").glob("2026-11.*.lock.json"):
        outputs.take(manifest, f"manifests/{manifest.name}")


def _of_changes(outputs: Outputs) -> None:
    """The effect of debriefs, a promise and answers that are not there yet; and of other themes."""
    shutil.copytree("content", "before/content")
    shutil.copy2("mkdocs.yml", "before")
    for pattern in ("debriefs/2026/2026-10-2*", "responses/2026-10-*", "promises/sso*", "comments/2026-09-*"):
        for path in Path("before/content").glob(pattern):
            path.unlink()
    for audience in AUDIENCES:
        to = ("--audience", audience)
        outputs.run(f"{audience}/effect.md", "effect", "--from", "before", "--to", ".", *to)
        outputs.run(f"{audience}/effect-back.md", "effect", "--from", ".", "--to", "before", *to)
    themes = Path("content/themes.yml").read_text(encoding="utf-8")
    # Languages become a part of the drivers' messages, and their own entry goes.
    merged = re.sub(r"(?m)^- id: languages\n(?:  .*\n)+", "", themes, count=1)
    merged = re.sub(r"(?m)^- id: driver-text$", "- id: driver-text\n  aliases: [languages]", merged, count=1)
    Path("themes-to.yml").write_text(merged, encoding="utf-8")
    for format in ("text", "json"):
        outputs.run(f"recode.{format}", "recode", "--to", "themes-to.yml", "--format", format)


def _of_imports(outputs: Outputs) -> None:
    Path("deals.csv").write_text(DEALS, encoding="utf-8")
    Path("deals.yml").write_text(MAP, encoding="utf-8")
    outputs.run("import.txt", "import", "deals.csv", "--map", "deals.yml")
    outputs.run("import-write.txt", "import", "deals.csv", "--map", "deals.yml", "--write")
    outputs.take(Path("content/closed_deals.csv"), "imported/closed_deals.csv")
    for system in ("salesforce", "hubspot"):
        outputs.run(f"import-{system}.txt", "import", f"exports/{system}.csv", "--map", system)
    for export in ("form.csv", "salesforce.csv", "pipeline/sales_pipeline.csv"):
        outputs.run(f"suggest/{export}.yml", "import", f"exports/{export}", "--suggest")


def _of_new_files(outputs: Outputs) -> None:
    day, words = (
        "2026-11-10",
        "So it is, and it takes rather more than fifteen words to say so to whoever reads it here.",
    )
    given = {
        "debrief": ("--decided", day, "--rep", REP, "--account", "Acme", "--outcome", "lost", "--repelling",
                    "pricing=Too dear."),
        "response": ("--theme", "pricing", "--by", "product", "--on", day, "--decision", "decline", "--reason", "No.",
                     "--body", words),
        "comment": ("--theme", "pricing", "--by", REP, "--stance", "adds", "--body", words),
        "promise": ("--what", "More.", "--made-by", "product", "--made-to", "segment=enterprise", "--owner", "product",
                    "--pursued-by", REP, "--made-on", day, "--due", "2026-12-01", "--status", "pending"),
    }  # fmt: skip
    for kind in KINDS:
        outputs.run(f"new/{kind}.txt", "new", "--kind", kind, "--print", *given[kind])
        outputs.run(f"new/{kind}-lacking.txt", "new", "--kind", kind, "--print", *given[kind][:2])


if __name__ == "__main__":
    run_all(Outputs(Path(sys.argv[1]).resolve()))
    sys.stdout.flush()
    # Without the tidying up of extension modules, which complain of what they leave.
    os._exit(0)
