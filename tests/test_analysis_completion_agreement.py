"""How far two readers give criteria the same kind, and the rules that of the readers: values reckoned by hand."""

from __future__ import annotations

import krippendorff
import pandas as pd
import pytest
from analysis_inputs import project_analyses
from pandas.testing import assert_frame_equal

from kyodo_analysis.analysis.target.completion_agreement import recode_left_out, score_completion
from kyodo_analysis.analysis.target.target_texts import state_completion_validity
from kyodo_analysis.words import completion


def measures(*ids: str, criteria: list[str]) -> pd.DataFrame:
    plan_ids = [one.split("/")[0] for one in ids]
    return pd.DataFrame({"measure_id": ids, "plan_id": plan_ids, "completion": criteria})


def test_agreement_with_one_reader() -> None:
    own = measures("ube/1", "ube/2", "ube/3", criteria=["条例が制定されたとき", "充実したとき", "100団体"])
    kinds, _ = completion.code_completions(own, project_analyses().materials.lexicons)
    readers = [
        {"document": "ube", "id": "1", "completion": "event"},
        {"document": "ube", "id": "2", "completion": "state"},
        {"document": "hofu", "id": "1", "completion": "state"},
    ]
    table = score_completion(own, kinds, readers, project_analyses().materials.lexicons).set_index("sample")
    row = table.loc["in_sample"]
    assert (row["n"], row["right"], row["share"]) == (2, 1, 1 / 2)
    # The reader says event and state, the rules event and vague: by chance 1/2 × 1/2 = 1/4 would agree.
    assert row["kappa"] == pytest.approx((1 / 2 - 1 / 4) / (1 - 1 / 4))
    assert row["differing"] == "ube/2: state, vague" and row["measure_ids"] == "ube/1 ube/2"
    assert table.index.tolist() == ["in_sample", "left_out"]
    assert "there is no second reader" in state_completion_validity(table.reset_index())
    assert "一人だけ" in state_completion_validity(table.reset_index(), "ja")
    assert score_completion(own, kinds, [], project_analyses().materials.lexicons).empty


def test_agreement_with_two_readers_and_between_them() -> None:
    criteria = ["条例が制定されたとき", "充実したとき", "100団体", "効果が向上したとき", "本部を設置する"]
    own = measures(*(f"ube/{number}" for number in range(1, 6)), criteria=criteria)
    lexicons = project_analyses().materials.lexicons
    kinds, _ = completion.code_completions(own, lexicons)
    one, other = ("event", "vague", "state", "vague"), ("event", "state", "state", "vague", "event")
    readers = [
        {"document": "ube", "id": str(number), "reader": reader, "completion": kind}
        for reader, given_kinds in ((1, one), (2, other))
        for number, kind in enumerate(given_kinds, 1)
    ]
    table = score_completion(own, kinds, readers, lexicons).set_index("sample")
    # Both coded four and differ on the second; the fifth has one reader only. The rules find the third countable.
    assert table["n"].to_dict() == {"in_sample": 4, "left_out": 4, "readers": 4}
    assert table.at["readers", "right"] == 3 and table.at["readers", "differing"] == "ube/2: vague, state"
    assert table.at["in_sample", "differing"] == "ube/3: state, countable"
    assert table.at["in_sample", "measure_ids"] == "ube/1 ube/3 ube/4 ube/5"
    values = [[("event", "vague", "state").index(kind) for kind in row[:4]] for row in (one, other)]
    alpha = krippendorff.alpha(reliability_data=values, level_of_measurement="nominal")
    row = table.loc["readers"]
    assert row["alpha"] == pytest.approx(alpha) and row["alpha_lower"] < alpha < row["alpha_upper"] <= 1
    # By chance 1/4 × 1/4 (event) + 2/4 × 1/4 (vague) + 1/4 × 2/4 (state) would agree.
    assert row["kappa"] == pytest.approx((3 / 4 - 5 / 16) / (1 - 5 / 16))
    said = state_completion_validity(table.reset_index())
    assert (
        "Two readers of this project gave 3 of 4 criteria the same kind" in said and "the first wrote the rules" in said
    )
    assert "二人の読み手は4の目安のうち3を同じ種類とした" in state_completion_validity(table.reset_index(), "ja")
    second = score_completion(own, kinds, readers[4:], lexicons).set_index("sample")
    assert second.index.tolist() == ["in_sample", "left_out"] and second.at["in_sample", "n"] == 5
    assert_frame_equal(
        score_completion(own, kinds, readers[::-1], lexicons).iloc[2:, :3], table.reset_index().iloc[2:, :3]
    )


def test_frames_stay_when_rules_are_left_out() -> None:
    """A frame gives no kind; without it 完了とする itself would be taken for what is to be reached."""
    of = project_analyses()
    frames = "ときに完了とします。"
    own = measures("yamaguchi-1/1", "ube/1", criteria=[f"充実した{frames}", f"充実した{frames}"])
    kinds = recode_left_out(own, of.materials.lexicons).set_index("measure_id")["kind"]
    assert kinds["yamaguchi-1/1"] == kinds["ube/1"] == "vague"
    assert of["completion-validity"].set_index("sample").at["left_out", "right"] == 36


def test_the_projects_readers_are_two() -> None:
    row = project_analyses()["completion-validity"].set_index("sample").loc["readers"]
    assert row["n"] == 40 and row["alpha"] >= 0.8 and row["alpha_lower"] < row["alpha_upper"]
