"""The one place that knows every page's address, relative to the site's root."""

from __future__ import annotations

import posixpath

FRONT = ""
EDITIONS = "editions/"
THEMES = "themes/"
MATRIX = "matrix/"
DEBRIEFS = "debriefs/"
COMPETITORS = "competitors/"
SEGMENTS = "segments/"
COVERAGE = "coverage/"
METHOD = "method/"
CODES = "method/codes/"
FIELDS = "contribute/fields/"
CONTRIBUTE = "contribute/"
ABOUT = "about/"
SET_ASIDE = "set-aside/"
DATA = "data/"
FEED = "feed.xml"
SITEMAP = "sitemap.xml"
WHOLE_RECORD = "all"


def edition(id: str) -> str:
    """The page of an edition."""
    return f"editions/{id}/"


def theme(id: str) -> str:
    """The page of a theme."""
    return f"themes/{id}/"


def debrief(id: str) -> str:
    """The page of a debrief."""
    return f"debriefs/{id}/"


def index(facet: str, value: str, page: int = 1) -> str:
    """One page of the debriefs with this value of a facet."""
    base = f"debriefs/by-{facet}/{value}/"
    return base if page == 1 else f"{base}{page}/"


def all_debriefs(page: int = 1) -> str:
    """One page of the index of all debriefs."""
    return DEBRIEFS if page == 1 else f"debriefs/page/{page}/"


def competitor(id: str) -> str:
    """The page of a competitor."""
    return f"competitors/{id}/"


def segment(id: str) -> str:
    """The page of a segment."""
    return f"segments/{id}/"


def figure(name: str, edition: str = "") -> str:
    """Where a figure is explained, or its rows for one edition are listed."""
    return f"method/{name}/#{edition}" if edition else f"method/{name}/"


def code(id: str) -> str:
    """Where a diagnostic's code is explained."""
    return f"{CODES}#{id.lower()}"


def to_root(address: str) -> str:
    """The relative path from a page to the site's root, such as `../../`; empty at the root."""
    depth = posixpath.dirname(address).count("/") + bool(posixpath.dirname(address))
    return "../" * depth


def evidence(theme: str, edition: str) -> str:
    """Where the debriefs behind a theme's counts in one edition are listed."""
    return f"themes/{theme}/evidence/{edition}/" if edition != WHOLE_RECORD else evidence_list(theme)


def evidence_list(theme: str) -> str:
    """Where the evidence for a theme is listed edition by edition."""
    return f"themes/{theme}/evidence/"


def coverage(edition: str) -> str:
    """The coverage of one edition, with the debriefs behind it."""
    return f"coverage/{edition}/" if edition != WHOLE_RECORD else COVERAGE
