"""The two sides of a decision, and how pages word, sign and colour them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a decision.

    `id` is its name in content and figures, `css` in pages. `outcome` is how a deal ends that this
    side decides, `deals` what such deals are called.
    """

    id: str
    css: str
    sign: str
    verb: str
    past: str
    by: str
    title: str
    past_title: str
    where: str
    reason: str
    outcome: str
    deal: str
    deals: str

    @property
    def signed(self) -> str:
        """The verb with its sign: `− puts off`, `+ draws`."""
        return f"{self.sign} {self.verb}"

    @property
    def opposite(self) -> Side:
        """The other side."""
        return DRAWS if self is PUTS_OFF else PUTS_OFF


PUTS_OFF = Side(
    id="repelling",
    css="puts-off",
    sign="−",
    verb="puts off",
    past="put off",
    by="Put off by",
    title="What puts them off",
    past_title="What put them off",
    where="what puts buyers off",
    reason="a reason against us",
    outcome="lost",
    deal="loss",
    deals="losses",
)
DRAWS = Side(
    id="compelling",
    css="draws",
    sign="+",
    verb="draws",
    past="drew",
    by="Drawn by",
    title="What draws them",
    past_title="What drew them",
    where="what draws buyers",
    reason="a reason for us",
    outcome="won",
    deal="win",
    deals="wins",
)
BOTH = (PUTS_OFF, DRAWS)
SIDES = {side.id: side for side in BOTH}
