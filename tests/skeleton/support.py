"""Workflows as a runner runs them: their `run` blocks, with stand-ins for what lies outside of the repository."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from builder.skeleton import make_repository
from tests.site.support import ROOT

# The one step that needs a network, and is left out: here the program is installed already.
INSTALL = "Install the program"
REPOSITORY = "quay/bulletin"
API = f"repos/{REPOSITORY}"
EXPRESSION = re.compile(r"\$\{\{\s*(.+?)\s*\}\}")
SHELLS = {"bash": "bash --noprofile --norc -eo pipefail {0}", "python3 {0}": "python3 {0}"}
PATIENCE = 120


class Loader(yaml.SafeLoader):
    """YAML 1.2 as runners and editors read it: numbers and truth values, but no dates, no `on` and no `yes`."""


Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
    ("null", r"~|null|Null|NULL|", "~nN\0"),
):
    Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_pattern})$"), list(_first))


def load(text: str) -> Any:
    """What a YAML text says."""
    return yaml.load(text, Loader)


def git(folder: Path, *arguments: str) -> str:
    """What a Git command prints."""
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def clone(folder: Path) -> Path:
    """This repository as a runner checks it out: what is committed, and nothing else."""
    git(ROOT, "clone", "--quiet", "--depth", "1", f"file://{ROOT}", str(folder))
    return _ready(folder)


def new_repository(folder: Path) -> Path:
    """A new repository, committed."""
    list(make_repository(folder))
    git(folder, "init", "--quiet", "--initial-branch", "main")
    _ready(folder)
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "New")
    return folder


def _ready(folder: Path) -> Path:
    for name, value in {"user.name": "Test", "user.email": "test@example.com", "commit.gpgsign": "false"}.items():
        git(folder, "config", name, value)
    return folder


def pull_request(folder: Path, files: Mapping[str, str]) -> str:
    """Check out the merge of a pull request with these files, as GitHub does, and give its head commit."""
    git(folder, "checkout", "--quiet", "--detach")
    base = git(folder, "rev-parse", "HEAD")
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "Change")
    head = git(folder, "rev-parse", "HEAD")
    git(folder, "checkout", "--quiet", base)
    git(folder, "merge", "--quiet", "--no-ff", "--message", "Merge", head)
    return head


@dataclass(frozen=True)
class Answer:
    """What the stand-in for GitHub answers: a value as JSON, bytes as they are, or a refusal."""

    value: Any = None
    raw: bytes | None = None
    status: int = 200

    def as_data(self) -> dict[str, Any]:
        """As the stand-in reads it."""
        raw = json.dumps(self.value).encode() if self.raw is None else self.raw
        return {"raw": base64.b64encode(raw).decode(), "status": self.status}


GH = """\
#!{python}
import base64, json, os, sys

assert sys.argv[1] == "api" and os.environ["GH_TOKEN"] == "token", sys.argv
method, body, key, path, rest = "GET", None, None, sys.argv[2], sys.argv[3:]
while rest:
    option, value, *rest = rest
    if option == "--method":
        method = value
    elif option == "--input" and value == "-":
        body = json.load(sys.stdin)
    elif option == "--jq" and value[1:].isalpha():
        key = value[1:]
    elif option != "-H":
        sys.exit(f"not an option of this stand-in: {{option}} {{value}}")
folder = {folder!r}
with open(f"{{folder}}/asked.jsonl", "a+") as log:
    log.seek(0)
    asked = [json.loads(line)[:2] for line in log].count([method, path])
    log.write(json.dumps([method, path, body]) + "\\n")
answers = json.load(open(f"{{folder}}/answers.json")).get(f"{{method}} {{path}}", [{{"raw": "e30=", "status": 404}}])
answer = answers[min(asked, len(answers) - 1)]
raw = base64.b64decode(answer["raw"])
if answer["status"] >= 400:
    sys.stdout.buffer.write(raw)
    sys.exit(f"gh: Refused (HTTP {{answer['status']}})")
if key:
    raw = json.dumps(json.loads(raw).get(key)).encode()
sys.stdout.buffer.write(raw)
"""


@dataclass
class Runner:
    """A machine that runs steps in a repository: an empty environment, the program, and a stand-in for `gh`."""

    folder: Path
    scratch: Path
    answers: dict[str, Answer | list[Answer]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.bin = self.scratch / "bin"
        self.bin.mkdir(parents=True)
        self._program("gh", GH.format(python=sys.executable, folder=str(self.scratch)))

    def _program(self, name: str, text: str) -> None:
        target = self.bin / name
        target.write_text(text, encoding="utf-8")
        target.chmod(0o755)

    @property
    def environment(self) -> dict[str, str]:
        """What GitHub gives every step, as far as the steps ask for it."""
        path = [str(self.bin), str(Path(sys.executable).parent), os.environ["PATH"]]
        return {
            "PATH": os.pathsep.join(path),
            "HOME": str(self.scratch),
            "LANG": "C.UTF-8",
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_REPOSITORY": REPOSITORY,
            "GITHUB_STEP_SUMMARY": str(self.scratch / "summary.md"),
            "GITHUB_OUTPUT": str(self.scratch / "outputs"),
            "RUNNER_TEMP": str(self.scratch),
        }

    def run(self, workflow: str, step: str, given: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """Run a step of a workflow of the repository; `given` has what its expressions stand for."""
        document = load((self.folder / ".github" / "workflows" / workflow).read_text(encoding="utf-8"))
        (found,) = (one for job in document["jobs"].values() for one in job["steps"] if one.get("name") == step)
        values = {"github.token": "token", **(given or {})}
        env = {name: EXPRESSION.sub(lambda m: values[m[1]], str(value)) for name, value in found.get("env", {}).items()}
        shell = found.get("shell") or document["defaults"]["run"]["shell"]
        return self.script(found["run"], SHELLS[shell], env)

    def script(self, text: str, shell: str, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
        """Run a script in the repository."""
        target = self.scratch / "script"
        target.write_text(text, encoding="utf-8")
        answers = {
            path: [one.as_data() for one in (given if isinstance(given, list) else [given])]
            for path, given in self.answers.items()
        }
        (self.scratch / "answers.json").write_text(json.dumps(answers), encoding="utf-8")
        command = [part.format(target) for part in shell.split()]
        # Found by the path of the runner, not by ours.
        command[0] = shutil.which(command[0], path=self.environment["PATH"]) or command[0]
        whole = {**self.environment, **env}
        return subprocess.run(
            command, cwd=self.folder, env=whole, capture_output=True, text=True, encoding="utf-8", timeout=PATIENCE
        )

    @property
    def outputs(self) -> dict[str, str]:
        """What the steps handed on."""
        path = self.scratch / "outputs"
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        return dict(line.split("=", 1) for line in lines)

    @property
    def written(self) -> list[tuple[str, str, Any]]:
        """What was asked of GitHub that changes something: method, path below the repository, and body."""
        path = self.scratch / "asked.jsonl"
        asked = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []
        return [(method, at.removeprefix(f"{API}/"), body) for method, at, body in asked if method != "GET"]
