"""Which departments are named for which themes: a two-mode network for each plan, beside themes dealt out at random.

A measure has up to three themes and names several departments; which department does what for which theme the plan does
not say. So an edge counts the measures that name the department and have the theme.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from kyodo_analysis.analysis.department.department_ties import LEAST_MEASURES, PlanNetwork, rate_among
from kyodo_analysis.analysis.showing.labels import join_ids
from kyodo_analysis.analysis.statistics.occurrences import gather_measures, tabulate_occurrences
from kyodo_analysis.analysis.statistics.shares import ALPHA
from kyodo_analysis.analysis.statistics.uncertainty import Numbers
from kyodo_analysis.analysis.structure.cooccurrence import count_pairs

_DTYPES = (
    dict.fromkeys(["kind", "mode", "plan_id", "name", "label", "department", "theme"], "str")
    | dict.fromkeys(["function", "function_en", "function_ja"], "str")
    | {"generic": "boolean", "charted": "boolean", "source": "str", "target": "str"}
    | dict.fromkeys(["count", "n", "n_a", "n_b", "n_ab"], "Int64")
    | dict.fromkeys(["fractional_weight", "expected", "p", "q", "q_upper"], "float64")
    | {"beyond_null": "boolean", "departments": "Int64", "pairs": "Int64", "state": "str", "measure_ids": "str"}
)


def connect_department_themes(
    networks: Sequence[PlanNetwork],
    measure_themes: pd.DataFrame,
    codebook: pd.DataFrame,
    charted: Collection[str],
    silence: pd.DataFrame,
) -> pd.DataFrame:
    """Departments, themes and how many measures join them, for all plans in one table.

    The null deals out the measures' themes among the measures of the plan that name anyone, the themes of a measure
    together: each department keeps its number of measures, each theme its own. Then the measures that a department and
    a theme share are hypergeometric, and `p` is exact: the share of all ways to deal with as many or more (Fisher,
    R. A. (1935), The logic of inductive inference, Journal of the Royal Statistical Society 98, 39-82). Nothing is
    asked of generic names, of themes that rules and readers code too differently, and of what a single measure has.

    `fractional_weight` gives a measure with k departments and t charted themes 1 / kt for each pair, so that the pairs
    add up to the measures that have both.

    Sources: Borgatti, S. P. & Everett, M. G. (1997), Network analysis of 2-mode data, Social Networks 19, 243-269;
    Neal, Z. (2014), The backbone of bipartite projections, Social Networks 39, 84-97 (why the margins count).

    Args:
        networks: see `department_ties.gather_networks`. measure_themes: measure_id, theme. codebook: code, ja; its
            order is kept. charted: the themes that may be charted. silence: plan_id and state of all plans
            (see `coverage.count_silence`).

    Returns:
        For each plan one row of the kind "network" (departments, pairs (tested), count (measures with a department that
        is not generic and a charted theme), state), then the nodes ("node": mode (department or theme), name (plan and
        department or theme), label, department with function, function_en, function_ja and generic, or theme with
        charted; count of measures), then the edges ("edge", in the order of the nodes: source, target, label,
        department, theme, generic, charted, n_a, n_b, n_ab = count, fractional_weight, expected, p, q (false discovery
        rate among the tested pairs of all plans, also those that never meet), q_upper (equal to q, since p is exact),
        beyond_null). All rows: plan_id, n (measures that name anyone), measure_ids.
    """
    themes = codebook.rename(columns={"code": "name", "ja": "label"})[["name", "label"]].reset_index(drop=True)
    themes["charted"] = themes["name"].isin(list(charted))
    has = [_tabulate_themes(network, measure_themes, themes) for network in networks]
    edges = _test_edges(networks, has, themes)
    by_plan = {network.plan_id: number for number, network in enumerate(networks)}
    parts = []
    for plan_id, state in silence[["plan_id", "state"]].itertuples(index=False):
        whole = pd.DataFrame({"kind": ["network"], "name": ["network"], "state": [state]})
        found, n = [whole.assign(count=0, departments=0, pairs=0)], 0
        if plan_id in by_plan:
            network, own = networks[by_plan[plan_id]], has[by_plan[plan_id]]
            n = len(network.measures)
            both = network.measures.loc[(network.sizes > 0) & _have_any(own, themes), "measure_id"]
            about = {"count": len(both), "departments": network.named, "pairs": _count_tests(network, own, themes)}
            found = [whole.assign(**about, measure_ids=join_ids(both))]
            found += [_list_nodes(network, own, themes), edges[edges["plan_id"] == plan_id]]
        parts += [part.assign(plan_id=plan_id, n=n) for part in found]
    columns = [part.reindex(columns=list(_DTYPES)).astype("object") for part in parts]
    table = pd.concat(columns, ignore_index=True) if columns else pd.DataFrame(columns=list(_DTYPES))
    return table.astype(_DTYPES)


def _tabulate_themes(network: PlanNetwork, measure_themes: pd.DataFrame, themes: pd.DataFrame) -> sparse.csr_array:
    """Which of the plan's measures have which theme: (measures, themes), 1 or 0."""
    once = measure_themes[["measure_id", "theme"]].drop_duplicates().rename(columns={"theme": "name"})
    return tabulate_occurrences(once, network.measures, themes)


