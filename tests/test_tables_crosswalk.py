"""The decisions about departments: they load, and every mistake in them is named in one line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kyodo_analysis.source.errors import InputError
from kyodo_analysis.tables import read
from kyodo_analysis.tables.crosswalk import CROSSWALK_FILE, FUNCTIONS_FILE, read_crosswalk, read_functions

HAND = Path(__file__).parents[1] / "data" / "hand"
HEADER = "printed,canonical,municipality,function,generic,since,until,note"
ROW = "財政課,財政課,宇部市,finance,false,2013,2017,by its name"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (CROSSWALK_FILE, FUNCTIONS_FILE):
        shutil.copy(HAND / name, tmp_path)
    return tmp_path


def write(folder: Path, *rows: str, header: str = HEADER) -> None:
    (folder / CROSSWALK_FILE).write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")


def message(folder: Path) -> str:
    with pytest.raises(InputError) as error:
        read_crosswalk(folder)
    said = str(error.value)
    assert len(said.splitlines()) == 1
    return said


def test_every_printed_name_of_the_plans_is_decided_once_with_its_reason() -> None:
    table, plans = read_crosswalk(), read("plans").set_index("plan_id")["municipality"]
    named = read("measure_departments")
    pairs = set(zip(named["printed"], named["measure_id"].str.split("/").str[0].map(plans), strict=True))
    assert pairs == set(zip(table["printed"], table["municipality"], strict=True))
    assert not table.duplicated(["printed", "municipality"]).any()
    assert table["note"].str.len().gt(15).all() and table["since"].notna().all()
    assert table["generic"].dtype == bool and table["line"].tolist() == list(range(2, len(table) + 2))


def test_every_function_is_used_and_described() -> None:
    functions = read_functions()
    assert set(read_crosswalk()["function"]) == set(functions["code"])
    assert functions["definition"].str.len().gt(10).all() and not functions.duplicated("label_en").any()
    assert not functions.duplicated("label_ja").any()


def test_blanks_around_cells_and_a_byte_order_mark_do_no_harm(folder: Path) -> None:
    (folder / CROSSWALK_FILE).write_text(
        f"{HEADER}\n 財政課 ,財政課,宇部市,finance,false,,,why\n", encoding="utf-8-sig"
    )
    table = read_crosswalk(folder)
    assert table["printed"].tolist() == ["財政課"] and table[["since", "until"]].isna().all(axis=None)


def test_no_decision_at_all_is_a_table_without_rows(folder: Path) -> None:
    write(folder)
    assert read_crosswalk(folder).empty and read_crosswalk(folder)["since"].dtype == "Int64"


@pytest.mark.parametrize(
    "row, says",
    [
        (ROW.replace("finance", "treasury"), "the function treasury, which department_functions.csv does not have"),
        (ROW.replace("false", "no"), "generic is 'no'; write true or false"),
        (ROW.replace("2013,2017", "2017,2013"), "since (2017) lies after until (2013)"),
        (ROW.replace("2013", "平成25"), "since is '平成25'; write a western year"),
        (ROW.replace("2013", "２０１３"), "write a western year"),
        (ROW.replace("by its name", ""), "line 2 has no note"),
        (ROW.replace("財政課,財政課", "財政課,"), "line 2 has no canonical"),
        (ROW + ",more", "line 2 has 9 cells instead of 8"),
        ("", "line 2 has 0 cells instead of 8"),
        (ROW.replace("by its name", '"by its name'), "line 2 has a quotation mark out of place"),
        (ROW.replace("by", "\x00by"), "line 2 holds the control character U+0000"),
    ],
)
def test_a_mistake_in_a_row_is_named_with_its_line(folder: Path, row: str, says: str) -> None:
    write(folder, row, ROW.replace("財政課", "職員課"))
    said = message(folder)
    assert says in said and "departments.csv" in said


@pytest.mark.parametrize(
    "years, clash",
    [
        (("2013,2017", "2017,2020"), True),
        (("2013,2017", "2018,2020"), False),
        (("2013,", ",2012"), False),
        ((",", "2018,2020"), True),
        (("2013,", "2010,"), True),
    ],
)
def test_two_decisions_about_one_name_must_not_hold_in_one_year(
    folder: Path, years: tuple[str, str], clash: bool
) -> None:
    write(folder, *(ROW.replace("2013,2017", own) for own in years))
    if clash:
        assert "財政課 of 宇部市 is decided twice for the same years, in lines" in message(folder)
    else:
        assert len(read_crosswalk(folder)) == 2


def test_the_same_name_of_two_cities_is_two_decisions(folder: Path) -> None:
    write(folder, ROW, ROW.replace("宇部市", "萩市"))
    assert len(read_crosswalk(folder)) == 2


def test_wrong_columns_encoding_and_missing_files_are_named(folder: Path) -> None:
    write(folder, ROW, header=HEADER.replace("since", "from"))
    assert "columns are printed, canonical, municipality, function, generic, from" in message(folder)
    (folder / CROSSWALK_FILE).write_bytes(f"{HEADER}\n{ROW}\n".encode("cp932"))
    assert message(folder) == "departments.csv: not UTF-8; save it as CSV UTF-8"
    (folder / CROSSWALK_FILE).write_bytes(b"")
    assert "the file is empty" in message(folder)
    (folder / CROSSWALK_FILE).unlink()
    assert "does not exist" in message(folder)
    (folder / FUNCTIONS_FILE).unlink()
    assert FUNCTIONS_FILE in message(folder)


@pytest.mark.parametrize(
    "row, says",
    [
        ("finance,again,又,second", "finance stands twice"),
        ("unassigned,none,無,nothing", "takes the code unassigned"),
        ("tax,taxes,,money", "has no label_ja"),
    ],
)
def test_mistakes_in_the_functions_are_named(folder: Path, row: str, says: str) -> None:
    path = folder / FUNCTIONS_FILE
    path.write_text(path.read_text(encoding="utf-8") + row + "\n", encoding="utf-8")
    assert says in message(folder)
