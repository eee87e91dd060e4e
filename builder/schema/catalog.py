"""The lists that debriefs choose from: competitors, segments, regions, products, departments, accounts."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from builder.schema.base import Model
from builder.schema.readers import EVERYONE, NEVER
from builder.schema.types import Many, Slug, Text


class CatalogEntry(Model, readers=EVERYONE):
    """One thing that a debrief may name."""

    id: Slug = Field(description="Its key.")
    title: Text = Field(description="How it is printed.")
    aliases: Many[Text] = Field((), description="Other spellings.")


class Catalog(Model, readers=EVERYONE):
    """The lists that debriefs choose from."""

    competitors: Many[CatalogEntry] = Field((), description="Who else sells to our prospects.")
    segments: Many[CatalogEntry] = Field((), description="Kinds of prospects.")
    regions: Many[CatalogEntry] = Field((), description="Where prospects are.")
    products: Many[CatalogEntry] = Field((), description="What we sell.")
    departments: Many[CatalogEntry] = Field((), description="Who answers for themes and promises.")
    accounts: Annotated[Many[CatalogEntry], NEVER] = Field(
        (), description="Accounts with several spellings; never published."
    )


BUILT_IN_HOUSE = "built-in-house"
CATALOGUE_OF = {
    "segment": "segments",
    "region": "regions",
    "product": "products",
    "lost_to": "competitors",
    "competitors": "competitors",
}
"""The list that each field of a debrief chooses from, whose values an audience may know."""
CATALOGUES = tuple(dict.fromkeys(CATALOGUE_OF.values()))
