"""Figures: their files and tables, that nothing is cut off or hidden, and that the same tables give the same bytes."""

from __future__ import annotations

import csv
import io
from collections.abc import Hashable, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pandas as pd
import pytest
from analysis_inputs import Tables, analyses_of, project_analyses, project_tables
from analysis_tables import all_tables
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from kyodo_analysis.analysis.analyses import Analyses
from kyodo_analysis.analysis.coding.reliability import NOT_CHARTED
from kyodo_analysis.analysis.showing.labels import split_ids
from kyodo_analysis.analysis.steps import analyse_tables
from kyodo_analysis.figures import FIGURES, draw_all
from kyodo_analysis.figures.registry import FigureEntry
from kyodo_analysis.figures.style import (
    BLUE,
    LANGUAGES,
    ORANGE,
    STATE_COLOURS,
    STATUS_COLOURS,
    VERMILION,
    applied_style,
    render,
)
from kyodo_analysis.paths import project_root
from kyodo_analysis.source.errors import InputError

NAMES = [entry.name for entry in FIGURES]
# A mark of these figures is a repair step of a plan, an indicator or a cell of a fiscal table, not a measure; where the
# last two stand in the source is what test_figures_targets asks.
WITHOUT_MEASURES = {"repairs", "targets", "fiscal-gap"}
# A mark of these figures is a share of paragraphs and bullets, of which a measure may have several.
OF_ELEMENTS = {"commitments", "commitments-by-theme", "commitments-by-actor"}
# Marks of these figures may come from rows that belong to no measure, found by this key and standing on these lines.
SOURCE_KEYS = {
    **{"plans": "plan_id", "indicators": "indicator_id", "passages": "passage_id"},
    **{"history": "position", "finance": "position"},
}
# Rows that hold what is written beside the marks.
NO_MARKS = {"total", "axis", "network"}


@pytest.fixture(scope="module")
def known() -> Tables:
    return project_tables()


@pytest.fixture(scope="module")
def shown() -> dict[str, pd.DataFrame]:
    """The table behind each figure of the project."""
    analyses = project_analyses()
    return {entry.name: analyses[entry.analysis] for entry in FIGURES}


@pytest.fixture(scope="module")
def charts(shown: dict[str, pd.DataFrame]) -> dict[tuple[str, str], Figure]:
    """Each figure of the project in each language."""
    return {
        (entry.name, language): entry.plot(shown[entry.name], language) for entry in FIGURES for language in LANGUAGES
    }


def texts_of(chart: Figure) -> Iterator[tuple[Text, float, float, float, float]]:
    """Every text that is seen, with its left, bottom, right and top in pixels."""
    renderer = chart.canvas.get_renderer()  # type: ignore[attr-defined]
    with applied_style():
        hidden = _hidden_ticks(chart)
        for text in chart.findobj(Text):
            assert isinstance(text, Text)
            if text.get_visible() and text.get_text().strip() and text not in hidden:
                box = text.get_window_extent(renderer)
                yield text, box.x0, box.y0, box.x1, box.y1


def _hidden_ticks(chart: Figure) -> set[Text]:
    """Tick labels that are kept in store or lie outside the limits of their axis: there, but never drawn."""
    hidden: set[Text] = set()
    for axes in chart.axes:
        for axis in (axes.xaxis, axes.yaxis):
            drawn = {label for tick in axis._update_ticks() for label in (tick.label1, tick.label2)}
            kept = {label for tick in [*axis.majorTicks, *axis.minorTicks] for label in (tick.label1, tick.label2)}
            hidden |= kept - (drawn if axes.axison else set())
    return hidden


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_cut_off_and_no_text_hides_another(
    charts: dict[tuple[str, str], Figure], name: str, language: str
) -> None:
    chart = charts[name, language]
    render(chart, "png")
    width, height = chart.get_size_inches() * chart.dpi
    boxes = list(texts_of(chart))
    assert len(boxes) > 5
    for text, left, bottom, right, top in boxes:
        assert left >= -1 and bottom >= -1 and right <= width + 1 and top <= height + 1, text.get_text()
    for (one, *a), (other, *b) in combinations(boxes, 2):
        overlap = min(a[2], b[2]) - max(a[0], b[0]) > 2 and min(a[3], b[3]) - max(a[1], b[1]) > 2
        assert not overlap, f"{one.get_text()!r} and {other.get_text()!r}"


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_say_the_same_in_their_own_words(charts: dict[tuple[str, str], Figure], name: str) -> None:
    english, japanese = (
        " ".join(text.get_text() for text in charts[name, language].findobj(Text)) for language in ("en", "ja")
    )
    assert "Source: table" in english and "出典: 表" in japanese
    if "nichinan" in english.lower():
        assert "Nichinan (inferred)" in english.replace("\n", " ") or "Nichinan\n(inferred)" in english
        assert "日南市（推定）" in japanese.replace("\n", "")


