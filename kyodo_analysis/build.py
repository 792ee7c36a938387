"""From plan texts to tables: reads, repairs, reads again, codes, and writes once at the end."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from kyodo_analysis.coding import code_tables, read_decisions
from kyodo_analysis.progress import Report
from kyodo_analysis.reading.plan import read_plan
from kyodo_analysis.reading.records import Reading
from kyodo_analysis.source.corpus import SourceText, read_source
from kyodo_analysis.source.errors import InputError
from kyodo_analysis.source.manifest import PlanSource, read_manifest
from kyodo_analysis.tables.from_records import gather_tables, tables_of_plan
from kyodo_analysis.tables.schema import arrange, find_table
from kyodo_analysis.tables.storage import refuse_unfit, write_tables
from kyodo_analysis.tables.validation import validate
from kyodo_analysis.text.document import RepairedText
from kyodo_analysis.text.repair import lines_of, repair_lines
from kyodo_analysis.words.lexicons import mark_tokens
from kyodo_analysis.words.token_cache import keep_tokens
from kyodo_analysis.words.token_table import token_table
from kyodo_analysis.words.tokens import EngineMissing


def _say_nothing(step: str, done: int, of: int) -> None:
    return None


@dataclass(frozen=True, slots=True)
class ReadPlan:
    """A plan through all its stages."""

    source: PlanSource
    text: SourceText
    repaired: RepairedText
    reading: Reading


@dataclass(slots=True)
class Timings:
    """Seconds spent in each step of a build, by a clock that may count processor time instead."""

    clock: Callable[[], float] = time.perf_counter
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Add the time that the block takes to a step."""
        start = self.clock()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + self.clock() - start


def read_source_plan(source: PlanSource, timings: Timings | None = None) -> ReadPlan:
    """Decode, repair and read one plan.

    Raises:
        InputError: when the file cannot be read or is no text.
    """
    timings = timings or Timings()
    with timings.step("decode"):
        text = read_source(source.path)
    with timings.step("repair"):
        repaired = repair_lines(lines_of(text.text))
    try:
        with timings.step("read"):
            reading = read_plan(repaired, source.layout)
    except ValueError as error:
        raise InputError(f"{source.path} cannot be read: {error}; name another layout or report the text") from error
    return ReadPlan(source, text, repaired, reading)


def tabulate_plan(plan: ReadPlan, timings: Timings | None = None) -> dict[str, pd.DataFrame]:
    """The tables of one plan but those of words."""
    with (timings or Timings()).step("tabulate"):
        return tables_of_plan(plan.source, plan.text, plan.repaired, plan.reading)


def make_tables(
    parts: Iterable[Mapping[str, pd.DataFrame]], hand: Path, engine: str = "auto", timings: Timings | None = None
) -> dict[str, pd.DataFrame]:
    """All tables of the plans whose tables are given, those of words too, checked against the schema.

    Raises:
        InputError: when the tables break a promise of the schema (the message names the first one).
    """
    timings = timings or Timings()
    with timings.step("tabulate"):
        tables = gather_tables(parts)
    with timings.step("tokenise and code"):
        add_words(tables, hand, engine)
    with timings.step("validate"):
        failures = validate(tables)
    if failures:
        raise InputError(
            f"the tables break {len(failures)} promise(s) of the schema, nothing was written; first: {failures[0]}"
        )
    return tables


def add_words(tables: dict[str, pd.DataFrame], hand: Path, engine: str) -> None:
    """Fill elements.commitment and add the tables of words (see `from_records`), by the decisions in the hand folder.

    Raises:
        InputError: when a table of the hand folder is missing or broken, or there is no such engine.
    """
    lexicons = read_decisions(hand)
    dictionary = lexicons.user_dictionary
    with keep_tokens(engine, dictionary):
        try:
            # First, as engines are fast with many sentences at once; the coding asks for the same ones in small lots.
            words = token_table(tables["measures"], tables["elements"], tables["passages"], engine, dictionary)
        except (ValueError, EngineMissing) as error:
            raise InputError(str(error)) from error
        coding = code_tables(tables, lexicons, hand, engine)
    made = {
        "elements": coding.elements,
        "measure_themes": coding.themes,
        "measure_completion": coding.completion,
        "code_evidence": coding.evidence,
    }
    for name, frame in (*made.items(), ("tokens", mark_tokens(words, lexicons))):
        table = find_table(name)
        tables[name] = arrange(table, frame[list(table.names)])


def build(
    raw: Path,
    hand: Path,
    out: Path,
    engine: str = "auto",
    report: Report = _say_nothing,
    timings: Timings | None = None,
) -> Mapping[str, pd.DataFrame]:
    """Build all tables of the plans in `raw`/plans.toml and write them to `out`, all or none.

    Raises:
        InputError: for a bad manifest, file or folder; the old tables stay as they are.
    """
    timings = timings or Timings()
    refuse_unfit(out)
    sources = read_manifest(raw)
    parts = []
    for number, source in enumerate(sources):
        report(f"reading {source.plan_id}", number, len(sources) + 2)
        parts.append(tabulate_plan(read_source_plan(source, timings), timings))  # the text itself is let go
    report("coding words", len(sources), len(sources) + 2)
    tables = make_tables(parts, hand, engine, timings)
    report("writing", len(sources) + 1, len(sources) + 2)
    with timings.step("write"):
        write_tables(tables, out)
    report("done", len(sources) + 2, len(sources) + 2)
    return tables
