"""Codes of closed editions and their manifests."""

from __future__ import annotations

from builder.diagnostics.diagnostic import ERROR, WARNING, Code

CLOSED_DEBRIEF_EDITED = Code(
    "SB401",
    ERROR,
    "A closed debrief was edited",
    "What an edition has printed stays. The figures still come from its manifest.",
    "Undo the edit; add a correction, or withdraw the debrief.",
)
CLOSED_DEBRIEF_MISSING = Code(
    "SB402",
    ERROR,
    "A closed debrief is missing",
    "An edition has counted it; deleting the file does not undo that.",
    "Bring the file back, and set withdrawn in it.",
)
MANIFEST_EDITED = Code(
    "SB403",
    ERROR,
    "The manifest was edited",
    "Its content does not match its seal, so it may not be what the edition printed.",
    "Restore the manifest from the commit that closed the edition.",
)
BROKEN_MANIFEST_CHAIN = Code(
    "SB404",
    ERROR,
    "The chain of manifests is broken",
    "Each manifest names the one before it; one was removed, replaced or put out of order.",
    "Restore the manifests from the commits that closed the editions.",
)
UNREADABLE_MANIFEST = Code(
    "SB405",
    ERROR,
    "The manifest cannot be read",
    "It is not what `bulletin close` writes.",
    "Restore it.",
)
LATE_ARRIVAL = Code(
    "SB406",
    WARNING,
    "A late arrival",
    "Its own edition is closed. It is counted in the earliest edition still open, labelled with its date.",
    "Nothing to do.",
)
NO_SUCH_EDITION = Code(
    "SB407",
    ERROR,
    "No such edition",
    "The file is named after its edition.",
    "Rename it as suggested.",
)
