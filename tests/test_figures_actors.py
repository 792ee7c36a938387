"""Figures of actors: every mark is a row of the table, plans that say nothing stay in sight, n and q are told."""

from __future__ import annotations

import pandas as pd
import pytest
from analysis_inputs import analyses_of
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text

from kyodo_analysis.analysis.actor.acting import (
    list_acting,
    list_allowed,
    list_other_readings,
    read_first_signs,
    select_acting,
)
from kyodo_analysis.analysis.actor.actor_combinations import combine_actors
from kyodo_analysis.analysis.actor.actor_groups import cross_groups
from kyodo_analysis.analysis.actor.actor_sharing import select_sharing, share_sharing
from kyodo_analysis.analysis.actor.actor_texts import label_sharing
from kyodo_analysis.analysis.extraction.coverage import keep_all_plans
from kyodo_analysis.analysis.showing.labels import label_plans
from kyodo_analysis.figures.actors import plot_sharing, plot_sharing_by_theme
from kyodo_analysis.figures.combinations import plot_combinations
from kyodo_analysis.figures.style import LANGUAGES, MUTED, VERMILION, render
from kyodo_analysis.tables import read


@pytest.fixture(scope="module")
def selected() -> tuple[pd.DataFrame, pd.Series]:
    return select_acting(read("measures"), list_acting(read("measures"), read("measure_actors"), read("passages")))


def with_all_plans(table: pd.DataFrame) -> pd.DataFrame:
    states = {"koka": "list", "tsushima": "mark", "yamaguchi-1": "list"}
    plans = read("plans")
    silence = plans[["plan_id"]].assign(state=plans["plan_id"].map(states).fillna("silent"))
    kept = keep_all_plans(table, silence)
    kept = kept.assign(count=kept["count"].fillna(0), n=kept["n"].fillna(0), beyond_both=kept["beyond_null"])
    return label_plans(kept, plans)


@pytest.fixture(scope="module")
def combined(selected: tuple[pd.DataFrame, pd.Series]) -> pd.DataFrame:
    measures = read("measures")
    first = select_acting(measures, list_acting(read_first_signs(measures), read("measure_actors"), read("passages")))[
        0
    ]
    allowed = list_allowed(measures, read("passages"))
    return with_all_plans(combine_actors(*selected, list_other_readings(selected[0], first), allowed, shuffles=500))


@pytest.fixture(scope="module")
def sharing(selected: tuple[pd.DataFrame, pd.Series]) -> pd.DataFrame:
    return label_sharing(with_all_plans(share_sharing(*selected, selected[0].iloc[:0], shuffles=500)))


def words_of(chart: Figure) -> str:
    return " ".join(text.get_text() for text in chart.findobj(Text)).replace("\n", " ")


def dots_of(axes: Axes) -> list[float]:
    return sorted(float(line.get_xdata()[0]) for line in axes.lines if line.get_marker() in {"o", "D"})


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_set_has_a_bar_with_its_number_and_its_dots(combined: pd.DataFrame, language: str) -> None:
    chart = plot_combinations(combined, language)
    names = combined.loc[combined["kind"].eq("actor"), "actors"].unique()
    shown = combined[combined["kind"].eq("combination")]
    panels = chart.axes
    half = len(panels) // 2
    for place, (_, own) in enumerate(shown.groupby("plan_id", sort=False)):
        bars, matrix = panels[2 * place + 1], panels[half + 2 * place + 1]
        assert [text.get_text() for text in bars.texts] == own["count"].astype(str).tolist()
        widths = {bar.get_width() for container in bars.containers for bar in container}
        heights = [bar.get_height() for one in bars.containers for bar in one if bar.get_width() == min(widths)]
        assert heights == own["count"].tolist()
        filled = [line for line in matrix.lines if line.get_marker() == "o" and line.get_markersize() == 6]
        assert len(filled) == own["size"].sum()
        assert len([line for line in matrix.lines if line.get_marker() == "o"]) == len(own) * len(names)
        colours = {to_hex(line.get_color()) for line in filled}
        assert (VERMILION in colours) == own["beyond_both"].astype(bool).any()
        spans = [line.get_ydata().tolist() for line in bars.lines if len(line.get_ydata()) == 2]
        moving = own[own["count_least"] < own["count_most"]]
        assert spans == moving[["count_least", "count_most"]].to_numpy().tolist()


