"""What the schedules say, in one sentence each, English or Japanese, made from the numbers of the tables.

Tables carry the labels of `labels.label_plans`.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

import pandas as pd

from kyodo_analysis.analysis.schedule.cycles import AGREE, DIFFER
from kyodo_analysis.analysis.schedule.schedule_groups import LEAST_MEASURES
from kyodo_analysis.analysis.schedule.schedules import RUNNING
from kyodo_analysis.analysis.schedule.timeline_marks import COURSE, DATED, LOST, OTHER_COURSES, SILENT
from kyodo_analysis.analysis.schedule.timing import ANY
from kyodo_analysis.analysis.showing.labels import list_rows, split_ids
from kyodo_analysis.analysis.showing.readable import show_q
from kyodo_analysis.analysis.statistics.shares import ALPHA

NAMES = {"none": "nothing printed"}
"""How English tables call states whose code says too little."""


def state_grids(table: pd.DataFrame, language: str = "en") -> str:
    """Of `schedules.describe_grids`: which plans can be compared by their years at all."""
    names = {
        state: table.loc[table["state"] == state, f"plan_{language}"].tolist() for state in table["state"].unique()
    }
    if language == "ja":
        parts = {"read": "は年次計画を読める", "unreadable": "は印が失われた", "silent": "の本文には年次計画がない"}
        said = [f"{_join(names[state], 'ja')}{text}" for state, text in parts.items() if names.get(state)]
        return "、".join(said)
    parts = {
        "read": "year columns can be read in",
        "unreadable": "are lost in",
        "silent": "do not stand in the text of",
    }
    said = [f"{text} {_join(names[state], 'en')}" for state, text in parts.items() if names.get(state)]
    return ", ".join(said)[:1].upper() + ", ".join(said)[1:]


def state_sequences(table: pd.DataFrame, language: str = "en") -> str:
    """Of any table with measure_id and sequence: how many measures share the commonest course of each grid."""
    parts = []
    courses = table.dropna(subset=["sequence"]).drop_duplicates("measure_id")
    for plan, of_plan in courses.groupby(f"plan_{language}", sort=False):
        counted = of_plan["sequence"].value_counts()
        count, n = int(counted.iloc[0]), len(of_plan)
        at_once = set(counted.index[0].split(" ")) <= set(RUNNING)
        if language == "ja":
            course = "を初年度から最終年度まで実施とする" if at_once else "が同じ経過をたどる"
            parts.append(f"{plan}は{n}施策中{count}（{count / n:.0%}）{course}")
        else:
            course = "as implemented from the first year to the last" if at_once else "with one and the same course"
            parts.append(f"{plan} lists {count} of its {n} measures ({count / n:.0%}) {course}")
    return _join(parts, language) or _without_grid(language)


def state_years(table: pd.DataFrame, language: str = "en") -> str:
    """Of `schedules.distribute_states`: the share of measures implemented in the first and the last year of a grid."""
    parts = []
    for plan, of_plan in table.dropna(subset=["fiscal_year"]).groupby(f"plan_{language}", sort=False):
        running = of_plan[of_plan["state"].isin(RUNNING)].groupby("fiscal_year")[["count", "share"]].sum()
        years = sorted(of_plan["fiscal_year"].unique())
        first, last = (running["share"].get(year, 0.0) for year in (years[0], years[-1]))
        if language == "ja":
            parts.append(f"{plan}で実施とされる施策は{years[0]}年度に{first:.0%}、{years[-1]}年度に{last:.0%}")
        else:
            parts.append(
                f"{plan} lists {first:.0%} of its measures as implemented in FY{years[0]}, {last:.0%} in FY{years[-1]}"
            )
    return _join(parts, language) or _without_grid(language)


def show_course(sequence: object) -> str:
    """A course as its states with the number of years in each; "" where there is none.

    >>> show_course("consider none implement implement")
    'consider 1 → nothing printed 1 → implement 2'
    """
    states = sequence.split(" ") if isinstance(sequence, str) else []
    return " → ".join(f"{NAMES.get(state, state)} {len(list(years))}" for state, years in groupby(states))


def state_arrows(sequences: pd.DataFrame) -> str:
    """How many measures have an arrow in their row of the grid.

    Args:
        sequences: has_arrow (true or false), a row per measure.

    >>> state_arrows(pd.DataFrame({"has_arrow": [True, False, True, True]}))
    '3 of 4 measures (75%) have an arrow'
    """
    if sequences.empty:
        return _without_grid("en")
    arrows = sequences["has_arrow"]
    return f"{int(arrows.sum())} of {len(arrows)} measures ({arrows.mean():.0%}) have an arrow"


def state_durations(table: pd.DataFrame, language: str = "en") -> str:
    """Of `durations.measure_durations`: how many durations the grids cut off, so that they are lower bounds only."""
    parts = []
    for plan, of_plan in table.dropna(subset=["start_year"]).groupby(f"plan_{language}", sort=False):
        n, starts, ends = len(of_plan), int(of_plan["open_start"].sum()), int(of_plan["open_end"].sum())
        whole = int((~of_plan["open_start"] & ~of_plan["open_end"]).sum())
        if language == "ja":
            parts.append(
                f"{plan}では{n}施策中{starts}が（検討を含めて）年次計画の初年度から、{ends}が最終年度まで続き、"
                f"期間の全体が表に収まるのは{whole}施策。{'ほかの期間は' if whole else 'どの期間も'}下限にすぎない"
            )
        else:
            verb = "lies" if whole < 2 else "lie"
            parts.append(
                f"of the {n} measures of {plan}, {starts} are active (considering included) from the grid's first year "
                f"on and {ends} up to its last; {whole or 'none'} {verb} within it as a whole, "
                f"{'all other' if whole else 'so all'} durations are lower bounds"
            )
    said = _join(parts, language)
    return said[:1].upper() + said[1:] or _without_grid(language)


def state_cycles(table: pd.DataFrame, language: str = "en") -> str:
    """Of `cycles.compare_cycles`: how many grids recur, how many words name a period, and where both say the same."""
    rows = table.dropna(subset=["measure_id"])
    recurs = rows.dropna(subset=["recurring"]).drop_duplicates("measure_id")
    words = rows.dropna(subset=["printed"])
    periods = words.dropna(subset=["words_period"])
    agree, differ = (rows[rows["verdict"] == verdict] for verdict in (AGREE, DIFFER))
    if language == "ja":
        said = (
            f"年次計画で状態が繰り返すのは{len(recurs)}施策、繰り返しを表す語は{len(words)}件で、うち{len(periods)}件が間隔を示す。"
            f"両方が一致するのは{len(agree)}件、食い違うのは{len(differ)}件"
        )
        shown = (f"{row.title}（{row.printed}、{row.grid_period}年ごと）" for row in list_rows(agree))
        return said + (f": {_join(shown, 'ja')}" if len(agree) else "")
    said = (
        f"A state comes back in the year columns of {len(recurs)} measure{'s' * (len(recurs) != 1)}; {len(words)} "
        f"expressions say that something recurs, {len(periods)} of them how often. Both agree for {len(agree)} and "
        f"differ for {len(differ)}"
    )
    shown = (f"{row.title} ({row.printed}, every {row.grid_period} years in the grid)" for row in list_rows(agree))
    return said + (f": {_join(shown, 'en')}" if len(agree) else "")


def state_groups(table: pd.DataFrame, language: str = "en") -> str:
    """Of `schedule_groups.compare_starts_by`: how many groups could be tested, and which start otherwise than chance.

    Args:
        table: with the column label, what each group is called.
    """
    tested, beyond = table[table["testable"]], table[table["beyond_null"]]
    if table.empty:
        return _without_grid(language)
    names = _join((f"{row.label} {row.count_}/{row.n}" for row in list_rows(beyond)), language)
    if language == "ja":
        tail = f"初年度から実施する割合が偶然を超えるのは{len(beyond)}" + (f"（{names}）" if names else "")
        return (
            f"{len(table)}群中{len(tested)}群（{LEAST_MEASURES}施策以上で、最小のpが{ALPHA}以下のもの）を検定し、{tail}"
        )
    tail = f"the share that starts at once lies beyond chance in {len(beyond)}" + (f" ({names})" if names else "")
    rule = f"those of {LEAST_MEASURES} measures or more whose least possible p is at most {ALPHA}"
    return f"{len(tested)} of {len(table)} groups are tested, {rule}; {tail}"


def state_least_q(table: pd.DataFrame) -> str:
    """Of `schedule_groups.compare_starts_by`: the smallest q, and what it would be were small groups tested too.

    Args:
        table: with the column label, what each group is called.
    """
    if table["q"].isna().all():
        return "No group is tested"
    row = table.sort_values("q", kind="stable").iloc[0]
    more = int(table["q_all"].notna().sum())
    return (
        f"The smallest q is {show_q(row['q'])} ({row['label']}); it would be {show_q(row['q_all'])} if all {more} "
        f"groups were tested whose least possible p is at most {ALPHA}, however few their measures"
    )


def state_status(table: pd.DataFrame) -> str:
    """Of `schedule_study.compare_starts`: in how many states the shares lie beyond what shuffled marks show."""
    beyond = table.groupby("start_state")["beyond_null"].any()
    said = f"{int(beyond.sum())} of {len(beyond)} first states have shares beyond what shuffled marks show"
    if table["status"].nunique() == 2:
        said += "; with two marks, the two shares of a state are one test"
    return said


def state_timing(table: pd.DataFrame, language: str = "en") -> str:
    """Of `timing.count_timing`: the share of measures with any word of time, per plan."""
    rows = list_rows(table[table["kind"] == ANY])
    if language == "ja":
        said = _join((f"{row.plan_ja} {row.n}施策中{row.count_}" for row in rows), "ja")
        return f"時に関する語のある施策: {said}" if said else "時に関する語のある施策がない"
    said = _join((f"{row.count_} of {row.n} in {row.plan_en}" for row in rows), "en")
    return f"Measures with a word of time: {said}" if said else "No measure has a word of time"


def state_timeline(table: pd.DataFrame, language: str = "en") -> str:
    """Of `timeline.lay_out_plans`: how many measures have year columns, how many only a dated word, how many lost."""
    ids = {
        name: {one for cell in table.loc[table["kind"].isin(kinds), "measure_ids"] for one in split_ids(cell)}
        for name, kinds in {
            "grid": (COURSE, OTHER_COURSES),
            "lost": (LOST,),
            "silent": (SILENT,),
            "dated": (DATED,),
        }.items()
    }
    n, grid, lost = len(ids["grid"] | ids["lost"] | ids["silent"]), len(ids["grid"]), len(ids["lost"])
    dated = len(ids["dated"] - ids["grid"])
    plans = table["plan_id"].nunique()
    if language == "ja":
        return (
            f"{plans}計画の{n}施策のうち、年ごとの印を読めるのは{grid}、印が失われたのは{lost}、"
            f"印を読めないもので年を語で示すのは{dated}"
        )
    return (
        f"Of the {n} measures of {plans} plan{'s' * (plans != 1)}, {grid} have marks by year that can be read, the "
        f"marks of {lost} were lost, and {dated} without such marks name a year in words"
    )


def _without_grid(language: str) -> str:
    return "年次計画を読める計画がない" if language == "ja" else "No plan has year columns that can be read"


def _join(items: Iterable[str], language: str) -> str:
    """Items as a sentence lists them.

    >>> _join(["a", "b", "c"], "en"), _join(["a", "b"], "ja"), _join(["a"], "en")
    ('a, b and c', 'a、b', 'a')
    """
    texts = [str(item) for item in items]
    if language == "ja":
        return "、".join(texts)
    return " and ".join([", ".join(texts[:-1]), texts[-1]]) if len(texts) > 1 else "".join(texts)
