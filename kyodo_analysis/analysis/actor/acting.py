"""Who is to act in each measure, from whatever the plan prints: a list of actors, or marks that a legend explains.

What a list asks is not the same everywhere: 対象主体 are those whom a measure concerns, 主体 those who act, and
marks such as ★●◎ say who leads. So lists are set side by side by what they name, and only among actors that the
plans print at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from kyodo_analysis.analysis.reprints import drop_reprints
from kyodo_analysis.analysis.statistics.shares import tabulate_kinds
from kyodo_analysis.tables.measure_rows import ALTERNATIVES_SEPARATOR
from kyodo_analysis.values.actors import ACTORS, parse_actor, parse_lead_legend, split_actor_spans

UNKNOWN = "unknown"
"""The code of a printed form that the vocabulary does not have: it is somebody, so it counts as one more actor."""

LIST, MARK = "list", "mark"
"""How a plan says who is to act."""


def list_acting(measures: pd.DataFrame, measure_actors: pd.DataFrame, passages: pd.DataFrame) -> pd.DataFrame:
    """Every actor of every measure with what is printed of it; a measure with a list is not asked for marks.

    Args:
        measures: measure_id, plan_id, lead. measure_actors: measure_id, position, printed, actor (missing where the
            form is unknown). passages: plan_id, text, among which the legends of marks stand.

    Returns:
        plan_id, measure_id, printed (of a mark all signs, as in lead), given (list or mark), actor (UNKNOWN for a form
        or a mark that nothing explains); in the order of the measures.
    """
    listed = measure_actors[["measure_id", "position", "printed", "actor"]].assign(given=LIST)
    leading = measures[measures["lead"].notna() & ~measures["measure_id"].isin(listed["measure_id"])]
    rows = []
    for plan_id, own in leading.groupby("plan_id", sort=False):
        legend = find_legend(own["lead"], passages.loc[passages["plan_id"] == plan_id, "text"])
        for measure_id, printed in zip(own["measure_id"], own["lead"], strict=True):
            for position, actor in enumerate(_explain(printed, legend), start=1):
                rows.append((measure_id, position, printed, actor, MARK))
    marked = pd.DataFrame(rows, columns=["measure_id", "position", "printed", "actor", "given"])
    acting = pd.concat([part for part in (listed, marked) if len(part)] or [listed], ignore_index=True)
    order = pd.Series(range(len(measures)), measures["measure_id"], dtype="int64")
    plan_of = measures.set_index("measure_id")["plan_id"]
    acting = acting[acting["measure_id"].isin(order.index)].assign(
        plan_id=lambda table: table["measure_id"].map(plan_of),
        place=lambda table: table["measure_id"].map(order),
        actor=lambda table: table["actor"].astype("str").fillna(UNKNOWN),
    )
    acting = acting.sort_values(["place", "position"], kind="stable", ignore_index=True)
    return acting[["plan_id", "measure_id", "printed", "given", "actor"]]


def find_legend(marks: Iterable[str], texts: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """What the marks of a plan mean by its own legends; empty where there is none, or legends contradict each other.

    A text is a legend where it explains every sign that the plan uses, each by actors: a bullet that happens to begin
    with one of them is none.

    Args:
        marks: as printed, one or several signs each. texts: of the plan.

    >>> find_legend(["●", "★ ◎"], ["●市の窓口", "★市民が主体 ●市が主体 ◎市民と市が主体"])
    {'★': ('citizens',), '●': ('city',), '◎': ('citizens', 'city')}
    """
    used = {sign for mark in marks for sign in mark if not sign.isspace()}
    found: list[dict[str, tuple[str, ...]]] = []
    for text in dict.fromkeys(texts):
        if not used or not isinstance(text, str) or not used <= set(text):
            continue
        try:
            legend = parse_lead_legend(text)
        except ValueError:
            continue
        if used <= set(legend) and legend not in found:
            found.append(legend)
    return found[0] if len(found) == 1 else {}


def read_first_signs(measures: pd.DataFrame) -> pd.DataFrame:
    """The measures with marks of several signs cut down to their first sign: the other reading of them.

    A legend that explains ★, ● and ◎ one by one does not say what ★◎ is. `list_acting` takes all that the signs name
    (the union); it may as well be that the first leads and the second only has its part.

    Args:
        measures: any table with lead.

    >>> read_first_signs(pd.DataFrame({"lead": ["★ ◎", "●", None]}))["lead"].tolist()[:2]
    ['★', '●']
    """
    return measures.assign(lead=measures["lead"].str.strip().str[:1])


def list_allowed(measures: pd.DataFrame, passages: pd.DataFrame) -> dict[str, set[frozenset[str]]]:
    """The sets of actors that one sign of the legend of each plan with marks stands for, those that no mark uses too.

    Args: see `list_acting`.
    """
    allowed = {}
    for plan_id, own in measures.dropna(subset=["lead"]).groupby("plan_id", sort=False):
        legend = find_legend(own["lead"], passages.loc[passages["plan_id"] == plan_id, "text"])
        allowed[str(plan_id)] = {frozenset(actors) for actors in legend.values()}
    return allowed


def select_acting(measures: pd.DataFrame, acting: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    """Which measure names which actor, for the measures that name any; reprints count once.

    Args:
        measures: measure_id, plan_id, title, reprint. acting: see `list_acting`.

    Returns:
        A table of 0 and 1, a row per measure (measure_id is the index) and a column per actor that occurs, in the order
        of the vocabulary; and the plan of each row.
    """
    counted = drop_reprints(measures)
    counted = counted[counted["measure_id"].isin(acting["measure_id"])]
    own = acting[acting["measure_id"].isin(counted["measure_id"])]
    occurring = set(own["actor"])
    codes = [code for code in (*ACTORS, UNKNOWN) if code in occurring]
    has = tabulate_kinds(own["measure_id"], own["actor"], counted["measure_id"], codes).clip(upper=1)
    return has, counted.set_index("measure_id")["plan_id"]


def list_alternatives(field_status: pd.DataFrame, has: pd.DataFrame) -> pd.DataFrame:
    """What ambiguous actor fields may say instead, the value that was read among them; 0 and 1 per value and actor.

    Args:
        field_status: measure_id, field, status, alternatives (as printed, see `ALTERNATIVES_SEPARATOR`). has: what
            `select_acting` gives; other measures are left out.

    Returns:
        A row per measure (the index) and value that names anybody, a column per actor of the vocabulary and UNKNOWN.
    """
    codes = [*ACTORS, UNKNOWN]
    open_fields = field_status[
        field_status["field"].eq("actors")
        & field_status["status"].eq("ambiguous")
        & field_status["alternatives"].notna()
        & field_status["measure_id"].isin(has.index)
    ]
    rows = [
        (measure_id, actors)
        for measure_id, cell in zip(open_fields["measure_id"], open_fields["alternatives"], strict=True)
        for printed in str(cell).split(ALTERNATIVES_SEPARATOR)
        if (actors := _read_cell(printed))
    ]
    index = pd.Index([measure_id for measure_id, _ in rows], name="measure_id", dtype="str")
    return pd.DataFrame([[int(code in actors) for code in codes] for _, actors in rows], index, codes, dtype="int64")


def list_other_readings(has: pd.DataFrame, first: pd.DataFrame) -> pd.DataFrame:
    """What marks of several signs say where their first sign alone counts, in the form of `list_alternatives`.

    Args:
        has: what `select_acting` gives. first: the same of measures from `read_first_signs`.
    """
    codes = [*ACTORS, UNKNOWN]
    both = [table.reindex(columns=codes, fill_value=0) for table in (has, first.reindex(has.index))]
    other = both[1][both[0].ne(both[1]).any(axis=1)]
    return other.astype("int64")


def bound_counts(kinds: pd.DataFrame, alternatives: pd.DataFrame, plan_ids: pd.Series) -> pd.DataFrame:
    """How few and how many measures of each plan may have each kind, every ambiguous field taken for itself.

    The alternatives of two measures may belong together (one has what the other lacks): then both ends are wider than
    what can be.

    Args:
        kinds: 0 and 1 per measure and kind. alternatives: the same for the other values of ambiguous measures, several
            rows each. plan_ids: of the rows of kinds.

    Returns:
        plan_id, kind, count_least, count_most.
    """
    values = alternatives.reindex(columns=kinds.columns, fill_value=0)
    both = pd.concat([kinds, values]).groupby(level=0, sort=False)
    plans = plan_ids.to_numpy()
    least, most = (
        ends.loc[kinds.index].groupby(plans, sort=False).sum().rename_axis("plan_id").stack()
        for ends in (both.min(), both.max())
    )
    table = pd.DataFrame({"count_least": least, "count_most": most}).astype("int64").rename_axis(["plan_id", "kind"])
    return table.reset_index().astype({"plan_id": "str", "kind": "str"})


def describe_giving(acting: pd.DataFrame, field_status: pd.DataFrame, plans: pd.DataFrame) -> pd.DataFrame:
    """How each plan says who is to act.

    Returns:
        plan_id (as in plans), state: list, mark, unreadable (said, but the text lost it), silent, or no measures.
    """
    given = acting.drop_duplicates("plan_id").set_index("plan_id")["given"]
    of_field = field_status[field_status["field"] == "actors"]
    plan_of = of_field["measure_id"].str.split("/", n=1).str[0]
    lost = set(plan_of[of_field["status"] == "unreadable"])
    asked = set(plan_of)

    def state(plan_id: str) -> str:
        if plan_id in given.index:
            return str(given[plan_id])
        return "unreadable" if plan_id in lost else "silent" if plan_id in asked else "no measures"

    states = pd.Series([state(plan_id) for plan_id in plans["plan_id"]], dtype="str")
    return pd.DataFrame({"plan_id": plans["plan_id"].to_numpy(), "state": states})


def _explain(printed: str, legend: Mapping[str, tuple[str, ...]]) -> list[str]:
    signs = [sign for sign in printed if not sign.isspace()]
    return list(dict.fromkeys(actor for sign in signs for actor in legend.get(sign, (UNKNOWN,))))


def _read_cell(printed: str) -> set[str]:
    try:
        spans = split_actor_spans(printed)
    except ValueError:
        return set()
    return {_code(printed[start:end]) for start, end in spans}


def _code(printed: str) -> str:
    try:
        return parse_actor(printed)
    except ValueError:
        return UNKNOWN
