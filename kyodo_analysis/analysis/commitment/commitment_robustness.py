"""What the findings on rungs and codes hang on: another plan, or a decision of the project.

A rung and a code can be one finding. Do is both; and where nothing is coded none, strive or more is all but consider,
so that its finding is that on consider with the side turned. Only promote or more is a finding of its own.
"""

from __future__ import annotations

import pandas as pd

from kyodo_analysis.analysis.analyses import Analyses
from kyodo_analysis.analysis.commitment.commitment_tables import widen
from kyodo_analysis.analysis.commitment.commitment_texts import RUNG_NAMES
from kyodo_analysis.analysis.commitment.commitments import RUNGS
from kyodo_analysis.analysis.robustness.sensitivity import summarise_sensitivity
from kyodo_analysis.analysis.showing.labels import label_plans, list_rows
from kyodo_analysis.analysis.showing.markdown import compose_markdown
from kyodo_analysis.analysis.showing.readable import show_test

_KINDS = ("commitment", "rung")
_TURNED = {"above": "below", "below": "above"}
_SIDES = {"above": "more", "below": "less"}


def mark_lost(ladder: pd.DataFrame, without: pd.DataFrame) -> pd.DataFrame:
    """The ladder with what leaving out other plans does to each of its findings.

    Args:
        ladder: `commitments.share_ladder`. without: `findings.leave_plans_out` of codes and rungs.

    Returns:
        The ladder with tested_as (the finding_id under which the finding was asked for again; empty where the rung lies
        within chance or the finding was not asked for) and lost_without (the plans without which it is no longer one,
        blanks between).
    """
    asked, lost = set(without["finding_id"]), without[~without["kept"].astype("bool")]
    plans = {finding: " ".join(sorted(own)) for finding, own in lost.groupby("finding_id")["left_out"]}
    none = bool(ladder.loc[ladder["rung"] == RUNGS[-1], "share"].lt(1).any())
    names = [_finding_of(row, none) if row.beyond_null else "" for row in list_rows(ladder)]
    tested = [name if name in asked else "" for name in names]
    return ladder.assign(
        tested_as=pd.Series(tested, ladder.index, dtype="str"),
        lost_without=pd.Series([plans.get(name, "") for name in tested], ladder.index, dtype="str"),
    )


def say_tested(of: Analyses, row: object) -> str:
    """What is left of a finding of the ladder without other plans and under other decisions.

    Args:
        row: a row of `mark_lost` as a named tuple.
    """
    finding = str(getattr(row, "tested_as", ""))
    if not finding:
        return "Nobody asked whether the finding hangs on another plan or on a decision"
    without, checked = (of[name] for name in ("findings-without-a-plan", "sensitivity"))
    own = without[without["finding_id"] == finding]
    names = of["commitments"].drop_duplicates("plan_id").set_index("plan_id")["plan_en"]
    lost = [f"without {names[one]}" for one in own.loc[~own["kept"].astype("bool"), "left_out"]]
    lost += [f"with {one}" for one in checked.loc[_is_lost(checked) & checked["finding_id"].eq(finding), "variant"]]
    alias = "" if own["label"].iloc[0] == getattr(row, "rung", "") else f"The same as '{_name_findings(own)[0]}'. "
    return f"{alias}It is lost {', '.join(lost)}" if lost else f"{alias}It stays without any other plan and decision"


def state_left_out(of: Analyses) -> str:
    """Which findings on codes and rungs hang on a single other plan."""
    table = of["findings-without-a-plan"]
    own = table[table["kind"].isin(_KINDS)]
    lost = own[~own["kept"].astype("bool")]
    names = of["commitments"].drop_duplicates("plan_id").set_index("plan_id")["plan_en"]
    if own.empty:
        return "No finding on a code or rung can be asked for without one of the other plans"
    total, stay = own["finding_id"].nunique(), own["finding_id"].nunique() - lost["finding_id"].nunique()
    gone = [
        f"'{name}' is lost without {names[left_out]}"
        for name, left_out in zip(_name_findings(lost), lost["left_out"], strict=True)
    ]
    tail = f" ({'; '.join(gone)})" if gone else ""
    return f"Of {total} findings on codes and rungs {stay} stay whichever other plan is left out{tail}"


def state_decisions(of: Analyses) -> str:
    """Which findings on codes and rungs hang on a decision of the project."""
    table = of["sensitivity"]
    asked = table[table["kind"].isin(_KINDS) & table["status"].isin(["kept", "lost"])]
    lost = asked[_is_lost(asked)]
    if asked.empty:
        return "No finding on a code or rung can be asked for under other decisions"
    said = [
        f"with {name}, {' and '.join(repr(one) for one in _name_findings(own))}"
        for name, own in lost.groupby("variant", sort=False)
    ]
    total = asked["finding_id"].nunique()
    return (
        f"Of the same {total} findings are lost when one decision is taken otherwise: {'; '.join(said)}"
        if said
        else "No other decision loses any of them"
    )


def tabulate_robustness(of: Analyses) -> str:
    """The findings on codes and rungs with each of the other plans left out, and under other decisions."""
    without, checked = (
        table[table["kind"].isin(_KINDS)] for table in (of["findings-without-a-plan"], of["sensitivity"])
    )
    names = label_plans(of.table("plans")[["plan_id"]], of.table("plans")).set_index("plan_id")["plan_en"]
    known, added = checked[checked["status"] != "new"], checked[checked["status"] == "new"]
    parts: list[str | pd.DataFrame] = []
    for table, heads, kept in (
        (without, [f"without {names[plan_id]}" for plan_id in without["left_out"]], without["kept"]),
        (known, known["variant"].tolist(), known["status"].eq("kept")),
    ):
        if len(table):
            cells = [show_test(bool(holds), q) for holds, q in zip(kept, table["q"], strict=True)]
            shown = table.assign(finding=_name_findings(table), head=heads, cell=cells)
            parts.append(widen(shown, "head", list(dict.fromkeys(heads)), "finding"))
    parts += [
        f"Findings only with {variant}: {'; '.join(_name_findings(own))}"
        for variant, own in added.groupby("variant", sort=False)
    ]
    if len(without):
        parts.insert(0, state_left_out(of))
    notes = summarise_sensitivity(of["sensitivity"])
    touched = notes[notes["kinds"].str.split(" ").map(lambda kinds: "commitment" in kinds) & notes["note"].ne("")]
    parts += [f"Not made: {row.variant} ({row.note})" for row in list_rows(touched)]
    return compose_markdown(*parts) if parts else compose_markdown("There is no finding to be asked for again")


def _finding_of(row: object, none: bool) -> str:
    """The finding_id of `findings.list_findings` under which a rung of a plan is tested; empty where there is none."""
    rung, side = str(getattr(row, "rung", "")), _side_of(row)
    plan_id = getattr(row, "plan_id", "")
    if rung == "strive":
        return "" if none else f"commitment:{plan_id}:consider:{_TURNED[side]}"
    kind = {"do": "commitment", "promote": "rung"}.get(rung)
    return f"{kind}:{plan_id}:{rung}:{side}" if kind else ""


def _side_of(row: object) -> str:
    return "above" if getattr(row, "share", 0.0) >= getattr(row, "overall_share", 0.0) else "below"


def _is_lost(checked: pd.DataFrame) -> pd.Series:
    return checked["status"].eq("lost")


def _name_findings(table: pd.DataFrame) -> list[str]:
    return [
        f"{RUNG_NAMES[row.label][0] if row.kind == 'rung' else row.label}, {_SIDES[row.direction]} often in "
        f"{row.plan_en}"
        for row in list_rows(table)
    ]
