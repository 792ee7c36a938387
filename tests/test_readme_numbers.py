"""The READMEs say what the tables say: every number of the findings, the table of plans, the example, the links."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
from analysis_inputs import project_analyses
from kyodo_project import ROOT

from kyodo_analysis.analysis.extraction.agreement import judge
from kyodo_analysis.analysis.extraction.overviews import describe_plans, summarise_agreement
from kyodo_analysis.analysis.schedule.schedules import RUNNING
from kyodo_analysis.publish.findings import QUESTIONS
from kyodo_analysis.tables.gold import read_gold
from kyodo_analysis.tables.loading import read_all

READMES = ("README.md", "README.ja.md")
FINDINGS = {"README.md": "What was found", "README.ja.md": "分かったこと"}
PLANS = {"README.md": "The five plans", "README.ja.md": "五つの計画"}
# The 1 of F1 is a name.
NUMBER = re.compile(r"(?<![F\d])\d+(?:,\d{3})*(?:\.\d+)?%?")


@dataclass(frozen=True)
class Finding:
    """What a bullet of the findings must hold: exactly these numbers, in any order, and these words."""

    numbers: Sequence[str]
    words: Sequence[str] = ()


def section(readme: str, title: str) -> str:
    """The text of a README below a heading, up to the next one."""
    text = (ROOT / readme).read_text(encoding="utf-8")
    return text.split(f"\n## {title}\n")[1].split("\n## ")[0]


def bullets(readme: str) -> list[str]:
    return re.findall(r"^- (.*?)(?=^- |^!|^$)", section(readme, FINDINGS[readme]), re.M | re.S)


def percent(share: float) -> str:
    return f"{share:.0%}"


@pytest.fixture(scope="module")
def tables(all_tables: Path) -> dict[str, pd.DataFrame]:
    return read_all(all_tables)


@pytest.fixture(scope="module")
def figures() -> dict[str, pd.DataFrame]:
    """The tables behind the figures."""
    analyses = project_analyses()
    shown = ("themes", "theme-validity", "theme-shares", "keywords", "stability")
    carried = ("department-loads", "department-change", "actor-sharing", "schedule-states")
    checked = ("checkability-shares", "completion-kinds", "indicator-targets")
    return {name: analyses[name] for name in (*shown, "commitments", *carried, *checked)}


@pytest.fixture(scope="module")
def findings(tables: dict[str, pd.DataFrame], figures: dict[str, pd.DataFrame]) -> list[Finding]:
    """The findings in the order of the READMEs."""
    return [
        find_agreement(tables),
        find_coverage(tables["field_status"], len(tables["plans"])),
        find_validity(figures["theme-validity"]),
        find_themes(figures["themes"], figures["theme-shares"]),
        find_words(figures["keywords"], figures["stability"]),
        find_commitments(figures["commitments"]),
        find_departments(figures["department-loads"]),
        find_schedules(figures["schedule-states"]),
        find_change(figures["department-change"]),
        find_sharing(figures["actor-sharing"]),
        find_checks(figures),
    ]


def find_agreement(tables: Mapping[str, pd.DataFrame]) -> Finding:
    decisions = judge(tables, read_gold(ROOT / "data" / "hand" / "gold"))
    assert decisions.loc[~decisions["right"], "field"].tolist() == ["timing"]
    row = summarise_agreement(decisions).iloc[-1]
    status = tables["field_status"]["status"].value_counts()
    counts = [len(tables["measures"]), row["measures"], row["right"], row["decisions"]]
    counts += [status["ambiguous"], status["unreadable"]]
    # "At least" is rounded down.
    return Finding([*map(str, counts), f"{math.floor(1000 * row['lower']) / 10:.1f}%", "95%"])


def find_coverage(status: pd.DataFrame, plans: int) -> Finding:
    """Plans in which at least half of the measures have the field."""
    usable = status["status"].isin(["read", "ambiguous"])
    share = usable.groupby([status["field"], status["measure_id"].str.split("/").str[0]]).mean()
    having = share.ge(0.5).groupby("field").sum()
    assert having[["policy", "program", "title", "content"]].eq(plans).all()
    return Finding([str(plans), str(having["departments"]), str(having["schedule"])])


def find_validity(scores: pd.DataFrame) -> Finding:
    rows = scores[scores["theme"] == "all (micro)"].set_index("sample")
    left_out, themes = rows.loc["left_out"], scores[scores["sample"].eq("left_out") & scores["verdict"].ne("")]
    numbers = [rows.loc["in_sample", "f1"], left_out["f1"], left_out["alpha"]]
    numbers += [left_out["alpha_lower"], left_out["alpha_upper"]]
    hidden = themes["verdict"].eq("not_charted").sum()
    return Finding([*(f"{number:.2f}" for number in numbers), str(len(themes)), str(hidden)])


def find_themes(profile: pd.DataFrame, shares: pd.DataFrame) -> Finding:
    charted = profile[profile["verdict"] != "not_charted"]
    beyond = charted[charted["beyond_null"]].sort_values("count", ascending=False)
    assert set(beyond["plan_id"]) == {"yamaguchi-2"}
    assert beyond["theme"].tolist() == ["people", "dialogue"]
    assert beyond["verdict"].tolist() == ["charted", "charted"]
    by_program = beyond["beyond_by_program"].sum()
    main = shares[shares["counting"].eq("main") & shares["theme"].isin(charted["theme"])]["beyond_null"].sum()
    counts = [len(charted), len(beyond), beyond["n"].iloc[0], *beyond["count"], by_program, main]
    return Finding([*map(str, counts), "05"])


def find_words(keywords: pd.DataFrame, stability: pd.DataFrame) -> Finding:
    assert not stability.loc[stability["criterion"] == "bootstrap", "verdict"].eq("stable").any()
    distinctive = keywords[keywords["distinctive"]]
    habits = distinctive["formula"].astype(bool).sum()
    return Finding([str(keywords["word"].nunique()), str(len(distinctive)), str(habits)])


def find_commitments(table: pd.DataFrame) -> Finding:
    does = table[table["commitment"] == "do"].set_index("plan_id")
    beyond = does[does["beyond_null"]]
    assert beyond.index.tolist() == ["tsushima", "yamaguchi-2"]
    numbers = [percent(does["overall_share"].iloc[0])]
    for row in beyond.itertuples():
        numbers += [str(beyond.loc[row.Index, "count"]), str(row.n), percent(row.share)]
        numbers += [percent(row.shown_lower).rstrip("%"), percent(row.shown_upper)]
    return Finding(numbers)


def find_departments(loads: pd.DataFrame) -> Finding:
    top = loads[loads["rank"].eq(1)]
    assert top["plan_id"].tolist() == ["tsushima", "yamaguchi-1", "yamaguchi-2"]
    numbers = [text for row in top.itertuples() for text in (str(row.whole), str(row.n), percent(row.share))]
    return Finding(numbers, top["department"].tolist())


def find_schedules(states: pd.DataFrame) -> Finding:
    states = states[states["grid"] == "read"]
    assert states["plan_id"].unique().tolist() == ["yamaguchi-1"]
    years = sorted(states["fiscal_year"].unique())
    running = states[states["state"].isin(RUNNING)].groupby("fiscal_year")[["count", "share"]].sum()
    first, last = running.loc[years[0]], running.loc[years[-1]]
    shares = [percent(first["share"]), percent(last["share"])]
    return Finding([str(int(first["count"])), str(states["n"].max()), *shares, str(years[0]), str(years[-1])])


def find_change(change: pd.DataFrame) -> Finding:
    departments = change[change["by"] == "department"]
    both = departments[departments["standing"] == "both"]
    counts = [len(both), both["testable"].sum(), both["beyond_null"].sum(), len(departments) - len(both)]
    return Finding([str(count) for count in counts])


def find_sharing(sharing: pd.DataFrame) -> Finding:
    alone = sharing[sharing["sharing"] == "city_alone"].set_index("plan_id").loc[["koka", "tsushima", "yamaguchi-1"]]
    return Finding([text for row in alone.itertuples() for text in (str(row.count), str(row.n), percent(row.share))])


def find_checks(figures: Mapping[str, pd.DataFrame]) -> Finding:
    shares, kinds, targets = (
        figures[name] for name in ("checkability-shares", "completion-kinds", "indicator-targets")
    )
    by_words = shares[shares["reading"].eq("in words") & shares["kind"].eq("checkable")]
    printed = kinds[kinds["criteria"] > 0]
    assert printed["plan_id"].unique().tolist() == ["yamaguchi-1"]
    vague = printed[printed["kind"] == "vague"].iloc[0]
    counts = [by_words["count"].sum(), by_words["n"].sum(), vague["criteria"], vague["n"], vague["count"]]
    counts.append(targets["indicator_id"].nunique())
    return Finding([*map(str, counts), percent(vague["count"] / vague["criteria"])])


@pytest.mark.parametrize("readme", READMES)
def test_every_number_of_the_findings_is_in_the_tables(readme: str, findings: list[Finding]) -> None:
    said = bullets(readme)
    assert len(said) == len(findings)
    for bullet, finding in zip(said, findings, strict=True):
        assert sorted(NUMBER.findall(bullet)) == sorted(finding.numbers), bullet
        for word in finding.words:
            assert word in bullet


@pytest.mark.parametrize("readme", READMES)
def test_the_table_of_plans_is_that_of_the_tables(readme: str, tables: dict[str, pd.DataFrame]) -> None:
    rows = re.findall(
        r"^\| ([a-z]+(?:-\d)?) \| (.*?) \| (.*?) \| (.*?) \|.*\| (\d+) \|$", section(readme, PLANS[readme]), re.M
    )
    shown = {plan: (title, measures) for plan, _, title, _, measures in rows}
    described = describe_plans(tables["plans"], tables["measures"]).assign(plan_id=tables["plans"]["plan_id"])
    assert shown == {row.plan_id: (row.document, str(row.measures)) for row in described.itertuples()}
    periods = {plan: tuple(re.findall(r"\d{4}", period)) for plan, _, _, period, _ in rows}
    assert periods == {
        row.plan_id: () if pd.isna(row.period) else tuple(row.period.split("–")) for row in described.itertuples()
    }
    cities = {plan: city for plan, city, *_ in rows}
    inferred = tables["plans"].set_index("plan_id")["municipality_inferred"]
    for plan, city in cities.items():
        assert ("inferred" in city or "推定" in city) == bool(inferred[plan]), city


@pytest.mark.parametrize("readme", READMES)
def test_the_example_is_a_real_line(readme: str, tables: dict[str, pd.DataFrame]) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    shown = dict(re.findall(r"^(published|repaired|policy) +(.*)$", text, re.M))
    source = (ROOT / "data" / "raw" / "yamaguchi-2.txt").read_text(encoding="utf-8").split("\n")
    assert source[3998 - 1].strip() == shown["published"]
    assert "3998" in text
    repairs = tables["repairs"]
    steps = repairs[(repairs["plan_id"] == "yamaguchi-2") & (repairs["line"] == 3998)]
    assert steps["after"].iloc[-1].strip() == shown["repaired"]
    assert shown["policy"] in set(tables["measures"]["policy"])


@pytest.mark.parametrize("page", [*READMES, "CONTRIBUTING.md", "data/raw/SOURCES.md"])
def test_every_relative_link_leads_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text) if "://" not in link]
    assert links or page != "README.md"
    assert [link for link in links if not ((ROOT / page).parent / link).exists()] == []


@pytest.mark.parametrize("readme", READMES)
def test_every_notebook_is_listed(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    for name in ("00-overview", *(question.notebook for question in QUESTIONS)):
        assert f"[{name}](notebooks/{name}.ipynb)" in text


def test_both_readmes_have_the_same_sections() -> None:
    english, japanese = ((ROOT / readme).read_text(encoding="utf-8") for readme in READMES)
    outline = [re.findall(r"^(#+) ", text, re.M) for text in (english, japanese)]
    assert outline[0] == outline[1]
    links = [sorted(re.findall(r"\]\(((?:data|notebooks)/[^)]+)\)", text)) for text in (english, japanese)]
    assert links[0] == links[1]
