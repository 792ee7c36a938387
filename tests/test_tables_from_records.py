"""From records to tables."""

from dataclasses import replace

import pandas as pd
import pytest
from sample_tables import LINES, at, measures, plan_tables, raw_folder

from kyodo_analysis.reading.records import (
    AMBIGUOUS,
    READ,
    UNREADABLE,
    FieldNote,
    Heading,
    Indicator,
    Measure,
    Passage,
    Reading,
    YearCell,
)
from kyodo_analysis.source.corpus import read_text_file
from kyodo_analysis.source.manifest import describe_file
from kyodo_analysis.tables import measure_rows
from kyodo_analysis.tables.from_records import WORD_TABLES, gather_tables, tables_of_plan
from kyodo_analysis.tables.measure_tables import MEASURE_FIELDS
from kyodo_analysis.tables.schema import TABLES
from kyodo_analysis.tables.span_checks import check_spans
from kyodo_analysis.text.document import RepairedText
from kyodo_analysis.text.traced import Traced

CARD = "ube/Ⅰ-(1)-②"


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    return plan_tables(tmp_path_factory.mktemp("raw"))


def rows(frame: pd.DataFrame, *columns: str) -> list[tuple[object, ...]]:
    """The rows of a frame as tuples, missing values as None."""
    chosen = frame[list(columns)].astype("object")
    return list(chosen.where(chosen.notna(), None).itertuples(index=False, name=None))


def refuse(text, *_):
    raise ValueError(f"{text!r} is not in the vocabulary")


def test_texts_of_a_card_are_as_printed(tables):
    (first, second) = tables["measures"].to_dict("records")
    assert first["measure_id"] == CARD
    assert first["policy"] == "参加しやすく、活動しやすい環境づくりを進めます"
    assert first["program"] == "活動（交流）拠点の充実"
    assert first["title"] == "市民活動の拠点の検討"
    assert first["status"] == "継続"
    assert first["content"] == LINES[6] + LINES[7]
    assert first["completion"] == LINES[11]
    assert (first["first_line"], first["last_line"], first["reprint"]) == (3, 12, False)
    assert (second["number"], second["first_line"], second["last_line"], second["reprint"]) == ("Ⅰ-(1)-⑩", 23, 24, True)
    assert pd.isna(second["purpose"]) and pd.isna(second["content"])


def test_wrapped_content_is_one_element_with_two_spans(tables):
    assert rows(tables["elements"], "measure_id", "position", "text", "commitment") == [
        (CARD, 1, LINES[6] + LINES[7], None)
    ]
    spans = tables["spans"]
    content = spans[(spans["table"] == "elements") & (spans["row_id"] == CARD)]
    assert rows(content, "position", "piece", "line", "start", "end") == [
        (1, 1, 7, 0, len(LINES[6])),
        (1, 2, 8, 0, len(LINES[7])),
    ]


def test_every_value_is_found_at_its_spans(tables):
    assert list(check_spans(tables, {"ube": LINES})) == []


def test_a_number_printed_with_blanks_has_spans(tables):
    spans = tables["spans"]
    number = spans[(spans["row_id"] == CARD) & (spans["field"] == "number")]
    assert "".join(LINES[run.line - 1][run.start : run.end] for run in number.itertuples()) == "Ⅰ-(1)-②"


def test_a_number_put_together_from_headings_has_none(tmp_path):
    measure = replace(measures()[0], number="1-1-②", printed_number=at(5, "②"))
    spans = plan_tables(tmp_path, measures=(measure,))["spans"]
    assert "number" not in set(spans["field"])


def test_actors_departments_and_years_keep_the_printed_order(tables):
    assert rows(tables["measure_actors"], "position", "printed") == [(1, "市民活動団体"), (2, "行政")]
    assert rows(tables["measure_departments"], "position", "printed", "department", "generic") == [
        (1, "協働推進課", "協働推進課", False),
        (2, "地域交流センター", "地域交流センター", False),
    ]
    assert rows(tables["measure_schedule"], "fiscal_year", "position", "printed") == [
        (2013, 2013, "実施"),
        (2014, 2014, "→"),
    ]


