"""The user dictionary: each entry is one token in its context, none is glued to its neighbours, bad lines are named."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from kyodo_analysis.words.folding import fold_width
from kyodo_analysis.words.tokens import tokenise
from kyodo_analysis.words.user_dictionary import UserEntry, parse_user_dictionary, read_user_dictionary

DATA = Path(__file__).parents[1] / "data"
DICTIONARY = read_user_dictionary(DATA / "hand" / "user_dictionary.csv")
with (DATA / "hand" / "user_dictionary_contexts.csv").open(encoding="utf-8", newline="") as file:
    CONTEXTS = list(csv.DictReader(file))


def surfaces(text: str) -> list[str]:
    return [token.surface for token in tokenise(fold_width(text), user_dictionary=DICTIONARY)]


@pytest.mark.parametrize("row", CONTEXTS, ids=lambda row: f"{row['surface']} in {row['context']}")
def test_every_entry_is_one_token_in_its_context(row: dict[str, str]) -> None:
    assert row["surface"] in surfaces(row["context"])


def test_every_entry_has_a_context() -> None:
    assert {entry.surface for entry in DICTIONARY.entries} == {row["surface"] for row in CONTEXTS}


@pytest.mark.parametrize("row", [row for row in CONTEXTS if row["source"] != "constructed"], ids=lambda r: r["source"])
def test_contexts_stand_where_they_say(row: dict[str, str]) -> None:
    plan, _, lines = row["source"].partition(":")
    first, _, last = lines.partition("-")
    source = (DATA / "raw" / f"{plan}.txt").read_text(encoding="utf-8").split("\n")[int(first) - 1 : int(last or first)]
    assert re.sub(r"\s", "", row["context"]) in re.sub(r"\s", "", "".join(source))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("協働推進", ["協働", "推進"]),
        ("協働推進員", ["協働", "推進", "員"]),
        ("協働型社会", ["協働", "型", "社会"]),
        ("市民協働事業", ["市民", "協働", "事業"]),
        ("協働まちづくり", ["協働", "まちづくり"]),
        ("協働（共働）の意識", ["協働", "（", "共働", "）", "の", "意識"]),
        ("共働き世帯", ["共働き", "世帯"]),
        ("地域自治体", ["地域", "自治体"]),
        ("都市報告書", ["都市", "報告", "書"]),
        ("職場づくり", ["職場", "づくり"]),
        ("広場づくり", ["広場", "づくり"]),
        ("子ども会議", ["子ども", "会議"]),
        ("自治会議", ["自治", "会議"]),
        ("審議会議室", ["審議", "会議", "室"]),
        ("実行委員会議", ["実行", "委員", "会議"]),
        ("仕組みづくりを", ["仕組みづくり", "を"]),
        ("地域づくり計画", ["地域づくり", "計画"]),
        ("市民活動実態調査", ["市民活動", "実態", "調査"]),
    ],
)
def test_entries_neither_glue_nor_break_their_neighbours(text: str, expected: list[str]) -> None:
    assert surfaces(text) == expected


def test_without_the_dictionary_collaboration_is_lost() -> None:
    lost = [row for row in CONTEXTS if row["surface"] == "協働"]
    assert len(lost) >= 8
    assert all("協働" not in [t.surface for t in tokenise(fold_width(row["context"]))] for row in lost)


def test_entries_are_sorted_and_stand_once() -> None:
    found = [entry.surface for entry in DICTIONARY.entries]
    assert found == sorted(set(found))


def test_readings_are_katakana_and_base_forms_the_word_itself() -> None:
    for entry in DICTIONARY.entries:
        assert re.fullmatch(r"[ァ-ヶー]+", entry.reading), entry
        assert re.fullmatch(r"[ァ-ヶー]+", entry.phonetic), entry
        assert entry.base_form == entry.surface


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("協働,1283", r"words.csv, line 2: 2 fields instead of IPADIC's 13"),
        ("", r"words.csv, line 2: 1 fields"),
        (",1283,1283,5,名詞,サ変接続,*,*,*,*,協働,キョウドウ,キョードー", r"line 2: the surface is empty"),
        (
            "協働,1283,x,5,名詞,サ変接続,*,*,*,*,協働,キョウドウ,キョードー",
            r"line 2: ids and cost must be whole numbers",
        ),
        (
            "協働,1283,1316,5,名詞,サ変接続,*,*,*,*,協働,キョウドウ,キョードー",
            r"line 2: ids must lie between 0 and 1315",
        ),
        (
            "協働,1283,1283,-1000001,名詞,サ変接続,*,*,*,*,協働,キョウドウ,キョードー",
            r"line 2: the cost must lie between -1000000 and 1000000",
        ),
    ],
)
def test_a_bad_line_is_named_with_what_is_wrong(line: str, message: str) -> None:
    good = "共働,1283,1283,5000,名詞,サ変接続,*,*,*,*,共働,キョウドウ,キョードー\n"
    with pytest.raises(ValueError, match=message):
        parse_user_dictionary([good, line], "words.csv")


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "words.csv"
    path.write_text("共働,1283,1283,5000,名詞,サ変接続,*,*,*,*,共働,キョウドウ,キョードー\n", encoding="shift_jis")
    with pytest.raises(ValueError, match=r"words.csv: not UTF-8; save it as CSV UTF-8"):
        read_user_dictionary(path)


@pytest.mark.parametrize(
    ("surface", "left", "right", "cost", "message"),
    [
        ("", 1285, 1285, 5, "the surface is empty"),
        ("市民", -5, 1285, 5, "ids must lie between 0 and 1315"),
        ("市民", 1285, 60_000, 5, "ids must lie between 0 and 1315"),
        ("市民", 1285, 1285, 2**31, "the cost must lie between -1000000 and 1000000"),
    ],
)
def test_an_entry_that_no_engine_could_use_cannot_be_made(
    surface: str, left: int, right: int, cost: int, message: str
) -> None:
    """The compiled search would follow such an id out of its arrays."""
    with pytest.raises(ValueError, match=message):
        UserEntry(surface, left, right, cost, "名詞,一般,*,*", "*", "*", surface, "シミン", "*")


def test_costs_at_the_limit_do_not_overflow_janomes_sums() -> None:
    lines = [
        f"協働,1283,1283,{cost},名詞,サ変接続,*,*,*,*,協働,キョウドウ,キョードー" for cost in (1_000_000, -1_000_000)
    ]
    for line in lines:
        dictionary = parse_user_dictionary([line])
        expected = tokenise("協働" * 600, "janome", dictionary)
        assert tokenise("協働" * 600, "python", dictionary) == expected


def test_an_empty_dictionary_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"words.csv: no entry"):
        parse_user_dictionary([], "words.csv")


def test_a_byte_order_mark_is_no_part_of_the_first_word(tmp_path: Path) -> None:
    path = tmp_path / "words.csv"
    path.write_text("共働,1283,1283,5000,名詞,サ変接続,*,*,*,*,共働,キョウドウ,キョードー\r\n", encoding="utf-8-sig")
    assert [entry.surface for entry in read_user_dictionary(path).entries] == ["共働"]
