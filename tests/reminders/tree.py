"""A small tree in which something of every kind is waiting on 21 November 2026."""

from __future__ import annotations

from tests.support import LISTS, WORDS, debrief

QUOTED = 'repelling:\n  contract-terms: {quote: "Three years is too long.", evidence: email}'
CATALOG = LISTS["catalog.yml"].replace(
    "departments: [{id: product, title: Product}, {id: marketing, title: Marketing}]",
    "departments: [{id: product, title: Product}, {id: marketing, title: Marketing, aliases: [brand]},"
    " {id: legal, title: Legal}]",
)
THEMES = (
    LISTS["themes.yml"]
    .replace("title: Contract terms,", "title: Contract terms, owner: product,")
    .replace("title: Price}", "title: Price, owner: marketing}")
)


def promise(due: str, owner: str = "product", pursued_by: str = "ana", **more: str) -> str:
    """The text of a promise made on 1 June 2026 to a prospect with a name."""
    fields = {"what": f"Due {due}.", "made_by": "bo", "made_to": "{account: Zebra Foods}", "owner": owner}
    fields |= {"pursued_by": pursued_by, "made_on": "2026-06-01", "due": due, "status": "pending", **more}
    return "".join(f"{name}: {value}\n" for name, value in fields.items())


def answer(**fields: str) -> str:
    """The text of a response."""
    return "---\n" + "".join(f"{name}: {value}\n" for name, value in fields.items()) + f"---\n{WORDS}\n"


def bet(by: str, owner: str = "product") -> str:
    """The text of an initiative with a bet on an edition."""
    figure = f"{{figure: prevalence, theme: contract-terms, direction: down, threshold: 0.2, by: {by}}}"
    return f"title: By {by}\nowner: {owner}\nstatus: active\nproposed_on: 2026-09-01\nbet: {figure}\n"


TREE: dict[str, str | bytes] = {
    "themes.yml": THEMES,
    "catalog.yml": CATALOG,
    # Three accounts, two reporters and the buyer's own words: corroborated, and nobody answers.
    "debriefs/2026-10-05-one-00000001.md": debrief(QUOTED, account="One", decided="2026-10-01"),
    "debriefs/2026-10-06-two-00000002.md": debrief(QUOTED, account="Two", decided="2026-10-01", rep="bo"),
    "debriefs/2026-10-07-three-00000003.md": debrief(QUOTED, account="Three", decided="2026-10-01", rep="cleo"),
    # Asks: on a theme that nobody owns, on one of marketing's by nobody in particular, and one that is answered.
    "debriefs/2026-10-08-four-00000004.md": debrief(
        "repelling:\n  support: Nobody came.",
        account="Zebra Foods",
        decided="2026-10-01",
        decided_by="support",
        ask="Answer the phone.",
        broken_promises='[{text: "A demo in May, for Zebra Foods.", owner: marketing}]',
    ),
    "debriefs/2026-10-09-00000005.md": debrief(
        "repelling:\n  pricing: {note: Too dear., detail: budget}",
        account=None,
        rep="anonymous",
        decided="2026-10-01",
        decided_by="pricing",
        ask="Print the price.",
    ),
    "debriefs/2026-10-10-six-00000006.md": debrief(
        "repelling:\n  support: Nobody came.", account="Six", decided="2026-10-01", ask="Ring back."
    ),
    "promises/silent.yml": promise("2026-11-01", pursued_by="marketing"),
    "promises/answered.yml": promise("2026-10-01"),
    "promises/soon.yml": promise("2026-12-05", owner="marketing"),
    "promises/later.yml": promise("2026-12-06"),
    "promises/kept.yml": promise("2026-10-01", status="kept", kept_on="2026-09-30", evidence="It is there."),
    "responses/2026-10-20-answered.md": answer(
        promises="[answered]", by="product", on="2026-10-20", decision="invest", due="2026-12-20"
    ),
    "responses/2026-10-20-ask.md": answer(
        debriefs="['00000006']", by="marketing", on="2026-10-20", decision="fix", due="2026-11-15"
    ),
    "responses/2026-11-02-later.md": answer(
        promises="[later]", by="product", on="2026-11-02", decision="investigate", due="2026-12-05"
    ),
    "responses/2026-11-03-price.md": answer(
        theme="pricing", by="marketing", on="2026-11-03", decision="investigate", due="2026-12-06"
    ),
    "initiatives/over.yml": bet("2026-10"),
    "initiatives/now.yml": bet("2026-11"),
    "initiatives/later.yml": bet("2026-12"),
}
