"""The tables of data/hand that speak about words: they load, they hold what they claim, their joins keep rows."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from kyodo_analysis.source.errors import InputError
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
    schemes = (lexicons.codebook, lexicons.commitment_codes, lexicons.completion_codes)
    for table, column in (
        (lexicons.stop_words, "reason"),
        (lexicons.administrative_verbs, "note"),
        (lexicons.theme_rules, "note"),
        (lexicons.theme_rules, "basis"),
        (lexicons.commitment, "note"),
        (lexicons.commitment, "basis"),
        (lexicons.typos, "reason"),
        *((codes, f"definition_{language}") for codes in schemes for language in ("en", "ja")),
        *((codes, column) for codes in schemes for column in ("excludes_en", "excludes_ja", "examples")),
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


def test_the_codebook_has_the_steps_of_commitment_strongest_first(lexicons: Lexicons) -> None:
    assert lexicons.commitment_codes["code"].tolist() == ["do", "promote", "strive", "consider", "none"]
    assert lexicons.theme_codes == lexicons.codebook["code"].tolist()


def test_every_theme_has_rules(lexicons: Lexicons) -> None:
    assert set(lexicons.theme_rules["code"]) - {"none"} == set(lexicons.codebook["code"])


def test_a_scheme_that_does_not_exist_is_named(folder: Path) -> None:
    path = folder / "codebook.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("\nthemes,rules", "\nthemse,rules"), encoding="utf-8")
    with pytest.raises(ValueError, match=r"codebook.csv: 'themse' is no scheme; write themes, commitment or"):
        read_lexicons(folder)


def test_a_missing_table_is_named(folder: Path) -> None:
    (folder / "stop_words.csv").unlink()
    with pytest.raises(InputError, match=r"stop_words.csv does not exist; check the path"):
        read_lexicons(folder)


def test_a_table_with_other_columns_is_named(folder: Path) -> None:
    (folder / "typos.csv").write_text("plan_id,line\nkoka,1\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"typos.csv: columns are plan_id, line; they must be plan_id, line, printed"):
        read_lexicons(folder)


def test_a_word_that_stands_twice_is_named(folder: Path) -> None:
    with (folder / "stop_words.csv").open("a", encoding="utf-8") as file:
        file.write("こと,名詞,once more\n")
    rows = (HAND / "stop_words.csv").read_text(encoding="utf-8").splitlines()
    first = next(line for line, row in enumerate(rows, 1) if row.startswith("こと,名詞"))
    named = f"^stop_words.csv: こと 名詞 stands twice, in lines {first} and {len(rows) + 1}; keep one row$"
    with pytest.raises(ValueError, match=named):
        read_lexicons(folder)


@pytest.mark.parametrize("name", ["theme_rules", "user_dictionary"])
@pytest.mark.parametrize("encoding", ["cp932", "utf-16", "euc-jp"])
def test_a_table_in_another_encoding_is_named_with_what_to_do(folder: Path, name: str, encoding: str) -> None:
    path = folder / f"{name}.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode(encoding, "replace"))
    with pytest.raises(ValueError, match=rf"{name}.csv: not UTF-8; save it as CSV UTF-8$"):
        read_lexicons(folder)


def test_tables_as_excel_writes_them_are_read(folder: Path, lexicons: Lexicons) -> None:
    for path in folder.glob("*.csv"):
        text = path.read_text(encoding="utf-8").replace("\n", "\r\n")
        end = "" if path.name == "user_dictionary.csv" else ",,,\r\n\r\n"
        path.write_bytes((text + end).encode("utf-8-sig"))
    read = read_lexicons(folder)
    pd.testing.assert_frame_equal(read.theme_rules, lexicons.theme_rules)
    pd.testing.assert_frame_equal(read.codebook, lexicons.codebook)
    assert read.user_dictionary == lexicons.user_dictionary


HEADER = "code,rule,where,unless,weight,basis,note\n"
ROW = "places,公民館,,,1,usage,x\n"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "the file is empty; write the line of column names first"),
        ("\n\n", "the file is empty; write the line of column names first"),
        (
            HEADER + ROW + 'places,"集会所,,,1,usage,x\n' + ROW,
            "line 3 has a quotation mark out of place; close it",
        ),
        (
            HEADER + ROW + 'places,"集会所"室,,,1,usage,x\n',
            "line 3 has a quotation mark out of place; close it",
        ),
        (
            HEADER + ROW + "places,集会所,室,,,1,usage,x\n",
            "line 3 has 8 cells instead of 7; put a cell with a comma in",
        ),
        (HEADER + "places,集会所,1\n", "line 2 has 3 cells instead of 7"),
        (HEADER + "\n" + ROW, "line 2 has 0 cells instead of 7; .* remove an empty row"),
        (HEADER + ROW + "places,集\0会所,,,1,usage,x\n", r"line 3 holds the control character U\+0000; remove it"),
        (HEADER + "places,集\x0b会所,,,1,usage,x\n", r"line 2 holds the control character U\+000B; remove it"),
        (HEADER + 'places,集会所,,,1,usage,"two\nlines"\n' + ROW + ROW, "places 公民館 stands twice, in lines 3 and 4"),
    ],
)
def test_a_file_that_is_no_table_is_named_with_its_line(folder: Path, text: str, problem: str) -> None:
    (folder / "theme_rules.csv").write_bytes(text.encode())
    with pytest.raises(ValueError, match=rf"^theme_rules.csv: {problem}"):
        read_lexicons(folder)


def test_a_cell_may_have_several_lines(folder: Path) -> None:
    (folder / "theme_rules.csv").write_bytes((HEADER + 'places,集会所,,,1,usage,"two\n\tlines"\n').encode())
    assert read_lexicons(folder).theme_rules["note"].tolist() == ["two\n\tlines"]