def count_behind(row: Mapping[Hashable, Any]) -> int | None:
    """How many measures a row says stand behind its mark; None where it does not count them."""
    names = ["n_ab"] if row.get("kind") == "edge" else ["measures", "count"]
    known = [row[name] for name in names if name in row and pd.notna(row[name])]
    return int(known[0]) if known else None


def count_source_rows(known: Mapping[str, pd.DataFrame], row: Mapping[Hashable, Any]) -> int:
    """The rows behind a mark that is none of measures: they exist, are as many as it says, and stand on its lines."""
    table, ids = known[row["source_table"]], row["source_ids"].split(" ")
    key = SOURCE_KEYS[row["source_table"]]
    own = table[table["plan_id"].eq(row["plan_id"]) & table[key].astype("str").isin(ids)]
    assert own[key].nunique() == len(ids) == row["count"]
    lines = {int(line) for line in row["source_lines"].split(" ") if line}
    if "line" in own or "first_line" in own:
        assert lines == set(own["line" if "line" in own else "first_line"])
    elif row["source_table"] == "indicators":
        spans = known["spans"]
        assert lines and lines <= set(spans.loc[spans["row_id"].isin(ids), "line"])
    return len(own)


@pytest.mark.parametrize("name", sorted(set(NAMES) - WITHOUT_MEASURES))
def test_every_mark_leads_back_to_measures_and_their_lines(
    known: Tables, shown: dict[str, pd.DataFrame], name: str
) -> None:
    lines = known["measures"].set_index("measure_id")[["plan_id", "first_line", "last_line"]]
    marks = shown[name]
    marks = marks[~marks["kind"].isin(NO_MARKS)] if "kind" in marks else marks
    resolved = 0
    for row in marks.to_dict("records"):
        ids = split_ids(row["measure_ids"])
        if row.get("source_ids") and not ids:
            resolved += count_source_rows(known, row)
            continue
        own = lines.loc[ids]
        assert len(set(ids)) == len(ids) and (own["first_line"] >= 1).all()
        assert (own["first_line"] <= own["last_line"]).all()
        if pd.notna(row.get("plan_id")):
            assert (own["plan_id"] == row["plan_id"]).all()
        if name in OF_ELEMENTS:
            assert bool(ids) == bool(row["count"]) and len(ids) <= row["count"]
        elif count_behind(row) is not None:
            assert len(ids) == count_behind(row)
        elif not ids:
            said = [row[column] for column in ("whole", "value", "read") if column in row]
            assert said and all(pd.isna(number) or number == 0 for number in said)
        resolved += len(ids)
    assert resolved > 0


def test_dots_stand_where_the_table_says(shown: dict[str, pd.DataFrame], charts: dict[tuple[str, str], Figure]) -> None:
    chart, table = charts["themes", "en"], shown["themes"]
    table = table[table["verdict"] != NOT_CHARTED]
    drawn = [
        line.get_xdata()[0]  # type: ignore[index]
        for axes in chart.axes
        for line in axes.lines
        if isinstance(line, Line2D) and line.get_marker() in {"o", "D"}
    ]
    assert sorted(drawn) == pytest.approx(sorted(table["share"]))
    beyond = sum(line.get_marker() == "D" for axes in chart.axes for line in axes.lines)
    assert beyond == table["beyond_null"].sum()


