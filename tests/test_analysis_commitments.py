"""Commitment ladders by plan, theme, actor and length: counted by hand, and quiet where only the plan writes so."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from analysis_tables import elements, frame, measures, plans, themes
from hypothesis import given
from hypothesis import strategies as st

from kyodo_analysis.analysis.commitment.commitment_groups import (
    cover_actors,
    share_ladder_by_actor,
    share_ladder_by_theme,
)
from kyodo_analysis.analysis.commitment.commitment_lengths import SUBSETS, compare_lengths
from kyodo_analysis.analysis.commitment.commitment_texts import (
    ACTOR_NAMES,
    label_actors,
    state_actor_coverage,
    state_ladder,
    state_ladder_groups,
    state_lengths,
)
from kyodo_analysis.analysis.commitment.commitments import CODES, RUNGS, reach_rungs, select_coded, share_ladder
from kyodo_analysis.analysis.showing.labels import label_plans, split_ids
from kyodo_analysis.tables.schema import TABLES

FAST = {"resamples": 100, "shuffles": 199}


def actors() -> pd.DataFrame:
    named = {"ube/1-1": ["city", "citizens"], "ube/1-2": ["city"], "ube/1-3": ["city", "citizens"]}
    rows = [
        {"measure_id": measure_id, "position": position, "printed": actor, "actor": actor}
        for measure_id, given_actors in named.items()
        for position, actor in enumerate(given_actors, start=1)
    ]
    return frame("measure_actors", rows)


def planted(codes: dict[str, list[str]], per_plan: int = 12) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Measures of one element each: plan → the codes of its measures in turn; the theme is t0, t1, t0, …"""
    rows, coded, themed = [], [], []
    for plan_id, of_plan in codes.items():
        for number in range(per_plan):
            measure_id = f"{plan_id}/{number}"
            rows.append({"measure_id": measure_id, "plan_id": plan_id, "title": measure_id, "reprint": False})
            coded.append({"measure_id": measure_id, "position": 1, "text": "検討します。"})
            coded[-1]["commitment"] = of_plan[number % len(of_plan)]
            themed.append({"measure_id": measure_id, "rank": 1, "theme": f"t{number % 2}"})
    return pd.DataFrame(rows), pd.DataFrame(coded), pd.DataFrame(themed)


def test_a_rung_counts_what_reaches_it_or_more() -> None:
    table = share_ladder(measures(), elements(), **FAST).set_index(["plan_id", "rung"])
    assert table.loc["ube", "count"].tolist() == [3, 6, 6, 6] and table.loc["ube", "exactly"].tolist() == [3, 3, 0, 0]
    assert table.loc["hagi", "count"].tolist() == [0, 3, 3, 6] and table.loc["hagi", "exactly"].tolist() == [0, 3, 0, 3]
    assert table.loc[("hagi", "promote"), "share"] == 3 / 6
    assert table.loc[("hagi", "do"), "measure_ids"] == ""
    assert split_ids(table.loc[("kudamatsu", "promote"), "measure_ids"]) == ["kudamatsu/1", "kudamatsu/2"]


@given(st.lists(st.lists(st.integers(0, 5), min_size=5, max_size=5), min_size=1, max_size=6))
def test_every_rung_holds_at_least_what_the_one_above_holds(rows: list[list[int]]) -> None:
    counts = pd.DataFrame(rows, columns=list(CODES))
    reached = reach_rungs(counts)
    assert reached.columns.tolist() == list(RUNGS)
    assert (reached.diff(axis=1).iloc[:, 1:] >= 0).all(axis=None)
    assert (reached["consider"] + counts["none"] == counts.sum(axis=1)).all()


def test_reprints_and_elements_without_a_code_do_not_count() -> None:
    some = elements().assign(commitment=lambda table: table["commitment"].where(table["position"] == 1))
    counted, coded = select_coded(measures(), some)
    assert "ube/2-1" not in set(counted["measure_id"]) and len(coded) == 8
    assert share_ladder(measures(), some, **FAST).drop_duplicates("plan_id")["n"].tolist() == [3, 2, 3]


