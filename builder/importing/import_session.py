"""One import: the files opened, the map checked, the rows planned; and, if asked for, written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from builder.config import Settings
from builder.diagnostics import Diagnostic
from builder.diagnostics.field_codes import WRONG_SHAPE
from builder.importing.crm_systems import SYSTEMS
from builder.importing.export_reader import ExportFormat, ExportTable, read_export
from builder.importing.import_map import MAP, ImportMap, Target
from builder.importing.import_plan import KEY_FILE, Destination, Plan, plan_import
from builder.importing.map_check import check_map
from builder.importing.map_suggestion import suggest
from builder.importing.saving import save
from builder.reading.corpus_assembly import read_corpus
from builder.reading.document_reader import place_faults, read_document
from builder.reading.faults import Fault
from builder.reading.file_names import shown
from builder.reading.rules.references import UNKNOWN_REFERENCE
from builder.schema import KINDS
from builder.support.errors import BulletinError
from builder.support.nearest import nearest

PLAIN_NAME = re.compile(r"[^/\\\0]+")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A plan; or, where the map is at fault, what is wrong with it and its text."""

    plan: Plan | None
    faults: tuple[Diagnostic, ...] = ()
    map_text: str = ""


def read_bytes(path: Path) -> bytes:
    """The content of a file that a user named; raises BulletinError with a sentence."""
    if path.is_dir():
        raise BulletinError(f"{path} is a folder: name a file in it")
    try:
        return path.read_bytes()
    except OSError as error:
        raise BulletinError(f"{path} cannot be read: {error.strerror or error}") from error


def suggest_map(settings: Settings, export: Path, system: str | None = None) -> str:
    """The YAML of a map for a file that has none, by the names of a CRM system where one is given.

    Raises BulletinError where the file cannot be read, or no table can be had from it.
    """
    table = read_export(shown(str(export.name)), read_bytes(export))
    return suggest(table, read_corpus(settings, place_warnings=False), system)


def prepare_named(settings: Settings, export: Path, map_name: str, secret: str) -> Prepared:
    """Everything but the writing, by the map of this path, or by the one suggested for a CRM system of this name.

    `secret` is used where the repository has none yet. Raises BulletinError where neither is there, and
    where a file cannot be read.
    """
    path = Path(map_name)
    if not path.exists() and map_name in SYSTEMS:
        map_raw = suggest_map(settings, export, map_name).encode()
    elif not path.exists() and path.suffix not in (".yml", ".yaml"):
        near = nearest(map_name, SYSTEMS)
        raise BulletinError(f"{map_name!r} is no map: a YAML file, or {near or ' or '.join(SYSTEMS)}")
    else:
        map_raw = read_bytes(path)
    return prepare(settings, export, map_name, map_raw, secret)


def prepare(settings: Settings, export: Path, map_name: str, map_raw: bytes, secret: str) -> Prepared:
    """Everything but the writing, by the bytes of a map; `map_name` is what messages call it."""
    raw = read_bytes(export)
    map_, faults = _read_map(map_name, map_raw)
    if map_ is None:
        return Prepared(None, faults, map_raw.decode("utf-8", "replace"))
    columns = [column for _, column in map_.columns()]
    table = read_export(
        shown(str(export)),
        raw,
        ExportFormat(map_.encoding, map_.delimiter, map_.header),
        wanted=columns,
    )
    companions, missing = _companions(map_, export.parent)
    corpus = read_corpus(settings, place_warnings=False)
    checked = check_map(map_, table, companions, corpus, settings)
    if missing or checked.faults:
        diagnostics = place_faults(shown(map_name), map_raw, [*missing, *checked.faults])
        return Prepared(None, tuple(sorted(diagnostics)), map_raw.decode("utf-8", "replace"))
    root = _root(settings, map_)
    roots = [one for one in (settings.content_dir, settings.private_dir) if one]
    destination = Destination(root=root, roots=roots, secret=_secret(root, secret), site_url=settings.site_url)
    plan = plan_import(checked.reader, checked.companions, corpus, destination)
    plan.assumed = [*table.assumed, *checked.assumed]
    plan.unrated = list(_unrated(plan, settings))
    return Prepared(plan)


def _unrated(plan: Plan, settings: Settings) -> Iterator[str]:
    """A line a currency that the site cannot convert; the check would say it once a row."""
    for code, count in sorted(plan.currencies.items()):
        if settings.in_site_currency(Decimal(1), code) is None:
            yield (
                f"{count:,} {'value is' if count == 1 else 'values are'} in {code}, for which mkdocs.yml has no rate: "
                f"no figure about money counts them until it has currency: {code}, or rates: {{{code}: …}}"
            )


def write(plan: Plan) -> None:
    """Write what was planned: lists first, so that nothing ever names an entry that is not there."""
    for (root, file), content in plan.lists.items():
        save(root, {file: content})
    save(plan.root, plan.files)


def _read_map(name: str, raw: bytes) -> tuple[ImportMap | None, tuple[Diagnostic, ...]]:
    reading = read_document(MAP, shown(name), raw)
    if not reading.is_whole or not reading.records or reading.records[0] is None:
        return None, reading.diagnostics
    return ImportMap.model_validate(reading.records[0]), ()


def _companions(map_: ImportMap, folder: Path) -> tuple[Mapping[str, ExportTable], list[Fault]]:
    """The joined files, which lie beside the export; a map never leads anywhere else."""
    tables: dict[str, ExportTable] = {}
    faults: list[Fault] = []
    for name, join in map_.joins.items():
        path: tuple[str, ...] = ("joins", name, "file")
        if not PLAIN_NAME.fullmatch(join.file) or join.file in (".", ".."):
            faults.append(Fault(WRONG_SHAPE, path, f"{join.file!r} is not a plain name", "a file beside the export"))
            continue
        try:
            wanted = [join.key or join.on]
            tables[name] = read_export(shown(join.file), read_bytes(folder / join.file), wanted=wanted)
        except BulletinError as error:
            faults.append(Fault(UNKNOWN_REFERENCE, path, str(error), "a file beside the export"))
    return tables, faults


def _root(settings: Settings, map_: ImportMap) -> Path:
    """Where the records go: the content folder, or the private one; a table of deals stays where it is."""
    deals = KINDS[Target.CLOSED_DEAL].place
    is_private = bool(settings.private_dir and (settings.private_dir / deals).exists())
    if map_.target is Target.CLOSED_DEAL and is_private and not (settings.content_dir / deals).exists():
        return settings.private_dir or settings.content_dir
    if not map_.private:
        return settings.content_dir
    if map_.target is Target.CLOSED_DEAL and (settings.content_dir / deals).exists():
        raise BulletinError(f"{settings.content_dir / deals} is there, and it would be read instead of a private one")
    if settings.private_dir is None:
        raise BulletinError("the map says private: true, but mkdocs.yml sets no private_dir: set it, or leave that out")
    return settings.private_dir


def _secret(root: Path, new: str) -> str:
    """What makes ids unguessable, the same in every run: kept in the repository, which is not published."""
    try:
        return (root / KEY_FILE).read_text(encoding="ascii").strip() or new
    except FileNotFoundError:
        return new
    except (OSError, UnicodeDecodeError) as error:
        raise BulletinError(f"{root / KEY_FILE} cannot be read: restore it from Git, or ids would change") from error
