"""How the tokenisers are measured side by side, what the report makes of it, and what it is measured with."""

from __future__ import annotations

import os
import re
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from kyodo_project import ROOT
from packaging.requirements import Requirement

from benchmarks.build_engines import AGAIN, JANOME, describe_engines
from benchmarks.memory import Pages, read_pages
from benchmarks.rounds import interleave, without_tokens
from benchmarks.tokeniser_report import Findings, Speed, Start, Together, describe
from benchmarks.tokeniser_rows import BATCH, ROWS, Passes, cut_batches, list_tokens, measure_threads, time_passes
from benchmarks.tokenisers import count_differing, find_missing, surfaces_of, take_characters
from kyodo_analysis.words.engine import choice
from kyodo_analysis.words.engine.layout_cache import cache_folder

SENTENCES = ["地域の課題を話し合う。", "ヌメロパの　市民活動、ＮＰＯを支援します。", "協働のまちづくりを進めます。"]
# Characters per second on the plans and on the corpus, megabytes.
PACES = {
    "janome": (50_000, 40_000, 170),
    "python": (250_000, 240_000, 110),
    "python-columns": (200_000, 190_000, 160),
    "compiled": (1_500_000, 1_400_000, 280),
    "compiled-columns": (5_000_000, 5_200_000, 280),
    "fugashi": (1_000_000, 1_000_000, 75),
    "fugashi-columns": (700_000, 700_000, 180),
    "sudachi": (400_000, 400_000, 120),
}
FOUND = Findings(
    machine="a processor, 2 cores",
    versions={"janome": "0.5.0"},
    texts={"plans": (1200, 60_000), "corpus": (20_000, 1_000_000)},
    # In the second round the machine is at half its speed.
    speeds={name: [Speed(*pace), Speed(pace[0] / 2, pace[1] / 2, pace[2])] for name, pace in PACES.items()},
    once={"python": Start(12.3, 11.0), "compiled-columns": Start(8.8, 8.0)},
    starts={
        name: [Start(seconds, 0.8 * seconds)]
        for name, seconds in {"janome": 0.25, "python": 0.35, "compiled-columns": 0.5, "fugashi": 0.1}.items()
    },
    differing={"janome": 0, "python": 0, "compiled": 0, "fugashi": 180},
    cut_otherwise={"janome": 0, "python": 0, "compiled": 0, "fugashi": 60},
    together={"python": Together(Pages(111, 100), Pages(111, 82), Pages(110, 81))},
    threads={"ratio": 1.7, "equal": True},
)


def line_of(found: Findings, start: str) -> str:
    (line,) = [line for line in describe(found) if line.startswith(f"| {start}")]
    return line


def without(found: Findings, engine: str) -> Findings:
    """The findings where a tokeniser is not installed."""
    names = [name for name in PACES if not name.startswith(engine)]
    return replace(
        found,
        speeds={name: speeds for name, speeds in found.speeds.items() if name in names},
        starts={name: starts for name, starts in found.starts.items() if name in names},
        differing={name: count for name, count in found.differing.items() if name in names},
        threads=found.threads if "compiled" in names else None,
    )


# ---- how it is measured ---------------------------------------------------------------------------------------------


def test_every_round_has_every_row_once_and_begins_with_another_one() -> None:
    turns = list(interleave(["janome", "python", "compiled"], 3))
    rounds = [[name for number, name in turns if number == one] for one in range(3)]
    assert [names[0] for names in rounds] == ["janome", "python", "compiled"]
    assert all(sorted(names) == ["compiled", "janome", "python"] for names in rounds)


@pytest.mark.parametrize("texts", [0, 1, BATCH - 1, BATCH, 2 * BATCH - 1, 20_065])
def test_batches_hold_all_texts_and_are_large(texts: int) -> None:
    batches = cut_batches([str(number) for number in range(texts)])
    assert [text for batch in batches for text in batch] == [str(number) for number in range(texts)]
    assert min(map(len, batches)) >= min(texts, BATCH)
    assert max(map(len, batches)) < 2 * BATCH


@pytest.mark.parametrize(("seconds", "passes"), [(17.0, 1), (0.4, 3), (0.001, 9)])
def test_slow_tokenisers_pass_once_and_fast_ones_several_times(seconds: float, passes: int) -> None:
    now = 0.0

    def deliver(texts: Sequence[str]) -> None:
        nonlocal now
        now += seconds

    assert time_passes(deliver, SENTENCES, lambda: now) == pytest.approx([seconds] * passes)


def test_a_corpus_has_as_many_characters_as_wanted() -> None:
    assert take_characters(SENTENCES, len(SENTENCES[0]) + 1) == SENTENCES[:2]
    with pytest.raises(ValueError, match="fewer than 100 characters; draw more"):
        take_characters(SENTENCES, 100)


