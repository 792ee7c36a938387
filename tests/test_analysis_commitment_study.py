"""The study of commitments: sections that say what their tables say, on small plans and on those of the project."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest
from analysis_tables import elements, frame, measures, plans
from sample_materials import materials, two_plans

from kyodo_analysis.analysis.analyses import Analyses, Step
from kyodo_analysis.analysis.commitment import commitment_examples, commitment_robustness, commitment_study
from kyodo_analysis.analysis.commitment.commitment_texts import (
    find_rungs,
    name_rung,
    state_code_validity,
    state_ladder_groups,
)
from kyodo_analysis.analysis.commitment.commitments import CODES, RUNGS, select_coded
from kyodo_analysis.analysis.showing.labels import list_rows, split_ids
from kyodo_analysis.analysis.steps import STEPS, analyse_tables
from kyodo_analysis.tables.loading import read_all

SECTIONS: tuple[Callable[[Analyses], str], ...] = (
    commitment_study.state_answer,
    commitment_study.tabulate_counted,
    commitment_study.tabulate_ladder,
    commitment_study.tabulate_actors,
    commitment_study.tabulate_lengths,
    commitment_robustness.tabulate_robustness,
    commitment_robustness.state_decisions,
    commitment_examples.tabulate_validity,
    commitment_examples.tabulate_verbs,
    commitment_examples.quote_rungs,
)


@pytest.fixture(scope="module")
def small() -> Analyses:
    return Analyses(materials(), STEPS)


@pytest.fixture(scope="module")
def planted() -> Analyses:
    """ube does in every measure, hagi considers."""
    return Analyses(replace(two_plans(), codes=[code("ube/00", ["do"]), code("hagi/00", ["do", "consider"])]), STEPS)


@pytest.fixture(scope="module")
def real() -> Analyses:
    return analyse_tables(read_all())


def code(measure_id: str, allowed: list[str]) -> dict[str, object]:
    document, number = measure_id.split("/")
    return {"document": document, "id": number, "themes": ["rules"], "commitment": [allowed]}


def with_tables(of: Analyses, **tables: pd.DataFrame) -> Analyses:
    """The same analyses with other tables in the place of some, by name with underscores."""

    def give(table: pd.DataFrame) -> Callable[[Analyses], pd.DataFrame]:
        return lambda _: table

    other = {name.replace("_", "-"): Step("", "", give(table)) for name, table in tables.items()}
    return Analyses(of.materials, {**STEPS, **other})


def rows_of(section: str) -> list[list[str]]:
    """The cells of the rows of all tables of a section, without their heads."""
    lines = section.splitlines()
    rules = [place for place, line in enumerate(lines) if line.startswith(("|:", "|-"))]
    kept = [line for place, line in enumerate(lines) if line.startswith("| ") and place + 1 not in rules]
    return [line.strip("| ").split(" | ") for line in kept]


def test_elements_are_counted_without_reprints(small: Analyses) -> None:
    table = commitment_study.count_materials(small).set_index("plan_id")
    numbers = ["measures", "counted_once", "elements", "by_hand", "one_clause", "several_clauses"]
    assert table.loc["ube", numbers].tolist() == [4, 3, 6, 0, 6, 0]
    assert table.loc["kudamatsu", numbers].tolist() == [2, 2, 4, 0, 4, 0]
    assert rows_of(commitment_study.tabulate_counted(small))[0][0] == "Hagi (draft)"
    _, coded = select_coded(measures(), elements())
    lengths = coded.loc[coded["measure_id"].str.startswith("hagi/"), "text"].str.len()
    assert table.loc["hagi", "median_characters"] == lengths.median()


def test_elements_that_readers_coded_are_counted_for_their_plan(planted: Analyses) -> None:
    table = commitment_study.count_materials(planted).set_index("plan_id")
    assert table["by_hand"].to_dict() == {"ube": 1, "hagi": 1, "kudamatsu": 0}


def test_agreement_says_what_no_reader_coded_and_where_two_differed(small: Analyses, planted: Analyses) -> None:
    assert state_code_validity(small["commitment-validity"]) == "No element was coded by readers"
    assert state_code_validity(small["commitment-validity"], "ja") == "人が分類した項目はない"
    said = state_code_validity(planted["commitment-validity"])
    assert said.startswith("Elements coded as readers code them: 2 of 2 by the rules as they are (ordinal α 1.00")
    section = commitment_examples.tabulate_validity(planted)
    assert "Two readers differed on 1 of the 2 elements" in section and "Where they differ" not in section


def test_every_element_on_which_rules_and_readers_differ_is_quoted() -> None:
    wrong = Analyses(replace(two_plans(), codes=[code("ube/00", ["strive"])]), STEPS)
    rows = rows_of(commitment_examples.tabulate_validity(wrong))[2:]
    assert [row[:2] for row in rows] == [
        ["rules as they are", "ube/00"],
        ["without what the plan itself suggested", "ube/00"],
    ]
    assert [row[3:] for row in rows] == [["do", "strive", "地域交流センターを整備します。"]] * 2


def test_an_element_that_the_tables_lack_is_listed_without_text() -> None:
    lost = Analyses(replace(two_plans(), codes=[code("ube/99", ["do"])]), STEPS)
    row = rows_of(commitment_examples.tabulate_validity(lost))[2]
    assert row[1:] == ["ube/99", "–", "–", "do", "–"]


def test_ladder_marks_what_lies_beyond_chance(planted: Analyses) -> None:
    ladder = planted["commitment-ladder"]
    assert ladder.loc[ladder["rung"] == "do", "beyond_null"].all()
    rows = rows_of(commitment_study.tabulate_ladder(planted))
    by_plan = {row[0]: row[1:] for row in rows[:2]}
    assert by_plan["Ube (FY2013–15)"][0] == "100% (76%–100%) ◆" and by_plan["Hagi (draft)"][0] == "0% (0%–24%) ◆"
    assert by_plan["Hagi (draft)"][3] == "100% (76%–100%)"
    exact = {row[0]: row[1:] for row in rows[2:4]}
    assert exact["Hagi (draft)"] == ["0 (0%) ◆", "0 (0%)", "0 (0%)", "12 (100%) ◆", "0 (0%)"]


def test_findings_name_a_rung_once(planted: Analyses) -> None:
    found = find_rungs(planted["commitment-ladder"])
    assert [name_rung(row) for row in list_rows(found)] == [
        "do, less often in Hagi (draft)",
        "do, more often in Ube (FY2013–15)",
    ]


def test_verbs_come_with_the_first_element_that_has_them(planted: Analyses) -> None:
    section = commitment_examples.tabulate_verbs(with_evidence(planted))
    assert "**do** rests on 1 predicate in 12 elements, most often 整備 in 12" in section
    assert "**consider** rests on 1 predicate in 12 elements, most often 検討 in 12" in section
    hagi, ube = rows_of(section)
    assert hagi[1:] == ["consider", "12", "検討 12", "hagi/00", "7", "条例の見直しについて検討します。"]
    assert ube[1:] == ["do", "12", "整備 12", "ube/00", "7", "地域交流センターを整備します。"]


def with_evidence(of: Analyses) -> Analyses:
    """The analyses with the clause that gave each element its code."""
    clauses = {"do": ("整備", "整備します", 9), "consider": ("検討", "検討します", 10)}
    rows = []
    for row in of.table("elements").itertuples():
        rule, printed, start = clauses[row.commitment]
        place = {"measure_id": row.measure_id, "position": row.position, "field": "content", "scheme": "commitment"}
        span = {"start": start, "end": start + len(printed), "printed": printed, "line": 7}
        rows.append(place | span | {"code": row.commitment, "rule": rule, "taken": True})
    tables = {**of.materials.tables, "code_evidence": frame("code_evidence", rows)}
    return Analyses(replace(of.materials, tables=tables), STEPS)


def test_a_finding_leads_to_measures_on_both_sides_of_the_rung(planted: Analyses) -> None:
    section = commitment_examples.quote_rungs(with_evidence(planted))
    less, more = section.split("**do, more often in Ube (FY2013–15)**")
    assert "**do, less often in Hagi (draft)** (0 of 12 elements; all plans 50%)" in less
    assert "12 measures of the plan do not reach the rung" in less and "12 measures of the plan reach the rung" in more
    for part, plan, codes in ((less, "hagi", ("consider", "do")), (more, "ube", ("do", "consider"))):
        rows = {row[0]: row for row in rows_of(part)}
        assert rows["typical"][1].startswith(f"{plan}/") and rows["typical"][4] == codes[0]
        if "opposite" in rows:
            assert not rows["opposite"][1].startswith(f"{plan}/") and rows["opposite"][4] == codes[1]
        assert f"`kyodo code --explain {rows['typical'][1]}`" in part


@pytest.mark.parametrize(
    ("text", "clause", "piece"),
    [
        ("講座の開催", "開催", "講座の開催"),
        ("事業を検討し、講座を開催します。", "開催します", "…講座を開催します。"),
        ("事業を検討し、講座を開催します。", "検討し", "事業を検討し、講座…"),
        ("事業を検討し、講座を開催します。", None, "事業を検討し、講座…"),
    ],
)
def test_a_long_element_is_cut_around_its_clause(text: str, clause: str | None, piece: str) -> None:
    assert commitment_examples.cut_at_clause(text, clause, characters=9) == piece


def test_equal_lengths_say_what_is_left_of_each_finding(planted: Analyses) -> None:
    section = commitment_study.tabulate_lengths(planted)
    left = {tuple(row[:2]): row[2:] for row in rows_of(section) if "often in" in row[0]}
    cell = left["do, more often in Ube (FY2013–15)", "one clause"]
    assert cell[0].startswith("yes (q ") and cell[1:3] == ["100% of 12", "50%"] and cell[4] == "12"
    assert left["do, more often in Ube (FY2013–15)", "several clauses"][0] == "no such element"


def test_a_subset_that_could_not_show_a_finding_is_said_to_tell_nothing(planted: Analyses) -> None:
    lengths = planted["commitment-lengths"]
    blind = lengths.assign(beyond_null=False, null_lower=0.0, null_upper=1.0)
    clear = lengths.assign(beyond_null=False, null_lower=0.4, null_upper=0.6)
    for table, word in ((blind, "cannot be told (q"), (clear, "no (q")):
        cells = rows_of(commitment_study.tabulate_lengths(with_tables(planted, commitment_lengths=table)))
        told = {row[2] for row in cells if "often in" in row[0] and row[1] == "one clause"}
        assert told and all(one.startswith(word) for one in told)


def test_a_rung_is_asked_for_again_under_the_code_that_it_is(planted: Analyses) -> None:
    row = {"plan_id": "ube", "share": 1.0, "overall_share": 0.5, "beyond_null": True}
    ladder = pd.DataFrame([row | {"rung": rung} for rung in RUNGS])
    ladder["share"] = [0.9, 0.9, 0.9, 1.0]
    named = ["commitment:ube:do:above", "rung:ube:promote:above", "commitment:ube:consider:below"]
    rows = [{"finding_id": name, "left_out": "hagi", "kept": name.startswith("rung")} for name in named]
    marked = commitment_robustness.mark_lost(ladder, pd.DataFrame(rows))
    assert marked["tested_as"].tolist() == [*named, ""]
    assert marked["lost_without"].tolist() == ["hagi", "", "hagi", ""]
    some_none = commitment_robustness.mark_lost(ladder.assign(share=0.9), pd.DataFrame(rows))
    assert some_none["tested_as"].tolist() == [*named[:2], "", ""], "what is coded none is no consider"
    quiet = commitment_robustness.mark_lost(ladder.assign(beyond_null=False), pd.DataFrame(rows))
    assert set(quiet["tested_as"]) == {""}
    said = commitment_robustness.say_tested(planted, list_rows(quiet)[0])
    assert said.startswith("Nobody asked")


def test_findings_lost_under_another_decision_are_named(small: Analyses) -> None:
    claim = {"kind": "rung", "label": "promote", "direction": "above", "q": 0.01, "measure_ids": "", "plan_id": "ube"}
    claim |= {"plan_en": "Ube", "finding_id": "one"}
    rows = [claim | {"variant": "raw text", "status": "lost"}, claim | {"variant": "another seed", "status": "kept"}]
    said = commitment_robustness.state_decisions(with_tables(small, sensitivity=pd.DataFrame(rows)))
    assert said == (
        "Of the same 1 findings are lost when one decision is taken otherwise: "
        "with raw text, 'promote or more, more often in Ube'"
    )
    kept = commitment_robustness.state_decisions(with_tables(small, sensitivity=pd.DataFrame(rows[1:])))
    assert kept == "No other decision loses any of them"


def test_findings_that_hang_on_one_other_plan_are_named(small: Analyses) -> None:
    claim = {"kind": "commitment", "label": "do", "direction": "above", "q": 0.01, "measure_ids": "", "value": 1.0}
    ube = claim | {"plan_id": "ube", "plan_en": "Ube", "finding_id": "one"}
    hagi = claim | {"plan_id": "hagi", "plan_en": "Hagi", "finding_id": "two", "direction": "below"}
    rows = [
        ube | {"left_out": "hagi", "kept": False},
        ube | {"left_out": "kudamatsu", "kept": True},
        hagi | {"left_out": "ube", "kept": True},
    ]
    of = with_tables(small, findings_without_a_plan=pd.DataFrame(rows))
    assert commitment_robustness.state_left_out(of) == (
        "Of 2 findings on codes and rungs 1 stay whichever other plan is left out "
        "('do, more often in Ube' is lost without Hagi (draft))"
    )
    table = {row[0]: row[1:] for row in rows_of(commitment_robustness.tabulate_robustness(of))}
    assert table["do, more often in Ube"] == ["no (q 0.010)", "yes (q 0.010)", "–"]


def test_groups_of_no_plan_are_said_to_be_missing(small: Analyses) -> None:
    assert small["commitment-by-theme"].empty, "nobody coded these themes"
    assert state_ladder_groups(small["commitment-by-theme"]) == "There is no theme to be compared"
    assert state_ladder_groups(small["commitment-by-actor"], "ja") == "比べられる主体がない"
    assert commitment_study.tabulate_groups(small, "theme") == "There is no theme to be compared."


@pytest.mark.parametrize("kept", [[], ["hagi/1"], ["ube/1-1", "ube/1-2", "ube/1-3", "ube/2-1"]])
def test_no_plan_one_measure_and_one_plan_have_honest_sections(kept: list[str]) -> None:
    own = measures()[measures()["measure_id"].isin(kept)]
    named = plans()[plans()["plan_id"].isin(own["plan_id"])]
    of = Analyses(materials(measures=own, plans=named), STEPS)
    for section in SECTIONS:
        text = section(of)
        assert text and "nan" not in text.lower().split() and ": ." not in text, section.__name__
    assert commitment_examples.quote_rungs(of) == "No rung differs beyond chance."
    assert commitment_robustness.state_left_out(of).startswith("No finding on a code or rung can be asked for")


def test_the_answer_on_the_plans_agrees_with_its_tables(real: Analyses) -> None:
    answer, ladder = commitment_study.state_answer(real), real["commitment-ladder"]
    assert answer.startswith("**Answer.** ") and "**Main caveat.**" in answer and "FY2018–2027" in answer
    for row in list_rows(find_rungs(ladder)):
        assert f"{row.plan_en} {row.share:.0%} ({row.count_} of {row.n}" in answer
    assert commitment_study.count_materials(real)["elements"].sum() == ladder.drop_duplicates("plan_id")["n"].sum()


def test_the_plans_own_rows_stand_in_the_sections(real: Analyses) -> None:
    verbs = rows_of(commitment_examples.tabulate_verbs(real))
    assert len(verbs) == len(real["commitment-verbs"].drop_duplicates(["plan_id", "commitment"]))
    assert {row[1] for row in verbs} <= set(CODES)
    quoted = rows_of(commitment_examples.quote_rungs(real))
    found = find_rungs(real["commitment-ladder"])
    assert len(quoted) == 3 * len(found) and set(found["rung"]) <= set(RUNGS)
    behind = {one for ids in real["commitment-ladder"]["measure_ids"] for one in split_ids(ids)}
    assert {row[1] for row in quoted} <= behind
    farthest = commitment_study.tabulate_groups(real, "theme", rows=3)
    assert [row[-1] for row in rows_of(farthest)] == sorted(row[-1] for row in rows_of(farthest))
