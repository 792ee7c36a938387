"""How well a value suits a card: the wording, the place on the page, and the formulas of each field."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from contextlib import suppress

from kyodo_analysis.reading.blocks import squash
from kyodo_analysis.reading.card_values import COMPLETION_FORMULA, Group
from kyodo_analysis.reading.similarity import Wording
from kyodo_analysis.values.actors import ACTOR_WORDS, parse_actor, split_actor_spans
from kyodo_analysis.values.departments import split_departments

_AIMS = """
    図り 促進し 支援し 整備し 育成し 目指し めざし 明らかにし 周知し 発掘し 高め 醸成し つくり 向上させ 活発化し
    見つめ直し 見直し
"""
_ACTS = """
    開催し 行い 実施し 設置し 派遣し 取り組み 取組み 作成し 配布し 公開し 運用し 更新し 説明し 補償し 活用し していき
"""
_AIM_END = re.compile(rf"(?:{'|'.join(_AIMS.split())})ます。$")
_ACT_END = re.compile(rf"(?:{'|'.join(_ACTS.split())})ます。$")
_EVERYONE = re.compile("(?:様々な|さまざまな|多様な|各)(?:まちづくりの)?主体|各団体|誰も|みんな")

_TOO_GENERAL = ("地域", "地区", "団体", "民間", "法人", "個人", "コミュニティ", "集落")
_MENTIONS = {word: code for word, code in ACTOR_WORDS.items() if len(word) > 1 and word not in _TOO_GENERAL}
_MENTIONS |= {"市民活動": "civic_groups", "地域活動": "community_associations", "地域づくり": "community_associations"}
_MENTION = re.compile("|".join(map(re.escape, sorted(_MENTIONS, key=lambda word: (-len(word), word)))))
"""Words of running text that name an actor, the longest first: 市民活動団体 is not 市民; one character is no sign."""

WEIGHTS = {
    "wording": 6.0,
    "mention": 3.5,
    "department": 4.0,
    "next": 1.2,
    "near": 0.5,
    "formula": 6.0,
    "predicate": 1.0,
    "length": 1.2,
    "title": 4.0,
    "number": 20.0,
    "twin": 3.0,
    "heading": 6.0,
    "order": 0.05,
}
"""What each kind of evidence counts; chosen by reading the visible half of the cards, tried on the rest."""

_ORDER = ("departments", "actors", "title", "purpose", "content", "completion")


class CardScores:
    """Scores of the values of one page; `headings` and `numbers` belong to the cards in order."""

    def __init__(
        self,
        groups: Sequence[Group],
        numbers: Sequence[str],
        headings: Sequence[str],
        wording: Wording,
        twins: Sequence[frozenset[str]],
    ) -> None:
        self.groups = groups
        self.numbers = numbers
        self.headings = headings
        self.wording = wording
        self.twins = twins
        self._mentions = [_mentioned_actors(group.text) for group in groups]
        self._ticked = [_ticked_actors(group) if group.kind == "actors" else frozenset() for group in groups]
        self._names = [_department_names(group) if group.kind == "departments" else () for group in groups]

    def score(self, card: int, name: str, value: int) -> float:
        """How well a value suits a field of a card, whatever else the card holds."""
        group = self.groups[value]
        total = -WEIGHTS["order"] * abs(value / max(len(self.groups), 1) - card / max(len(self.numbers), 1))
        total += WEIGHTS["twin"] * (squash(group.text) in self.twins[card])
        if name in ("title", "purpose", "content", "completion"):
            total += WEIGHTS["heading"] * self.wording.cover(self.headings[card], group.text)
        if name == "title":
            mark = re.search(r"[①-⑳]$", self.numbers[card])
            if mark:
                total += WEIGHTS["number"] * (1 if group.text.startswith(mark.group()) else -1)
        if name == "completion":
            total += WEIGHTS["formula"] if COMPLETION_FORMULA.search(group.text) else -WEIGHTS["formula"]
        if name == "purpose":
            total += WEIGHTS["predicate"] * (bool(_AIM_END.search(group.text)) - bool(_ACT_END.search(group.text)))
            total -= WEIGHTS["predicate"] * (group.text.count("。") - 1)
        if name == "content":
            total -= WEIGHTS["predicate"] * (bool(_AIM_END.search(group.text)) - bool(_ACT_END.search(group.text)))
        return total

    def pair_score(self, one: str, first: int, two: str, second: int) -> float:
        """How well two values suit each other in one card."""
        a, b = self.groups[first], self.groups[second]
        total = self._place(one, a, two, b)
        kinds = {one, two}
        if kinds <= {"title", "purpose", "content", "completion"}:
            total += WEIGHTS["wording"] * self.wording.compare(a.text, b.text)
            if "title" in kinds:
                title, text = (a, b) if one == "title" else (b, a)
                total += WEIGHTS["title"] * self.wording.cover(title.text, text.text)
            if kinds == {"purpose", "content"}:
                purpose, content = (a, b) if one == "purpose" else (b, a)
                total += WEIGHTS["length"] * math.log(len(content.text) / len(purpose.text))
        elif "actors" in kinds and "departments" not in kinds:
            actors, other = (first, second) if one == "actors" else (second, first)
            total += WEIGHTS["mention"] * self._suit_actors(actors, other)
        elif "departments" in kinds and "actors" not in kinds:
            names, other = (first, second) if one == "departments" else (second, first)
            total += WEIGHTS["department"] * self._suit_departments(names, other)
        return total

    def _place(self, one: str, a: Group, two: str, b: Group) -> float:
        """Values of one card often stand next to each other, in the order in which the card prints them."""
        if _ORDER.index(one) > _ORDER.index(two):
            one, a, two, b = two, b, one, a
        distance = b.position - a.position
        follows = distance == 1 and _ORDER.index(two) - _ORDER.index(one) == 1
        return WEIGHTS["next"] * follows + WEIGHTS["near"] / max(abs(distance), 1)

    def _suit_actors(self, actors: int, other: int) -> float:
        ticked, said = self._ticked[actors], self._mentions[other]
        if not ticked or not said:
            return 0.0
        return len(ticked & said) / len(ticked | said)

    def _suit_departments(self, names: int, other: int) -> float:
        text = self.groups[other].text
        covers = [self.wording.cover(name, text) for name in self._names[names]]
        return sum(covers) / len(covers) if covers else 0.0


def _ticked_actors(group: Group) -> frozenset[str]:
    """The ticked actors that the common vocabulary knows."""
    found = set()
    with suppress(ValueError):
        for start, end in split_actor_spans(group.text):
            with suppress(ValueError):
                found.add(parse_actor(group.text[start:end]))
    return frozenset(found)


def _mentioned_actors(text: str) -> frozenset[str]:
    if _EVERYONE.search(text):
        return frozenset(ACTOR_WORDS.values())
    return frozenset(_MENTIONS[word] for word in _MENTION.findall(text))


def _department_names(group: Group) -> tuple[str, ...]:
    return tuple(re.sub(r"[課部局室係]$", "", item.name) for item in split_departments(group.text) if not item.generic)
