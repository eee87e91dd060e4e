"""Writes the static files of a site into its next tree, and keeps every one that did not change."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence, Set
from pathlib import Path

from builder.rendering.site_trees import SiteTrees, Stamp, files_below
from builder.rendering.static_file import INDEX, StaticFile, batches_of
from builder.support.cache import keep, recall
from builder.support.errors import BulletinError
from builder.support.processes import BackgroundWork, can_fork, processors, shared_out

FEW = 200
Entry = tuple[str, int, int]


class SiteWriter:
    """What is known of the static files of both trees, and what brings them into the next one.

    `version` says what renders the pages: what another version has rendered is forgotten. The record
    has, for every static file of either tree, its key and the size and time of its file: a file that
    was touched since is rendered anew.
    """

    def __init__(self, trees: SiteTrees, version: str) -> None:
        self._version = version
        self._trees = trees
        self._of_next: Mapping[str, Entry] = {}
        self._of_site: Mapping[str, Entry] = {}
        self._present: Mapping[str, Stamp] = {}
        self._written: dict[str, Entry] = {}
        self._background: BackgroundWork[dict[str, Entry]] | None = None

    def open(self) -> None:
        """Make the trees ready, and read what is known of them."""
        self._trees.open()
        self._of_site, self._of_next = self._recorded()
        self._present = dict(files_below(self._trees.next))

    def _recorded(self) -> tuple[dict[str, Entry], dict[str, Entry]]:
        """The record of the seen site and of the other tree; empty where it is damaged or foreign."""
        try:
            seen, other = recall(self._trees.record_file, self._version)
            return _entries(seen), _entries(other)
        except (ValueError, TypeError, AttributeError):
            return {}, {}

    def write(self, files: Sequence[StaticFile]) -> None:
        """Bring these files into the next tree, rendering those that neither tree has."""
        self._written.update(self._brought(files))

    def write_in_background(self, files: Callable[[], Sequence[StaticFile]]) -> None:
        """Write these files in a process of their own; `wait` waits for them."""
        if can_fork:
            self._background = BackgroundWork(lambda: self._brought(files()))
        else:
            self.write(files())

    def wait(self) -> None:
        """Wait for what is written in the background."""
        if self._background is None:
            return
        try:
            self._written.update(self._background.result())
        except EOFError as error:
            raise BulletinError("the process that prints the pages was ended; the site before stays") from error

    def _brought(self, files: Sequence[StaticFile]) -> dict[str, Entry]:
        """The entries of these files, once they are in the next tree."""
        present: dict[str, Entry] = {}
        missing = []
        for file in files:
            entry = self._present_entry(file)
            if entry is None:
                missing.append(file)
            else:
                present[file.path] = entry
        return {**present, **self._shared(missing)}

    def _present_entry(self, file: StaticFile) -> Entry | None:
        known = self._of_next.get(file.path)
        return known if known is not None and known == (file.key, *self._present.get(file.path, ())) else None

    def _shared(self, files: Sequence[StaticFile]) -> dict[str, Entry]:
        """Link or render them; by several processes where it pays."""
        if len(files) < FEW or processors() == 1:
            return dict(map(self._linked_or_rendered, files))
        shares = shared_out(lambda batch: [self._linked_or_rendered(file) for file in batch], list(batches_of(files)))
        return {path: entry for share in shares for path, entry in share}

    def _linked_or_rendered(self, file: StaticFile) -> tuple[str, Entry]:
        return file.path, self._linked(file.path, file.key) or self._rendered(file)

    def _linked(self, path: str, key: str) -> Entry | None:
        """Link the page from the seen site, if it is still what it was when it was rendered."""
        known = self._of_site.get(path)
        if known is None or known[0] != key:
            return None
        try:
            stat = os.stat(self._trees.site / path, follow_symlinks=False)
            if (stat.st_size, stat.st_mtime_ns) != known[1:]:
                return None
            target = self._trees.cleared(path)
            os.link(self._trees.site / path, target)
        except OSError:
            return None
        return known

    def _rendered(self, file: StaticFile) -> Entry:
        """Render one file into the next tree."""
        with open(self._trees.cleared(file.path), "xb") as handle:
            content = file.render()
            handle.write(content.encode("utf-8") if isinstance(content, str) else content)
            handle.flush()
            stat = os.fstat(handle.fileno())
        return file.key, stat.st_size, stat.st_mtime_ns

    def write_rough(self, path: str, text: str) -> None:
        """Write a file that stands among those of MkDocs: made anew by every build."""
        target = self.rough / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

    @property
    def site(self) -> Path:
        """The seen site."""
        return self._trees.site

    @property
    def rough(self) -> Path:
        """Where MkDocs is to write."""
        return self._trees.rough

    @property
    def paths(self) -> Set[str]:
        """The paths of the static files of the new site."""
        return self._written.keys()

    @property
    def addresses(self) -> list[str]:
        """The addresses of the static pages of the new site."""
        return [path.removesuffix(INDEX) for path in self._written if path.endswith(INDEX)]

    def finish(self) -> None:
        """Let the new site take the place of the old one, and write the record for the next run."""
        self._trees.change(self._written.keys())
        keep(self._trees.record_file, self._version, [self._written, self._of_site])
        self._trees.unlock()

    def abandon(self) -> None:
        """Leave the seen site as it is."""
        if self._background is not None:
            self._background.end()
        self._trees.abandon()

    def remove_trees(self) -> None:
        """Remove everything but the site."""
        self._trees.remove()


def _entries(matter: Mapping[str, Sequence[object]]) -> dict[str, Entry]:
    return {path: (str(key), int(str(size)), int(str(time))) for path, (key, size, time) in matter.items()}
