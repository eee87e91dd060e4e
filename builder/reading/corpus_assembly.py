"""From a content folder to a corpus: every file read, checked against the others, none dropped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from builder.config import Settings
from builder.diagnostics import Diagnostic, errors_in
from builder.reading.accounts import AccountBook
from builder.reading.codebook import Codebook
from builder.reading.content_files import File, Overlay, laid_over, walk
from builder.reading.corpus import FOLDERS, LISTS, ContentItem, Corpus, FoundFile
from builder.reading.corpus_reader import FEW, read_bytes, read_files
from builder.reading.deals import DealBook
from builder.reading.document_reader import DocumentReading
from builder.reading.file_names import shown
from builder.reading.file_state import FileState
from builder.reading.file_values import each_once, entries_in, found_as, item_in
from builder.reading.manifest import Manifest, read_manifest
from builder.reading.manifest_chain import chain_faults
from builder.reading.rule_check import RuleCheck
from builder.reading.rules import Sources
from builder.reading.rules.lists import ENTRY_TWICE
from builder.reading.shared_readings import SharedReadings
from builder.schema import KINDS
from builder.schema.catalog import Catalog
from builder.support.errors import BulletinError

Located = tuple[File, bool]
COMPARED = 500
COSTLY = frozenset({"debrief", "closed-deal", "attainment"})


def read_corpus(
    settings: Settings,
    *,
    place_warnings: bool | Container[str] = True,
    only: Sequence[str] | None = None,
    overlay: Overlay | None = None,
    shared: SharedReadings | None = None,
) -> Corpus:
    """Everything below the content folder and the private one, with every fault in it.

    Without `place_warnings`, warnings that compare files stand at line 1: finding their lines means
    reading every such file once more; it may also name the files that are worth it. With `only`, of
    many debriefs and of the exports just those at or below these paths are read; everything else
    is, since they may refer to it. The `overlay` lies over the content folder.
    """
    return _Assembly(settings, place_warnings, only, overlay, shared).corpus()


def read_ahead(settings: Settings, overlay: Overlay | None, shared: SharedReadings) -> tuple[list[File], Corpus]:
    """Read ahead what a reading will need, for others to share.

    Comes back with the files of the content folder, overlay and all, and with the corpus before any
    file has been compared with another.
    """
    assembly = _Assembly(settings, False, None, overlay, shared)
    assembly.gather()
    return [file for file, private in assembly.located if not private], assembly.draft()


class _Assembly:
    """The steps of one reading; what they share lives here and nowhere else."""

    def __init__(
        self,
        settings: Settings,
        place_warnings: bool | Container[str],
        only: Sequence[str] | None,
        overlay: Overlay | None,
        shared: SharedReadings | None,
    ) -> None:
        self.located: list[Located] = []
        self._settings = settings
        self._place_warnings = place_warnings
        self._only = only
        self._overlay = overlay
        self._shared = shared
        self._compares_all = False
        self._states: dict[FoundFile, FileState] = {}
        self._files: dict[FoundFile, File] = {}
        self._diagnostics: list[Diagnostic] = []
        self._items: dict[str, list[ContentItem[Any]]] = defaultdict(list)
        self._entries: dict[str, tuple[FoundFile, tuple[tuple[int, Any], ...]]] = {}
        self._unreadable: set[str] = set()
        self._manifests: list[tuple[FoundFile, Manifest]] = []

    def corpus(self) -> Corpus:
        self.gather()
        self._check_chain()
        return self._checked(self.draft())

    def gather(self) -> None:
        """Read every file, and take what it holds; nothing is compared yet."""
        located = self.located = self._walk(self._settings.content_dir, private=False)
        if self._settings.private_dir is not None:
            located += self._walk(self._settings.private_dir, private=True)
        self._compares_all = sum(file.kind == "debrief" for file, _ in located) <= COMPARED
        readable = [(file, private) for file, private in located if file.kind in KINDS and not file.fault]
        documents = [(file, private) for file, private in readable if self._is_wanted(file)]
        for file, private in readable:
            if not self._is_wanted(file):
                self._pass_over(file, private)
        readings = self._read([file for file, _ in documents])
        for (file, private), reading in zip(documents, readings, strict=True):
            self._take(file, private, reading)
        for file, private in located:
            if file.fault:
                self._set_aside(file, private, [file.fault])
            elif file.kind == "manifest":
                self._take_manifest(file, private)

    def _read(self, files: list[File]) -> list[DocumentReading]:
        if self._shared is None:
            return read_files(files, self._settings.cache_dir)
        known = self._shared.readings
        missing = [file for file in files if file.absolute not in known]
        if missing:
            readings = read_files(missing, self._settings.cache_dir, few=FEW)
            known.update(zip((file.absolute for file in missing), readings, strict=True))
        return [known[file.absolute] for file in files]

    def _is_wanted(self, file: File) -> bool:
        if self._only is None or self._compares_all or file.kind not in COSTLY:
            return True
        return any(file.path == path or file.path.startswith(f"{path}/") for path in self._only)

    def _pass_over(self, file: File, private: bool) -> None:
        """Note a file that is not asked about: others may refer to it."""
        found = found_as(file, private)
        self._states[found] = FileState.PUBLISHED
        self._files[found] = file

    def _walk(self, root: Path, *, private: bool) -> list[Located]:
        if not root.is_dir():
            raise BulletinError(f"{root} is not a folder: set content_dir (and private_dir) in mkdocs.yml")
        files = self._files_below(root)
        if self._overlay is not None and not private:
            files = laid_over(files, self._overlay)
        return [(file, private) for file in files]

    def _files_below(self, root: Path) -> list[File]:
        if self._shared is None:
            return walk(root)
        if root not in self._shared.files:
            self._shared.files[root] = walk(root)
        return self._shared.files[root]

    def _note(self, diagnostics: Iterable[Diagnostic], private: bool) -> None:
        self._diagnostics += [replace(one, private=True) for one in diagnostics] if private else diagnostics

    def _set_aside(self, file: File, private: bool, diagnostics: Sequence[Diagnostic]) -> None:
        found = found_as(file, private)
        self._states[found] = FileState.SET_ASIDE
        self._files[found] = file
        if file.kind in KINDS and not KINDS[file.kind].is_folder:
            self._unreadable.add(file.kind)
        self._note(diagnostics, private)

    def _take(self, file: File, private: bool, reading: DocumentReading) -> None:
        kind = KINDS[file.kind]
        if kind.is_folder:
            self._take_item(file, private, reading)
            return
        found = FoundFile(shown(file.path), kind.name, private)
        pairs = self._entries_of(file, reading)
        broken = not pairs and not reading.is_whole
        if kind.name in self._entries:
            message = f"{file.path} stands in the content folder too, and that one is read"
            self._set_aside(file, private, [Diagnostic(file.path, 1, 1, ENTRY_TWICE, message, "one file")])
            return
        self._states[found] = FileState.SET_ASIDE if broken else FileState.PUBLISHED
        self._files[found] = file
        self._note(reading.diagnostics, private)
        if broken:
            self._unreadable.add(kind.name)
        else:
            self._entries[kind.name] = (found, pairs)

    def _entries_of(self, file: File, reading: DocumentReading) -> tuple[tuple[int, Any], ...]:
        """The entries of a list, with their lines or places."""
        if self._shared is None:
            return tuple(entries_in(file.kind, reading))
        if file.absolute not in self._shared.entries:
            self._shared.entries[file.absolute] = tuple(entries_in(file.kind, reading))
        return self._shared.entries[file.absolute]

    def _take_item(self, file: File, private: bool, reading: DocumentReading) -> None:
        item, diagnostics = self._item(file, private, reading)
        if item is None:
            self._set_aside(file, private, diagnostics)
            return
        self._states[item.found] = FileState.PUBLISHED
        self._files[item.found] = file
        self._items[file.kind].append(item)
        self._note(diagnostics, private)

    def _item(
        self, file: File, private: bool, reading: DocumentReading
    ) -> tuple[ContentItem[Any] | None, Sequence[Diagnostic]]:
        """What a file holds, and what is wrong with it; None where it has errors."""
        if self._shared is None:
            return item_in(file, private, reading)
        key = file.absolute, private
        if key not in self._shared.items:
            self._shared.items[key] = item_in(file, private, reading)
        return self._shared.items[key]

    def _take_manifest(self, file: File, private: bool) -> None:
        raw = read_bytes(file)
        name = file.path.rsplit("/", 1)[-1]
        manifest, diagnostics = (None, [raw]) if isinstance(raw, Diagnostic) else read_manifest(file.path, name, raw)
        if manifest is None:
            self._set_aside(file, private, diagnostics)
            return
        found = FoundFile(shown(file.path), "manifest", private, manifest.edition)
        self._states[found] = FileState.PUBLISHED
        self._files[found] = file
        self._manifests.append((found, manifest))

    def _check_chain(self) -> None:
        """Set aside the manifests that the chain shows to be out of place."""
        found_of = {id(manifest): found for found, manifest in self._manifests}
        for manifest, diagnostic in list(chain_faults(manifest for _, manifest in self._manifests)):
            found = found_of[id(manifest)]
            self._manifests.remove((found, manifest))
            self._states[found] = FileState.SET_ASIDE
            self._note([diagnostic], found.private)

    def _list(self, kind: str) -> tuple[Any, ...] | None:
        if kind in self._entries:
            return tuple(each_once(kind, (entry for _, entry in self._entries[kind][1])))
        return None if kind in self._unreadable else ()

    def draft(self) -> Corpus:
        """The corpus before the rules across files have been applied."""
        items = {name: tuple(self._items[kind]) for kind, name in FOLDERS.items()}
        lists = {name: self._list(kind) for kind, name in LISTS.items()}
        for name in ("claims", "attainment", "closed_deals"):
            lists[name] = lists[name] or ()
        catalog = (self._list("catalog") or (Catalog(),))[0]
        manifests = tuple(sorted((manifest for _, manifest in self._manifests), key=lambda manifest: manifest.path))
        accounts = frozenset(item.value.account for item in self._items["debrief"] if item.value.account)
        accounts |= {item.value.made_to.account for item in self._items["promise"] if item.value.made_to.account}
        return Corpus(
            **items,  # type: ignore[arg-type]  # each list has the items of its own kind
            **lists,  # type: ignore[arg-type]  # the same
            catalog=catalog,
            manifests=manifests,
            states=self._states,
            accounts=accounts,
        )

    def _checked(self, draft: Corpus) -> Corpus:
        known = {kind: frozenset(f.id for f in self._files if f.kind == kind and f.id) for kind in FOLDERS}
        accounts = AccountBook(draft.catalog.accounts)
        sources = Sources(
            draft, self._settings, Codebook.of(draft.themes), accounts, DealBook(draft, accounts), self._entries, known
        )
        condemned = set()
        for found, diagnostics in RuleCheck(self._files, self._place_warnings).diagnostics(sources):
            self._note(diagnostics, found.private)
            if errors_in(diagnostics) and found.kind in FOLDERS:
                condemned.add(found)
        noted = tuple(sorted(self._diagnostics))
        return replace(draft, diagnostics=noted).with_states(FileState.SET_ASIDE, condemned)
