"""The readers alone against the measures that were read by hand."""

import json
import unicodedata

import pytest
from reading_plans import LAYOUT_OF, PLAN_IDS, reading_of

from kyodo_analysis.paths import hand_folder
from kyodo_analysis.reading.blocks import squash

DECISIONS = {"yamaguchi-1": 252, "yamaguchi-2": 240, "koka": 168, "nichinan": 108, "tsushima": 168}
MEASURES = {"yamaguchi-1": 46, "yamaguchi-2": 41, "koka": 27, "nichinan": 15, "tsushima": 28}
SINGLE = ("policy", "program", "title", "status", "lead", "purpose", "completion")
LISTS = ("actors", "departments", "content")
FIELDS = (*SINGLE, *LISTS, "reprint", "schedule")


def plain(text):
    return squash(unicodedata.normalize("NFC", str(text or "")))


def hand_value(name, value):
    """A value of the hand-read records in the form of `read_value`."""
    if name in LISTS:
        return [plain(each) for each in value or []]
    if name == "reprint":
        return bool(value)
    if name == "schedule":
        return {1988 + int(year[1:]): plain(mark) for year, mark in (value or {}).items() if plain(mark)}
    return plain(value)


def read_value(name, measure):
    value = getattr(measure, name)
    if name in LISTS:
        return [plain(each) for each in value]
    if name == "reprint":
        return value
    if name == "schedule":
        return {cell.fiscal_year: plain(cell.mark) for cell in value if cell.mark}
    return plain(value)


def hand_records(plan_id):
    text = (hand_folder() / "gold" / f"{plan_id}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def decisions_of(plan_id):
    """(measure, field, value read, values that are right)."""
    by_number = {measure.number: measure for measure in reading_of(plan_id).measures}
    for record in hand_records(plan_id):
        number = plain(record["id"])
        for name in FIELDS:
            allowed = [record.get(name), *record.get("either", {}).get(name, [])]
            got = read_value(name, by_number[number]) if number in by_number else "no such measure"
            yield number, name, got, [hand_value(name, value) for value in allowed]


@pytest.mark.parametrize("plan_id", PLAN_IDS)
def test_every_decision_is_that_of_the_hand_read_record(plan_id):
    decisions = list(decisions_of(plan_id))
    wrong = [(number, name, got, right) for number, name, got, right in decisions if got not in right]
    assert wrong == []
    assert len(decisions) == DECISIONS[plan_id]


@pytest.mark.parametrize("plan_id", PLAN_IDS)
def test_every_plan_is_read_by_its_layout_and_no_measure_is_made_up(plan_id):
    reading = reading_of(plan_id)
    assert reading.layout == LAYOUT_OF[plan_id]
    numbers = [measure.number for measure in reading.measures]
    assert len(numbers) == MEASURES[plan_id]
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("plan_id", PLAN_IDS)
def test_what_the_text_leaves_open_is_noted(plan_id):
    """Where two readers of the print may differ, the program says so as well."""
    notes = {(m.number, note.field) for m in reading_of(plan_id).measures for note in m.notes}
    for record in hand_records(plan_id):
        for name in record.get("either", {}):
            assert (plain(record["id"]), name) in notes