def test_an_arrow_has_the_phase_of_the_mark_before_it(tables):
    assert tables["measure_schedule"]["phase"].tolist() == ["implement", "continue"]


def test_a_cell_with_several_departments_is_cut(tmp_path):
    measure = replace(measures()[0], departments=(at(11, LINES[10]),))
    built = plan_tables(tmp_path, measures=(measure,))
    assert rows(built["measure_departments"], "position", "printed") == [(1, "協働推進課"), (2, "地域交流センター")]
    assert built["problems"]["table"].tolist() == ["history"]
    assert list(check_spans(built, {"ube": LINES})) == []


def test_timing_words_are_found_in_the_content(tables):
    ((measure_id, position, element, printed),) = rows(
        tables["measure_timing"], "measure_id", "position", "element", "printed"
    )
    assert (measure_id, position, element, printed) == (CARD, 1, 1, "随時")


def test_every_field_of_every_measure_has_a_status(tables):
    status = tables["field_status"]
    assert len(status) == 2 * len(MEASURE_FIELDS)
    first = status[status["measure_id"] == CARD].set_index("field")["status"]
    assert first["departments"] == "ambiguous"
    assert first["lead"] == "silent"
    assert set(first.drop(["departments", "lead"])) == {"read"}
    second = status[status["measure_id"] != CARD].set_index("field")["status"]
    assert second["title"] == "read"
    assert set(second.drop("title")) == {"silent"}
    assert rows(status[status["status"] == "ambiguous"], "reason", "alternatives", "margin") == [
        ("another card fits as well", "協働推進課", 0.25)
    ]


def test_the_gravest_note_of_a_field_counts(tmp_path):
    notes = (
        FieldNote("purpose", READ, "read twice", margin=0.5),
        FieldNote("purpose", UNREADABLE, "the ink is gone"),
        FieldNote("purpose", AMBIGUOUS, "two cards fit", ("甲\n乙", "丙"), 0.1),
    )
    status = plan_tables(tmp_path, measures=(replace(measures()[0], notes=notes),))["field_status"]
    purpose = status[status["field"] == "purpose"]
    assert rows(purpose, "status", "reason", "alternatives", "margin") == [
        ("unreadable", "read twice; the ink is gone; two cards fit", "甲 乙 | 丙", 0.1)
    ]


@pytest.mark.parametrize("note", [FieldNote("mayor", READ, ""), FieldNote("title", "lost", "")])
def test_a_note_that_the_schema_does_not_know_is_an_error(tmp_path, note):
    with pytest.raises(ValueError, match="the schema knows neither"):
        plan_tables(tmp_path, measures=(replace(measures()[0], notes=(note,)),))


def test_empty_year_columns_are_rows_without_a_mark(tmp_path):
    years = (YearCell(at(9, "H26"), 2014, None), YearCell(at(9, "Ｈ25"), 2013, Traced.of_line(" ", 10)))
    built = plan_tables(tmp_path, measures=(replace(measures()[0], schedule=years),))
    assert rows(built["measure_schedule"], "fiscal_year", "printed") == [(2013, None), (2014, None)]
    status = built["field_status"]
    assert status.loc[status["field"] == "schedule", "status"].tolist() == ["silent"]


def test_values_that_cannot_be_parsed_become_problems(tmp_path, monkeypatch):
    for name in ("parse_actor", "split_departments", "find_timings"):
        monkeypatch.setattr(measure_rows, name, refuse)
    built = plan_tables(tmp_path)
    assert built["measure_actors"]["actor"].isna().all()
    assert built["measure_departments"]["department"].isna().all()
    assert built["measure_timing"].empty
    problems = built["problems"]
    assert rows(problems, "table", "line", "printed") == [
        ("measure_timing", 7, LINES[6] + LINES[7]),
        ("measure_actors", 4, "市民活動団体"),
        ("measure_actors", 4, "行政"),
        ("measure_departments", 11, "協働推進課"),
        ("measure_departments", 11, "地域交流センター"),
        ("history", 16, "平成２８年６月"),
    ]
    assert problems["reason"][1] == "'市民活動団体' is not in the vocabulary"
    assert problems["position"].tolist() == [1, 2, 3, 4, 5, 6]


