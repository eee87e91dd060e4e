"""The effect of a change as Markdown for a pull request: short, for one audience, and inert."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from builder import site_file
from builder.changes.compared_sources import ComparisonRequest, between, since
from builder.changes.effect import Altered, Effect, Ends, Moved, Shifted, effect_of
from builder.changes.item_forms import ItemForm, ItemWords
from builder.changes.versions import Flaw, Stand
from builder.figures.figure_row import ALL
from builder.reporting.inert import inert, paragraphs
from builder.support.errors import BulletinError
from builder.views.shared.phrases import joined, upper_first
from builder.views.shared.sides import PUTS_OFF, SIDES

MARKER = "<!-- bulletin-effect -->"
LIMIT = 60_000
ROOM = 200
PLAIN_ID = re.compile(r"[\w.:/-]+")
LINE, QUOTE, TEXT = 160, 700, 500
FIRST = 5
TOLD = ("files set aside", "prevalence", "change", "corroboration")
KINDS = {
    "debrief": ("debrief", "debriefs"),
    "response": ("response", "responses"),
    "comment": ("comment", "comments"),
    "promise": ("promise", "promises"),
    "initiative": ("initiative", "initiatives"),
    "claim": ("claim", "claims"),
    "theme": ("theme", "themes"),
    "edition": ("letter", "letters"),
}


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report: `blocks` are whole entries, `noun` says what one of them is."""

    title: str
    blocks: tuple[str, ...]
    noun: str = "entry"
    many: str = "entries"