def test_a_code_outside_the_codebook_is_refused() -> None:
    with pytest.raises(ValueError, match="commitment promise is not in the codebook"):
        share_ladder(measures(), elements().assign(commitment="promise"), **FAST)


def test_nothing_one_plan_and_one_measure_are_no_differences() -> None:
    assert share_ladder(measures(), elements().iloc[:0], **FAST).empty
    assert share_ladder_by_theme(measures(), elements().iloc[:0], themes(), **FAST).empty
    assert share_ladder_by_actor(measures(), elements(), actors().iloc[:0], **FAST).empty
    own = measures()[measures()["measure_id"] == "hagi/1"]
    for table in (share_ladder(own, elements(), **FAST), share_ladder_by_theme(own, elements(), themes(), **FAST)):
        assert table["n"].eq(2).all() and table["p"].eq(1).all() and not table["beyond_null"].any()
        assert table["share"].tolist() == [0, 1 / 2, 1 / 2, 1]


def test_elements_count_for_each_theme_of_their_measure() -> None:
    table = share_ladder_by_theme(measures(), elements(), themes(), **FAST).set_index(["theme", "rung"])
    assert table.loc[("rules", "do"), ["count", "n", "measures", "plans"]].tolist() == [1, 4, 2, "hagi ube"]
    assert table.loc[("rules", "consider"), "share"] == 1
    assert table.loc[("rules", "do"), "measure_ids"] == "ube/1-2"
    assert table.loc[("information", "do"), ["count", "n"]].tolist() == [1, 4], "the reprint ube/2-1 does not count"
    assert table.xs("do", level="rung")["few"].tolist() == [True] * 6
    assert table.index.get_level_values("theme")[0] == "information"


def test_a_theme_of_a_plan_that_only_does_is_no_finding() -> None:
    """All of a does, all of b considers: t0 is does as often as its plans are, however the plans' shares differ."""
    table, coded, themed = planted({"a": ["do"], "b": ["consider"]}, per_plan=40)
    only_a = themed[themed["measure_id"].str.startswith("a/") | themed["theme"].eq("t1")]
    found = share_ladder_by_theme(table, coded, only_a, **FAST).set_index(["theme", "rung"])
    assert found.loc[("t0", "do"), "share"] == 1 and found.loc[("t1", "do"), "share"] == 1 / 2
    assert found["p"].eq(1).all() and not found["beyond_null"].any()
    assert found["expected"].tolist() == pytest.approx(found["share"].tolist())


def test_a_theme_that_binds_within_every_plan_is_found() -> None:
    table, coded, themed = planted({"a": ["do", "promote"], "b": ["do", "consider"]}, per_plan=40)
    found = share_ladder_by_theme(table, coded, themed, **FAST).set_index(["theme", "rung"])
    assert found.loc[("t0", "do"), "share"] == 1 and found.loc[("t0", "do"), "beyond_null"]
    assert found.loc[("t0", "do"), "expected"] == pytest.approx(1 / 2, abs=0.02)
    said = state_ladder_groups(found.reset_index().assign(theme_en="T", theme_ja="題"), "en")
    assert said.startswith("Beyond the writing of their plans: T reaches do in 100% (expected 50%)")


def test_themes_dealt_out_at_random_give_hardly_any_claims() -> None:
    generator = np.random.default_rng(3)
    claims = tests = 0
    for run in range(20):
        table, coded, themed = planted({"a": ["do"], "b": ["do", "promote"], "c": ["consider", "do"]})
        themed["theme"] = generator.choice(["t0", "t1", "t2"], size=len(themed))
        found = share_ladder_by_theme(table, coded, themed, resamples=2, shuffles=299, seed=run)
        claims, tests = claims + int(found["beyond_null"].sum()), tests + len(found)
    assert claims / tests <= 0.05