def test_every_cell_of_the_grid_is_drawn(shown: dict[str, pd.DataFrame], charts: dict[tuple[str, str], Figure]) -> None:
    axes, below = charts["schedule-index", "ja"].axes
    table = shown["schedule-index"]
    cells = table["fiscal_year"].notna()
    assert len(axes.patches) == cells.sum() and len(below.patches) == (~cells).sum()
    marks = [text.get_text() for text in axes.texts if text.get_ha() == "center"]
    blanks = ["？"] * int(table["inferred"].fillna(False).sum())
    assert sorted(marks) == sorted([*table["printed"].dropna(), *blanks]) and len(blanks) == 1


def test_every_mark_of_the_timeline_is_drawn_over_its_years(
    shown: dict[str, pd.DataFrame], charts: dict[tuple[str, str], Figure]
) -> None:
    (axes,) = charts["plan-timeline", "en"].axes
    dated = shown["plan-timeline"].dropna(subset=["first", "last"], how="all")
    firsts, lasts = dated["first"].fillna(dated["last"]), dated["last"].fillna(dated["first"])
    years = list(zip(firsts, lasts, strict=True))
    bars = [patch for patch in axes.patches if isinstance(patch, Rectangle) and patch.get_edgecolor()[:3] != (0, 0, 0)]
    drawn = [(bar.get_x() + 0.47, bar.get_x() + bar.get_width() - 0.47) for bar in bars if bar.get_linewidth() > 0]
    assert sorted((round(first), round(last)) for first, last in drawn) == sorted(years)


def test_silent_and_lost_plans_are_named(charts: dict[tuple[str, str], Figure]) -> None:
    said = {
        name: " ".join(
            text.get_text().replace("\n", " ")
            for text in charts[name, "en"].findobj(Text)
            if text.get_visible()  # the labels of the other side of an axis are texts too
        )
        for name in ("department-loads", "schedule-coverage", "schedule-index", "schedule-states", "plan-timeline")
    }
    assert said["department-loads"].count("names no department") == 2
    assert all(plan in said["department-loads"] for plan in ("Koka (draft)", "Nichinan (inferred)"))
    for plan in ("Koka (draft)", "Nichinan (inferred)", "Tsushima (FY2008, draft)", "Yamaguchi-2 (FY2018–27)"):
        assert plan in said["schedule-coverage"]
    assert "7 indicators with targets instead" in said["schedule-coverage"]
    for name in ("schedule-index", "schedule-states"):
        assert said[name].count("no year columns in the text") == 3
        assert said[name].count("year columns printed, marks lost in the text") == 1
    assert said["plan-timeline"].count("no year columns: ") == 3 and "year columns lost: 27" in said["plan-timeline"]
    assert said["plan-timeline"].count("no printed period") == 2


@pytest.fixture(scope="module")
def small() -> Analyses:
    """The analyses of the small tables."""
    return analyses_of("small")


def draw_made(made: Analyses, out: Path, languages: Sequence[str] = LANGUAGES) -> list[Path]:
    """The files of analyses that other tests ask for too, so that each is made once for all of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kyodo_analysis.figures.registry.analyse_tables", lambda *given: made)
        return draw_all(made.materials.tables, out, languages)


@pytest.fixture(scope="module")
def drawn(small: Analyses, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The files of the small tables in both languages."""
    return draw_made(small, tmp_path_factory.mktemp("figures"), ["ja", "en"])


def test_files_are_named_for_figure_language_and_kind(drawn: list[Path]) -> None:
    expected = {f"{name}.csv" for name in NAMES} | {
        f"{name}-{language}.{kind}" for name in NAMES for language in ("ja", "en") for kind in ("svg", "png")
    }
    assert {path.name for path in drawn} == {path.name for path in drawn[0].parent.iterdir()} == expected
    files = {path.name: path.read_bytes() for path in drawn}
    assert b"<dc:date>" not in files["themes-ja.svg"] and b"Matplotlib" not in files["themes-ja.svg"]
    assert files["themes-ja.png"].startswith(b"\x89PNG\r\n\x1a\n") and b"Matplotlib" not in files["themes-ja.png"]


