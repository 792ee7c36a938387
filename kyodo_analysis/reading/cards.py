"""The card layout: one form per measure, whose values the extraction may have scattered over the page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import chain

from kyodo_analysis.reading.blocks import cut_list, squash
from kyodo_analysis.reading.card_pages import Card, Page, read_pages
from kyodo_analysis.reading.card_schedule import fit_schedules, judge_schedule
from kyodo_analysis.reading.card_scores import CardScores
from kyodo_analysis.reading.hierarchy import cut_reprint
from kyodo_analysis.reading.items import FEWEST_ITEMS, find_items, read_items
from kyodo_analysis.reading.labels import parse_label_line
from kyodo_analysis.reading.matching import Match, match_page
from kyodo_analysis.reading.page_problem import NONE, PageProblem
from kyodo_analysis.reading.records import AMBIGUOUS, UNREADABLE, FieldNote, Measure, YearCell
from kyodo_analysis.reading.similarity import Wording
from kyodo_analysis.text.document import RepairedText
from kyodo_analysis.text.traced import Traced
from kyodo_analysis.values.actors import split_actor_spans
from kyodo_analysis.values.departments import split_entries

TIES = {"title": 0.75, "content": 0.75, "purpose": 0.75, "completion": 0.75, "departments": 1.75, "actors": 0.75}
"""A choice whose forbidding costs less than this is ambiguous. Departments seldom share words with their measure, so
their place on the page decides; that evidence alone (about 1.5) is not taken as a reading."""

_ITEMS_SCORE = 0.6
"""Tables of measures, where a plan has them, are surer than cards without a frame."""

EMPTY = -2.0
"""The score of a card's field without a value, where the page has fewer values than cards."""

_KINDS = {
    "title": "title",
    "content": "prose",
    "purpose": "prose",
    "completion": "completion",
    "departments": "departments",
    "actors": "actors",
}
"""The kind of loose value that each field takes; the field that tells most about the others comes first."""

_NUMBERED = re.compile(r"[①-⑳][ \u3000]*")


def detect_cards(text: RepairedText) -> float:
    """How many of the text's label lines open a card (整理番号 …), as a share of what a plan of cards would show.

    Without numbered cards, numbered titles with labels below them count as cards without a frame.
    """
    labels = [parts for line in text.lines if (parts := parse_label_line(line))]
    cards = _count_cards(text)
    if cards >= FEWEST_ITEMS:
        return min(1.0, len(labels) / (4 * cards))
    return _ITEMS_SCORE if len(find_items(text.lines)) >= FEWEST_ITEMS else 0.0


def _count_cards(text: RepairedText) -> int:
    labels = (parse_label_line(line) for line in text.lines)
    return sum(bool(parts) and parts[0].field == "number" and bool(parts[0].value) for parts in labels)


def read_cards(text: RepairedText) -> tuple[Measure, ...]:
    """The measures of a plan of cards, in the order of their printed numbers on each page."""
    if not _count_cards(text):
        return read_items(text.lines)
    pages = read_pages(text.lines)
    wording = Wording(group.text for page in pages for group in page.groups)
    twins = _twin_values(pages)
    return tuple(measure for page in pages for measure in _read_page(page, wording, twins))


def _twin_values(pages: Sequence[Page]) -> dict[str, frozenset[str]]:
    """For the bare title of every measure that is printed again (再掲): the values that its pages have in common."""
    seen: dict[str, list[tuple[bool, Page]]] = defaultdict(list)
    for page in pages:
        for group in page.groups:
            if group.kind == "title":
                title, reprint = _bare_title(group.paragraphs)
                seen[title].append((reprint, page))
    twins = {}
    for title, places in seen.items():
        if any(reprint for reprint, _ in places) and len({id(page) for _, page in places}) > 1:
            pools = [{squash(group.text) for group in page.groups} for _, page in places]
            twins[title] = frozenset(set.intersection(*pools))
    return twins


def _bare_title(paragraphs: Sequence[Traced]) -> tuple[str, bool]:
    """A loose title without its number and 再掲 mark, and whether it had the mark."""
    title, mark = cut_reprint(Traced.join(paragraphs))
    return squash(_NUMBERED.sub("", title.text)), mark is not None