def test_the_order_of_rows_does_not_matter_and_the_seed_decides_the_null_alone() -> None:
    table, coded, themed = planted({"a": ["do", "promote", "consider"]})
    first = share_ladder_by_theme(table, coded, themed, **FAST)
    again = share_ladder_by_theme(table, coded.iloc[::-1], themed.iloc[::-1], **FAST)
    pd.testing.assert_frame_equal(first, again)
    other = share_ladder_by_theme(table, coded, themed, **FAST, seed=1)
    assert first["share"].equals(other["share"]) and not first["expected"].equals(other["expected"])


def test_actors_are_compared_within_the_plans_that_name_them() -> None:
    table = share_ladder_by_actor(measures(), elements(), actors(), **FAST)
    assert table["plans"].eq("ube").all()
    city = table[table["actor"] == "city"].set_index("rung")
    assert city.loc["do", ["count", "n", "measures"]].tolist() == [3, 6, 3]
    assert city["p"].eq(1).all(), "all measures of the plan name the city: nothing to compare with"


def test_an_unknown_actor_is_no_actor() -> None:
    unknown = frame("measure_actors", [{"measure_id": "hagi/1", "position": 1, "printed": "関係者"}])
    both = pd.concat([actors(), unknown], ignore_index=True)
    assert share_ladder_by_actor(measures(), elements(), both, **FAST)["actor"].unique().tolist() == [
        "city",
        "citizens",
    ]
    assert cover_actors(measures(), elements(), both)["count"].tolist() == [0, 0, 3]


def test_coverage_says_which_plans_name_actors() -> None:
    table = cover_actors(measures(), elements(), actors())
    assert table[["plan_id", "count", "n", "elements"]].to_numpy().tolist() == [
        ["hagi", 0, 3, 0],
        ["kudamatsu", 0, 2, 0],
        ["ube", 3, 3, 6],
    ]
    assert table["actors"].tolist() == ["", "", "citizens city"] and table["measure_ids"].iloc[1] == ""
    labelled = label_plans(table, plans())
    said = state_actor_coverage(labelled, "en")
    assert said.startswith("1 of 3 plans name actors: Ube (FY2013–15) (3 of 3 measures); Hagi (draft) and Kudamatsu")
    assert state_actor_coverage(labelled, "ja").startswith("対象主体を記すのは3計画中1: 宇部市")
    assert cover_actors(measures().iloc[:0], elements(), actors()).empty


def test_actors_have_names_in_both_languages() -> None:
    declared = next(column for column in TABLES["measure_actors"].columns if column.name == "actor")
    assert set(ACTOR_NAMES) == set(declared.allowed)
    labelled = label_actors(pd.DataFrame({"actor": ["city", "ufo"], "n": [1, 2]}))
    assert labelled.columns.tolist() == ["actor", "actor_en", "actor_ja", "n"]
    assert labelled["actor_ja"].tolist() == ["市", "ufo"]


def evidence_of(coded: pd.DataFrame, clauses: dict[str, int]) -> pd.DataFrame:
    rows = [
        {"measure_id": measure_id, "scheme": "commitment", "position": position}
        for measure_id, position in coded[["measure_id", "position"]].itertuples(index=False)
        for _ in range(clauses.get(measure_id, 1))
    ]
    return pd.DataFrame([*rows, {"measure_id": "hagi/1", "scheme": "themes", "position": 1}])


def verbs_of(verbs: dict[str, int]) -> pd.DataFrame:
    """Tokens: so many verbs in the first element of each measure, beside a verb of a title and one that is no word."""
    place = {"field": "content", "position": 1, "pos": "動詞", "pos_detail": "自立,*,*"}
    rows = [{"measure_id": measure_id} | place for measure_id, number in verbs.items() for _ in range(number)]
    other = {"measure_id": "hagi/1"} | place
    return pd.DataFrame([*rows, other | {"field": "title"}, other | {"pos_detail": "非自立,*,*"}])


