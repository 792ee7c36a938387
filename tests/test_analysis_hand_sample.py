"""The hand-coded sample: where it stands in the plans, and what decisions of one reader would do to agreement."""

from __future__ import annotations

import pandas as pd
import pytest

from kyodo_analysis.analysis.coding.hand_sample import locate_coded, weigh_one_reader

MEASURES = pd.DataFrame({"measure_id": [f"p/{n}" for n in range(1, 5)], "plan_id": "p"})


def codes(*numbers: int) -> list[dict[str, object]]:
    return [{"document": "p", "id": str(number), "themes": ["people"]} for number in numbers]


@pytest.mark.parametrize(
    ("numbers", "part"),
    [((1, 2), "first"), ((3, 4), "last"), ((1, 3), "scattered"), ((), "none"), ((1, 2, 3, 4), "scattered")],
)
def test_the_part_is_read_from_codes_and_order(numbers: tuple[int, ...], part: str) -> None:
    (row,) = locate_coded(MEASURES, codes(*numbers)).to_dict("records")
    assert (row["measures"], row["coded"], row["part"]) == (4, len(numbers), part)
    assert row["measure_ids"] == " ".join(f"p/{number}" for number in numbers)


def test_decisions_of_one_reader_count_as_wrong_whatever_the_rules_say() -> None:
    read = [
        *codes(1, 2),
        {"document": "p", "id": "3", "themes": ["rules"], "themes_one_coder": ["people"]},
        {"document": "p", "id": "4", "themes": ["rules"], "themes_one_coder": ["people"]},
    ]
    # The rules give "people" to 1, 2 and 3: of one reader's two decisions they say yes in one and no in the other.
    given = pd.DataFrame({"measure_id": ["p/1", "p/2", "p/3", "p/3", "p/4"], "theme": ["people"] * 3 + ["rules"] * 2})
    table = weigh_one_reader({"left_out": given}, read, ["people", "rules"]).set_index("theme")
    assert table.loc["people", ["n", "one_reader", "one_reader_ids"]].tolist() == [2, 2, "p/3 p/4"]
    assert pd.isna(table.loc["people", "alpha"])  # without these two only yes was ever given
    # 2 yes-yes, 1 yes-no, 1 no-yes: coincidences 4, 2, 0; alpha = 1 - 7 x 2 / (2 x 6) = -1/6.
    assert table.loc["people", "alpha_if_wrong"] == pytest.approx(-1 / 6)
    assert table.loc["rules", "alpha"] == table.loc["rules", "alpha_if_wrong"] == 1.0
    assert table.loc["all (micro)", "one_reader"] == 2
    assert table.loc["all (micro)", "alpha"] > table.loc["all (micro)", "alpha_if_wrong"]


def test_without_readers_there_is_nothing_to_weigh() -> None:
    given = pd.DataFrame({"measure_id": ["p/1"], "theme": ["people"]})
    table = weigh_one_reader({"left_out": given}, [], ["people"])
    assert table["one_reader"].tolist() == [0, 0] and table["alpha_if_wrong"].isna().all()
