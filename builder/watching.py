"""Tells of changed files at once, by the operating system's own notices."""

from __future__ import annotations

from pathlib import Path
from typing import Any

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

    def schedule_changes(handler: events.FileSystemEventHandler, path: str | Path, **options: Any) -> ObservedWatch:
        return schedule(handler, str(path), **{**options, "event_filter": CHANGES})

    observer.schedule = schedule_changes  # type: ignore[method-assign]
    return observer
