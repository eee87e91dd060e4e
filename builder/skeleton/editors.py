"""What an editor needs to complete and check content files while they are typed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from builder.schema import KINDS, Kind, json_schema
from builder.support.errors import BulletinError

FOLDER = ".schema"
# VS Code's YAML extension reads draft 07; the schemas use nothing that came later but `$defs`,
# which a pointer finds in any draft.
DRAFT = "http://json-schema.org/draft-07/schema#"
EXTENSION = "redhat.vscode-yaml"


def editor_files(content: str = "content") -> Iterator[tuple[str, str]]:
    """Path and text of a schema for each kind of content, and of the settings that point to them."""
    for kind in KINDS.values():
        yield f"{FOLDER}/{kind.name}.json", _text(editor_schema(kind))
    schemas = {f"./{FOLDER}/{kind.name}.json": _places(kind, content) for kind in KINDS.values()}
    settings = {"yaml.schemas": {path: places for path, places in schemas.items() if places}}
    yield ".vscode/settings.json", _text(settings)
    yield ".vscode/extensions.json", _text({"recommendations": [EXTENSION]})


def write_schemas(folder: Path, only: str | None = None) -> Iterator[Path]:
    """Write the schema of each kind, or of one, into a folder, yielding the path of each."""
    for kind in KINDS.values():
        if only in (None, kind.name):
            target = folder / f"{kind.name}.json"
            try:
                folder.mkdir(parents=True, exist_ok=True)
                target.write_text(_text(editor_schema(kind)), encoding="utf-8")
            except OSError as error:
                raise BulletinError(f"{target} cannot be written: {error.strerror}") from error
            yield target


def editor_schema(kind: Kind) -> dict[str, Any]:
    """The JSON Schema of a kind for editors that know YAML's numbers and truth values.

    The program reads every scalar as text, so `opportunity: 4711` is right; an editor that sees a
    number there must not call it wrong.
    """
    schema = _with_plain_scalars(json_schema(kind))
    del schema["x-constraints"]
    return {**schema, "$schema": DRAFT}


def _with_plain_scalars(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_with_plain_scalars(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    wider = {key: _with_plain_scalars(value) for key, value in schema.items()}
    if wider.get("type") == "string" and not {"enum", "const"} & set(wider):
        wider["type"] = ["string", "number", "boolean"]
    return wider


def _places(kind: Kind, content: str) -> list[str]:
    """The files of this kind that are YAML: the extension looks at no front matter and at no table."""
    if not kind.is_folder:
        return [f"{content}/{kind.place}"] if kind.shape != "table" else []
    return [f"{content}/{kind.place}/**/*{suffix}" for suffix in kind.suffixes if suffix != ".md"]


def _text(matter: dict[str, Any]) -> str:
    return json.dumps(matter, ensure_ascii=False, indent=2) + "\n"
