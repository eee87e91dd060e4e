"""What one reading leaves for the next, where two share most of their files."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from builder.diagnostics import Diagnostic
from builder.reading.content_files import File
from builder.reading.corpus import ContentItem
from builder.reading.document_reader import DocumentReading


@dataclass(slots=True)
class SharedReadings:
    """What one reading has found, for another that shares most of its files: it only grows.

    `files` are those below each root; `readings`, `items` and `entries` go by where a file lies on the
    disk.
    """

    files: dict[Path, list[File]] = field(default_factory=dict)
    readings: dict[str, DocumentReading] = field(default_factory=dict)
    items: dict[tuple[str, bool], tuple[ContentItem[Any] | None, tuple[Diagnostic, ...]]] = field(default_factory=dict)
    entries: dict[str, tuple[tuple[int, Any], ...]] = field(default_factory=dict)