@pytest.mark.parametrize("name", ["python", "compiled"])
def test_the_engines_rows_give_janomes_tokens(name: str) -> None:
    if find_missing(ROWS[name].needs):
        pytest.skip("numba is not installed")
    expected = list_tokens(ROWS["janome"], SENTENCES)
    assert expected[1][0] == ("ヌメロパ", "名詞,一般,*,*", "ヌメロパ", "*")
    assert "　" not in surfaces_of(expected)[1]
    assert list_tokens(ROWS[name], SENTENCES) == expected


def test_all_rows_of_columns_give_the_same_table() -> None:
    names = [name for name, row in ROWS.items() if row.form == "columns" and not find_missing(row.needs)]
    tables = [ROWS[name].start()(SENTENCES[:1]) for name in names]
    assert len(tables) >= 1 and all(table.equals(tables[0]) for table in tables)


def test_threads_give_the_same_tables() -> None:
    row = ROWS["compiled-columns"]
    if find_missing(row.needs):
        pytest.skip("numba is not installed")
    measured = measure_threads(row, SENTENCES * BATCH)
    assert measured["equal"] and measured["ratio"] > 0


def test_sentences_with_other_tokens_are_counted() -> None:
    assert count_differing([["市民"], ["の"]], [["市民"], ["野"]]) == 1
    with pytest.raises(ValueError):
        count_differing([["市民"]], [])


def test_no_tokens_of_earlier_builds_are_found_but_the_engines_files_are() -> None:
    with without_tokens() as environment:
        (own,) = Path(environment["KYODO_CACHE"]).iterdir()
        assert own.name == cache_folder().name
        assert own.resolve() == cache_folder().resolve()
    assert not own.exists() and cache_folder().exists()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells how pages are shared")
def test_the_share_of_a_process_is_a_part_of_its_pages() -> None:
    pages = read_pages(os.getpid())
    assert pages is not None and 0 < pages.share <= pages.resident


def test_a_process_that_cannot_be_asked_has_no_pages() -> None:
    assert read_pages(-1) is None


# ---- the report -----------------------------------------------------------------------------------------------------


def test_ratios_are_taken_within_a_round() -> None:
    assert FOUND.ratio("compiled-columns", "janome", "plans") == pytest.approx((100, 100, 100))
    assert FOUND.speed("janome", "plans") == pytest.approx((37_500, 25_000, 50_000))


def test_the_speed_is_that_of_the_median_pass() -> None:
    assert Speed.of(Passes(100.0, [2.0, 1.0, 9.0], [4.0]), 600, 1000) == (300.0, 250.0, 100.0)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("compiled (columns), beside Janome (tokens), the plans", "| 100.0 × | ≥ 60 × | pass |"),
        ("compiled (columns), beside fugashi + ipadic (tuples), recombined", "| 5.2 × | ≥ 4 × | pass |"),
        ("python (tokens), beside Janome (tokens), recombined", "| 6.0 × | ≥ 4.5 × | pass |"),
        ("start of compiled", "| 0.50 s | ≤ 0.6 s | pass |"),
        ("peak memory of compiled (columns)", "| 280 MB | ≤ 300 MB | pass |"),
        ("peak memory of python (tokens)", "| 110 MB | ≤ 350 MB | pass |"),
        ("sentences of the plans with other tokens than Janome's, compiled", "| 0 | 0 | pass |"),
        ("tables from 8 threads", "| equal | equal | pass |"),
    ],
)
def test_targets_that_are_met_pass(start: str, end: str) -> None:
    assert line_of(FOUND, start).endswith(end)


@pytest.mark.parametrize(
    ("worse", "start", "measured"),
    [
        ({"speeds": FOUND.speeds | {"compiled-columns": [Speed(2.9e6, 2.3e6, 301)] * 2}}, "compiled (columns)", ""),
        ({"speeds": FOUND.speeds | {"python": [Speed(220_000, 170_000, 351)] * 2}}, "peak memory of python", "351 MB"),
        ({"starts": FOUND.starts | {"compiled-columns": [Start(0.61, 0.6)]}}, "start of compiled", "0.61 s"),
        (
            {"differing": FOUND.differing | {"python": 1}},
            "sentences of the plans with other tokens than Janome's, p",
            "1",
        ),
        ({"threads": {"ratio": 1.7, "equal": False}}, "tables from 8 threads", "others"),
    ],
)
def test_targets_that_are_missed_fail(worse: dict[str, object], start: str, measured: str) -> None:
    lines = [line for line in describe(replace(FOUND, **worse)) if line.startswith(f"| {start}")]
    assert any(line.endswith("| FAIL |") and f"| {measured}" in line for line in lines)


@pytest.mark.parametrize(
    ("engine", "targets", "said"), [("fugashi", 2, "fugashi and ipadic"), ("compiled", 8, "numba")]
)
def test_what_is_not_installed_is_said_and_never_passes(engine: str, targets: int, said: str) -> None:
    lines = list(describe(without(FOUND, engine)))
    assert f"**{said} not installed: NOT MEASURED.**" in lines
    judged = [line for line in lines if line.endswith("| not measured |")]
    assert len(judged) == targets
    assert all(f"{said} not installed: NOT MEASURED" in line for line in judged)
    assert sum(line.endswith("| pass |") for line in lines) == 12 - targets


