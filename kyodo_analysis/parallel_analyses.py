"""Analyses made in several processes at once: the same tables, sooner.

Processes are copied from one that has done nothing but load the program (forkserver), or where there is none started
anew (spawn), never from this one: a copy of a process with threads may hang.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_all_start_methods, get_context

import pandas as pd
from threadpoolctl import threadpool_limits

from kyodo_analysis.analysis.analyses import Analyses
from kyodo_analysis.analysis.materials import Materials
from kyodo_analysis.analysis.steps import CHAINS, STEPS
from kyodo_analysis.progress import Report

_of_process: dict[str, Analyses] = {}


def make_in_parallel(analyses: Analyses, workers: int, report: Report) -> None:
    """Make all analyses in some processes and put their tables where they are asked for.

    Args:
        workers: how many processes. report: is told the first name of each group of analyses that is done.

    Raises:
        concurrent.futures.process.BrokenProcessPool: when a process was killed, as for want of memory.
    """
    done = 0
    context = get_context("forkserver" if "forkserver" in get_all_start_methods() else "spawn")
    with ProcessPoolExecutor(workers, context, initializer=_prepare, initargs=(analyses.materials,)) as pool:
        waiting = {pool.submit(_make_chain, chain): chain for chain in CHAINS}
        report("starting", 0, len(STEPS))
        for future in as_completed(waiting):
            made = future.result()
            analyses.put(made)
            done += len(made)
            report(f"analysed {waiting[future][0]}", done, len(STEPS))


def _prepare(materials: Materials) -> None:
    threadpool_limits(1)  # each process has a core; threads of numpy on top would only wait for each other
    _of_process["analyses"] = Analyses(materials, STEPS)


def _make_chain(chain: Sequence[str]) -> dict[str, pd.DataFrame]:
    analyses = _of_process["analyses"]
    return {name: analyses[name] for name in chain}
