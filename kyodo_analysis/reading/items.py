"""Cards without a frame: a numbered title, and under it lines such as 担当課：広報課 with the values in place."""

from __future__ import annotations

from collections.abc import Sequence

from kyodo_analysis.reading.blocks import cut_list, join_cell
from kyodo_analysis.reading.headings import HeadingLine, parse_heading
from kyodo_analysis.reading.hierarchy import LevelRanks, cut_reprint
from kyodo_analysis.reading.labels import parse_label_line
from kyodo_analysis.reading.records import UNREADABLE, FieldNote, Measure
from kyodo_analysis.text.traced import Traced
from kyodo_analysis.values.actors import split_actor_spans
from kyodo_analysis.values.departments import split_entries

FEWEST_ITEMS = 2
_TITLE_KINDS = ("number", "hyphenated", "paren", "circled", "square", "markup")
_REACH = 3
"""The first label stands at most this many lines under the title."""
_LONGEST_TITLE = 60

Values = dict[str, list[Traced]]


def find_items(lines: Sequence[Traced]) -> dict[int, HeadingLine]:
    """The numbered titles that have a label with its value right below, by the index of their line."""
    found = {}
    for index, line in enumerate(lines):
        heading = parse_heading(line)
        if heading is None or heading.kind not in _TITLE_KINDS or len(heading.title) > _LONGEST_TITLE:
            continue
        below = next((text for text in lines[index + 1 : index + 1 + _REACH] if text.strip()), None)
        parts = parse_label_line(below) if below is not None else ()
        if parts and parts[0].value and parts[0].field not in ("number", "title"):
            found[index] = heading
    return found


def read_items(lines: Sequence[Traced]) -> tuple[Measure, ...]:
    """One measure per numbered title with labels below; its number is put together from the headings above."""
    items = find_items(lines)
    ranks = LevelRanks()
    above: list[HeadingLine] = []
    measures: list[Measure] = []
    starts = sorted(items)
    for index, line in enumerate(lines):
        heading = items.get(index) or parse_heading(line)
        if heading is None:
            continue
        rank = ranks.rank(heading)
        above = [other for other in above if ranks.rank(other) < rank]
        if index in items:
            end = next((start for start in starts if start > index), len(lines))
            measures.append(_read_item(above, heading, lines[index + 1 : end]))
        above.append(heading)
    return tuple(measures)


def _read_item(above: Sequence[HeadingLine], heading: HeadingLine, lines: Sequence[Traced]) -> Measure:
    values, furniture = _gather(lines)
    title, mark = cut_reprint(heading.title)
    actors, actor_notes = cut_list("actors", values.get("actors", []), split_actor_spans)
    departments, department_notes = cut_list("departments", values.get("departments", []), split_entries)
    notes = [*actor_notes, *department_notes]
    if "schedule" in values:
        printed = "".join(text.text for text in values["schedule"])
        notes.append(FieldNote("schedule", UNREADABLE, f"printed as words, not in year columns: {printed}"))
        furniture += values["schedule"]
    named = next((i for i, level in enumerate(above) if level.kind == "named"), 0)
    above = above[named:]  # chapters above 基本目標 divide the document, not the policies
    numbers = [level.number for level in (*above, heading) if level.number]
    return Measure(
        number="-".join(numbers) or title.text,
        title=title,
        policy=above[0].title if above else None,
        program=above[1].title if len(above) > 1 else None,
        status=_whole(values, "status"),
        reprint=mark is not None,
        actors=actors,
        departments=departments,
        purpose=_whole(values, "purpose"),
        content=tuple(join_cell(values.get("content", []))),
        completion=_whole(values, "completion"),
        notes=tuple(notes),
        furniture=(*furniture, *([mark] if mark else [])),
    )


def _gather(lines: Sequence[Traced]) -> tuple[Values, list[Traced]]:
    """The lines under each label up to the next label, blank line or heading, and the labels themselves."""
    values: Values = {}
    furniture: list[Traced] = []
    label: str | None = None
    for line in lines:
        stripped = line.strip()
        parts = parse_label_line(stripped)
        if parts:
            for part in parts:
                furniture.append(part.label)
                values.setdefault(part.field, []).extend([part.value] if part.value else [])
            label = parts[-1].field
        elif not stripped or (parse_heading(stripped) and label != "content"):
            label = None
        elif label:
            values[label].append(stripped)
    return {name: texts for name, texts in values.items() if texts}, furniture


def _whole(values: Values, name: str) -> Traced | None:
    texts = values.get(name)
    return Traced.join(texts) if texts else None
