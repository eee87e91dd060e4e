"""Measures how long all figures take over a corpus, and over the same one many times over.

python -m benchmarks.figures MKDOCS_YML [--times 1 10] [--rounds 3]
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import multiprocessing
import resource
import statistics
import tempfile
import time
from dataclasses import replace
from multiprocessing.queues import SimpleQueue
from pathlib import Path

from builder import site_file
from builder.build import Content, content_of, count
from builder.publication.publication import Publication


def main() -> None:
    """Print a table: one line for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("config", type=Path, help="the mkdocs.yml of the corpus")
    parser.add_argument("--times", type=int, nargs="+", default=[1, 10], help="how often to repeat its debriefs")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of each (default: %(default)s)")
    options = parser.parse_args()
    content = content_of(site_file.settings_of(options.config, dt.date.today(), {}))
    print("| debriefs | all figures, s | spread | nothing changed, s | peak MiB |\n| --- | --- | --- | --- | --- |")
    for times in options.times:
        found = [_apart(content, times) for _ in range(options.rounds)]
        cold, again, peaks, sizes = zip(*found, strict=True)
        spread = f"{min(cold):.2f}–{max(cold):.2f}"
        print(
            f"| {sizes[0]:,} | {statistics.median(cold):.2f} | {spread} "
            f"| {statistics.median(again):.2f} | {max(peaks):,.0f} |"
        )


def _apart(content: Content, times: int) -> tuple[float, float, float, int]:
    """One round in a process of its own: seconds cold, seconds again, peak MiB, and how many debriefs."""
    context = multiprocessing.get_context("fork")
    answers: SimpleQueue[tuple[float, float, float, int]] = context.SimpleQueue()
    process = context.Process(target=_round, args=(content, times, answers))
    process.start()
    found = answers.get()
    process.join()
    return found


def _round(content: Content, times: int, answers: SimpleQueue[tuple[float, float, float, int]]) -> None:
    gc.disable()  # as every build does
    publication = repeated(content.publication, times)
    with tempfile.TemporaryDirectory() as folder:
        whole = Content(replace(content.settings, cache_dir=Path(folder)), publication)
        cold = _seconds(whole)
        again = _seconds(whole)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    answers.put((cold, again, peak, len(publication.debriefs)))


def _seconds(content: Content) -> float:
    start = time.perf_counter()
    count(content)
    return time.perf_counter() - start


def repeated(publication: Publication, times: int) -> Publication:
    """The same debriefs and closed deals so many times over, each as deals of their own."""
    deals = 1 + max((deal.deal for deal in publication.closed_deals), default=0)
    deals = max(deals, 1 + max((debrief.deal for debrief in publication.debriefs), default=0))
    debriefs, attributions, closed = [], [], []
    for turn in range(times):
        suffix = f"-{turn}" if turn else ""
        debriefs += [replace(one, id=one.id + suffix, deal=one.deal + turn * deals) for one in publication.debriefs]
        attributions += [replace(one, debrief=one.debrief + suffix) for one in publication.attributions]
        closed += [replace(one, deal=one.deal + turn * deals) for one in publication.closed_deals]
    return replace(
        publication,
        debriefs=tuple(debriefs),
        attributions=tuple(attributions),
        closed_deals=tuple(closed),
    )


if __name__ == "__main__":
    main()
