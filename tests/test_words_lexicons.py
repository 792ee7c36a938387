"""The tables of data/hand that speak about words: they load, they hold what they claim, their joins keep rows."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from kyodo_analysis.words.lexicons import Lexicons, mark_tokens, read_lexicons
from kyodo_analysis.words.tokens import tokenise

DATA = Path(__file__).parents[1] / "data"
HAND = DATA / "hand"


@pytest.fixture(scope="module")
def lexicons() -> Lexicons:
    return read_lexicons(HAND)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path in HAND.glob("*.csv"):
        shutil.copy(path, tmp_path)
    return tmp_path


TOKENS = pd.DataFrame(
    [
        ("推進", "推進", "名詞"),
        ("する", "する", "動詞"),
        ("こと", "こと", "名詞"),
        ("市民", "市民", "名詞"),
        ("支援", "支援", "名詞"),
        ("図り", "図る", "動詞"),
        ("等", "等", "名詞"),
        ("こと", "こと", "助詞"),
        ("①", "①", "名詞"),
        ("25", "25", "名詞"),
        ("ＮＰＯ", "ＮＰＯ", "名詞"),
    ],
    columns=["surface", "base_form", "pos"],
    index=range(5, 16),
)


def test_marking_keeps_every_row_in_its_place(lexicons: Lexicons) -> None:
    marked = mark_tokens(TOKENS, lexicons)
    pd.testing.assert_frame_equal(marked[list(TOKENS.columns)], TOKENS)
    assert marked["stop"].dtype == marked["administrative"].dtype == bool


def test_stop_words_are_those_of_their_part_of_speech_and_what_has_no_letter(lexicons: Lexicons) -> None:
    marked = mark_tokens(TOKENS, lexicons)
    stopped = [(row.surface, row.pos) for row in marked[marked["stop"]].itertuples()]
    assert stopped == [("する", "動詞"), ("こと", "名詞"), ("等", "名詞"), ("①", "名詞"), ("25", "名詞")]


def test_administrative_verbs_are_marked_and_not_stopped(lexicons: Lexicons) -> None:
    marked = mark_tokens(TOKENS, lexicons)
    assert marked.loc[marked["administrative"], "base_form"].tolist() == ["推進", "支援", "図る"]
    assert not (marked["administrative"] & marked["stop"]).any()


def test_marking_no_tokens_gives_no_tokens(lexicons: Lexicons) -> None:
    assert mark_tokens(TOKENS.iloc[:0], lexicons).columns.tolist() == [*TOKENS.columns, "stop", "administrative"]


def test_no_word_is_both_dropped_and_kept(lexicons: Lexicons) -> None:
    assert not set(lexicons.stop_words["word"]) & set(lexicons.administrative_verbs["word"])


def test_administrative_verbs_are_base_forms(lexicons: Lexicons) -> None:
    for word in lexicons.administrative_verbs["word"]:
        last = tokenise(f"市の{word}", user_dictionary=lexicons.user_dictionary)[-1]
        assert last.base_form == word


def test_every_table_says_why(lexicons: Lexicons) -> None:
    for table, column in (
        (lexicons.stop_words, "reason"),
        (lexicons.administrative_verbs, "note"),
        (lexicons.theme_terms, "note"),
        (lexicons.commitment, "note"),
        (lexicons.typos, "reason"),
        (lexicons.codebook, "definition"),
    ):
        assert (table[column].str.len() > 3).all()


def test_typos_stand_on_their_lines_and_differ_from_their_reading(lexicons: Lexicons) -> None:
    for row in lexicons.typos.itertuples():
        line = (DATA / "raw" / f"{row.plan_id}.txt").read_text(encoding="utf-8").split("\n")[int(row.line) - 1]
        assert row.printed in line, row
        assert row.likely_reading not in line.replace(row.printed, ""), row
        assert row.likely_reading != row.printed


def test_the_known_typos_are_listed(lexicons: Lexicons) -> None:
    listed = set(lexicons.typos[["plan_id", "line", "printed"]].itertuples(index=False, name=None))
    assert {
        ("tsushima", "17", "わらい"),
        ("tsushima", "93", "バブリットコメント"),
        ("koka", "515", "まる一む"),
        ("yamaguchi-1", "964", "広報部問"),
    } <= listed


def test_spellings_that_are_no_typos_are_not_listed(lexicons: Lexicons) -> None:
    printed = "".join(lexicons.typos["printed"])
    assert not any(word in printed for word in ("せい弱", "いきとどいた", "マネージメント", "作成依頼"))


def test_the_codebook_has_the_themes_of_the_readers_in_their_order(lexicons: Lexicons) -> None:
    page = (HAND / "gold" / "CODEBOOK.md").read_text(encoding="utf-8")
    cells = [line.split("|")[1:3] for line in page.split("# Commitment codebook")[0].splitlines() if "| " in line]
    themes = [(code.strip(), ja.strip()) for code, ja in cells if code.strip() != "code"]
    assert list(zip(lexicons.codebook["code"], lexicons.codebook["ja"], strict=True)) == themes
    assert len(themes) == 16


def test_every_theme_has_terms(lexicons: Lexicons) -> None:
    assert set(lexicons.theme_terms["code"]) - {"none"} == set(lexicons.codebook["code"])


def test_a_missing_table_is_named(folder: Path) -> None:
    (folder / "stop_words.csv").unlink()
    with pytest.raises(FileNotFoundError, match=r"stop_words.csv"):
        read_lexicons(folder)


def test_a_table_with_other_columns_is_named(folder: Path) -> None:
    (folder / "typos.csv").write_text("plan_id,line\nkoka,1\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"typos.csv: columns are plan_id, line; they must be plan_id, line, printed"):
        read_lexicons(folder)


def test_a_word_that_stands_twice_is_named(folder: Path) -> None:
    with (folder / "stop_words.csv").open("a", encoding="utf-8") as file:
        file.write("こと,名詞,once more\n")
    with pytest.raises(ValueError, match=r"stop_words.csv: こと 名詞 stands twice"):
        read_lexicons(folder)
