"""From values back to their source: `kyodo trace` and what it is made of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kyodo_project import ROOT, assert_refused, run_kyodo
from sample_tables import LINES, plan_tables

from kyodo_analysis.source.corpus import SourceText, read_source
from kyodo_analysis.source.errors import InputError
from kyodo_analysis.source.manifest import read_manifest
from kyodo_analysis.tables.loading import read_all
from kyodo_analysis.tables.measure_tables import MEASURE_FIELDS
from kyodo_analysis.tracing import (
    CLOSING,
    INDICATOR_PLACES,
    MEASURE_PLACES,
    OPENING,
    mark_characters,
    narrow_runs,
    trace,
)


@pytest.fixture(scope="module")
def tables(tmp_path_factory):  # type: ignore[no-untyped-def]
    return plan_tables(tmp_path_factory.mktemp("raw"))


@pytest.fixture(scope="module")
def sources(tables):  # type: ignore[no-untyped-def]
    digest = tables["plans"]["source_sha256"].iloc[0]
    return {"ube": SourceText(LINES, "utf-8", (), digest)}


def test_a_value_its_line_and_its_characters(tables, sources) -> None:  # type: ignore[no-untyped-def]
    assert list(trace(tables, sources, "ube/Ⅰ-(1)-②", "purpose")) == [
        "ube/Ⅰ-(1)-② in ube.txt",
        "",
        f"purpose: {LINES[5]}",
        f"  line 6: ⟦{LINES[5]}⟧",
    ]


def test_a_wrapped_value_shows_all_its_lines(tables, sources) -> None:  # type: ignore[no-untyped-def]
    shown = list(trace(tables, sources, "ube/Ⅰ-(1)-②", "content"))
    assert shown[2].startswith("content 1: 市民活動支援センター")
    assert shown[3:5] == [f"  line 7: ⟦{LINES[6]}⟧", f"  line 8: ⟦{LINES[7]}⟧"]


def test_values_of_a_list_are_shown_one_by_one_with_the_alternatives(tables, sources) -> None:  # type: ignore[no-untyped-def]
    shown = list(trace(tables, sources, "ube/Ⅰ-(1)-②", "departments"))
    assert shown[2:] == [
        "departments 1: 協働推進課 (department: 協働推進課)",
        "  line 11: ⟦協働推進課⟧・地域交流センター",
        "departments 2: 地域交流センター (department: 地域交流センター)",
        "  line 11: 協働推進課・⟦地域交流センター⟧",
        "  ambiguous: another card fits as well",
        "  the text allows: 協働推進課",
    ]


def test_words_of_time_are_found_inside_their_element(tables, sources) -> None:  # type: ignore[no-untyped-def]
    shown = list(trace(tables, sources, "ube/Ⅰ-(1)-②", "timing"))
    assert shown[2].startswith("timing 1: 随時")
    assert shown[3] == "  line 8: ついて⟦随時⟧検討します。"


def test_year_columns_are_named_by_their_year(tables, sources) -> None:  # type: ignore[no-untyped-def]
    shown = list(trace(tables, sources, "ube/Ⅰ-(1)-②", "schedule"))
    assert [line for line in shown if line.startswith("schedule")] == [
        "schedule 2013: 実施 (phase: implement)",
        "schedule 2014: → (phase: continue)",
    ]


def test_repairs_of_the_lines_are_shown(tables, sources) -> None:  # type: ignore[no-untyped-def]
    shown = list(trace(tables, sources, "ube/KGI-1", "trend"))
    assert "  line 15: ７４．７％ ８０．０％ ８５．０％ ⟦増⟧ ⟦加⟧" in shown
    (repair,) = [line for line in shown if "repaired" in line]
    assert repair.startswith("  repaired line 15, fix_letter_spacing: ７４．７％")
    assert repair.endswith("増加")


def test_a_reprint_shows_its_mark(tables, sources) -> None:  # type: ignore[no-untyped-def]
    tables = {**tables, "measures": tables["measures"].assign(last_line=len(LINES))}
    lines = (*LINES[:-1], f"{LINES[-1]}【再掲】")
    marked = {"ube": replace(sources["ube"], lines=lines)}
    shown = list(trace(tables, marked, "ube/Ⅰ-(1)-⑩", "reprint"))
    assert shown[2:] == ["reprint: true", f"  line {len(LINES)}: {LINES[-1]}【⟦再掲⟧】"]
    assert list(trace(tables, marked, "ube/Ⅰ-(1)-②", "reprint"))[2:] == ["reprint: false"]


def test_a_silent_field_says_so(tables, sources) -> None:  # type: ignore[no-untyped-def]
    assert list(trace(tables, sources, "ube/Ⅰ-(1)-⑩", "completion"))[2:] == ["completion: no value", "  silent"]


def test_every_field_of_measures_and_indicators_can_be_traced(tables, sources) -> None:  # type: ignore[no-untyped-def]
    assert set(MEASURE_FIELDS) <= set(MEASURE_PLACES)
    for row_id, places in (("ube/Ⅰ-(1)-②", MEASURE_PLACES), ("ube/KGI-1", INDICATOR_PLACES)):
        whole = list(trace(tables, sources, row_id))
        for field in places:
            shown = list(trace(tables, sources, row_id, field))
            assert shown[2].startswith(field)
            assert set(shown) <= set(whole)


def test_full_and_half_width_are_the_same(tables, sources) -> None:  # type: ignore[no-untyped-def]
    assert next(trace(tables, sources, "ube/I-(1)-2", "title")) == "ube/Ⅰ-(1)-② in ube.txt"


@pytest.mark.parametrize(
    ("row_id", "field", "words"),
    [
        ("ubee/Ⅰ-(1)-②", None, ["plan 'ubee'", "did you mean ube?"]),
        ("ube/Ⅰ-(1)-③", None, ["measure 'ube/Ⅰ-(1)-③'", "ube/Ⅰ-(1)-②"]),
        ("ube", None, ["measure 'ube'"]),
        ("ube/KGI-2", None, ["did you mean ube/KGI-1"]),
        ("ube/Ⅰ-(1)-②", "departement", ["field 'departement'", "did you mean departments"]),
        ("ube/KGI-1", "zzz", ["field 'zzz'", "choose from policy, name"]),
    ],
)
def test_misspelt_ids_suggest_the_closest(tables, sources, row_id: str, field: str | None, words: list[str]) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(InputError) as caught:
        list(trace(tables, sources, row_id, field))
    for word in words:
        assert word in str(caught.value)


def test_tables_of_another_version_of_the_file(tables, sources) -> None:  # type: ignore[no-untyped-def]
    other = {"ube": SourceText(LINES, "utf-8", (), "0" * 64)}
    with pytest.raises(InputError, match="another version of its file; build the tables again"):
        list(trace(tables, other, "ube/KGI-1"))
    with pytest.raises(InputError, match="not in the manifest"):
        list(trace(tables, {}, "ube/KGI-1"))


@given(st.text(alphabet="協働のまち \t", max_size=120), st.data())
def test_marks_stand_around_the_characters(line: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(line)), max_size=6)))
    parts = list(zip(cuts[::2], cuts[1::2], strict=False))
    marked = mark_characters(line, parts)
    inside = [piece.split(CLOSING)[0] for piece in marked.split(OPENING)[1:]]
    assert inside == [line[start:end].replace("\t", " ") for start, end in parts]


def test_long_stretches_without_marks_are_left_out() -> None:
    line = "あ" * 100 + "協働" + "い" * 100 + "推進" + "う" * 100
    assert mark_characters(line, [(100, 102), (202, 204)]) == (
        "…" + "あ" * 30 + "⟦協働⟧" + "い" * 30 + "…" + "い" * 30 + "⟦推進⟧" + "う" * 30 + "…"
    )


def test_words_that_stand_nowhere_leave_the_runs_whole() -> None:
    assert narrow_runs([(1, 0, 3)], ["協働課"], "総務") == [(1, 0, 3)]


def test_the_command_prints_it(project: Path) -> None:
    answer = run_kyodo("trace", "nichinan/2-(1)-1", "title")
    assert answer.exit_code == 0
    assert answer.stdout.startswith("nichinan/2-(1)-1 in nichinan.txt\n\ntitle: ")
    assert OPENING in answer.stdout


def test_the_command_explains_a_misspelt_id(project: Path) -> None:
    assert_refused(run_kyodo("trace", "nichinann/2-(1)-1"), "did you mean nichinan?")
    assert_refused(run_kyodo("trace", "nichinan/2-(1)-99"), "did you mean nichinan/2-(1)-")


@pytest.mark.slow
def test_titles_of_all_plans_are_the_characters_marked(all_tables: Path) -> None:
    tables = read_all(all_tables)
    texts = {plan.plan_id: read_source(plan.path) for plan in read_manifest(ROOT / "data" / "raw")}
    titles = dict(zip(tables["measures"]["measure_id"], tables["measures"]["title"], strict=True))
    for measure_id in list(titles)[::7]:
        lines = [line for line in trace(tables, texts, measure_id, "title") if line.startswith("  line ")]
        marked = "".join(piece.split(CLOSING)[0] for line in lines for piece in line.split(OPENING)[1:])
        assert "".join(marked.split()) == "".join(titles[measure_id].split())
