"""Who is to act: lists, marks by the plan's own legend, other readings, and sharing; small tables made by hand."""

from __future__ import annotations

import pandas as pd
import pytest
from analysis_inputs import project_analyses
from analysis_tables import frame, plans
from hypothesis import given
from hypothesis import strategies as st

from kyodo_analysis.analysis.actor.acting import (
    bound_counts,
    describe_giving,
    find_legend,
    list_acting,
    list_allowed,
    list_alternatives,
    list_other_readings,
    read_first_signs,
    select_acting,
)
from kyodo_analysis.analysis.actor.actor_shares import share_actors, tabulate_vocabulary
from kyodo_analysis.analysis.actor.actor_sharing import (
    SHARINGS,
    classify_sharing,
    find_strongest,
    select_sharing,
    share_sharing,
)
from kyodo_analysis.analysis.robustness.claim_families import claim_shares
from kyodo_analysis.analysis.robustness.planted_nulls import plant_nulls
from kyodo_analysis.tables import read

LEGEND = "★市民が主体 ●市が主体 ◎市民と市が主体"
FAST = {"shuffles": 200}


def measures(leads: dict[str, str | None]) -> pd.DataFrame:
    return frame(
        "measures",
        [
            {"measure_id": one, "plan_id": one.split("/")[0], "number": one.split("/")[1], "title": one, "lead": lead}
            for one, lead in leads.items()
        ],
    )


def actors(listed: dict[str, list[tuple[str, str | None]]]) -> pd.DataFrame:
    rows = [
        {"measure_id": one, "position": position, "printed": printed, "actor": actor}
        for one, named in listed.items()
        for position, (printed, actor) in enumerate(named, start=1)
    ]
    return frame("measure_actors", rows)


def passages(texts: dict[str, list[str]]) -> pd.DataFrame:
    return frame(
        "passages",
        [
            {"plan_id": plan_id, "passage_id": f"p{number}", "text": text}
            for plan_id, own in texts.items()
            for number, text in enumerate(own)
        ],
    )


def small() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """ube lists actors, hagi marks who leads, kudamatsu says nothing."""
    ids = dict.fromkeys(["ube/1", "ube/2", "ube/3", "ube/4", "kudamatsu/1"]) | {"hagi/1": "●", "hagi/2": "★ ◎"}
    listed = {
        "ube/1": [("行政", "city")],
        "ube/2": [("行政", "city"), ("市民", "citizens")],
        "ube/3": [("市民", "citizens"), ("宇宙人", None)],
        "ube/4": [("市民", "citizens")],
    }
    return measures(ids), actors(listed), passages({"hagi": ["●市の窓口を設けます。", LEGEND, LEGEND]})


def test_lists_and_marks_come_into_one_table() -> None:
    acting = list_acting(*small())
    assert acting.values.tolist() == [
        ["hagi", "hagi/1", "●", "mark", "city"],
        ["hagi", "hagi/2", "★ ◎", "mark", "citizens"],
        ["hagi", "hagi/2", "★ ◎", "mark", "city"],
        ["ube", "ube/1", "行政", "list", "city"],
        ["ube", "ube/2", "行政", "list", "city"],
        ["ube", "ube/2", "市民", "list", "citizens"],
        ["ube", "ube/3", "市民", "list", "citizens"],
        ["ube", "ube/3", "宇宙人", "list", "unknown"],
        ["ube", "ube/4", "市民", "list", "citizens"],
    ]


@pytest.mark.parametrize(
    "texts",
    [
        [],
        ["●市の窓口を設けます。"],
        ["●市が主体"],
        [LEGEND, "★市が主体 ●市民が主体 ◎市民と市が主体"],
        ["★市民が主体 ●協働推進課が主体 ◎市民と市が主体"],
    ],
    ids=["no text", "a bullet", "a mark is missing", "two legends that differ", "no actor"],
)
def test_marks_without_one_legend_name_an_unknown_actor(texts: list[str]) -> None:
    assert find_legend(["●", "★◎"], texts) == {}
    acting = list_acting(measures({"hagi/1": "●", "hagi/2": "★◎"}), actors({}), passages({"hagi": texts}))
    assert acting["actor"].tolist() == ["unknown", "unknown"]


def test_a_plan_is_read_with_its_own_legend_only() -> None:
    acting = list_acting(measures({"hagi/1": "●", "ube/1": "●"}), actors({}), passages({"hagi": [LEGEND]}))
    assert acting["actor"].tolist() == ["city", "unknown"]


def test_the_legend_of_tsushima_names_citizens_and_the_city() -> None:
    acting = list_acting(read("measures"), read("measure_actors"), read("passages"))
    marked = acting[acting["plan_id"] == "tsushima"]
    assert set(marked["given"]) == {"mark"} and set(marked["actor"]) == {"city", "citizens"}
    assert set(acting.loc[acting["given"] == "list", "plan_id"]) == {"koka", "yamaguchi-1"}