def _have_any(has: sparse.csr_array, themes: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Whether each measure has a charted theme."""
    return np.asarray(has[:, np.flatnonzero(themes["charted"])].sum(axis=1)) > 0


def _count_tests(network: PlanNetwork, has: sparse.csr_array, themes: pd.DataFrame) -> int:
    """Departments that are not generic, times charted themes, each with measures enough."""
    departments = (network.own.sum(axis=0) >= LEAST_MEASURES).sum()
    return int(departments * ((has.sum(axis=0) >= LEAST_MEASURES) & themes["charted"].to_numpy()).sum())


def _list_nodes(network: PlanNetwork, has: sparse.csr_array, themes: pd.DataFrame) -> pd.DataFrame:
    ids = network.measures["measure_id"]
    departments = network.departments.assign(
        mode="department", name=network.names, department=network.departments["label"], **_count(network.has, ids)
    )
    own = themes.assign(mode="theme", theme=themes["name"], name=network.plan_id + "/" + themes["name"])
    own = own.assign(**_count(has, ids))
    return pd.concat([departments, own[own["count"] > 0]], ignore_index=True).assign(kind="node")


def _count(has: sparse.csr_array, measure_ids: pd.Series) -> dict[str, pd.Series]:
    found = gather_measures(has, measure_ids)
    return {"count": found["measures"], "measure_ids": found["measure_ids"]}


def _test_edges(networks: Sequence[PlanNetwork], has: Sequence[sparse.csr_array], themes: pd.DataFrame) -> pd.DataFrame:
    """The edges of each plan with their tests, which belong to one family."""
    if not networks:
        return pd.DataFrame(columns=["plan_id"])
    edges = [_list_edges(network, own, themes) for network, own in zip(networks, has, strict=True)]
    table = pd.concat(edges, ignore_index=True)
    q = rate_among(table["p"], sum(_count_tests(*both, themes) for both in zip(networks, has, strict=True)))
    beyond = (q <= ALPHA).astype("boolean").mask(table["p"].isna())
    return table.assign(q=q, q_upper=q, beyond_null=beyond)


def _list_edges(network: PlanNetwork, has: sparse.csr_array, themes: pd.DataFrame) -> pd.DataFrame:
    width = len(network.departments)
    both = sparse.csr_array(sparse.hstack([network.has, has]))
    pairs = count_pairs(both, [network.plan_id] * both.shape[0])
    pairs = pairs[(pairs["first"] < width) & (pairs["second"] >= width)].reset_index(drop=True)
    first, second = pairs["first"].to_numpy(), pairs["second"].to_numpy() - width
    department, theme = network.departments.iloc[first], themes.iloc[second]
    labels, names = department["label"].to_numpy(), theme["name"].to_numpy()
    generic, charted = department["generic"].to_numpy(dtype=bool), theme["charted"].to_numpy(dtype=bool)
    weights = _weigh_fractionally(network, has, themes)
    columns, of_themes = network.has.tocsc(), has.tocsc()
    where = sparse.csr_array(columns[:, first].multiply(of_themes[:, second]))
    edges = pairs[["n_a", "n_b", "n_ab", "expected", "p"]].assign(
        kind="edge",
        plan_id=network.plan_id,
        source=network.names.to_numpy()[first],
        target=[f"{network.plan_id}/{name}" for name in names],
        label=[f"{one} – {other}" for one, other in zip(labels, theme["label"], strict=True)],
        department=labels,
        theme=names,
        generic=generic,
        charted=charted,
        fractional_weight=weights[first, second],
        **_count(where, network.measures["measure_id"]),
    )
    shown = charted & ~generic
    tested = shown & (edges[["n_a", "n_b"]].min(axis=1) >= LEAST_MEASURES)
    for name, rows in (("fractional_weight", shown), ("expected", tested), ("p", tested)):
        edges[name] = edges[name].where(rows)
    return edges


def _weigh_fractionally(network: PlanNetwork, has: sparse.csr_array, themes: pd.DataFrame) -> Numbers:
    """(all departments, all themes); 0 for generic names and themes that are not charted."""
    charted = themes["charted"].to_numpy(dtype=np.float64)
    own = network.has * (~network.departments["generic"]).to_numpy(dtype=np.float64)
    shown = has * charted
    room = own.sum(axis=1) * shown.sum(axis=1)
    each = np.divide(1.0, room, out=np.zeros(len(room)), where=room > 0)
    weights: Numbers = (own.T @ sparse.csr_array(shown.multiply(each[:, np.newaxis]))).toarray()
    return weights
