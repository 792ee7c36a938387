"""The model beside the rules: what it learns, what it must not know, and the list of disagreements."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from kyodo_analysis.analysis.coding.coding_agreement import MICRO
from kyodo_analysis.analysis.coding.cross_check import compare_with_model, cross_check_themes, predict_themes
from kyodo_analysis.analysis.coding.validity import IN_SAMPLE, LEFT_OUT

THEMES = ["places", "funding"]
WORDS = {"places": ["拠点", "整備", "施設"], "funding": ["補助金", "交付", "基金"]}


def corpus(plans: Sequence[str] = ("ube", "hagi", "nagato"), each: int = 4) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Measures of two kinds, each kind with words of its own; every plan has both, one of either unread."""
    rows, ids = [], []
    for plan_id in plans:
        for number in range(2 * each + 2):
            theme = THEMES[number % 2]
            measure_id = f"{plan_id}/{number}"
            ids.append({"measure_id": measure_id, "plan_id": plan_id})
            for field, words in (("title", WORDS[theme][:1]), ("content", [*WORDS[theme][1:], "協働"])):
                rows += [{"measure_id": measure_id, "field": field, "base_form": word} for word in words]
    tokens = pd.DataFrame(rows).assign(pos="名詞", stop=False)
    return tokens, pd.DataFrame(ids)


def codes(measures: pd.DataFrame, unread: tuple[str, ...] = ("/8", "/9")) -> list[dict[str, object]]:
    own = measures.loc[~measures["measure_id"].str.endswith(unread), "measure_id"]
    split = [one.split("/") for one in own]
    return [{"document": plan, "id": number, "themes": [THEMES[int(number) % 2]]} for plan, number in split]


def predict() -> pd.DataFrame:
    tokens, measures = corpus()
    return predict_themes(tokens, measures, codes(measures), THEMES)


def test_the_model_learns_words_from_other_plans_and_says_which() -> None:
    table = predict().set_index(["measure_id", "theme"])
    assert len(table) == 30 * 2
    yes = table[table["score"] > 0]
    assert set(yes.index) == {(one, THEMES[int(one[-1]) % 2]) for one in yes.index.get_level_values(0)}
    assert len(yes) == 30
    assert table.loc[("ube/0", "places"), "words"].split()[0] == "拠点", "the title counts most"
    assert "拠点" in table.loc[("ube/0", "funding"), "words"].split(), "words that speak against it"


def test_a_plan_is_not_predicted_by_a_model_that_knew_it() -> None:
    tokens, measures = corpus()
    # What ube's readers say of ube must not change what the model says of ube.
    other = [
        record | {"themes": [THEMES[1 - int(str(record["id"])) % 2]]} if record["document"] == "ube" else record
        for record in codes(measures)
    ]
    mine, theirs = (
        predict_themes(tokens, measures, known, THEMES).set_index(["measure_id", "theme"])["score"]
        for known in (codes(measures), other)
    )
    own = [place for place in mine.index if place[0].startswith("ube/") and place[0] not in {"ube/8", "ube/9"}]
    assert mine[own].equals(theirs[own])
    assert not mine.drop(own).equals(theirs.drop(own))


def test_disagreements_are_listed_farthest_first() -> None:
    tokens, measures = corpus()
    known = codes(measures)
    predicted = predict_themes(tokens, measures, known, THEMES)
    rules = pd.DataFrame(
        [(one, THEMES[int(one[-1]) % 2]) for one in measures["measure_id"] if one not in {"ube/0", "ube/8"}],
        columns=["measure_id", "theme"],
    )
    table = cross_check_themes(predicted, rules, known, THEMES)
    assert (table["rules"] != table["model"]).all()
    assert table["score"].abs().is_monotonic_decreasing
    found = table.set_index(["measure_id", "theme"])
    assert bool(found.loc[("ube/0", "places"), "readers"]) and found.loc[("ube/0", "places"), "model"]
    assert pd.isna(found.loc[("ube/8", "places"), "readers"])
    assert table["measure_ids"].equals(table["measure_id"].rename("measure_ids"))
    summary = compare_with_model(predicted, {IN_SAMPLE: rules, LEFT_OUT: rules}, known, THEMES, resamples=50)
    total = summary.set_index("theme").loc[MICRO]
    assert total["disagreements"] == len(table) and total["disagreements_coded"] == table["readers"].notna().sum()
    assert 1 <= total["model_right"] <= total["disagreements_coded"]
    assert total["model_alpha"] > 0.5


def test_a_theme_with_too_few_examples_is_not_predicted() -> None:
    tokens, measures = corpus()
    rare = [record | {"themes": ["youth"]} if record["id"] == "0" else record for record in codes(measures)]
    predicted = predict_themes(tokens, measures, rare, [*THEMES, "youth", "staff"])
    asked = predicted[predicted["theme"] == "youth"]["measure_id"]
    assert set(asked) == {f"{plan}/{one}" for plan in ("ube", "hagi", "nagato") for one in "89"}, (
        "with one plan left out only two examples stay"
    )
    assert "staff" not in set(predicted["theme"])
    rules = pd.DataFrame(columns=["measure_id", "theme"])
    summary = compare_with_model(predicted, {IN_SAMPLE: rules, LEFT_OUT: rules}, rare, [*THEMES, "staff"], resamples=20)
    assert summary.set_index("theme").loc["staff", ["model_f1", "model_alpha"]].isna().all()


def test_nothing_to_learn_from_gives_an_empty_table() -> None:
    tokens, measures = corpus()
    empty = predict_themes(tokens, measures, [], THEMES)
    assert empty.empty
    rules = pd.DataFrame({"measure_id": ["ube/0"], "theme": ["places"]})
    assert cross_check_themes(empty, rules, [], THEMES).empty
    summary = compare_with_model(empty, {IN_SAMPLE: rules, LEFT_OUT: rules}, [], THEMES, resamples=20)
    assert summary["model_alpha"].isna().all() and summary["disagreements"].eq(0).all()
    assert predict_themes(tokens.iloc[:0], measures, codes(measures), THEMES).query("score > 0").empty
    alone = measures[measures["plan_id"] == "ube"]
    assert set(predict_themes(tokens, alone, codes(alone), THEMES)["measure_id"]) == {"ube/8", "ube/9"}
