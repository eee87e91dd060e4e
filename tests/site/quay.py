"""A small bulletin with something of every kind of content, two closed editions and templates of its own."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import replace
from pathlib import Path

from builder import site_file
from builder.closing import close_edition
from builder.config import Audience
from tests.site.support import ROOT, repository
from tests.support import LISTS, WORDS, debrief

THEMES = ("contract-terms", "pricing", "onboarding", "support")
REPS = ("ana", "bo", "cleo", "anonymous")
OUTCOMES = ("lost", "won", "lost", "no-decision")
OWN_TEMPLATES = (
    "debrief/debrief.html",
    "debrief/index.html",
    "shared/quote.html",
    "shared/list.html",
    "layout.html",
    "theme/theme.html",
)
FILES = {
    "claims.yml": "- {id: fast, says: Live in a week., owner: marketing, since: 2026-06-01, rests_on: [sandbox]}\n"
    "- {id: open, says: Open to everything., owner: product, since: 2026-06-01}\n",
    "attainment.csv": "period,rep,attainment\n"
    + "".join(f"2026-{month:02d},{rep},1.{month}\n" for month in range(1, 11) for rep in REPS[:3]),
    "closed_deals.csv": "opportunity,account,closed,outcome,value,rep,segment\n"
    + "".join(
        f"OP-{n},Account {n},2026-{7 + n % 5:02d}-02,{OUTCOMES[n % 4]},{9000 + 500 * n} EUR,{REPS[n % 3]},mid-market\n"
        for n in range(40)
    ),
    "editions/2026-08.md": "---\ntitle: A warm month\npicks:\n  - {debrief: 00000006, why: Plain words.}\n---\n"
    "Much was said of price.\n",
    "editions/2026-11.md": f"---\ntitle: So far\n---\n{WORDS}\n",
    "responses/2026-09-20-pricing.md": "---\ntheme: pricing\nby: product\non: 2026-09-20\ndecision: fix\n"
    f"due: 2026-12-01\ninitiative: plain-prices\n---\n{WORDS}\n",
    "responses/2026-10-20-asks.md": "---\ndebriefs: [00000005, 00000008]\nby: marketing\non: 2026-10-20\n"
    f"decision: decline\nreason: It is not for us.\n---\n{WORDS}\n",
    "responses/2026-10-25-sandbox.md": "---\npromises: [sandbox]\nby: product\non: 2026-10-25\ndecision: investigate\n"
    f"due: 2026-11-10\n---\n{WORDS}\n",
    "comments/2026-09-22-pricing-c0000001.md": f"---\ntheme: pricing\nby: ana\nstance: disagrees\n---\n{WORDS}\n",
    "comments/2026-10-02-deal-c0000002.md": f"---\ndebrief: 00000006\nby: bo\nstance: adds\n---\n{WORDS}\n",
    "comments/2026-10-22-answer-c0000003.md": "---\nresponse: 2026-10-20-asks\nby: anonymous\nstance: agrees\n---\n"
    f"{WORDS}\n",
    "promises/sandbox.yml": "what: A sandbox for a week.\nmade_by: bo\nmade_to: {segment: mid-market}\nowner: product\n"
    "pursued_by: bo\nmade_on: 2026-07-02\ndue: 2026-10-01\nstatus: in-progress\ncited_by: [00000006]\n"
    "slips: [{from: 2026-09-01, to: 2026-10-01, why: Later., on: 2026-08-20}]\n",
    "promises/day-and-night.yml": "what: Support at night.\nmade_by: product\nmade_to: {account: Account 3}\n"
    "owner: product\npursued_by: ana\nmade_on: 2026-07-02\ndue: 2026-12-01\nstatus: pending\n",
    "initiatives/plain-prices.yml": "title: Plain prices\nthemes: [pricing]\nowner: product\nstatus: active\n"
    "started_on: 2026-09-01\nbet: {figure: prevalence, theme: pricing, direction: down, threshold: 0.2, by: 2026-10, "
    "probability: 0.7}\n",
    "pages/index.md": "# Quay News\n\nA word before.\n",
    "pages/about.md": "# About\n\nWhat this is.\n",
    "pages/contribute.md": "# How\n\nBy a file.\n",
}


def quay(folder: Path) -> Path:
    """The repository, its editions of August and September closed for everyone."""
    files = {**LISTS, **FILES, **dict(map(_debrief, range(30)))}
    repository(folder, files)
    path = folder / "mkdocs.yml"
    site = path.read_text(encoding="utf-8").replace("name: bulletin\n", "name: bulletin\n  custom_dir: overrides\n", 1)
    path.write_text(site, encoding="utf-8")
    for name in OWN_TEMPLATES:
        target = folder / "overrides" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / "templates" / name, target)
    for edition, day in (("2026-07", "2026-08-03"), ("2026-08", "2026-09-03"), ("2026-09", "2026-10-05")):
        for audience in Audience:
            given = {"audience": audience, "as_of": dt.date.fromisoformat(day)}
            close_edition(replace(site_file.settings_of(path, dt.date(2026, 11, 21), given), cache_dir=None), edition)
    return folder


def _debrief(number: int) -> tuple[str, str]:
    rep, month = REPS[number % 4], 7 + number % 5
    theme, other = THEMES[number % 4], THEMES[(number + number // 4 + 1) % 4]
    fields: dict[str, object] = {
        "decided": f"2026-{month:02d}-02",
        "rep": rep,
        "account": f"Account {number}",
        "outcome": OUTCOMES[number % 4],
        "opportunity": f"OP-{number}",
        "segment": ("mid-market", "enterprise")[number % 2],
        "region": "dach",
        "minutes": number % 7 + 1,
        "claims": "{fast: landed, open: ignored}" if number % 3 else None,
        "ask": f"Do the {number}th thing." if number % 5 == 0 or number == 8 else None,
        "visibility": "counted" if number % 11 == 10 else None,
        "lost_to": "rivalsoft" if number % 4 == 0 else None,
        "broken_promises": "[sandbox]" if number == 12 else None,
    }
    drawn = f"compelling:\n  {other}: {{note: The {number}th good word., detail: terms}}"
    put_off = f'repelling:\n  {theme}: {{quote: "They said the {number}th.", evidence: email, detail: value}}'
    words = "" if rep == "anonymous" else "quay-"
    name = f"2026-{month:02d}-{number % 16 + 5:02d}-{words}{number:08x}.md"
    return f"debriefs/2026/{name}", debrief(
        f"{drawn}\n{put_off}", f"What the {number}th told, at some length.", **fields
    )