def test_lengths_are_compared_apart() -> None:
    coded = elements()
    evidence = evidence_of(coded, {"ube/1-1": 3, "hagi/2": 2})
    table = compare_lengths(measures(), coded, evidence, verbs_of({"ube/1-1": 3, "hagi/2": 2}), **FAST)
    found = table.set_index(["subset", "plan_id", "rung"])
    assert found.loc[("one clause", "ube", "do"), ["count", "n"]].tolist() == [2, 4]
    assert found.loc[("several clauses", "ube", "do"), ["count", "n", "median_clauses"]].tolist() == [1, 2, 3]
    assert ("several clauses", "kudamatsu", "do") not in found.index
    assert found.loc[("short", "hagi", "promote"), "median_characters"] == len("協働を推進します。")
    whole = table[table["rung"] == "do"].groupby("subset")["n"].sum()
    assert whole["one clause"] + whole["several clauses"] == whole["short"] + whole["long"] == 16
    assert list(table["subset"].unique()) == list(SUBSETS)


def test_strata_by_verbs_and_without_consider_do_not_hang_on_the_clauses_that_bind() -> None:
    coded = elements()
    table = compare_lengths(measures(), coded, evidence_of(coded, {}), verbs_of({"ube/1-1": 3, "hagi/2": 2}), **FAST)
    found = table[table["rung"] == "do"].set_index(["subset", "plan_id"])
    assert found.loc[("many verbs", "ube"), ["n", "median_verbs"]].tolist() == [1, 3], "one element has three verbs"
    assert ("many verbs", "hagi") not in found.index and found.loc[("few verbs", "hagi"), "n"] == 6
    assert found.loc[("without consider", "hagi"), "n"] == 3, "three of its six are coded consider"
    assert found.loc[("one clause", "hagi"), "others_n"] == 10 and pd.isna(
        found.loc[("many verbs", "ube"), "others_characters"]
    ), "no other plan has such an element"
    assert found.loc[("without consider", "ube"), "median_characters"] > 0


def test_lengths_of_nothing_are_an_empty_table() -> None:
    assert compare_lengths(
        measures(), elements().iloc[:0], evidence_of(elements().iloc[:0], {}), verbs_of({}), **FAST
    ).empty


def test_the_texts_say_what_the_tables_hold() -> None:
    table, coded, _ = planted({"ube": ["do"], "hagi": ["consider"], "kudamatsu": ["do", "consider"]}, per_plan=20)
    ladder = label_plans(share_ladder(table, coded, resamples=20, shuffles=1999), plans())
    assert state_ladder(ladder, "en") == (
        "Rungs that plans reach more or less often than chance: do: Ube (FY2013–15) 100% (20 of 20), "
        "Hagi (draft) 0% (0 of 20), all plans 50%"
    ), "the rungs below hold the same elements and are not said again"
    assert "「実施」は宇部市（2013–15年度） 100%（20項目中20）" in state_ladder(ladder, "ja")
    lost = ladder.assign(lost_without=["hagi kudamatsu" if one == "ube" else "" for one in ladder["plan_id"]])
    assert "Ube (FY2013–15) 100% (20 of 20; lost without Hagi (draft) and" in state_ladder(lost, "en")
    assert "（20項目中20、" in state_ladder(lost, "ja") and "を除くと消える" in state_ladder(lost, "ja")
    quiet = ladder.assign(beyond_null=False)
    assert state_ladder(quiet, "en").startswith("On no rung") and "偶然を超える計画差はない" in state_ladder(
        quiet, "ja"
    )
    lengths = label_plans(
        compare_lengths(table, coded, evidence_of(coded, {}), verbs_of({}), resamples=20, shuffles=1999), plans()
    )
    assert state_lengths(lengths, "en").startswith("Commitments to doing: among elements of one clause Ube (FY2013–15)")
    assert "一節だけの項目では宇部市（2013–15年度） 100%（20中20）" in state_lengths(lengths, "ja")