def report(where: Where, asked: ComparisonRequest) -> str:
    """The effect of a change as Markdown; raises BulletinError with what to do where it cannot be had."""
    with tempfile.TemporaryDirectory() as folder:
        return markdown(effect_of(where.ends(asked, Path(folder))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """What to compare: a Git revision with the working tree, or two folders."""

    config_file: Path | None
    base: str | None
    before: Path | None
    after: Path | None

    def ends(self, asked: ComparisonRequest, folder: Path) -> Ends:
        """The ends that are meant; the folder has to last as long as they do."""
        if self.base is not None and self.before is None and self.after is None:
            return since(self.base, self.config_file or site_file.find(Path.cwd()), asked, folder)
        if self.base is None and self.before is not None and self.after is not None:
            return between(self.before, self.after, self.config_file, asked)
        raise BulletinError("give what to compare with: --base REV, such as origin/main, or --from DIR and --to DIR")


def markdown(effect: Effect, limit: int = LIMIT) -> str:
    """The report; of what does not fit into so many characters, the number is told."""
    sections = [section for make in SECTIONS for section in make(effect) if section.blocks]
    opening = [MARKER, "", f"**The effect.** {summary(effect)}", ""]
    closing = f"<sub>Worked out for the audience “{effect.audience}”: what its site will not hold is not here.</sub>\n"
    room = limit - len("\n".join(opening)) - len(closing) - ROOM * len(sections)
    lines = list(opening)
    for section in sections:
        taken: list[str] = []
        for block in section.blocks:
            if len(block) + 2 > room:
                break
            taken.append(block)
            room -= len(block) + 2
        left = len(section.blocks) - len(taken)
        told = [f"*{_counted(left, section.noun, section.many)} more left out here.*"] if left else []
        lines += [f"### {section.title}", "", *_spaced((*taken, *told)), ""]
    return "\n".join([*lines, closing])


def _spaced(blocks: Iterable[str]) -> Iterator[str]:
    """Blocks with an empty line between them, entries of one list without."""
    before = ""
    for block in blocks:
        if before and not (before.startswith("- ") and block.startswith("- ")):
            yield ""
        yield block
        before = block


def summary(effect: Effect) -> str:
    """What changes, in a paragraph that starts like `Adds 1 debrief to November 2026`."""
    sentences = [*_deeds(effect), *_consequences(effect)]
    return " ".join(f"{upper_first(sentence)}." for sentence in sentences) or "Nothing that readers see changes."


def _deeds(effect: Effect) -> Iterator[str]:
    """What was done to which items, as clauses."""
    groups: dict[tuple[str, str], list[Altered]] = {}
    for item in effect.items:
        if item.file is not None:
            groups.setdefault((_deed(item), item.kind), []).append(item)
    for deed in DEEDS:
        for kind, nouns in KINDS.items():
            found = groups.get((deed, kind), [])
            if found:
                yield DEEDS[deed].format(_counted(len(found), *nouns), _where(deed, found))
    lists = [file.id for file in effect.files if file.kind not in KINDS or "." in file.id]
    plain = [path for path in lists if not path.endswith(" leadership") and not path.endswith(" everyone")]
    if plain:
        yield f"changes {joined(inert(path) for path in plain)}"


DEEDS = {
    "add": "adds {}{}",
    "rewrite": "rewrites {}{}",
    "withdraw": "withdraws {}{}",
    "delete": "deletes {}{}",
    "break": "has {}{} set aside",
    "move": "renames {}, and readers see no difference{}",
    "hide": "changes {} in what readers do not see{}",
}


def _deed(item: Altered) -> str:
    """What was done to an item whose file was touched."""
    is_there = item.file is None or item.file.is_there
    if item.after is None:
        return "break" if is_there else "delete"
    if item.after.state == "withdrawn" and (item.before is None or item.before.state != "withdrawn"):
        return "withdraw"
    if item.before is None:
        return "add"
    if item.before != item.after:
        return "rewrite"
    return "move" if item.file and item.file.is_moved else "hide"


def _where(deed: str, items: Iterable[Altered]) -> str:
    forms = [item.before if deed == "delete" else item.after for item in items]
    editions = list(dict.fromkeys(form.edition for form in forms if form and form.edition))
    if not editions:
        return ""
    named = joined(editions) if len(editions) <= FIRST else f"{len(editions)} editions"
    return f" {'to' if deed == 'add' else 'from' if deed == 'delete' else 'of'} {named}"


def _consequences(effect: Effect) -> Iterator[str]:
    moves = sum(len(_counts(moved)) for moved in effect.editions)
    if moves:
        yield f"{_counted(moves, 'count')} of themes {'changes' if moves == 1 else 'change'}"
    if effect.recoded:
        yield f"{_counted(len(effect.recoded), 'figure or headline', 'figures and headlines')} would be told otherwise"
    for moved in effect.editions:
        if moved.after and moved.after.is_closed and not (moved.before and moved.before.is_closed):
            yield f"closes {moved.after.title}"
        elif moved.before and moved.before.is_closed and not (moved.after and moved.after.is_closed):
            yield f"opens {moved.before.title}, which was closed"
    errors = [flaw for flaw in (*effect.flaws, *effect.flaws_elsewhere) if flaw.code.severity == "error"]
    warnings = len(effect.flaws) + len(effect.flaws_elsewhere) - len(errors)
    counts = [_counted(n, noun) for n, noun in ((len(errors), "error"), (warnings, "warning")) if n]
    if counts:
        yield f"{joined(counts)} {'is' if len(errors) + warnings == 1 else 'are'} new"
    waiting = len(effect.asks) + len(effect.silent)
    if waiting:
        yield f"leadership has {_counted(waiting, 'thing')} more to answer"


def _faults(effect: Effect) -> Iterator[Section]:
    """New errors and warnings of the files that were touched, then how many elsewhere."""
    blocks = [_flaw(flaw) for flaw in sorted(effect.flaws, key=_by_weight)]
    elsewhere = Counter(flaw.code for flaw in effect.flaws_elsewhere)
    for code, number in sorted(elsewhere.items(), key=lambda entry: entry[0].id):
        files = len({flaw.file for flaw in effect.flaws_elsewhere if flaw.code == code})
        told = f"{number:,} × **{code.id}** {inert(code.title)}, in {_counted(files, 'file')} not touched here"
        blocks.append(f"- {told}. {inert(code.mend)}")
    yield Section("What the check says", tuple(blocks), "message", "messages")


def _by_weight(flaw: Flaw) -> tuple[bool, str, int, str]:
    return flaw.code.severity != "error", flaw.about, flaw.line, flaw.code.id


def _flaw(flaw: Flaw) -> str:
    sign = "🛑" if flaw.code.severity == "error" else "⚠️"
    place = f"{_named(flaw.about)}, line {flaw.line}"
    return f"- {sign} **{flaw.code.id}** {inert(flaw.code.title)} — {place}. {inert(flaw.code.mend)}"


def _closed(effect: Effect) -> Iterator[Section]:
    """Whether what an edition has printed is touched."""
    blocks = []
    for file in effect.files:
        if file.kind == "manifest":
            edition, _, audience = file.id.partition(" ")
            deed = "is written" if not file.was_there else "is removed" if not file.is_there else "is changed"
            rule = "" if not file.was_there else " A manifest never changes: restore it from the commit that closed it."
            named = f"of {inert(edition)} for {inert(audience)}" if audience else inert(edition)
            blocks.append(f"- The manifest {named} {deed}.{rule}")
    for item in effect.items:
        form = item.after or item.before
        issue = effect.before.issue(effect.before.edition_of.get(item.id, "")) if item.kind == "debrief" else None
        if item.file and issue and issue.is_closed and form:
            follows = _rule_of(item, effect)
            blocks.append(f"- Debrief {_code(item.id)} was counted in {inert(issue.title)}, which is closed: {follows}")
    yield Section("Closed editions", tuple(blocks))


def _rule_of(item: Altered, effect: Effect) -> str:
    deed = _deed(item)
    if deed == "withdraw":
        return "its text goes, a tombstone and the printed figures stay."
    if deed == "delete":
        return "its printed figures stay, and the check says **SB402**. Bring the file back and set `withdrawn` in it."
    if deed == "break":
        code = " (**SB401**)" if any(flaw.code.id == "SB401" for flaw in effect.flaws) else ""
        return (
            f"the edit is refused{code}, the printed figures stay. Undo it; add a correction, or withdraw the debrief."
        )
    return "its printed figures stay. Only `corrections`, `withdrawn` and a tighter `visibility` may change."


def _due(effect: Effect) -> Iterator[Section]:
    """What waits for an answer by leadership since this change, and what does not any more."""
    blocks = [f"- **{inert(one.title, LINE)}** waits for a decision now ({inert(one.owner)})." for one in effect.silent]
    for id in effect.asks:
        form = effect.after.forms.get(("debrief", id))
        asked = next((words.text for words in form.words if words.about == "Asks leadership"), "") if form else ""
        blocks.append(f"- Debrief {_code(id)} asks: {inert(asked, TEXT)}" if asked else f"- The ask of {_code(id)}.")
    yield Section("Now for leadership to answer", tuple(blocks))
    over = [
        f"- **{inert(one.title, LINE)}** waits no longer, after {_counted(one.days, 'day')} ({inert(one.owner)})."
        for one in effect.answered
    ]
    over += [f"- The ask of {_code(id)} waits no longer." for id in effect.answered_asks]
    yield Section("What this ends", tuple(over))


def _owed(effect: Effect) -> Iterator[Section]:
    """How promises, answers and bets stand otherwise."""
    blocks = [
        f"- {NOUNS[kind]} {_titled(kind, id, effect)}: {inert(was) or 'not there'} → **{inert(will) or 'gone'}**"
        for (kind, id), was, will in effect.owed
    ]
    yield Section("Promises, answers and bets", tuple(blocks))


NOUNS = {"promise": "The promise", "response": "What was announced in", "initiative": "The bet on"}


def _editions(effect: Effect) -> Iterator[Section]:
    """By edition, the counts, headlines and places that differ."""
    for moved in effect.editions:
        issue = moved.issue
        where = ", closed" if issue.is_closed else ", still open"
        where += ", on the front page" if issue.id == effect.after.front else ""
        blocks = [*_size(moved), *_counts(moved), *_headlines(moved), *_orders(moved)]
        yield Section(f"{inert(issue.title)}{where}", tuple(blocks), "difference", "differences")


def _size(moved: Moved) -> Iterator[str]:
    before, after = (issue.debriefs if issue else 0 for issue in (moved.before, moved.after))
    if before != after:
        yield f"- {before:,} → {_counted(after, 'debrief')}"


def _counts(moved: Moved) -> list[str]:
    found = []
    for shift in moved.shifts:
        one, other = shift.before, shift.after
        if one is None or other is None or (one.k, one.label) != (other.k, other.label):
            found.append(f"- {_shift(shift)}")
    return found


def _shift(shift: Shifted) -> str:
    """`Price, putting off: 4 → 5 deals, emerging → corroborated`."""
    stand = shift.after or shift.before
    assert stand is not None
    before, after = (one.k if one else 0 for one in (shift.before, shift.after))
    doing = "putting off" if stand.side == PUTS_OFF.id else "drawing"
    counts = f"{before:,} → {_counted(after, 'deal')}" if before != after else _counted(after, "deal")
    labels = [one.label if one else "not named" for one in (shift.before, shift.after)]
    label = f"**{labels[0]} → {labels[1]}**" if labels[0] != labels[1] else labels[1]
    return f"{inert(stand.title)}, {doing}: {counts}, {label}"


def _headlines(moved: Moved) -> Iterator[str]:
    """The headlines of the themes that lead each side, where they differ."""
    for side in SIDES:
        one, other = (_lead(issue.stands if issue else (), side) for issue in (moved.before, moved.after))
        told = tuple(stand.headline if stand else "nothing" for stand in (one, other))
        if told[0] != told[1]:
            before = f"  before: {inert(told[0])}" if one else "  before: no headline"
            yield f"- {SIDES[side].title} — the first headline: **{inert(told[1])}**  \n{before}"


def _lead(stands: Iterable[Stand], side: str) -> Stand | None:
    return next((stand for stand in stands if stand.side == side), None)


def _orders(moved: Moved) -> Iterator[str]:
    for side, before, after in moved.orders:
        places = {title: place for place, title in enumerate(before, start=1)}
        shown = [_place(title, place, places) for place, title in enumerate(after[:FIRST], start=1)]
        more = f" and {len(after) - FIRST} more" if len(after) > FIRST else ""
        if shown:
            yield f"- The order of {SIDES[side].title[0].lower()}{SIDES[side].title[1:]}: {', '.join(shown)}{more}"


def _place(title: str, place: int, before: dict[str, int]) -> str:
    was = before.get(title)
    note = " (new)" if was is None else f" (was {was})" if was != place else ""
    return f"{place}\\. {inert(title)}{note}"


def _items(effect: Effect) -> Iterator[Section]:
    """Every item that was touched, as it will look; then those that look different in consequence."""
    own = tuple(_item(item) for item in effect.items if item.file is not None)
    yield Section("As it will look", own, "item", "items")
    rest = tuple(_item(item) for item in effect.items if item.file is None and item.kind not in ("theme", "claim"))
    yield Section("In consequence", rest, "item", "items")
    lists = tuple(_item(item) for item in effect.items if item.file is None and item.kind in ("theme", "claim"))
    yield Section("Themes and claims", lists, "item", "items")


def _item(item: Altered) -> str:
    deed = "change" if item.file is None else _deed(item)
    if deed == "change":
        deed = "add" if item.before is None else "delete" if item.after is None else "rewrite"
    noun = KINDS.get(item.kind, (item.kind,))[0]
    head = f"**{SIGNS[deed]} {noun} {_code(item.id)}**" if _is_named(item) else f"**{SIGNS[deed]} {noun}**"
    form = item.after or item.before
    if form is None:
        return f"{head} — nothing of it can be shown; the check says why."
    edition = f" · {inert(form.edition)}" if form.edition else ""
    head = f"{head}{edition}"
    if deed in ("move", "hide"):
        return head
    if item.before is not None and item.after is not None:
        return "\n>\n".join([head + "\n", *_rewritten(item.before, item.after)]).replace("\n\n>\n", "\n\n", 1)
    if deed in ("delete", "break"):
        return f"{head}\n\n> {inert(form.title, LINE)}"
    return f"{head}\n\n" + "\n>\n".join([f"> **{inert(form.title, LINE)}**", *_facts(form), *_said_in(form.words)])


SIGNS = {
    "add": "New", "rewrite": "Rewritten", "withdraw": "Withdrawn", "delete": "Deleted",
    "break": "Set aside:", "move": "Renamed", "hide": "Not seen by readers: changed",
}  # fmt: skip


def _is_named(item: Altered) -> bool:
    """Whether a reader may know the id: a debrief that is only counted is told as a number."""
    forms = [form for form in (item.before, item.after) if form]
    return bool(item.id) and (not forms or any(form.state != "counted" for form in forms))


def _facts(form: ItemForm) -> Iterator[str]:
    if form.facts:
        yield "> " + " · ".join(f"{inert(term)}: {inert(text, LINE)}" for term, text in form.facts)


def _said_in(words: Iterable[ItemWords], sign: str = "") -> Iterator[str]:
    for one in words:
        about = f"> {sign}*{inert(one.about)}*" if one.about else f"> {sign}".rstrip()
        speaker = f" — {inert(one.speaker)}" if one.speaker else ""
        if one.is_quote:
            yield f"{about}{speaker}  \n> “{inert(one.text, QUOTE)}”"
            continue
        said = "\n>\n> ".join(paragraphs(one.text, TEXT))
        yield f"{about}{speaker}  \n> {said}" if one.about else f"> {said}"


def _rewritten(before: ItemForm, after: ItemForm) -> Iterator[str]:
    """What differs between two forms of one item."""
    yield f"> **{inert(after.title, LINE)}**"
    if before.title != after.title:
        yield f"> before: {inert(before.title, LINE)}"
    if before.edition != after.edition:
        yield f"> Edition: {inert(before.edition) or 'none'} → {inert(after.edition) or 'none'}"
    was, will = dict(before.facts), dict(after.facts)
    differing = [term for term in dict.fromkeys((*was, *will)) if was.get(term) != will.get(term)]
    if differing:
        yield "> " + " · ".join(f"{inert(term)}: {_fact(was, term)} → {_fact(will, term)}" for term in differing)
    yield from _said_in((words for words in after.words if words not in before.words), "Now: ")
    yield from _said_in((words for words in before.words if words not in after.words), "Before: ")


def _fact(facts: dict[str, str], term: str) -> str:
    return inert(facts.get(term, ""), LINE) or "nothing"


def _ledger(effect: Effect) -> Iterator[Section]:
    """Claims that fared otherwise, and promises that more or fewer debriefs call broken."""
    one, other = effect.before, effect.after
    blocks = [
        f"- The claim {_titled('claim', id, effect)}: {_fared(was)} → {_fared(will)}"
        for id in sorted({*one.tested, *other.tested})
        if (was := one.tested.get(id, ())) != (will := other.tested.get(id, ()))
    ]
    for promise in sorted({*one.broken, *other.broken}):
        before, after = one.broken.get(promise, 0), other.broken.get(promise, 0)
        if before != after:
            called = f"{before:,} → {_counted(after, 'debrief')} {'calls' if after == 1 else 'call'} it broken"
            blocks.append(f"- The promise {_titled('promise', promise, effect)}: {called}")
    yield Section("Claims, and promises called broken", tuple(blocks))


def _titled(kind: str, id: str, effect: Effect) -> str:
    form = effect.after.forms.get((kind, id)) or effect.before.forms.get((kind, id))
    return f"“{inert(form.title, LINE)}”" if form else inert(id)


def _fared(verdicts: tuple[tuple[str, int], ...]) -> str:
    return ", ".join(f"{count} {verdict}" for verdict, count in verdicts) or "not tested"


def _duplicates(effect: Effect) -> Iterator[Section]:
    """Probable duplicates among what is new, without saying of what: that would tell who reported both."""
    found = [flaw for flaw in (*effect.flaws, *effect.flaws_elsewhere) if flaw.code.id == "SB306"]
    told = "reports a deal that the same source has reported already: it counts once (**SB306**)."
    yield Section("Probable duplicates", tuple(f"- {upper_first(_named(flaw.about))} {told}" for flaw in found))


def _recoded(effect: Effect) -> Iterator[Section]:
    """What another codebook tells differently: where it was and is not printed, the figures that say most."""
    open_ = {issue.id for issue in effect.after.issues if not issue.is_closed} | {ALL}
    shown = [one for one in effect.recoded if one.edition in open_ and one.is_about(TOLD) and not one.is_part]
    blocks = [
        f"- {'The whole record' if one.edition == ALL else inert(one.edition)}, {inert(one.what)}: "
        f"{inert(one.before)} → {inert(one.after)}"
        for one in shown
    ]
    rest = len(effect.recoded) - len(shown)
    if rest:
        blocks.append(f"- and {rest:,} more, of other figures and of their parts: `bulletin recode` lists them")
    yield Section("What the other themes recode", tuple(blocks), "difference", "differences")


Maker = Callable[[Effect], Iterable[Section]]
SECTIONS: tuple[Maker, ...] = (_faults, _closed, _duplicates, _due, _owed, _items, _editions, _ledger, _recoded)
"""The sections in the order in which they are read: adding one is a generator beside its siblings."""


def _named(about: str) -> str:
    """What a file is called, its id or path as code."""
    kind, space, rest = about.partition(" ")
    id, comma, recorded = rest.partition(",")
    return f"{inert(kind)} {_code(id)}{comma}{recorded}" if space and kind in KINDS else _code(about)


def _code(id: str) -> str:
    """An id as code, which no service takes for the name of a commit."""
    return f"`{id}`" if PLAIN_ID.fullmatch(id) else inert(id)


def _counted(number: int, noun: str, many: str = "") -> str:
    return f"{number:,} {noun if number == 1 else many or noun + 's'}"
