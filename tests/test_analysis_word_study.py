"""The study of words: sections that say what their tables say, on small plans and on those of the project."""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd
import pytest
from analysis_tables import elements, frame, measures
from sample_materials import materials, two_plans

from kyodo_analysis.analysis.analyses import Analyses, Step
from kyodo_analysis.analysis.showing.labels import split_ids
from kyodo_analysis.analysis.steps import STEPS, analyse_tables
from kyodo_analysis.analysis.structure import word_structure_study
from kyodo_analysis.analysis.wording import boilerplate_study, word_study
from kyodo_analysis.tables.loading import read_all

SECTIONS = (
    word_study.state_answer,
    word_study.tabulate_counted,
    word_study.tabulate_distinctive,
    word_study.quote_distinctive,
    word_study.tabulate_plan_pairs,
    word_study.tabulate_sensitivity,
    boilerplate_study.tabulate_boilerplate,
    word_structure_study.tabulate_map,
    word_structure_study.tabulate_network,
    word_structure_study.tabulate_stability,
)


def with_tables(of: Analyses, **tables: pd.DataFrame) -> Analyses:
    """The same analyses with other tables in the place of some, by name with underscores."""

    def give(table: pd.DataFrame) -> Callable[[Analyses], pd.DataFrame]:
        return lambda _: table

    other = {name.replace("_", "-"): Step("", "", give(table)) for name, table in tables.items()}
    return Analyses(of.materials, {**STEPS, **other})


def rows_of(section: str) -> list[list[str]]:
    """The cells of the rows of all tables of a section, without their heads."""
    lines = section.splitlines()
    rules = [place for place, line in enumerate(lines) if line.startswith("|:") or line.startswith("|-")]
    kept = [line for place, line in enumerate(lines) if line.startswith("| ") and place + 1 not in rules]
    return [line.strip("| ").split(" | ") for line in kept]


@pytest.fixture(scope="module")
def opposed() -> Analyses:
    """Two plans of twelve measures: ube builds places, hagi considers rules, each in the same words every time."""
    return Analyses(two_plans(), STEPS)


@pytest.fixture(scope="module")
def real() -> Analyses:
    return analyse_tables(read_all())


@pytest.fixture(scope="module")
def checked(real: Analyses) -> Analyses:
    """The plans with three words that another decision keeps, loses and adds."""
    row = {"kind": "word", "plan_id": "tsushima", "direction": "above", "variant": "prior half", "shuffles": 99}
    rows = [("随時", "kept", 2.0), ("窓口", "lost", 1.0), ("定期", "new", 1.0), ("紹介", "new", 3.0)]
    table = pd.DataFrame([row | {"label": word, "status": status, "value": value} for word, status, value in rows])
    decisions = {"variant": ["prior half", "raw text", "main themes only"], "kinds": ["word", "theme word", "theme"]}
    summary = pd.DataFrame(decisions | {"note": ["", "no published text", ""], "meaning": "-", "shuffles": 99})
    nulls = pd.DataFrame({"family": ["distinctive words"], "shuffles": 200, "shuffles_with_any_claim": 1})
    nulls = nulls.assign(lower=0.001, upper=0.028)
    return with_tables(real, sensitivity=table, sensitivity_summary=summary, planted_nulls=nulls)


def test_words_are_counted_without_reprints() -> None:
    table = word_study.count_materials(Analyses(materials(), STEPS)).set_index("plan_id")
    assert table.loc["ube", ["measures", "counted_once"]].tolist() == [4, 3]
    words = materials().words
    assert table["words"].to_dict() == words["plan_id"].value_counts().to_dict()
    assert (table["tested"] <= table["words"]).all() and (table["different"] <= table["words"]).all()


def test_words_that_are_said_every_time_are_habits_and_none_is_left_without_them(opposed: Analyses) -> None:
    found = word_study.find_distinctive(opposed)
    assert set(found.loc[found["plan_id"] == "ube", "word"]) == {"地域交流センター", "整備"}
    assert "見直し" in set(found.loc[found["plan_id"] == "hagi", "word"])
    said = word_study.state_lasting(opposed)
    lasting = found["distinctive_without"].astype("bool")
    assert said.startswith(f"With all repeated wording left out, {lasting.sum()} of {len(found)} words")
    rows = {row[0]: row for row in rows_of(word_study.tabulate_distinctive(opposed))}
    assert rows["見直し"][2:4] == ["12 in 12", "0"] and rows["見直し"][7] == "–"  # no %DIFF: the others lack it
    assert rows["見直し"][1].startswith("habit of wording")