def test_an_unknown_mark_leaves_the_other_years_their_phases(tmp_path):
    years = (
        YearCell(at(9, "Ｈ25"), 2013, at(10, "実施")),
        YearCell(at(9, "H26"), 2014, at(16, "推進委員会")),
        YearCell(at(9, "H26"), 2015, at(10, "実施")),
    )
    built = plan_tables(tmp_path, measures=(replace(measures()[0], schedule=years),))
    first, unknown, last = built["measure_schedule"]["phase"]
    assert (first, last) == ("implement", "implement")
    assert pd.isna(unknown)
    problems = built["problems"]
    assert rows(problems[problems["table"] == "measure_schedule"], "line", "printed") == [(16, "推進委員会")]


def test_a_number_printed_for_two_measures(tmp_path):
    first, second = measures()
    built = plan_tables(tmp_path, measures=(first, replace(second, number=first.number)))
    assert built["measures"]["number"].tolist() == ["Ⅰ-(1)-②", "Ⅰ-(1)-② (2)"]
    assert built["problems"]["reason"][0] == "number Ⅰ-(1)-② is printed for several measures"
    assert list(check_spans(built, {"ube": LINES})) == []


def test_indicators_have_a_row_per_target(tables):
    indicators = tables["indicators"]
    assert rows(indicators, "indicator_id", "position", "target_year", "target", "unit") == [
        ("ube/KGI-1", 1, 2022, 80.0, "％"),
        ("ube/KGI-1", 2, 2027, 85.0, "％"),
    ]
    assert rows(indicators, "baseline_year", "baseline", "trend", "target_printed")[0] == (
        2017,
        74.7,
        "増加",
        "８０．０％",
    )


def test_an_indicator_without_baseline(tmp_path):
    record = Indicator(
        "KPI-1",
        "KPI",
        at(1, "参加しやすく"),
        at(13, "愛着"),
        baseline_year=None,
        baseline=at(3, "-"),
        target_year=at(16, "第１回"),
        target=at(15, "８０．０％"),
        trend=None,
    )
    built = plan_tables(tmp_path, indicators=(record,))
    assert rows(built["indicators"], "baseline", "baseline_printed", "target_year", "target", "policy", "trend") == [
        (None, "-", None, 80.0, "参加しやすく", None)
    ]
    problems = built["problems"]
    assert rows(problems[problems["table"] == "indicators"], "line", "printed") == [(16, "第１回")]


def test_headings_are_numbered_by_place_and_passages_stand_under_the_last(tmp_path):
    headings = (
        Heading(2, "(1)", at(2, "活動（交流）拠点の充実")),
        Heading(1, "", at(1, "推進方針")),
        Heading(1, "3", Traced.of_line("", 9)),
    )
    passages = (
        Passage("bullet", at(20, LINES[19])),
        Passage("cell", at(2, "推進施策")),
        Passage("box", Traced.inserted(" ")),
    )
    built = plan_tables(tmp_path, headings=headings, passages=passages)
    assert rows(built["sections"], "section_id", "level", "number", "title", "line") == [
        ("s1", 1, None, "推進方針", 1),
        ("s2", 2, "(1)", "活動（交流）拠点の充実", 2),
    ]
    assert rows(built["passages"], "passage_id", "section_id", "kind", "first_line") == [
        ("p1", "s1", "cell", 2),
        ("p2", "s2", "bullet", 20),
    ]
    problems = built["problems"]
    assert rows(problems[problems["table"] == "sections"], "printed", "reason") == [
        (None, "the heading numbered '3' has no title")
    ]