def test_the_same_tables_give_the_same_bytes_in_one_language_alone(drawn: list[Path], tmp_path: Path) -> None:
    heard: list[tuple[str, int, int]] = []
    tables = {name: table.copy() for name, table in reversed(all_tables().items())}
    again = draw_all(tables, tmp_path, ["en"], lambda *told: heard.append(told))
    assert {path.name for path in again} == {path.name for path in drawn if "-ja." not in path.name}
    assert all((drawn[0].parent / path.name).read_bytes() == path.read_bytes() for path in again)
    assert [told[1:] for told in heard] == [(done, len(NAMES)) for done in range(len(NAMES) + 1)]


def test_the_table_of_a_figure_is_its_file(drawn: list[Path], small: Analyses) -> None:
    for entry in FIGURES:
        table = small[entry.analysis]
        text = (drawn[0].parent / f"{entry.name}.csv").read_text(encoding="utf-8")
        rows = list(csv.reader(io.StringIO(text)))
        assert rows[0] == table.columns.tolist() and len(rows) == len(table) + 1
        if "plan_id" in table:
            assert {"plan_en", "plan_ja"} <= set(table.columns)


def few(plans: set[str]) -> dict[str, pd.DataFrame]:
    """The small tables with the rows of some plans only."""

    def own(table: pd.DataFrame) -> pd.DataFrame:
        if "plan_id" in table:
            return table[table["plan_id"].isin(plans)]
        return table[table["measure_id"].str.split("/").str[0].isin(plans)] if "measure_id" in table else table

    return {name: own(table) for name, table in all_tables().items()}


@cache
def few_analyses(plans: frozenset[str]) -> Analyses:
    return analyse_tables(few(set(plans)))


@pytest.mark.parametrize("plans", [{"ube"}, {"hagi"}, {"kudamatsu"}, set()], ids=["one", "silent", "lost", "none"])
@pytest.mark.parametrize("entry", FIGURES, ids=NAMES)
def test_few_plans_or_none_give_an_honest_figure(entry: FigureEntry, plans: set[str]) -> None:
    chart = entry.plot(few_analyses(frozenset(plans))[entry.analysis], "en")
    assert render(chart, "png")
    said = [text.get_text() for text in chart.findobj(Text)]
    assert any(chart.axes) or any("nothing to show" in text for text in said)


def test_the_style_leaves_nothing_behind(small: Analyses) -> None:
    before = dict(mpl.rcParams)
    entry = FIGURES[0]
    render(entry.plot(small[entry.analysis], "ja"), "svg")
    assert dict(mpl.rcParams) == before


def test_settings_of_others_do_not_reach_into_a_figure(small: Analyses) -> None:
    entry = FIGURES[2]
    table = small[entry.analysis]
    plain = render(entry.plot(table, "ja"), "svg")
    with mpl.rc_context({"font.family": "DejaVu Sans", "font.size": 20, "lines.linewidth": 9, "svg.hashsalt": None}):
        assert render(entry.plot(table, "ja"), "svg") == plain


def lightness(colour: str) -> float:
    """CIE L* of a colour (D65), 0 to 100."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(colour)]
    luminance = sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return 116 * luminance ** (1 / 3) - 16 if luminance > 0.008856 else 903.3 * luminance


@pytest.mark.parametrize(
    "colours",
    [
        list(STATUS_COLOURS.values()),
        [STATE_COLOURS[state] for state in ("none", "consider", "partly", "continue", "implement")],
        [BLUE, VERMILION],
        [BLUE, ORANGE],
    ],
    ids=["statuses", "states", "beyond", "counts"],
)
def test_colours_differ_in_lightness(colours: list[str]) -> None:
    values = sorted(lightness(colour) for colour in colours)
    assert min(after - before for before, after in pairwise(values)) >= 8


def test_a_file_in_the_place_of_the_folder_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "figures").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="figures"):
        draw_all(all_tables(), tmp_path / "figures", ["en"])


def test_missing_hand_made_tables_are_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="restore data/hand"):
        draw_all(all_tables(), tmp_path, ["en"], hand=tmp_path / "none")


@pytest.mark.slow
def test_the_figures_of_the_project_are_those_of_its_tables(tmp_path: Path) -> None:
    kept = project_root() / "figures"
    drawn = draw_made(project_analyses(), tmp_path)
    assert {path.name for path in drawn} == {path.name for path in kept.iterdir()}
    differing = [path.name for path in drawn if path.read_bytes() != (kept / path.name).read_bytes()]
    assert differing == []
