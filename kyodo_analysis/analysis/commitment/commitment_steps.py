"""The analyses of commitments by name: how reliably they are coded, who commits to what, with which verbs."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from kyodo_analysis.analysis.analyses import Analyses, Step
from kyodo_analysis.analysis.coding.recoding import recode_commitments_left_out
from kyodo_analysis.analysis.coding.validity import IN_SAMPLE, LEFT_OUT, score_commitment_codes
from kyodo_analysis.analysis.commitment.commitment_groups import (
    cover_actors,
    share_ladder_by_actor,
    share_ladder_by_theme,
)
from kyodo_analysis.analysis.commitment.commitment_lengths import compare_lengths
from kyodo_analysis.analysis.commitment.commitment_robustness import mark_lost
from kyodo_analysis.analysis.commitment.commitment_texts import label_actors
from kyodo_analysis.analysis.commitment.commitment_verbs import count_verbs
from kyodo_analysis.analysis.commitment.commitments import share_commitments, share_ladder
from kyodo_analysis.analysis.theme.theme_steps import keep_charted
from kyodo_analysis.analysis.theme.themes import mark_verdicts


def _validity(of: Analyses) -> pd.DataFrame:
    elements = of.table("elements")
    left_out = recode_commitments_left_out(of.table("measures"), elements, of.materials.lexicons)
    return score_commitment_codes({IN_SAMPLE: elements, LEFT_OUT: left_out}, of.materials.codes)


def _commitments(of: Analyses) -> pd.DataFrame:
    return share_commitments(of.table("measures"), of.table("elements"))


def _ladder(of: Analyses) -> pd.DataFrame:
    ladder = share_ladder(of.table("measures"), of.table("elements"))
    return mark_lost(ladder, of["findings-without-a-plan"])


def _by_theme(of: Analyses) -> pd.DataFrame:
    table, scores = (
        share_ladder_by_theme(of.table("measures"), of.table("elements"), keep_charted(of)),
        of["theme-validity"],
    )
    return mark_verdicts(table, scores[scores["sample"] == LEFT_OUT])


def _by_actor(of: Analyses) -> pd.DataFrame:
    return label_actors(share_ladder_by_actor(of.table("measures"), of.table("elements"), of.table("measure_actors")))


def _actor_coverage(of: Analyses) -> pd.DataFrame:
    return cover_actors(of.table("measures"), of.table("elements"), of.table("measure_actors"))


def _verbs(of: Analyses) -> pd.DataFrame:
    return count_verbs(of.table("measures"), of.table("elements"), of.table("code_evidence"), of.materials.tokens)


def _lengths(of: Analyses) -> pd.DataFrame:
    return compare_lengths(of.table("measures"), of.table("elements"), of.table("code_evidence"), of.materials.tokens)


COMMITMENT_STEPS: Mapping[str, Step] = {
    "commitment-validity": Step("sample", "標本", _validity),
    "commitments": Step("plan × commitment", "計画 × 拘束度", _commitments),
    "commitment-ladder": Step("plan × rung", "計画 × 段", _ladder),
    "commitment-by-theme": Step("theme × rung", "テーマ × 段", _by_theme),
    "commitment-by-actor": Step("actor × rung", "主体 × 段", _by_actor),
    "actor-coverage": Step("plan", "計画", _actor_coverage),
    "commitment-verbs": Step("plan × commitment × verb", "計画 × 拘束度 × 動詞", _verbs),
    "commitment-lengths": Step("subset of elements × plan × rung", "項目の部分集合 × 計画 × 段", _lengths),
}
