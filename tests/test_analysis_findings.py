"""The findings of all analyses in one table, and what is left of them without one of the plans."""

from __future__ import annotations

from functools import partial

import pandas as pd
import pytest
from analysis_tables import frame
from sample_materials import materials, two_plans

from kyodo_analysis.analysis.materials import Materials
from kyodo_analysis.analysis.robustness.findings import KINDS, leave_out, leave_plans_out, list_findings, match_findings
from kyodo_analysis.analysis.showing.labels import split_ids


def test_what_sets_two_plans_apart_is_found_with_its_measures_and_side() -> None:
    own = two_plans()
    table = list_findings(own, shuffles=500)
    found = table[table["found"]].set_index("finding_id")
    assert {
        "theme:ube:places:above",
        "theme:hagi:places:below",
        "commitment:hagi:consider:above",
        "word:hagi:条例:above",
    } <= set(found.index)
    assert found.loc["theme:ube:places:above", "value"] == 1.0
    assert len(split_ids(found.loc["word:hagi:条例:above", "measure_ids"])) == 12
    assert found.loc["theme:hagi:places:below", "measure_ids"] == "", "its count is 0"
    assert not table.loc[table["kind"].eq("word") & table["direction"].eq("below"), "found"].any()
    assert table["finding_id"].is_unique


def test_only_the_kinds_asked_for_are_listed() -> None:
    table = list_findings(two_plans(), ["commitment"], shuffles=100)
    assert set(table["kind"]) == {"commitment"}
    rungs = list_findings(two_plans(), ["rung"], shuffles=500)
    assert set(rungs["label"]) == {"promote"}, "the other rungs are a code or all but one"
    assert set(rungs.loc[rungs["found"], "finding_id"]) == {"rung:ube:promote:above", "rung:hagi:promote:below"}


def test_main_themes_and_priors_are_options() -> None:
    own = two_plans(4)
    second = own.tables["measure_themes"].assign(rank=2, theme="staff")
    both = materials(**(own.tables | {"measure_themes": pd.concat([own.tables["measure_themes"], second])}))
    values = {
        counting: list_findings(both, ["theme"], counting=counting, shuffles=50).set_index(["plan_id", "label"])[
            "value"
        ]
        for counting in ("any", "main")
    }
    assert (values["any"]["ube", "staff"], values["main"]["ube", "staff"]) == (1.0, 0.0)
    weak, strong = (
        list_findings(own, ["word"], prior_factor=factor, shuffles=50).set_index(["plan_id", "label"])["value"]
        for factor in (0.5, 2.0)
    )
    assert weak["hagi", "条例"] > strong["hagi", "条例"] > 0, "a prior draws towards the middle"


@pytest.mark.parametrize("plans", [[], ["ube"]])
def test_one_plan_and_no_plan_have_no_findings(plans: list[str]) -> None:
    own = two_plans(3)
    for plan_id in {"ube", "hagi"} - set(plans):
        own = leave_out(own, plan_id)
    table = list_findings(own, shuffles=20)
    assert not table["found"].any()
    assert leave_plans_out(partial(list_findings, shuffles=20), own).empty


def test_a_plan_with_one_measure_and_words_of_no_kind_make_no_trouble() -> None:
    own = two_plans(3)
    hagi = own.tables["measures"]["measure_id"].isin(["hagi/01", "hagi/02"])
    fewer = {"measures": own.tables["measures"][~hagi], "elements": frame("elements", [])}
    single = materials(**(own.tables | fewer))
    table = list_findings(single, shuffles=50)
    assert set(table["kind"]) <= set(KINDS) and not table.loc[table["kind"] == "commitment", "found"].any()


def _listed(*rows: tuple[str, str, str, float, bool]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["plan_id", "label", "direction", "value", "found"]).assign(kind="theme", q=0.01)
    table["finding_id"] = "theme:" + table["plan_id"] + ":" + table["label"] + ":" + table["direction"]
    return table.assign(measure_ids="")


def test_a_finding_on_the_other_side_is_not_the_same() -> None:
    base = _listed(("ube", "rules", "above", 0.8, True), ("ube", "staff", "above", 0.7, True))
    again = _listed(("ube", "rules", "below", 0.1, True))
    asked = base.rename(columns={"value": "base_value", "q": "base_q"})
    matched = match_findings(asked, again)
    assert matched["kept"].tolist() == [False, False]
    assert matched["value"].tolist()[0] == 0.1 and matched["value"].isna().tolist() == [False, True]


def test_a_finding_that_one_other_plan_makes_is_lost_without_it() -> None:
    def find(own: Materials) -> pd.DataFrame:
        there = set(own.tables["measures"]["plan_id"])
        return _listed(
            ("ube", "rules", "above", 0.8, "hagi" in there),
            ("ube", "staff", "above", 0.7, True),
            ("hagi", "staff", "below", 0.1, "hagi" in there),
        )

    table = leave_plans_out(find, materials()).set_index(["left_out", "finding_id"])["kept"]
    assert table.to_dict() == {
        ("hagi", "theme:ube:rules:above"): False,
        ("hagi", "theme:ube:staff:above"): True,
        ("kudamatsu", "theme:ube:rules:above"): True,
        ("kudamatsu", "theme:ube:staff:above"): True,
        ("kudamatsu", "theme:hagi:staff:below"): True,
        ("ube", "theme:hagi:staff:below"): True,
    }


def test_a_plan_is_left_out_of_every_table() -> None:
    rest = leave_out(materials(), "ube")
    for name in ("plans", "measures", "tokens"):
        assert "ube" not in set(rest.tables[name]["plan_id"]) and len(rest.tables[name])
    for name in ("elements", "measure_themes"):
        assert not rest.tables[name]["measure_id"].str.startswith("ube/").any() and len(rest.tables[name])