def test_every_printed_form_is_a_row_the_unknown_one_too() -> None:
    table = tabulate_vocabulary(small()[0], list_acting(*small()))
    assert table[["plan_id", "printed", "actor", "count", "n"]].values.tolist() == [
        ["hagi", "●", "city", 1, 2],
        ["hagi", "★ ◎", "citizens", 1, 2],
        ["hagi", "★ ◎", "city", 1, 2],
        ["ube", "市民", "citizens", 3, 4],
        ["ube", "行政", "city", 2, 4],
        ["ube", "宇宙人", "unknown", 1, 4],
    ]
    assert table.loc[3, "measure_ids"] == "ube/2 ube/3 ube/4"


def test_reprints_count_once() -> None:
    own = measures({"ube/1": None, "ube/2": None}).assign(title="講座の充実", reprint=[False, True])
    listed = actors({one: [("市", "city")] for one in own["measure_id"]})
    has, plan_ids = select_acting(own, list_acting(own, listed, passages({})))
    assert has.index.tolist() == ["ube/1"] and plan_ids.tolist() == ["ube"]


def test_an_actor_is_compared_only_where_it_is_printed() -> None:
    listed = {f"ube/{one}": [("市", "city"), ("市民", "citizens")][: 1 + one % 2] for one in range(6)}
    listed |= {f"hagi/{one}": [("行政", "city"), ("企業", "businesses")] for one in range(6)}
    own = measures(dict.fromkeys(listed))
    has, plan_ids = select_acting(own, list_acting(own, actors(listed), passages({})))
    table = share_actors(has, plan_ids, has.iloc[:0], **FAST).set_index(["plan_id", "actor"])
    assert table["printed_in_plan"].to_dict() == {
        ("hagi", "citizens"): False,
        ("hagi", "businesses"): True,
        ("hagi", "city"): True,
        ("ube", "citizens"): True,
        ("ube", "businesses"): False,
        ("ube", "city"): True,
    }
    assert pd.isna(table.loc[("hagi", "citizens"), "share"]) and table.loc[("ube", "citizens"), "share"] == 3 / 6
    assert table.loc[("ube", "city"), "compared"] == "hagi ube" and table.loc[("ube", "citizens"), "compared"] == "ube"
    assert table["p"].notna().tolist() == [key[1] == "city" for key in table.index]
    assert not table["beyond_null"].any()


def test_other_readings_bound_what_is_counted() -> None:
    own = measures(dict.fromkeys(["ube/1", "ube/2", "ube/3"]))
    listed = {"ube/1": [("市民", "citizens")], "ube/2": [("行政", "city")], "ube/3": [("行政", "city")]}
    has, plan_ids = select_acting(own, list_acting(own, actors(listed), passages({})))
    unclear = [
        ("ube/1", "actors", "■市民 □行政 | □市民 ■行政"),
        ("ube/2", "actors", "■行政 | ■行政 ■宇宙人"),
        ("ube/3", "departments", "管財課 | 財政課"),
    ]
    columns = ["measure_id", "field", "alternatives"]
    status = frame("field_status", [dict(zip(columns, row, strict=True), status="ambiguous") for row in unclear])
    other = list_alternatives(status, has)
    assert other.index.tolist() == ["ube/1", "ube/1", "ube/2", "ube/2"]
    bounds = bound_counts(has, other, plan_ids).set_index("kind")
    assert bounds[["count_least", "count_most"]].to_dict("index") == {
        "citizens": {"count_least": 0, "count_most": 1},
        "city": {"count_least": 2, "count_most": 3},
    }
    table = share_sharing(has, plan_ids, other, **FAST).set_index("sharing")
    assert table[["count", "count_least", "count_most"]].values.tolist() == [[2, 1, 3], [0, 0, 1], [1, 0, 1]]
    assert table["city_count"].tolist() == [2, 2, 2]


def test_a_mark_of_two_signs_may_be_read_as_its_first_alone() -> None:
    own, listed, texts = small()
    has, _ = select_acting(own, list_acting(own, listed, texts))
    first, _ = select_acting(own, list_acting(read_first_signs(own), listed, texts))
    other = list_other_readings(has, first)
    assert other.index.tolist() == ["hagi/2"] and other.columns[other.loc["hagi/2"] > 0].tolist() == ["citizens"]
    assert list_other_readings(has, has).empty
    both = frozenset({"citizens", "city"})
    assert list_allowed(own, texts) == {"hagi": {frozenset({"citizens"}), frozenset({"city"}), both}}


