"""The one exception that a user may meet."""

from __future__ import annotations


class BulletinError(Exception):
    """A fault outside the content (settings, disk, usage) whose text says what to do instead."""
