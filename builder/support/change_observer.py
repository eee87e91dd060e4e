"""Tells of changed files at once, by the operating system's own notices."""

from __future__ import annotations

from pathlib import Path

from watchdog import events
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch

CHANGES: list[type[events.FileSystemEvent]] = [
    events.FileCreatedEvent,
    events.FileDeletedEvent,
    events.FileModifiedEvent,
    events.FileMovedEvent,
]


def change_observer() -> BaseObserver:
    """An observer of changes alone: told of every opening too, a build would start the next one."""
    observer = Observer()
    schedule = observer.schedule

    def schedule_changes(
        event_handler: events.FileSystemEventHandler,
        path: str | Path,
        *,
        recursive: bool = False,
        event_filter: list[type[events.FileSystemEvent]] | None = None,
        follow_symlink: bool = False,
    ) -> ObservedWatch:
        chosen = event_filter or CHANGES
        return schedule(event_handler, path, recursive=recursive, event_filter=chosen, follow_symlink=follow_symlink)

    observer.schedule = schedule_changes  # type: ignore[method-assign]  # one instance, not the class
    return observer
