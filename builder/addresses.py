"""Every address that one page leads to from another, relative to the site’s root, in one place."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from urllib.parse import urlencode

FRONT = ""
EDITIONS = "editions/"
THEMES = "themes/"
MATRIX = "matrix/"
DEBRIEFS = "debriefs/"
COMPETITORS = "competitors/"
SEGMENTS = "segments/"
COVERAGE = "coverage/"
SILENCE = "silence/"
PROMISES = "promises/"
INITIATIVES = "initiatives/"
CLAIMS = "claims/"
ANSWERS = "answers/"
METHOD = "method/"
CODES = "method/codes/"
FIELDS = "contribute/fields/"
CONTRIBUTE = "contribute/"
SCHEMA = "schema/"
SENT = "contribute/state.json"
ABOUT = "about/"
SET_ASIDE = "set-aside/"
DATA = "data/"
FEED = "feed.xml"
SITEMAP = "sitemap.xml"


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


def promise(id: str) -> str:
    """The page of a promise."""
    return f"{PROMISES}{id}/"


def initiative(id: str) -> str:
    """The page of an initiative."""
    return f"{INITIATIVES}{id}/"


def claim(id: str) -> str:
    """Where a claim stands among the claims tested."""
    return f"{CLAIMS}#{id}"


def figure(name: str) -> str:
    """Where a figure is explained."""
    return f"method/{name}/"


def rows(figure: str, edition: str, page: int = 1) -> str:
    """Where the rows of a figure in one edition are listed with the debriefs behind them."""
    base = f"method/{figure}/{edition}/"
    return base if page == 1 else f"{base}{page}/"


def code(id: str) -> str:
    """Where a diagnostic's code is explained."""
    return f"{CODES}#{id.lower()}"


def to_root(address: str) -> str:
    """The relative path from a page to the site's root, such as `../../`; empty at the root."""
    depth = posixpath.dirname(address).count("/") + bool(posixpath.dirname(address))
    return "../" * depth


def evidence(theme: str, edition: str, page: int = 1) -> str:
    """Where the debriefs behind every count of a theme in one edition are listed."""
    base = f"themes/{theme}/evidence/{edition}/"
    return base if page == 1 else f"{base}{page}/"


def evidence_list(theme: str) -> str:
    """Where the evidence for a theme is listed edition by edition."""
    return f"themes/{theme}/evidence/"


def history(theme: str, edition: str, side: str) -> str:
    """Where the debriefs behind a theme's count in its history are listed."""
    return f"{evidence_list(theme)}#{side}-{edition}"


def anchor(figure: str, keys: Iterable[tuple[str, str]]) -> str:
    """The place of one cell on its page: the figure, and the cell's dimensions without the theme."""
    parts = [value if name == "side" else f"{name}-{value}" for name, value in keys if name != "theme"]
    return "-".join((figure, *(parts or ["all"])))


def schema(kind: str) -> str:
    """The JSON Schema of a kind."""
    return f"{SCHEMA}{kind}.json"


def form(kind: str, **known: str) -> str:
    """The form of a kind, filled in as far as known: after the #, so that no server reads it."""
    return f"{CONTRIBUTE}#{urlencode({'kind': kind, **known})}"