def test_a_plan_without_a_distinctive_word_is_named(real: Analyses) -> None:
    found, table = word_study.find_distinctive(real), word_study.tabulate_distinctive(real)
    for plan_id, plan in real["keywords"].drop_duplicates("plan_id")[["plan_id", "plan_en"]].itertuples(index=False):
        assert (f"**{plan}**" in table) == (plan_id in set(found["plan_id"]))
        assert (plan in table.split("No word sets ")[1].split(".")[0]) == (plan_id not in set(found["plan_id"]))
    assert len(rows_of(table)) == len(found)
    usual = real["keywords"].query("q_words <= .05 and z > 0")
    assert f"{len(found)} of {len(real['keywords'])} comparisons" in table and f", {len(usual)} by the usual z" in table


def test_other_tests_stand_beside_the_shuffled_one(real: Analyses) -> None:
    table, section = real["keywords"], word_study.tabulate_distinctive(real)
    assert f"{table['distinctive'].sum()} of {len(table)} comparisons lie beyond chance" in section
    spread = float(re.search(r"standard deviation of about (\d\.\d\d)", section)[1])  # type: ignore[index]
    widths = (table["null_upper"] - table["null_lower"]).median()
    assert spread == pytest.approx(widths / 3.92, abs=0.006) and ("because the prior" in section) == (spread < 1)


def test_quotations_show_measures_with_the_word_and_one_elsewhere_without_it(real: Analyses) -> None:
    section, words = word_study.quote_distinctive(real), real.materials.words
    heads = re.findall(r"\*\*(\S+), (.*?)\*\*: (\d+) times in (\d+) of", section)
    assert {plan for _, plan, *_ in heads} == set(word_study.find_distinctive(real)["plan_en"])
    for (word, *_, measures_), part in zip(heads, section.split("**: ")[1:], strict=True):
        having = set(words.loc[words["word"] == word, "measure_id"])
        rows = {row[0]: row for row in rows_of(part)}
        assert {rows[role][1] in having for role in rows if role != "opposite"} == {True}
        assert rows["opposite"][1] not in having and int(measures_) <= len(having)
        for role in ("typical", "deviant"):
            assert word in rows[role][3] + rows[role][4]


def test_the_quotation_shows_the_word_where_it_is_counted() -> None:
    text = (
        "地域活動センターの運営に必要な経費や設備の更新について、関係者の意見を広く聞きながら、地域の実情を調べます。"
    )
    measure = {"measure_id": "ube/1", "plan_id": "ube", "number": "1", "title": "調査", "content": text}
    element = {"measure_id": "ube/1", "position": 1, "text": text}
    of = Analyses(materials(measures=frame("measures", [measure]), elements=frame("elements", [element])), STEPS)
    assert "地域活動" in set(of.materials.words["word"])
    (quoted,) = word_study._quote_word(pd.DataFrame({"measure_id": ["ube/1"]}), of, "地域")["quotation"]
    assert quoted.startswith("…") and "地域の実情" in quoted


def test_every_pair_of_plans_has_a_row_with_the_words_on_their_side(real: Analyses) -> None:
    section, table = word_study.tabulate_plan_pairs(real), real["keyword-pairs"]
    rows = rows_of(section)
    assert len(rows) == len(table[["plan_id", "other_plan_id"]].drop_duplicates())
    listed = sum(len(cell.split(", ")) for row in rows for cell in row[3:] if cell != "–")
    assert listed == table["distinctive"].sum() and "nichinan" not in section
    first = table[table["distinctive"] & table["commoner_in"].eq(table["plan_id"])].iloc[0]
    (cells,) = [row for row in rows if row[0] == first["plan_en"] and f"{first['word']} {first['count']} :" in row[3]][
        :1
    ]
    assert f"{first['word']} {first['count']} : {first['rest_count']}" in cells[3]


