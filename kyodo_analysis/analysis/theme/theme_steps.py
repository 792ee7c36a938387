"""The analyses of themes by name: how reliably they are coded, and which plan has which."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from kyodo_analysis.analysis.analyses import Analyses, Step
from kyodo_analysis.analysis.coding.cross_check import compare_with_model, cross_check_themes, predict_themes
from kyodo_analysis.analysis.coding.hand_sample import locate_coded, weigh_one_reader
from kyodo_analysis.analysis.coding.interval_simulation import simulate_coverage
from kyodo_analysis.analysis.coding.misclassification import correct_shares, estimate_misclassification
from kyodo_analysis.analysis.coding.recoding import count_reading_shifts, recode_hand_read, recode_left_out
from kyodo_analysis.analysis.coding.reliability import NOT_CHARTED
from kyodo_analysis.analysis.coding.validity import (
    IN_SAMPLE,
    LEFT_OUT,
    score_main_themes,
    score_plans,
    score_validity,
)
from kyodo_analysis.analysis.structure.word_maps import map_themes
from kyodo_analysis.analysis.structure.word_networks import connect_themes
from kyodo_analysis.analysis.theme.program_nulls import compare_profiles_by_program, mark_by_program, shuffle_programs
from kyodo_analysis.analysis.theme.themes import compare_profiles, leave_plans_out, mark_verdicts, profile_themes


def _codes_left_out(of: Analyses) -> pd.DataFrame:
    return recode_left_out(of.table("measures"), of.table("elements"), of.materials.lexicons)


def _given(of: Analyses) -> dict[str, pd.DataFrame]:
    """The rules' codes as they are, and as they would be without what each plan's own measures taught."""
    return {IN_SAMPLE: of.table("measure_themes"), LEFT_OUT: of["theme-codes-left-out"]}


def _validity(of: Analyses) -> pd.DataFrame:
    return score_validity(_given(of), of.materials.codes, of.materials.lexicons.theme_codes)


def _validity_by_plan(of: Analyses) -> pd.DataFrame:
    return score_plans(_given(of), of.materials.codes, of.materials.lexicons.theme_codes)


def _main_theme_validity(of: Analyses) -> pd.DataFrame:
    return score_main_themes(_given(of), of.materials.codes, of.materials.lexicons.theme_codes)


def _misclassification(of: Analyses) -> pd.DataFrame:
    scores = of["theme-validity"]
    return estimate_misclassification(scores[scores["sample"] == LEFT_OUT])


def _profile(of: Analyses) -> pd.DataFrame:
    return profile_themes(of.table("measures"), of.table("measure_themes"), of.materials.lexicons.theme_codes)


def _themes(of: Analyses) -> pd.DataFrame:
    profile, scores = of["theme-shares"], of["theme-validity"]
    any_rank = profile[profile["counting"] == "any"].reset_index(drop=True)
    corrected = correct_shares(any_rank, of["misclassification"])
    marked = mark_verdicts(corrected, scores[scores["sample"] == LEFT_OUT])
    return mark_by_program(marked, of["themes-by-program"])


def _by_program(of: Analyses) -> pd.DataFrame:
    return shuffle_programs(of.table("measures"), keep_charted(of), list_charted(of))


def _whole_profiles(of: Analyses) -> pd.DataFrame:
    whole = compare_profiles(of.table("measures"), keep_charted(of), list_charted(of))
    return mark_by_program(whole, of["theme-profiles-by-program"])


def _whole_profiles_by_program(of: Analyses) -> pd.DataFrame:
    return compare_profiles_by_program(of.table("measures"), keep_charted(of), list_charted(of))


def _profiles_of_all_themes(of: Analyses) -> pd.DataFrame:
    given = of.table("measures"), of.table("measure_themes"), of.materials.lexicons.theme_codes
    return mark_by_program(compare_profiles(*given), compare_profiles_by_program(*given))


def _plans_left_out(of: Analyses) -> pd.DataFrame:
    return leave_plans_out(of.table("measures"), keep_charted(of), list_charted(of))


def _hand_sample(of: Analyses) -> pd.DataFrame:
    return locate_coded(of.table("measures"), of.materials.codes)


def _one_reader(of: Analyses) -> pd.DataFrame:
    return weigh_one_reader(_given(of), of.materials.codes, of.materials.lexicons.theme_codes)


def _predictions(of: Analyses) -> pd.DataFrame:
    materials = of.materials
    return predict_themes(materials.tokens, of.table("measures"), materials.codes, materials.lexicons.theme_codes)


def _disagreements(of: Analyses) -> pd.DataFrame:
    materials = of.materials
    return cross_check_themes(
        of["theme-predictions"], of.table("measure_themes"), materials.codes, materials.lexicons.theme_codes
    )


def _model(of: Analyses) -> pd.DataFrame:
    materials = of.materials
    return compare_with_model(of["theme-predictions"], _given(of), materials.codes, materials.lexicons.theme_codes)


def _reading_shifts(of: Analyses) -> pd.DataFrame:
    materials = of.materials
    by_hand = recode_hand_read(materials.gold, materials.lexicons)
    return count_reading_shifts(of.table("measure_themes"), by_hand, materials.gold, materials.lexicons.theme_codes)


def _interval_coverage(of: Analyses) -> pd.DataFrame:
    return simulate_coverage()


def list_charted(of: Analyses) -> list[str]:
    """The themes that rules and readers code alike closely enough for a chart, in the order of the codebook."""
    scores = of["theme-validity"]
    shown = set(scores.loc[(scores["sample"] == LEFT_OUT) & (scores["verdict"] != NOT_CHARTED), "theme"])
    return [code for code in of.materials.lexicons.theme_codes if code in shown]


def keep_charted(of: Analyses) -> pd.DataFrame:
    """The rows of measure_themes whose theme is charted."""
    rows = of.table("measure_themes")
    return rows[rows["theme"].isin(list_charted(of))]


def _charted_codebook(of: Analyses) -> pd.DataFrame:
    codebook = of.materials.lexicons.codebook
    return codebook[codebook["code"].isin(list_charted(of))]


def _map(of: Analyses) -> pd.DataFrame:
    return map_themes(of.table("measures"), keep_charted(of), _charted_codebook(of))


def _network(of: Analyses) -> pd.DataFrame:
    return connect_themes(of.table("measures"), keep_charted(of), _charted_codebook(of))


THEME_STEPS: Mapping[str, Step] = {
    "theme-codes-left-out": Step(
        "measure × rank, by rules without what the plan alone taught",
        "施策 × 順位（その計画だけから得た規則を除く）",
        _codes_left_out,
    ),
    "theme-validity": Step("theme or summary × sample", "テーマまたは要約 × 標本", _validity),
    "hand-sample": Step("plan", "計画", _hand_sample),
    "one-reader-decisions": Step("theme or summary × sample", "テーマまたは要約 × 標本", _one_reader),
    "theme-validity-by-plan": Step("plan × sample", "計画 × 標本", _validity_by_plan),
    "main-theme-validity": Step("sample", "標本", _main_theme_validity),
    "misclassification": Step("theme", "テーマ", _misclassification),
    "theme-shares": Step("counting × plan × theme", "数え方 × 計画 × テーマ", _profile),
    "themes": Step("plan × theme", "計画 × テーマ", _themes),
    "themes-by-program": Step(
        "plan × charted theme, with whole programs shuffled",
        "計画 × 図示するテーマ（推進施策ごと入れ替え）",
        _by_program,
    ),
    "theme-profiles-by-program": Step(
        "plan, with whole programs shuffled", "計画（推進施策ごと入れ替え）", _whole_profiles_by_program
    ),
    "theme-profiles": Step("plan", "計画", _whole_profiles),
    "theme-profiles-of-all": Step(
        "plan, with themes that are not charted", "計画（示さないテーマも含む）", _profiles_of_all_themes
    ),
    "themes-without-a-plan": Step("plan left out × plan × theme", "除いた計画 × 計画 × テーマ", _plans_left_out),
    "theme-predictions": Step("measure × theme, by the model", "施策 × テーマ（モデルによる）", _predictions),
    "theme-disagreements": Step(
        "measure × theme on which model and rules differ", "モデルと規則が食い違う施策 × テーマ", _disagreements
    ),
    "theme-model": Step("theme or summary", "テーマまたは要約", _model),
    "reading-shifts": Step("all hand-read measures", "手で読んだ全施策", _reading_shifts),
    "interval-coverage": Step("simulated setting", "模擬実験の設定", _interval_coverage),
    "theme-map": Step("plan, theme or axis", "計画・テーマ・軸", _map),
    "theme-network": Step("network, theme or pair of themes", "ネットワーク・テーマ・テーマの組", _network),
}
