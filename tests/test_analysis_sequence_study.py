"""The study of courses: what the tables show is what the analyses say."""

from __future__ import annotations

import pytest
from analysis_inputs import analyses_of

from kyodo_analysis.analysis.analyses import Analyses
from kyodo_analysis.analysis.schedule import sequence_study


@pytest.fixture(scope="module")
def made() -> Analyses:
    return analyses_of("small")


def rows(shown: str) -> list[list[str]]:
    return [line.strip("| ").split(" | ") for line in shown.splitlines() if line.startswith("| Ube")]


def test_every_course_stands_once_with_its_measures_and_leads_to_one(made: Analyses) -> None:
    shown = rows(sequence_study.tabulate_courses(made))
    table = made["sequence-types"].dropna(subset=["sequence"])
    assert [int(row[2]) for row in shown] == table["count"].tolist()
    described = made["sequence-measures"].dropna(subset=["measure_id"]).set_index("measure_id")
    for row, sequence in zip(shown, table["sequence"], strict=True):
        assert described.loc[row[-1], "sequence"] == sequence
        assert row[7] == f"{described.loc[row[-1], 'turbulence']:.2f}"


def test_mean_years_add_up_to_the_year_columns(made: Analyses) -> None:
    years, spread = sequence_study.tabulate_spread(made).split("\n\n")[1:]
    assert sum(float(row[2].split(" ")[0]) for row in rows(years)) == pytest.approx(3, abs=0.05)
    assert [row[1] for row in rows(spread)] == ["2013", "2014", "2015"]


def test_distances_start_from_the_commonest_course(made: Analyses) -> None:
    courses = [row[1] for row in rows(sequence_study.tabulate_courses(made))]
    shown = rows(sequence_study.tabulate_distances(made))
    assert {row[1] for row in shown} == {courses[0]}
    assert sorted(row[2] for row in shown) == sorted(courses[1:])


def test_a_year_without_a_mark_is_called_so(made: Analyses) -> None:
    texts = [section(made) for section in (sequence_study.tabulate_courses, sequence_study.tabulate_spread)]
    assert all("none" not in text for text in texts)