def _read_page(page: Page, wording: Wording, twins: dict[str, frozenset[str]]) -> list[Measure]:
    matches = _match_values(page, wording, twins)
    schedules = fit_schedules(page)
    page.cards[0].furniture += [*page.furniture, *(year.heading for year in page.years)]
    return [
        _build(card, match, page, schedule)
        for card, match, schedule in zip(page.cards, matches, schedules, strict=True)
    ]


def _match_values(page: Page, wording: Wording, twins: dict[str, frozenset[str]]) -> list[Match]:
    """Which loose values each card of a page gets."""
    kinds = _KINDS
    if not any(group.kind == "title" for group in page.groups):
        kinds = kinds | {"title": "other"}  # titles without a number of their own
    pools = {
        name: [i for i, group in enumerate(page.groups) if group.kind == kind]
        for name, kind in kinds.items()
        if any(card.lacks(name) for card in page.cards)
    }
    pools = {name: values for name, values in pools.items() if values}
    if not pools:
        return [Match({}, {}, {})] * len(page.cards)
    numbers = [squash(card.number.text) for card in page.cards]
    headings = [card.program.title.text if card.program else "" for card in page.cards]
    scores = CardScores(page.groups, numbers, headings, wording, _twins_of_cards(page, numbers, twins))
    problem = PageProblem(len(page.cards), pools, scores.score, scores.pair_score, EMPTY)
    texts = [squash(group.text) for group in page.groups]
    return match_page(problem, lambda one, two: texts[one] == texts[two], TIES)


def _twins_of_cards(page: Page, numbers: Sequence[str], twins: dict[str, frozenset[str]]) -> list[frozenset[str]]:
    found = []
    for number in numbers:
        titles = [group for group in page.groups if group.kind == "title" and group.text[:1] == number[-1:]]
        same = twins.get(_bare_title(titles[0].paragraphs)[0]) if len(titles) == 1 else None
        found.append(same or frozenset())
    return found


def _build(card: Card, match: Match, page: Page, schedule: tuple[YearCell, ...]) -> Measure:
    def values_of(name: str) -> tuple[Traced, ...]:
        if name in card.inline or name in card.below:
            first = [card.inline[name]] if name in card.inline else []
            return (*first, *chain.from_iterable(card.below.get(name, ())))
        chosen = match.chosen.get(name, NONE)
        return page.groups[chosen].paragraphs if chosen != NONE else ()

    def whole(name: str) -> Traced | None:
        pieces = values_of(name)
        return Traced.join(pieces) if pieces else None

    notes = [
        FieldNote(
            name,
            AMBIGUOUS,
            "another assignment of the page's values is as good",
            tuple(page.groups[i].text for i in (match.chosen[name], *others)),
            round(match.margins[name], 3),
        )
        for name, others in sorted(match.alternatives.items())
    ]
    misfit = judge_schedule(card, page)
    notes += [misfit] if misfit else []
    printed = whole("title")
    if printed is None:
        notes.append(FieldNote("title", UNREADABLE, "the page has no title for this card; its number stands for it"))
    title, mark = cut_reprint(printed or card.number)
    number = _NUMBERED.match(title.text)
    start = number.end() if number and number.end() < len(title) else 0
    actors, actor_notes = cut_list("actors", values_of("actors"), split_actor_spans)
    departments, department_notes = cut_list("departments", values_of("departments"), split_entries)
    ticks = values_of("actors") if actors else ()
    return Measure(
        number=squash(card.number.text),
        title=title[start:],
        policy=card.policy.title if card.policy else None,
        program=card.program.title if card.program else None,
        printed_number=card.number,
        status=whole("status"),
        reprint=mark is not None,
        actors=actors,
        departments=departments,
        purpose=whole("purpose"),
        content=values_of("content"),
        completion=whole("completion"),
        schedule=schedule,
        notes=(*notes, *actor_notes, *department_notes),
        furniture=(*card.furniture, *ticks, title[:start], *([mark] if mark else [])),
    )