def test_the_longest_run_of_a_plan_stands_in_a_measure_of_it(real: Analyses) -> None:
    section, formulas = boilerplate_study.tabulate_boilerplate(real), real["formulas"]
    shares, quoted = rows_of(section)[: len(real["boilerplate"])], rows_of(section)[len(real["boilerplate"]) :]
    assert [row[0] for row in shares] == real["boilerplate"]["plan_en"].tolist()
    behind = formulas.set_index("text")["measure_ids"].map(split_ids)
    assert quoted and all(row[3] in behind[row[1]] for row in quoted)
    for plan_id, plan in real["boilerplate"][["plan_id", "plan_en"]].itertuples(index=False):
        own = formulas[formulas["plan_ids"].str.split(" ").map(lambda ids, one=plan_id: one in ids)]
        mine = [row for row in quoted if row[0] == plan]
        assert mine[0][3].startswith(f"{plan_id}/") and {int(row[2]) for row in mine} == {own["tokens"].max()}


def test_map_network_and_groups_say_what_their_tables_say(real: Analyses) -> None:
    plans = real["word-map"].query("kind == 'plan'")
    shown = word_structure_study.tabulate_map(real)
    assert [(row[0], row[5] == "yes") for row in rows_of(shown)] == list(
        zip(plans["plan_en"], plans["beyond_null"], strict=True)
    )
    edges = real["word-network"].query("kind == 'edge'")
    pairs = rows_of(word_structure_study.tabulate_network(real))
    assert len(pairs) == edges["beyond_null"].eq(True).sum()
    groups = word_structure_study.tabulate_stability(real)
    assert [row[0] for row in rows_of(groups)] == ["clusters of measures", "clusters of words", "topics (NMF)"]
    assert word_structure_study.state_groupings(real).startswith("None of the 3 groupings tried")
    clusters = real["measure-clusters"]
    assert f"Of {len(clusters)} clusters of measures {clusters['stable'].sum()} come back" in groups


def test_groups_that_hold_are_named(real: Analyses) -> None:
    steady = real["stability"].assign(verdict="stable")
    clusters = real["measure-clusters"]
    clusters = clusters.assign(stable=clusters["cluster"] == 1)
    of = with_tables(real, stability=steady, measure_clusters=clusters)
    named = "clusters of measures, clusters of words, topics (NMF)"
    assert word_structure_study.state_groupings(of) == f"Of the 3 groupings tried 3 are stable: {named}"
    assert str(clusters["words"][0]) in word_structure_study.tabulate_stability(of)


def test_other_decisions_stand_beside_the_words(checked: Analyses) -> None:
    section, found = word_study.tabulate_sensitivity(checked), word_study.find_distinctive(checked)
    rows = rows_of(section)
    words = {row[0]: row[2:] for row in rows[: len(found)]}
    assert words["随時"] == ["yes"] and words["窓口"] == ["no"]
    assert [row[0] for row in rows[len(found) :]] == ["prior half", "raw text"]  # the theme decision touches no word
    assert rows[len(found)][2:] == ["1", "1", "2", "紹介, 定期"]
    assert rows[len(found) + 1][1:] == ["no published text", "–", "–", "–", "–"]
    assert f"Of {len(found)} distinctive words 1 stay so" in section and "rest on 99 shuffles" in section
    assert "In 1 of 200 shuffles of the plan labels any word is distinctive" in section


@pytest.mark.parametrize("section", SECTIONS)
def test_one_plan_and_no_words_give_sections_without_findings(section: Callable[[Analyses], str]) -> None:
    own = measures()[measures()["plan_id"] == "ube"]
    wordless = own.assign(title="。", content="。")
    for few, texts in ((own, elements()), (own.head(1), elements()), (wordless, elements().assign(text="。"))):
        kept = texts[texts["measure_id"].isin(few["measure_id"])]
        said = section(Analyses(materials(measures=few, elements=kept), STEPS))
        assert said.strip() and "nan" not in said.lower().replace("nichinan", "")


def test_the_answer_on_the_plans_agrees_with_its_tables(real: Analyses) -> None:
    answer, found = word_study.state_answer(real), word_study.find_distinctive(real)
    assert answer.startswith("**Answer.** Of ") and "**Main caveat.** With all repeated wording left out" in answer
    assert f"{found['distinctive_without'].sum()} of {len(found)} words still set a plan apart" in answer
    assert "FY2018–2027" in answer and "is stable at any number of groups" in answer