def test_a_set_that_only_the_legend_allows_is_drawn_with_none(combined: pd.DataFrame) -> None:
    sets = combined[combined["kind"].eq("combination") & combined["plan_id"].eq("tsushima")].set_index("actors")
    assert sets.loc["citizens", ["count", "count_least", "count_most"]].tolist() == [0, 0, 8]
    assert sets["count"].tolist() == [15, 13, 0] and sets["p"].isna().all()


def test_a_claim_of_one_reading_of_marks_alone_is_not_marked(sharing: pd.DataFrame) -> None:
    one_reading = plot_sharing(sharing.assign(beyond_both=False))
    marked = [line for axes in one_reading.axes for line in axes.lines if line.get_marker() == "D"]
    assert sharing["beyond_null"].any() and not marked
    assert "not by both readings of marks" in words_of(one_reading)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_list_does_not_have_is_crossed_and_silent_plans_are_named(combined: pd.DataFrame, language: str) -> None:
    chart = plot_combinations(combined, language)
    single = combined[combined["kind"].eq("actor")]
    crosses = [line for axes in chart.axes for line in axes.lines if line.get_marker() == "x"]
    assert len(crosses) == single["actors"].nunique() * single["plan_id"].nunique() - len(single) > 0
    silent = {"en": ("Nichinan (inferred)", "not said"), "ja": ("日南市", "記載なし")}[language]
    assert all(word in words_of(chart) for word in silent)


@pytest.mark.parametrize("language", LANGUAGES)
def test_sharing_stands_in_a_row_for_each_plan(sharing: pd.DataFrame, language: str) -> None:
    chart = plot_sharing(sharing, language)
    for axes, kind in zip(chart.axes, ("city_alone", "city_with_others", "others_alone"), strict=True):
        assert dots_of(axes) == pytest.approx(sorted(sharing.loc[sharing["sharing"] == kind, "share"]))
    labels = chart.axes[0].get_yticklabels()
    assert len(labels) == 5
    assert sum(to_hex(label.get_color()) == MUTED for label in labels) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_themes_show_all_plans_together_and_mark_what_is_tentative(language: str) -> None:
    kinds, plan_ids = select_sharing(read("measures"), read("measure_actors"), read("passages"))
    themes = read("measure_themes")
    groups = pd.crosstab(themes["measure_id"], themes["theme"]).reindex(kinds.index, fill_value=0).clip(upper=1)
    table = cross_groups(kinds, groups, plan_ids).rename(columns={"group": "theme", "kind": "sharing"})
    verdict = table["theme"].eq("staff").map({True: "tentative", False: "charted"})
    table = label_sharing(table.assign(theme_en=table["theme"], theme_ja=table["theme"], verdict=verdict))
    table = table.assign(beyond_both=table["beyond_null"], silent_en="Nichinan", silent_ja="日南市")
    chart = plot_sharing_by_theme(table, language)
    assert {"en": "who is to act: Nichinan.", "ja": "数に入らない計画: 日南市"}[language] in words_of(chart)
    shown = table[table["plan_id"].isna() & ~table["few"]]
    assert [dots_of(axes) for axes in chart.axes] == [
        pytest.approx(sorted(own["share"])) for _, own in shown.groupby("sharing", sort=True)
    ]
    assert "staff †" in words_of(chart)
    assert {"en": "† tentative", "ja": "† 暫定"}[language] in words_of(chart)


@pytest.mark.parametrize("case", ["small", "nothing"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_to_show_is_said(case: str, language: str) -> None:
    of = analyses_of(case)
    for plot, name in (
        (plot_combinations, "actor-combinations"),
        (plot_sharing, "actor-sharing"),
        (plot_sharing_by_theme, "sharing-by-theme"),
    ):
        assert {"en": "nothing to show", "ja": "示すものがない"}[language] in words_of(plot(of[name], language))


def test_the_same_table_gives_the_same_bytes(combined: pd.DataFrame) -> None:
    for kind in ("svg", "png"):
        assert render(plot_combinations(combined), kind) == render(plot_combinations(combined), kind)