def test_a_passage_before_the_first_heading(tmp_path):
    built = plan_tables(tmp_path, headings=(), passages=(Passage("paragraph", at(1, "推進方針")),))
    assert rows(built["passages"], "section_id") == [(None,)]


def test_annexes(tables):
    assert rows(tables["history"], "position", "date", "end_date", "event", "line") == [
        (1, "2016-06", None, "第１回協働のまちづくり推進委員会", 16)
    ]
    assert rows(tables["finance"], "side", "item", "parent", "fiscal_year", "amount", "status", "printed") == [
        ("revenue", "市税", None, 2021, 142.0, "read", "142")
    ]
    assert rows(tables["organisations"], "item", "count", "printed", "source") == [
        ("区・自治会", 203, "203団体", "甲賀市")
    ]
    assert rows(tables["repairs"], "line", "step", "fixer", "after") == [
        (15, 1, "fix_letter_spacing", "７４．７％ ８０．０％ ８５．０％ 増加")
    ]
    assert rows(tables["unclaimed"], "position", "first_line", "kind", "text", "characters") == [
        (1, 21, "furniture", "- 12 -", 4),
        (2, 22, "text", "★", 1),
    ]


def test_sizes_count_characters_without_blanks(tables):
    (plan,) = tables["plans"].to_dict("records")
    assert plan["raw_chars"] == plan["repaired_chars"] == len("".join("".join(LINES).split()))
    assert (plan["layout"], plan["encoding"], plan["municipality"]) == ("cards", "utf-8", "宇部市")


def test_a_plan_that_no_manifest_lists_and_that_holds_nothing(tmp_path):
    path = raw_folder(tmp_path) / "ube.txt"
    path.write_bytes("計画\r\n".encode())
    source, text = describe_file(path), read_text_file(path)
    lines = RepairedText((Traced.of_line(text.lines[0], 1),))
    built = gather_tables([tables_of_plan(source, text, lines, Reading("none"))])
    assert rows(built["plans"], "plan_id", "municipality", "state", "note") == [
        ("ube", None, None, "lines end with CR LF")
    ]
    assert all(built[name].empty for name in built if name != "plans")
    assert list(built) == [name for name in TABLES if name not in WORD_TABLES]


def test_the_order_of_the_plans_is_immaterial(tmp_path):
    one = plan_tables(tmp_path)
    other = {name: frame.replace({"ube": "hagi"}).replace("^ube/", "hagi/", regex=True) for name, frame in one.items()}
    forwards, backwards = gather_tables([one, other]), gather_tables([other, one])
    for name in forwards:
        pd.testing.assert_frame_equal(forwards[name], backwards[name])
        assert len(forwards[name]) == 2 * len(one[name])
    assert list(forwards["plans"]["plan_id"]) == ["hagi", "ube"]


def test_a_decomposed_kana_has_a_span_over_both_its_characters(tmp_path):
    path = tmp_path / "plan.txt"
    path.write_text("か\u3099んは\u309aる\n", encoding="utf-8")
    text = read_text_file(path)
    line = Traced.of_line(text.lines[0], 1).keep([0, 2, 3, 5]).with_text("がんぱる")
    built = tables_of_plan(
        describe_file(path), text, RepairedText((line,)), Reading("cards", (Measure("1", title=line),))
    )
    assert rows(built["spans"], "piece", "start", "end") == [(1, 0, 2), (2, 2, 5), (3, 5, 6)]
    found = check_spans(gather_tables([built]), {"plan": text.lines})
    assert list(found) == []


def test_text_that_stands_nowhere_gives_no_span(tmp_path):
    measure = Measure("1", title=at(5, "市民活動") + Traced.inserted("等"))
    built = plan_tables(tmp_path, measures=(measure,))
    assert list(check_spans(built, {"ube": LINES})) == [
        "spans: measures of ube/1, title: the source reads '市民活動', the table '市民活動等'"
    ]
