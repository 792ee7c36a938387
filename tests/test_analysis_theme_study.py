"""The study of themes: sections that say what their tables say, on small plans and on those of the project."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest
from analysis_tables import measures, themes
from sample_materials import materials

from kyodo_analysis.analysis.analyses import Analyses, Step
from kyodo_analysis.analysis.robustness.sensitivity import VARIANTS, check_sensitivity
from kyodo_analysis.analysis.showing.labels import split_ids
from kyodo_analysis.analysis.steps import STEPS, analyse_tables
from kyodo_analysis.analysis.theme import theme_study
from kyodo_analysis.tables.loading import read_all


def with_tables(of: Analyses, **tables: pd.DataFrame) -> Analyses:
    """The same analyses with other tables in the place of some, by name with underscores."""

    def give(table: pd.DataFrame) -> Callable[[Analyses], pd.DataFrame]:
        return lambda _: table

    other = {name.replace("_", "-"): Step("", "", give(table)) for name, table in tables.items()}
    return Analyses(of.materials, {**of.steps, **other})


def judged(of: Analyses, *found: tuple[str, str], hidden: str = "rules") -> Analyses:
    """The analyses with all themes but one charted and some shares beyond chance."""
    table = of["themes"]
    keys = list(zip(table["plan_id"], table["theme"], strict=True))
    table = table.assign(verdict="charted", coded_n=1, beyond_null=[key in found for key in keys])
    table.loc[table["theme"] == hidden, "verdict"] = "not_charted"
    scores = of["theme-validity"].assign(verdict="charted")
    scores.loc[scores["theme"] == hidden, "verdict"] = "not_charted"
    return with_tables(of, themes=table, theme_validity=scores)


@pytest.fixture(scope="module")
def small() -> Analyses:
    return Analyses(materials(), STEPS)


@pytest.fixture(scope="module")
def real() -> Analyses:
    return analyse_tables(read_all())


def rows_of(section: str) -> list[list[str]]:
    """The cells of the rows of all tables of a section, without their heads."""
    lines = section.splitlines()
    rules = [place for place, line in enumerate(lines) if line.startswith("|:") or line.startswith("|-")]
    kept = [line for place, line in enumerate(lines) if line.startswith("| ") and place + 1 not in rules]
    return [line.strip("| ").split(" | ") for line in kept]


def test_materials_are_counted_without_reprints(small: Analyses) -> None:
    table = theme_study.count_materials(small).set_index("plan_id")
    numbers = ["measures", "counted_once", "coded_by_hand", "themes", "without_theme"]
    assert table.loc["ube", numbers].tolist() == [4, 3, 0, 4, 0]
    assert table.loc["kudamatsu", numbers].tolist() == [2, 2, 0, 1, 1]
    coded = replace(small.materials, codes=[{"document": "hagi", "id": "1", "themes": ["staff"], "commitment": []}])
    by_hand = theme_study.count_materials(Analyses(coded, STEPS)).set_index("plan_id")["coded_by_hand"]
    assert by_hand.to_dict() == {"ube": 0, "hagi": 1, "kudamatsu": 0}
    assert rows_of(theme_study.tabulate_counted(small))[1] == ["Kudamatsu (inferred)", "2", "2", "0", "1", "1"]


def test_what_nobody_coded_is_not_charted(small: Analyses) -> None:
    assert theme_study.charted_shares(small).empty and theme_study.find_claims(small).empty
    assert "No measure was coded by readers" in theme_study.state_answer(small)
    assert theme_study.quote_findings(small) == "No share lies beyond chance; this one lies farthest out."


def test_no_section_speaks_of_a_theme_that_is_not_charted(small: Analyses) -> None:
    of = judged(small, ("ube", "rules"), ("hagi", "rules"))
    assert theme_study.find_claims(of).empty
    assert "rules" not in set(theme_study.charted_shares(of)["theme"])
    assert "rules" not in set(theme_study.charted_shares(of, "main")["theme"])
    rules = of["themes"].query("theme == 'rules'")["theme_en"].iloc[0]
    answer, farthest = theme_study.state_answer(of), theme_study.tabulate_farthest(of)
    assert rules not in answer.split("**Main caveat.**")[0] and rules not in farthest


def test_the_farthest_share_comes_first_with_both_intervals(small: Analyses) -> None:
    of = judged(small)
    ranked = theme_study.rank_shares(of)
    assert len(ranked) == 8 and ranked["p"].is_monotonic_increasing
    assert ranked["p"].iloc[0] == theme_study.charted_shares(of)["p"].min()
    first, row = ranked.iloc[0], rows_of(theme_study.tabulate_farthest(of))[0]
    assert row[0] == first["plan_en"] and row[3] == f"{first['count']} of {first['n']}"
    shown = f"{first['share']:.0%} ({first['shown_lower']:.0%}–{first['shown_upper']:.0%})"
    assert row[4:6] == [shown, "–"]  # nobody coded these measures, so no error can be taken out


def test_whole_profiles_are_asked_again_with_the_themes_that_are_not_charted(small: Analyses) -> None:
    of = judged(small, hidden="places")
    rows = rows_of(theme_study.tabulate_whole(of))
    assert [row[0] for row in rows] == of["theme-profiles"]["plan_en"].tolist() and len(rows) == 3
    same = rows_of(theme_study.tabulate_whole(judged(small, hidden="livelihood")))
    assert [row[4] for row in same] == [row[7] for row in same] and [row[4] for row in rows] != [row[4] for row in same]


def test_a_finding_leads_to_its_measures_and_to_one_elsewhere_without_the_theme(small: Analyses) -> None:
    section = theme_study.quote_findings(judged(small, ("ube", "places")))
    rows = {row[0]: row for row in rows_of(section)}
    behind = set(themes().query("theme == 'places'")["measure_id"])
    assert rows["typical"][1] in behind and rows["typical"][5] == "places"
    assert not rows["opposite"][1].startswith("ube/") and rows["opposite"][5] == "–"
    assert "Ube (FY2013–15)**: 2 of 3 measures by the rules, more often than all plans together (25%)" in section
    assert f"`kyodo code --explain {rows['typical'][1]}`" in section and "deviant" not in rows


def test_a_finding_of_one_measure_is_quoted_all_the_same(small: Analyses) -> None:
    rows = rows_of(theme_study.quote_findings(judged(small, ("hagi", "staff"))))
    assert [row[0] for row in rows] == ["itself", "opposite"]
    assert rows[0][1] == "hagi/1" and rows[0][3] == measures().set_index("measure_id").loc["hagi/1", "title"]


def test_a_theme_that_a_plan_lacks_beyond_chance_has_only_an_opposite_to_quote(small: Analyses) -> None:
    section = theme_study.quote_findings(judged(small, ("hagi", "places")))
    assert "Hagi (draft)**: 0 of 3 measures by the rules, less often than all plans together (25%)" in section
    assert rows_of(section) == []


def test_findings_without_another_plan_say_yes_or_no_for_each(small: Analyses) -> None:
    of = judged(small, ("ube", "places"))
    (row,) = rows_of(theme_study.tabulate_left_out(of))
    assert row[0].endswith("Ube (FY2013–15)") and len(row) == 4 and row[1] == "1"
    assert all(cell.startswith(("yes (q ", "no (q ")) for cell in row[2:])
    assert rows_of(theme_study.tabulate_left_out(judged(small))) == []


def test_other_decisions_stand_beside_the_findings(small: Analyses) -> None:
    of = judged(small)
    row = {"kind": "theme", "plan_id": "ube", "label": "places", "direction": "above", "finding_id": "one"}
    row |= {"base_value": 0.5, "value": 0.5, "base_q": 0.01, "shuffles": 99, "measure_ids": "ube/1-1"}
    checked = pd.DataFrame(
        [
            row | {"variant": "another seed", "status": "kept", "q": 0.02},
            row | {"variant": "main themes only", "status": "lost", "q": 0.4},
            row | {"variant": "another seed", "status": "new", "q": 0.02, "label": "rules", "finding_id": "two"},
            {
                "variant": "raw text",
                "status": "no published text",
                "kind": "",
                "plan_id": "",
                "label": "",
                "shuffles": 99,
            },
        ]
    )
    nulls = {"family": "whole theme profiles", "claims_observed": 2, "surviving_share": 0.25, "shuffles": 200}
    nulls |= {"share_with_any": 0.02, "shuffles_with_any_claim": 4}
    words = nulls | {"family": "distinctive words", "share_with_any": 0.5, "shuffles_with_any_claim": 100}
    planted = pd.DataFrame([nulls, words])
    section = theme_study.tabulate_sensitivity(with_tables(of, sensitivity=checked, planted_nulls=planted))
    assert "25.0% of the 2 claims survive" in section and "distinctive words" not in section
    assert "Not made: raw text (no published text)." in section
    head = next(line for line in section.splitlines() if line.startswith("| finding"))
    variants = "another seed | no user dictionary | main themes only | reprints counted"
    assert head == f"| finding | by hand | as decided | {variants} |"
    shown = ["1", "yes (q 0.010)", "yes (q 0.020)", "no", "no (q 0.400)", "no"]
    assert [cells[1:] for cells in rows_of(section)] == [shown]
    assert "These claims, of all themes whether charted or not, are: whole theme profiles, 2." in section
    nothing = with_tables(
        of, sensitivity=check_sensitivity(of.materials, variants={}, shuffles=9), planted_nulls=planted
    )
    assert "No charted theme is a finding" in theme_study.tabulate_sensitivity(nothing)
    assert "SudachiPy" in VARIANTS and "SudachiPy" not in section  # it cuts words and gives no themes


def test_programs_stand_beside_the_farthest_shares(real: Analyses) -> None:
    by_program = real["themes-by-program"].set_index(["plan_id", "theme"])
    ranked = theme_study.rank_shares(real)
    for row, (_, share) in zip(rows_of(theme_study.tabulate_farthest(real)), ranked.iterrows(), strict=True):
        own = by_program.loc[(share["plan_id"], share["theme"])]
        assert row[9] == f"{own['programs_with']} of {own['programs']}"
        assert share["q_upper_by_program"] == own["q_upper"]
    assert set(real["themes-by-program"]["theme"]) == set(theme_study.charted_shares(real)["theme"])


def test_the_plans_are_counted_with_their_cities(real: Analyses, small: Analyses) -> None:
    plans = real.table("plans")
    cities = plans["municipality_code"].nunique()
    assert theme_study.state_plans(real).startswith(f"{len(plans)} plans of {cities} municipalities (")
    assert "Kudamatsu (inferred): the text names no city" in theme_study.state_plans(small)


def test_map_and_network_say_what_their_tables_say(real: Analyses) -> None:
    pairs, network = theme_study.tabulate_pairs(real), real["theme-network"]
    stable = network[(network["kind"] == "edge") & network["stable"].eq(True)]
    assert len(rows_of(pairs)) == len(stable)
    shown, plans = theme_study.tabulate_map(real), real["theme-map"].query("kind == 'plan'")
    assert [row[0] for row in rows_of(shown)] == plans["plan_en"].tolist()
    assert [row[5] == "yes" for row in rows_of(shown)] == plans["beyond_null"].tolist()
    shapes = real["theme-map"].query("kind == 'theme'").sort_values("inertia")["name_en"].iloc[-1]
    assert f"The map is shaped most by '{shapes}'" in shown


def test_a_corpus_of_one_plan_has_no_map_and_no_finding() -> None:
    own = measures()[measures()["plan_id"] == "ube"]
    given = themes()[themes()["measure_id"].isin(own["measure_id"])]
    one = Analyses(materials(measures=own, measure_themes=given), STEPS)
    assert "There is no map" in theme_study.tabulate_map(one) or rows_of(theme_study.tabulate_map(one))
    assert theme_study.find_claims(one).empty and theme_study.tabulate_left_out(one).endswith(".")
    assert theme_study.tabulate_whole(one).startswith("All charted themes taken together, no plan differs")


def test_the_answer_on_the_plans_agrees_with_its_tables(real: Analyses) -> None:
    answer, claims = theme_study.state_answer(real), theme_study.find_claims(real)
    assert answer.startswith("**Answer.** Commonest of the charted themes:") and "**Main caveat.**" in answer
    assert [name for name in claims["theme_en"] if name not in answer] == []
    charted, main = theme_study.charted_shares(real), theme_study.charted_shares(real, "main")
    assert len(charted) == len(main) and charted["verdict"].ne("not_charted").all()
    of_all = real["theme-profiles-of-all"].query("beyond_null")["plan_en"]
    assert f"with those not charted, measures shuffled: {', '.join(of_all) or 'none'}." in answer
    said = f"by main theme alone, {main['beyond_null'].sum()} of {len(main)} lie beyond chance."
    assert said in answer and "FY2018–2027" in answer
    left = f"shuffled, {claims['beyond_by_program'].sum()} of {len(claims)} remain"
    assert (left in answer) is (len(claims) > 0)
    assert theme_study.count_materials(real)["counted_once"].sum() == len(real.materials.counted)
    behind = {one for ids in claims["measure_ids"] for one in split_ids(ids)}
    quoted = [row for row in rows_of(theme_study.quote_findings(real)) if row[0] in {"typical", "deviant"}]
    assert quoted and {row[1] for row in quoted} <= behind
