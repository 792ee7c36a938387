"""The analyses of actors by name: who is to act, alone or together, in which plan, theme and commitment."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from kyodo_analysis.analysis.actor.acting import (
    LIST,
    MARK,
    describe_giving,
    list_acting,
    list_allowed,
    list_alternatives,
    list_other_readings,
    read_first_signs,
    select_acting,
)
from kyodo_analysis.analysis.actor.actor_combinations import combine_actors
from kyodo_analysis.analysis.actor.actor_groups import cross_groups
from kyodo_analysis.analysis.actor.actor_shares import share_actors, tabulate_vocabulary
from kyodo_analysis.analysis.actor.actor_sharing import (
    classify_sharing,
    find_strongest,
    keep_with_city,
    share_sharing,
)
from kyodo_analysis.analysis.actor.actor_texts import label_sharing
from kyodo_analysis.analysis.analyses import Analyses, Step
from kyodo_analysis.analysis.coding.validity import LEFT_OUT
from kyodo_analysis.analysis.commitment.commitment_texts import label_actors
from kyodo_analysis.analysis.commitment.commitments import select_coded
from kyodo_analysis.analysis.extraction.coverage import keep_all_plans
from kyodo_analysis.analysis.showing.labels import name_others
from kyodo_analysis.analysis.statistics.shares import tabulate_kinds
from kyodo_analysis.analysis.theme.theme_steps import keep_charted, list_charted
from kyodo_analysis.analysis.theme.themes import mark_verdicts

Selected = tuple[pd.DataFrame, pd.Series]
"""Who acts in which measure, and the plan of each row (see `acting.select_acting`)."""

_CROSSED = ["plan_id", "group", "kind"]


def _list_acting(of: Analyses) -> pd.DataFrame:
    return list_acting(of.table("measures"), of.table("measure_actors"), of.table("passages"))


def _acting(of: Analyses) -> pd.DataFrame:
    return of.keep("acting", _list_acting)


def _select(of: Analyses) -> Selected:
    return select_acting(of.table("measures"), _acting(of))


def _selected(of: Analyses) -> Selected:
    return of.keep("acting measures", _select)


def _select_first(of: Analyses) -> Selected:
    """As `_select`, marks of several signs read as their first sign alone."""
    measures = of.table("measures")
    acting = list_acting(read_first_signs(measures), of.table("measure_actors"), of.table("passages"))
    return select_acting(measures, acting)


def _selected_first(of: Analyses) -> Selected:
    return of.keep("acting measures by first signs", _select_first)


def _alternatives(of: Analyses) -> pd.DataFrame:
    has = _selected(of)[0]
    open_lists = list_alternatives(of.table("field_status"), has)
    return pd.concat([open_lists, list_other_readings(has, _selected_first(of)[0])])


def _hold(of: Analyses, make: Callable[[Selected], pd.DataFrame], keys: Sequence[str]) -> pd.DataFrame:
    """The table by the union of signs, with beyond_both: what also lies beyond its null by first signs alone.

    Args:
        make: makes the table of either reading. keys: of its rows.
    """
    table = make(_selected(of))
    beyond = table["beyond_null"].eq(True)
    if not list_other_readings(_selected(of)[0], _selected_first(of)[0]).empty:
        other = make(_selected_first(of))
        rows = [
            table[list(keys)].fillna("").itertuples(index=False),
            other[list(keys)].fillna("").itertuples(index=False),
        ]
        holding = {key for key, holds in zip(rows[1], other["beyond_null"].eq(True), strict=True) if holds}
        beyond &= pd.Series([key in holding for key in rows[0]], table.index, dtype="bool")
    table.insert(table.columns.tolist().index("beyond_null") + 1, "beyond_both", beyond)
    return table


def _keep_silent(of: Analyses, table: pd.DataFrame) -> pd.DataFrame:
    """With a row for each plan that names nobody: 0 of 0 measures."""
    kept = keep_all_plans(table, describe_giving(_acting(of), of.table("field_status"), of.table("plans")))
    return kept.assign(count=kept["count"].fillna(0), n=kept["n"].fillna(0))


def _vocabulary(of: Analyses) -> pd.DataFrame:
    table = tabulate_vocabulary(of.table("measures"), _acting(of)).drop(columns="given")
    return label_actors(_keep_silent(of, table))


def _shares(of: Analyses) -> pd.DataFrame:
    table = _hold(of, lambda selected: share_actors(*selected, _alternatives(of)), ["plan_id", "actor"])
    return label_actors(_keep_silent(of, table))


def _sharing(of: Analyses) -> pd.DataFrame:
    table = _hold(of, lambda selected: share_sharing(*selected, _alternatives(of)), ["plan_id", "sharing"])
    return label_sharing(_keep_silent(of, table))


def _combinations(of: Analyses) -> pd.DataFrame:
    allowed = list_allowed(of.table("measures"), of.table("passages"))
    keys = ["plan_id", "kind", "actors", "size"]
    table = _hold(of, lambda selected: combine_actors(*selected, _alternatives(of), allowed), keys)
    return _keep_silent(of, table)


def _themes(of: Analyses, has: pd.DataFrame) -> pd.DataFrame:
    rows = keep_charted(of)
    return tabulate_kinds(rows["measure_id"], rows["theme"], pd.Series(has.index), list_charted(of)).clip(upper=1)


def _mark_themes(of: Analyses, table: pd.DataFrame) -> pd.DataFrame:
    scores = of["theme-validity"]
    return mark_verdicts(table.rename(columns={"group": "theme"}), scores[scores["sample"] == LEFT_OUT])


def _actor_by_theme(of: Analyses) -> pd.DataFrame:
    def cross(selected: Selected) -> pd.DataFrame:
        has, plan_ids = selected
        return cross_groups(has, _themes(of, has), plan_ids)

    table = _hold(of, cross, _CROSSED).rename(columns={"kind": "actor"})
    return label_actors(_mark_themes(of, _name_silent(of, table)))


def _classify(selected: Selected) -> Selected:
    has, plan_ids = selected
    kept = keep_with_city(has, plan_ids)
    return classify_sharing(has[kept]), plan_ids[kept]


def _sharing_by_theme(of: Analyses) -> pd.DataFrame:
    def cross(selected: Selected) -> pd.DataFrame:
        kinds, plan_ids = _classify(selected)
        return cross_groups(kinds, _themes(of, kinds), plan_ids)

    table = _hold(of, cross, _CROSSED).rename(columns={"kind": "sharing"})
    return label_sharing(_mark_themes(of, _name_silent(of, table)))


def _sharing_by_commitment(of: Analyses) -> pd.DataFrame:
    coded = select_coded(of.table("measures"), of.table("elements"))[1]

    def cross(selected: Selected) -> pd.DataFrame:
        kinds, plan_ids = _classify(selected)
        return cross_groups(kinds, find_strongest(coded, kinds.index), plan_ids)

    table = _hold(of, cross, _CROSSED).rename(columns={"group": "commitment", "kind": "sharing"})
    return label_sharing(_name_silent(of, table))


def _name_silent(of: Analyses, table: pd.DataFrame) -> pd.DataFrame:
    giving = describe_giving(_acting(of), of.table("field_status"), of.table("plans"))
    return name_others(table, of.table("plans"), giving.loc[giving["state"].isin((LIST, MARK)), "plan_id"])


ACTOR_STEPS: Mapping[str, Step] = {
    "actor-vocabulary": Step("plan × printed form × actor", "計画 × 印刷された語 × 主体", _vocabulary),
    "actor-shares": Step("plan × actor", "計画 × 主体", _shares),
    "actor-by-theme": Step("plan × theme × actor", "計画 × テーマ × 主体", _actor_by_theme),
    "actor-combinations": Step(
        "plan × combination, actor or number of actors", "計画 × 組合せ・主体・主体数", _combinations
    ),
    "actor-sharing": Step("plan × sharing", "計画 × 分担", _sharing),
    "sharing-by-theme": Step("plan × theme × sharing", "計画 × テーマ × 分担", _sharing_by_theme),
    "sharing-by-commitment": Step(
        "plan × strongest commitment × sharing", "計画 × 最も強い拘束度 × 分担", _sharing_by_commitment
    ),
}
