"""The picture of a lattice: every node drawn where it stands, nothing hidden, and the page's picture made anew."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest
import typer
from kyodo_project import ROOT, Answer, assert_refused
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch
from matplotlib.text import Text
from rich.cells import cell_len
from typer.testing import CliRunner

from kyodo_analysis.cli import OneLineErrors
from kyodo_analysis.cli_lattice import add_lattice_command
from kyodo_analysis.figures import FIGURES
from kyodo_analysis.figures.lattice import plot_lattice
from kyodo_analysis.figures.style import LANGUAGES, applied_style
from kyodo_analysis.words.engine.lattice_view import find_lattice, tabulate_lattices
from kyodo_analysis.words.user_dictionary import UserDictionary, read_user_dictionary

TITLE = "協働のまちづくりの指針"
WORDS = ROOT / "data" / "hand" / "user_dictionary.csv"
ODD = "$5と$6　😀\t\U0002ceb0 "
SENTENCES = (TITLE, "する", "地域の課題を話し合う", ODD)

app = typer.Typer(cls=OneLineErrors, rich_markup_mode=None, pretty_exceptions_enable=False)
add_lattice_command(app)


@app.callback()
def group() -> None:
    """A group, so that the command keeps its name."""


def lattice(*arguments: str | Path) -> Answer:
    command = ["lattice", *map(str, arguments)]
    result = CliRunner().invoke(app, command, prog_name="kyodo", catch_exceptions=False)
    return Answer(result.exit_code, result.stdout, result.stderr)


@pytest.fixture(scope="module")
def own_words() -> UserDictionary:
    return read_user_dictionary(WORDS)


@pytest.fixture(scope="module")
def tables(own_words: UserDictionary) -> dict[str, pd.DataFrame]:
    return {
        sentence: tabulate_lattices({"ipadic": find_lattice(sentence), "user": find_lattice(sentence, own_words)})
        for sentence in SENTENCES
    }


@pytest.fixture(scope="module")
def charts(tables: dict[str, pd.DataFrame]) -> dict[tuple[str, str], Figure]:
    return {
        (sentence, language): plot_lattice(table, language)
        for sentence, table in tables.items()
        for language in LANGUAGES
    }


def said(chart: Figure) -> list[str]:
    return [text.get_text() for text in chart.findobj(Text) if isinstance(text, Text) and text.get_text()]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sentence", SENTENCES)
def test_nothing_is_cut_off_and_no_text_hides_another(
    charts: dict[tuple[str, str], Figure], sentence: str, language: str
) -> None:
    chart = charts[sentence, language]
    renderer = chart.canvas.get_renderer()  # type: ignore[attr-defined]
    width, height = chart.get_size_inches() * chart.dpi
    texts = [*chart.texts, *(text for legend in chart.legends for text in legend.get_texts())]
    for panel in chart.axes:
        texts += [panel._left_title, *panel.texts]  # type: ignore[attr-defined]
    with applied_style():
        chart.canvas.draw()
        boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in texts if text.get_text()]
    assert len(boxes) > 15
    for text, box in boxes:
        assert box.x0 >= -1 and box.y0 >= -1 and box.x1 <= width + 1 and box.y1 <= height + 1, text
    for (one, a), (other, b) in combinations(boxes, 2):
        overlap = min(a.x1, b.x1) - max(a.x0, b.x0) > 2 and min(a.y1, b.y1) - max(a.y0, b.y0) > 2
        assert not overlap, f"{one!r} and {other!r}"


@pytest.mark.parametrize("sentence", SENTENCES)
def test_every_word_has_a_box_over_its_characters_that_covers_no_other(
    tables: dict[str, pd.DataFrame], charts: dict[tuple[str, str], Figure], sentence: str
) -> None:
    table = tables[sentence]
    chart = charts[sentence, "en"]
    for panel, (_, rows) in zip(chart.axes, table.groupby("dictionary", sort=False), strict=True):
        boxes = [patch for patch in panel.patches if isinstance(patch, FancyBboxPatch)]
        words = rows[rows["surface"].ne("")]
        places = sorted((round(box.get_x()), round(box.get_x() + box.get_width())) for box in boxes)
        assert places == sorted(zip(words["start"], words["end"], strict=True))
        for one, other in combinations([box.get_bbox() for box in boxes], 2):
            assert not one.overlaps(other)


def test_costs_and_connections_are_printed(
    tables: dict[str, pd.DataFrame], charts: dict[tuple[str, str], Figure]
) -> None:
    table = tables[TITLE]
    texts = " ".join(said(charts[TITLE, "en"]))
    for row in table[table["surface"].ne("")].to_dict("records"):
        assert f"{row['cost']:,}" in texts and f"Σ {row['cost_so_far']:,}" in texts
    printed = [text for text in said(charts[TITLE, "en"]) if re.fullmatch(r"[+-][\d,]+", text)]
    ways = table[table["on_best_path"] & table["kind"].ne("start")]
    assert sorted(printed) == sorted(f"{cost:+,}" for cost in ways["connection_cost"])


def test_kinds_are_told_apart_without_colour(
    tables: dict[str, pd.DataFrame], charts: dict[tuple[str, str], Figure]
) -> None:
    chart = charts[TITLE, "ja"]
    looks: dict[str, set[object]] = {"known": set(), "unknown": set(), "user": set()}
    for panel, (_, rows) in zip(chart.axes, tables[TITLE].groupby("dictionary", sort=False), strict=True):
        boxes = [patch for patch in panel.patches if isinstance(patch, FancyBboxPatch)]
        for box, kind in zip(boxes, rows.loc[rows["surface"].ne(""), "kind"], strict=True):
            looks[kind].add((box.get_linestyle() == "solid", type(box.get_boxstyle()).__name__))
    assert looks == {"known": {(True, "Square")}, "unknown": {(False, "Square")}, "user": {(True, "Round")}}


def test_what_the_dictionary_changes_is_said(
    tables: dict[str, pd.DataFrame], charts: dict[tuple[str, str], Figure]
) -> None:
    assert "costs 11,966 instead of 34,911" in " ".join(said(charts[TITLE, "en"]))
    assert "34,911から11,966になる" in "".join(said(charts[TITLE, "ja"])).replace("\n", "")
    assert "does not change" in " ".join(said(charts["地域の課題を話し合う", "en"]))
    alone = tables[TITLE][tables[TITLE]["dictionary"] == "ipadic"]
    chart = plot_lattice(alone)
    assert len(chart.axes) == 1 and "costs 34,911" in " ".join(said(chart))
    assert not any("user dictionary" in text for text in said(chart))


def test_characters_that_cannot_be_shown_are_marked(charts: dict[tuple[str, str], Figure]) -> None:
    texts = " ".join(said(charts[ODD, "en"]))
    assert "␣ is white space" in texts and "〓 is a character that the font does not have" in texts
    assert r"\$" in texts and "\t" not in texts


@pytest.mark.parametrize(("name", "language"), [("engine-lattice.svg", "en"), ("engine-lattice-ja.svg", "ja")])
def test_the_picture_of_the_page_is_what_the_command_draws(tmp_path: Path, name: str, language: str) -> None:
    kept = ROOT / "docs" / name
    answer = lattice(TITLE, "--user-dictionary", WORDS, "--language", language, "--out", tmp_path / name)
    assert answer.exit_code == 0 and answer.stdout == ""
    assert (tmp_path / name).read_bytes() == kept.read_bytes()
    assert name in (ROOT / "docs" / "engine.md").read_text(encoding="utf-8")


def test_the_picture_is_none_of_the_figures_of_the_plans() -> None:
    assert not [entry.name for entry in FIGURES if "lattice" in entry.name]


def test_a_png_is_drawn_too(tmp_path: Path) -> None:
    assert lattice("協働", "--out", tmp_path / "new" / "a.PNG").exit_code == 0
    assert (tmp_path / "new" / "a.PNG").read_bytes().startswith(b"\x89PNG")


def test_without_a_file_the_words_are_listed() -> None:
    answer = lattice(TITLE, "--user-dictionary", WORDS)
    head, *lines = answer.stdout.splitlines()
    assert answer.exit_code == 0 and answer.stderr == ""
    assert head.split() == ["dictionary", "place", "word", "kind", "part", "of", "speech", "cost", "connection", "sum"]
    assert len({cell_len(line) for line in [head, *lines]}) == 1
    best = [line.split()[3] for line in lines if line.startswith("*") and " user  " in line and "," in line.split()[5]]
    assert best == ["協働", "の", "まちづくり", "の", "指針"]
    assert all(len(line.split()) >= 6 for line in lattice("市\n民").stdout.splitlines())


def test_bad_input_is_refused_in_one_line(tmp_path: Path) -> None:
    broken = tmp_path / "broken.csv"
    broken.write_text("協働,1283\n", encoding="utf-8")
    assert_refused(lattice("　"), "no sentence")
    assert_refused(lattice("市" * 41), "at most 40")
    assert_refused(lattice("市", "--language", "fr"), "use en or ja")
    assert_refused(lattice("市", "--out", tmp_path / "a.pdf"), ".svg or .png")
    assert_refused(lattice("市", "--user-dictionary", broken), "broken.csv, line 1")
    assert_refused(lattice("市", "--user-dictionary", tmp_path / "none.csv"), "does not exist")
