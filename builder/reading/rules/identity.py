"""Rules about names and ids of files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from builder.reading.corpus import Item
from builder.reading.faults import Fault
from builder.reading.rules.sources import Finding, Sources
from builder.schema.debrief import Debrief

WITH_DIGITS = ("debriefs", "comments")


def one_file_an_id(sources: Sources) -> Iterator[Finding]:
    """Of two files with one id the one in a manifest, else the first by path, stays."""
    sealed = {id: seal for manifest in sources.corpus.manifests for id, seal in manifest.counted.items()}
    for kind in ("debriefs", "comments", "promises", "initiatives", "responses", "editions"):
        by_id: dict[str, list[Item[Debrief]]] = defaultdict(list)
        for item in getattr(sources.corpus, kind):
            by_id[item.id].append(item)
        for id, items in by_id.items():
            keeper = min(items, key=lambda item: (item.seal != sealed.get(item.id), item.path))
            for item in items:
                if item is not keeper:
                    message = f"the id {id} is taken by {keeper.path}"
                    allowed = "another eight hexadecimal digits" if kind in WITH_DIGITS else "another name"
                    yield item.found, Fault("SB307", (), message, allowed)


def anonymous_name(sources: Sources) -> Iterator[Finding]:
    """The name of an anonymous debrief holds its date and id, no words."""
    for item in sources.corpus.debriefs:
        if item.value.is_anonymous and item.path.rsplit("/", 1)[-1].rsplit(".", 1)[0] != f"{item.recorded}-{item.id}":
            ending = item.path.rsplit(".", 1)[-1]
            name = f"{item.recorded}-{item.id}.{ending}"
            yield item.found, Fault("SB210", ("rep",), "the file's name has words in it", "YYYY-MM-DD-<8 digits>", name)


def duplicate_deal(sources: Sources) -> Iterator[Finding]:
    """Two debriefs of one deal by one source, unless both name different opportunities."""
    first: dict[tuple[str, ...], Item[Debrief]] = {}
    for item in sources.corpus.debriefs:
        debrief = item.value
        if debrief.withdrawn or debrief.account is None or debrief.is_anonymous:
            continue
        account = (debrief.source, sources.accounts.key(debrief.account), str(debrief.decided))
        keys = [account, (debrief.source, debrief.opportunity)] if debrief.opportunity else [account]
        others = [first.setdefault(key, item) for key in keys]
        same = (other for other in others if not _differ(other.value.opportunity, debrief.opportunity))
        other = next((other for other in same if other is not item), None)
        if other is not None:
            message = f"{debrief.source} reports this deal in {other.path} too"
            yield item.found, Fault("SB306", ("account",), message, "one debrief a deal and source")


def _differ(first: str | None, second: str | None) -> bool:
    return first is not None and second is not None and first != second


def decided_before_recorded(sources: Sources) -> Iterator[Finding]:
    """A deal is decided before it is debriefed."""
    for item in sources.corpus.debriefs:
        decided = item.value.decided
        if decided is not None and decided > item.recorded:
            message = f"decided on {decided}, but recorded on {item.recorded} by the file's name"
            yield item.found, Fault("SB208", ("decided",), message, f"{item.recorded} or before")


RULES = (one_file_an_id, anonymous_name, duplicate_deal, decided_before_recorded)