def test_tables_are_whole() -> None:
    for found in (
        FOUND,
        without(FOUND, "fugashi"),
        without(FOUND, "compiled"),
        replace(FOUND, together={"python": None}),
    ):
        tables = re.findall(r"(?:^\|.*\n)+", "\n".join(describe(found)) + "\n", re.M)
        assert len(tables) == 5
        assert all(len({line.count("|") for line in table.splitlines()}) == 1 for table in tables)


def test_break_even_counts_the_start() -> None:
    # 0.2 s more at the start; a character takes 1/30,000 s with Janome and 1/3,900,000 s compiled (medians).
    assert FOUND.breaks_even("compiled-columns", "janome") == pytest.approx(0.2 / (1 / 30_000 - 1 / 3_900_000))
    assert FOUND.breaks_even("fugashi", "janome") == 0
    assert FOUND.breaks_even("janome", "python") is None
    lines = list(describe(FOUND))
    assert "- with compiled (columns) rather than Janome (tokens): from 6,000 characters on" in lines


def test_the_meaning_of_the_ratios_is_said() -> None:
    text = " ".join(describe(FOUND))
    assert "throughput after the start" in text
    assert "1,200 sentences 15.0% get other tokens than Janome's, 5.0% are cut otherwise" in text


def test_what_only_linux_tells_is_not_made_up() -> None:
    elsewhere = replace(FOUND, once={}, together={"python": None})
    assert "| python | NOT MEASURED (only Linux tells) |  |  |  |" in list(describe(elsewhere))
    assert any(line.endswith("builds the layout: NOT MEASURED.") for line in describe(elsewhere))


# ---- builds with each engine ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("again", "compiled", "wanted", "verdict"),
    [
        ([6.0, 6.06, 6.0], [6.1, 6.1, 6.1], "1.02", "pass"),
        ([6.0, 6.06, 6.0], [6.1, 6.2, 6.2], "1.02", "FAIL"),
        ([6.0, 6.24, 6.0], [6.2, 6.2, 6.2], "1.04", "pass"),
        ([6.0, 9.0, 6.0], [6.4, 6.4, 6.4], "1.05", "FAIL"),
    ],
)
def test_an_engine_may_not_be_slower_than_janome_differs_from_itself(
    again: list[float], compiled: list[float], wanted: str, verdict: str
) -> None:
    seconds = {JANOME: [6.0] * 3, AGAIN: again, "compiled": compiled}
    lines = list(describe_engines(seconds))
    (line,) = [line for line in lines if line.startswith("| compiled")]
    assert f"| ≤ {wanted} × | {verdict} |" in line
    (missing,) = [line for line in lines if line.startswith("| auto")]
    assert "cannot run here: NOT MEASURED" in missing and "pass" not in missing
    assert len({line.count("|") for line in lines if line.startswith("|")}) == 1


# ---- what is compared with ------------------------------------------------------------------------------------------


def test_the_tokenisers_to_compare_with_are_locked_apart() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lock = (ROOT / "benchmarks" / "requirements.lock").read_text(encoding="utf-8")
    pinned = dict(re.findall(r"^([\w-]+)==(\S+) \\\n +--hash=sha256:[0-9a-f]{64}", lock, re.M))
    assert len(pinned) == len([line for line in lock.splitlines() if line and not line.startswith(("#", " "))])
    wanted = [Requirement(line) for line in project["dependency-groups"]["bench"]]
    assert {requirement.name for requirement in wanted} == {"fugashi", "ipadic"} <= set(pinned)
    assert all(requirement.specifier.contains(pinned[requirement.name]) for requirement in wanted)
    assert "://" not in lock
    main = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert not any(re.search(rf"^{re.escape(name)}==(?!{re.escape(pinned[name])} )", main, re.M) for name in pinned)
    assert not re.search("^(fugashi|ipadic)==", main, re.M)


def test_auto_weighs_the_paces_that_were_measured() -> None:
    """Their ratios, for lists of tokens: a factor of two changes no choice that matters."""
    page = (ROOT / "benchmarks" / "tokenisers.md").read_text(encoding="utf-8")
    part = page.split("## Recombined sentences")[1].split("\n## ")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in part.splitlines()]
    measured = {row[0].lower(): float(row[3].split()[0]) for row in rows if len(row) > 3 and "of tokens" in row[1]}
    assert measured.keys() == choice.PACES.keys()
    for name, ratio in measured.items():
        weighed = choice.PACES[name].characters_per_second / choice.PACES["janome"].characters_per_second
        assert weighed / 2 <= ratio <= weighed * 2, name