def test_the_marks_of_tsushima_bound_what_the_plans_say_of_the_city() -> None:
    of = project_analyses()
    shares = of["actor-shares"].set_index(["plan_id", "actor"])
    ends = ["count_least", "count", "count_most"]
    assert shares.loc[("tsushima", "city"), ends].tolist() == [20, 28, 28]
    assert shares.loc[("tsushima", "citizens"), ends].tolist() == [15, 15, 15]
    sharing = of["actor-sharing"].set_index(["plan_id", "sharing"])
    kinds = [sharing.loc[("tsushima", kind), ends].tolist() for kind in SHARINGS]
    assert kinds == [[13, 13, 13], [7, 15, 15], [0, 0, 8]]
    for table in (shares, sharing):
        claims = table[["beyond_null", "beyond_both"]].eq(True)
        assert (claims["beyond_null"] | ~claims["beyond_both"]).all()
        assert claims.loc["tsushima", "beyond_null"].any() and not claims.loc["tsushima", "beyond_both"].any()


def test_how_a_plan_says_who_acts_is_kept_for_all_plans() -> None:
    status = frame(
        "field_status",
        [
            {"measure_id": "ube/1", "field": "actors", "status": "read"},
            {"measure_id": "hagi/1", "field": "actors", "status": "silent"},
            {"measure_id": "kudamatsu/1", "field": "actors", "status": "unreadable"},
        ],
    )
    states = describe_giving(list_acting(*small()), status, plans()).set_index("plan_id")["state"].to_dict()
    assert states == {"ube": "list", "hagi": "mark", "kudamatsu": "unreadable"}
    none = describe_giving(list_acting(*small()).iloc[:0], status.iloc[:1], plans())["state"].tolist()
    assert sorted(none) == ["no measures", "no measures", "silent"]


@pytest.mark.parametrize(
    ("named", "sharing"),
    [
        ({"city"}, "city_alone"),
        ({"city", "unknown"}, "city_with_others"),
        ({"everyone"}, "city_with_others"),
        ({"citizens", "everyone"}, "city_with_others"),
        ({"schools"}, "others_alone"),
    ],
)
def test_kinds_of_sharing(named: set[str], sharing: str) -> None:
    kinds = classify_sharing(pd.DataFrame({name: [1] for name in named}))
    assert [kind for kind in SHARINGS if kinds.loc[0, kind]] == [sharing]


@given(st.lists(st.sets(st.sampled_from(["city", "citizens", "everyone", "unknown"]), min_size=1), min_size=1))
def test_every_measure_is_shared_in_one_way(named: list[set[str]]) -> None:
    codes = sorted(set().union(*named))
    has = pd.DataFrame([[int(code in one) for code in codes] for one in named], columns=codes)
    assert (classify_sharing(has).sum(axis=1) == 1).all()


def test_a_plan_whose_list_has_no_city_cannot_say_that_it_acts_alone() -> None:
    listed = {"ube/1": [("市", "city")], "hagi/1": [("市民", "citizens")]}
    own = measures(dict.fromkeys(listed))
    kinds, plan_ids = select_sharing(own, actors(listed), passages({}))
    assert kinds.index.tolist() == ["ube/1"] and plan_ids.tolist() == ["ube"]


def test_one_plan_has_no_test() -> None:
    own = measures(dict.fromkeys(["ube/1", "ube/2"]))
    listed = {"ube/1": [("市", "city")], "ube/2": [("市民", "citizens")]}
    has, plan_ids = select_acting(own, list_acting(own, actors(listed), passages({})))
    table = share_sharing(has, plan_ids, has.iloc[:0], **FAST)
    assert table["p"].isna().all() and not table["beyond_null"].any() and table["share"].tolist() == [0.5, 0, 0.5]


def test_the_strongest_code_of_a_measure() -> None:
    coded = pd.DataFrame({"measure_id": ["p/1", "p/1", "p/2"], "commitment": ["consider", "do", "none"]})
    table = find_strongest(coded, pd.Index(["p/1", "p/2", "p/3"]))
    assert [table.columns[row > 0].tolist() for row in table.to_numpy()] == [["do"], ["none"], []]


def test_shuffled_labels_judge_the_very_claims_of_the_analysis() -> None:
    given = read("measures"), read("measure_actors"), read("passages")
    has, plan_ids = select_acting(given[0], list_acting(*given))
    table = share_sharing(has, plan_ids, has.iloc[:0])
    kinds, plan_ids = select_sharing(*given)
    planted = plant_nulls(claim_shares(kinds, plan_ids.tolist()), relabellings=20)
    assert planted.observed.tolist() == table.sort_values("plan_id", kind="stable")["beyond_null"].tolist()
    assert planted.shuffled.mean() < 0.1


def test_nothing_at_all() -> None:
    acting = list_acting(measures({}), actors({}), passages({}))
    has, plan_ids = select_acting(measures({}), acting)
    assert acting.empty and has.empty and tabulate_vocabulary(measures({}), acting).empty
    assert share_actors(has, plan_ids, has, **FAST).empty and share_sharing(has, plan_ids, has, **FAST).empty
