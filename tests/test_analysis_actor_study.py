"""Sentences and tables about actors: what they say of the plans, and of tables with little or nothing in them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd
import pytest
from analysis_inputs import analyses_of, project_analyses

from kyodo_analysis.analysis.actor import actor_study
from kyodo_analysis.analysis.actor.actor_family_texts import state_families, state_signs, state_sizes
from kyodo_analysis.analysis.actor.actor_texts import (
    name_actors,
    state_actors,
    state_combinations,
    state_giving,
    state_sharing,
    state_sharing_groups,
)
from kyodo_analysis.analysis.analyses import Analyses

SENTENCES = {
    "actor-shares": [state_giving, state_actors],
    "actor-sharing": [state_sharing],
    "actor-combinations": [state_combinations, state_sizes],
    "actor-by-theme": [state_families],
    "sharing-by-theme": [state_sharing_groups, state_families],
    "sharing-by-commitment": [state_sharing_groups],
}
SECTIONS: list[Callable[[Analyses], str]] = [
    actor_study.state_actor_answer,
    actor_study.tabulate_forms,
    actor_study.tabulate_shares,
    actor_study.tabulate_sharing,
    lambda of: actor_study.tabulate_sharing_by(of, "theme"),
    lambda of: actor_study.tabulate_sharing_by(of, "commitment"),
    actor_study.state_sets,
    actor_study.tabulate_combinations,
    actor_study.quote_sharing,
]


def sharing_of(rows: list[tuple[str, str, int, int, bool]]) -> pd.DataFrame:
    """Rows of plan, kind of sharing, count, n and whether beyond chance; the city stands in every measure."""
    columns = ["plan_en", "sharing", "count", "n", "beyond_both"]
    table = pd.DataFrame(rows, columns=columns).assign(state="list", count_most=lambda own: own["count"])
    return table.assign(plan_id=table["plan_en"], plan_ja=table["plan_en"], share=table["count"] / table["n"]).assign(
        city_count=table["n"].where(table["plan_en"] == "Ube", 0)
    )


def test_the_sentence_says_where_the_city_stands_alone_and_where_always() -> None:
    table = sharing_of([("Hagi", "city_alone", 1, 4, False), ("Ube", "city_alone", 3, 4, True)])
    assert state_sharing(table) == (
        "The city stands alone in: Ube 75% (3 of 4, beyond chance), Hagi 25% (1 of 4); "
        "Ube lists the city in every measure"
    )
    assert state_sharing(table, "ja") == (
        "市だけが挙がる施策: Ube 75%（4中3、偶然を超える）、Hagi 25%（4中1）。Ubeでは全施策に市が挙がる"
    )


def test_what_holds_for_all_signs_of_a_mark_only_is_said_so() -> None:
    rows = [("Ube", "city_alone", 3, 4, False), ("Ube", "others_alone", 0, 4, False)]
    table = sharing_of(rows).assign(count_most=[3, 1])
    assert state_sharing(table).endswith("Ube does where all signs of a mark count (by first signs alone in 3 of 4)")
    assert state_sharing(table, "ja").endswith("Ubeでも印の記号をすべて数えればそうだが、先頭の記号だけなら4中3")


def test_marks_of_several_signs_are_told_with_their_numbers() -> None:
    rows = [("★ ◎", "citizens", 2), ("★ ◎", "city", 2), ("●", "city", 3)]
    table = pd.DataFrame(rows, columns=["printed", "actor", "count"]).assign(state="mark", plan_id="ube", n=5)
    table = table.assign(plan_en="Ube", plan_ja="宇部市")
    assert state_signs(table).startswith("2 of 5 measures of Ube have marks of several signs (★ ◎ 2), and the legend")
    assert state_signs(table, "ja").startswith("宇部市では5施策中2の印が複数の記号からなり（★ ◎ 2）")
    assert state_signs(table[table["printed"] == "●"]) == "" == state_signs(table.assign(state="list"))


def test_how_many_actors_are_named_at_once() -> None:
    table = pd.DataFrame({"kind": "size", "size": [1, 6], "count": [23, 4], "n": 27, "plan_id": "ube"})
    table = table.assign(plan_en="Ube", plan_ja="宇部市")
    assert state_sizes(table) == "Actors named at once: Ube: 1 in 23, 6 in 4 of 27 measures"
    assert state_sizes(table, "ja") == "一施策の主体数: 宇部市（27施策）1主体 23、6主体 4"
    assert state_sizes(table.iloc[:0]) == "No plan says who is to act"


def test_every_test_by_theme_beyond_chance_is_named_with_its_family() -> None:
    row = {"theme_en": "Staff", "theme_ja": "職員", "theme": "staff", "plan_en": "Ube", "plan_ja": "宇部市", "n": 6}
    kind = {"sharing": "city_alone", "sharing_en": "the city alone", "sharing_ja": "市のみ"}
    rows = [
        row | kind | {"plan_id": None, "count": 6, "p": 0.001, "beyond_null": True, "beyond_both": True},
        row | kind | {"plan_id": "ube", "count": 5, "p": 0.01, "beyond_null": True, "beyond_both": False},
        row | kind | {"plan_id": "ube", "count": 2, "p": 0.5, "beyond_null": False, "beyond_both": False},
        row | kind | {"plan_id": "ube", "count": 1, "p": None, "beyond_null": False, "beyond_both": False},
    ]
    assert state_families(pd.DataFrame(rows)) == (
        "Sharing by theme, beyond chance: 1 of 1 tests in all plans together (Staff × the city alone in 6 of 6); "
        "1 of 2 tests in single plans (Ube, Staff × the city alone in 5 of 6, under the union reading only)"
    )
    assert "各計画で2件中1件（宇部市の職員×市のみ 6中5、和の読みでのみ）" in state_families(pd.DataFrame(rows), "ja")


def test_one_sentence_for_each_group_beyond_chance() -> None:
    row = {"plan_id": None, "theme": "staff", "theme_en": "Staff", "theme_ja": "職員", "n": 6, "expected": 0.5}
    found = row | {"beyond_both": True}
    rows = [
        found | {"sharing_en": "the city alone", "sharing_ja": "市のみ", "count": 6, "p": 0.001, "q": 0.01},
        found | {"sharing_en": "with others", "sharing_ja": "市と", "count": 0, "p": 0.002, "q": 0.02},
    ]
    assert state_sharing_groups(pd.DataFrame(rows)) == (
        "Of 1 themes beyond chance within plans: Staff: the city alone in 6 of 6 (expected 50%)"
    )
    nothing = pd.DataFrame(rows).assign(beyond_both=False)
    assert state_sharing_groups(nothing).endswith("chance within plans gives (smallest q = 0.010)")


def test_actors_by_name() -> None:
    assert name_actors("community_associations unknown") == "community associations + unknown actor"
    assert name_actors("schools city", "ja") == "学校・市"


@pytest.mark.parametrize("case", ["small", "nothing", "small, no measures"])
def test_tables_without_actors_are_said_to_be_so(case: str) -> None:
    of = analyses_of(case)
    for name, states in SENTENCES.items():
        for state in states:
            assert state(of[name]) and state(of[name], "ja")
    assert state_giving(of["actor-shares"]) == "No plan says who is to act"
    for section in SECTIONS:
        assert section(of)


@pytest.mark.slow
def test_the_sections_about_the_plans() -> None:
    of = project_analyses()
    for name, states in SENTENCES.items():
        for state in states:
            assert re.search(r"[ぁ-ん]", state(of[name], "ja")) and not re.search(r"[ぁ-ん]", state(of[name]))
    for section in SECTIONS:
        text = section(of)
        assert not re.search(r"\bnan\b|<NA>|None", text)
    assert "Nichinan (inferred) and Yamaguchi-2 (FY2018–27) do not" in actor_study.state_actor_answer(of)
    assert "| ★◎ |" in actor_study.tabulate_forms(of)
