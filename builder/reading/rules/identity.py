"""Rules about names and ids of files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from builder.diagnostics import ERROR, WARNING, Code
from builder.reading.corpus import ContentItem
from builder.reading.faults import Fault
from builder.reading.file_names import WITH_DIGITS
from builder.reading.rules.sources import Finding, Sources, rule
from builder.schema.debrief import Debrief
from builder.support.nearest import listed

ID_TWICE = Code(
    "SB307",
    ERROR,
    "Two files with one id",
    "The id is the address. The one in a manifest stays, else the first by path.",
    "Give this file other digits.",
)


@rule(ID_TWICE)
def one_file_an_id(sources: Sources) -> Iterator[Finding]:
    """Of two files with one id the one in a manifest, else the first by path, stays."""
    sealed = {id: seal for manifest in sources.corpus.manifests for id, seal in manifest.counted.items()}
    for kind in ("debriefs", "comments", "promises", "initiatives", "responses", "editions"):
        by_id: dict[str, list[ContentItem[Debrief]]] = defaultdict(list)
        for item in getattr(sources.corpus, kind):
            by_id[item.id].append(item)
        for id, items in by_id.items():
            keeper = min(items, key=lambda item: (item.seal != sealed.get(item.id), item.path))
            for item in items:
                if item is not keeper:
                    message = f"the id {id} is taken by {keeper.path}"
                    allowed = "another eight hexadecimal digits" if item.found.kind in WITH_DIGITS else "another name"
                    yield item.found, Fault(ID_TWICE, (), message, allowed)


TELLING_NAME = Code(
    "SB210",
    ERROR,
    "The name of an anonymous debrief gives it away",
    "Words in the file name may point at the account or at you.",
    "Rename it to its date and eight digits, as suggested.",
)


@rule(TELLING_NAME)
def anonymous_name(sources: Sources) -> Iterator[Finding]:
    """The name of an anonymous debrief holds its date and id, no words."""
    for item in sources.corpus.debriefs:
        if item.value.is_anonymous and item.path.rsplit("/", 1)[-1].rsplit(".", 1)[0] != f"{item.recorded}-{item.id}":
            ending = item.path.rsplit(".", 1)[-1]
            name = f"{item.recorded}-{item.id}.{ending}"
            yield (
                item.found,
                Fault(TELLING_NAME, ("rep",), "the file's name has words in it", "YYYY-MM-DD-<8 digits>", name),
            )


PROBABLE_DUPLICATE = Code(
    "SB306",
    WARNING,
    "Probably a duplicate",
    "The same source reports the same deal twice. Both are read; the deal counts once.",
    "Delete one, or name different opportunities.",
)


@rule(PROBABLE_DUPLICATE)
def duplicate_deal(sources: Sources) -> Iterator[Finding]:
    """Two debriefs of one deal by one source."""
    first: dict[tuple[str, str], ContentItem[Debrief]] = {}
    for item in sources.corpus.debriefs:
        debrief = item.value
        if debrief.withdrawn or debrief.account is None or debrief.is_anonymous:
            continue
        other = first.setdefault((debrief.source, sources.deals.key(item)), item)
        if other is not item:
            message = f"{debrief.source} reports this deal in {other.path} too"
            yield item.found, Fault(PROBABLE_DUPLICATE, ("account",), message, "one debrief a deal and source")


WHICH_DEAL = Code(
    "SB323",
    WARNING,
    "One of several deals",
    "The account decided several deals on that day, and the debrief names none of them: it counts as another one.",
    "Add opportunity: the key of the deal in the CRM.",
)


@rule(WHICH_DEAL)
def one_deal(sources: Sources) -> Iterator[Finding]:
    """A debrief without a key of the CRM is of one deal of its account and day, not perhaps of several."""
    for item in sources.corpus.debriefs:
        candidates = sources.deals.candidates(item.value)
        if len(candidates) > 1 and not item.value.withdrawn:
            message = f"on that day the account decided {len(candidates)} deals"
            yield item.found, Fault(WHICH_DEAL, ("account",), message, f"opportunity: {listed(candidates)}")


DECIDED_AFTER_RECORDED = Code(
    "SB208",
    ERROR,
    "Decided after it was recorded",
    "The date that opens the file name says when the debrief was recorded.",
    "Correct decided, or rename the file.",
)


@rule(DECIDED_AFTER_RECORDED)
def decided_before_recorded(sources: Sources) -> Iterator[Finding]:
    """A deal is decided before it is debriefed."""
    for item in sources.corpus.debriefs:
        decided = item.value.decided
        if decided is not None and decided > item.recorded:
            message = f"decided on {decided}, but recorded on {item.recorded} by the file's name"
            yield item.found, Fault(DECIDED_AFTER_RECORDED, ("decided",), message, f"{item.recorded} or before")
