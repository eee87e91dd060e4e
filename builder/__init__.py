"""A publisher of periodic, internal sales-insight bulletins."""

from __future__ import annotations

__version__ = "0.1.0"
