"""Indicators (重要目標達成指標 KGI, 重要業績評価指標 KPI): names in one place, boxes of their values in another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from kyodo_analysis.reading.blocks import squash
from kyodo_analysis.reading.headings import parse_heading
from kyodo_analysis.reading.records import Indicator
from kyodo_analysis.text.traced import Traced

_MARKER = re.compile(
    r"""
    [【〔＜（(]? [^。]{0,20} 指標 [^。]{0,3}
    [（(]? \s* (?P<kind>ＫＧＩ|ＫＰＩ|KGI|KPI) \s* [）)]? \s* [】〕＞]?
    """,
    re.VERBOSE,
)
_NAME = re.compile(r"(?:[◆◇●○・■□]|[（(][0-9０-９]{1,2}[）)]|[①-⑳])[ \u3000]*")
_LABELS = {
    "baseline": re.compile("(?:基準|現状|現況|実績)値?|策定時"),
    "target": re.compile("(?:中間|最終)?目標値?"),
    "trend": re.compile("(?:指標の)?推移|方向性?|目指す方向"),
    "year": re.compile("[（(](?:(?:平成|令和|昭和|[HＨRＲ])[0-9０-９元]{1,2}|[0-9０-９]{4})年?度?末?[）)]"),
}
_NARROW = str.maketrans("ＫＧＰＩ", "KGPI")
_LONGEST_LABEL = 30
_LONGEST_LINE = 45
_LONGEST_NAME = 120


@dataclass(slots=True)
class _Name:
    """The name of an indicator with its kind and the policy it belongs to."""

    kind: str
    policy: Traced | None
    text: Traced


@dataclass(slots=True)
class _Box:
    """The labels of a box of values, and the row of values under them."""

    labels: list[tuple[str, Traced]] = field(default_factory=list)
    years: list[Traced] = field(default_factory=list)
    values: Traced | None = None


def read_indicators(lines: Sequence[Traced]) -> tuple[tuple[Indicator, ...], tuple[Traced, ...]]:
    """The indicators, one per target, and the labels and marks around them.

    Names and boxes come in the same order; they are paired one to one, as far as both go. An indicator is numbered by
    its kind and running number (KGI-1).
    """
    reader = _IndicatorReader()
    for line in lines:
        stripped = line.strip()
        if stripped:
            reader.take(stripped)
    return reader.finish()


class _IndicatorReader:
    """Reads lines one after another into names and boxes."""

    def __init__(self) -> None:
        self._names: list[_Name] = []
        self._boxes: list[_Box] = []
        self._furniture: list[Traced] = []
        self._kind = ""  # of the names that may follow
        self._policy: Traced | None = None
        self._in_name = False

    def take(self, line: Traced) -> None:
        """Take in the next line that is not empty."""
        label = _name_label(line.text)
        marker = _MARKER.fullmatch(line.text)
        if marker:
            self._kind, self._in_name = marker["kind"].translate(_NARROW), False
            self._furniture.append(line)
        elif label == "baseline" or (label and self._awaits_values()):
            self._take_label(label, line)
        elif self._awaits_values():
            self._boxes[-1].values = line
            self._furniture += [printed for _, printed in self._boxes[-1].labels]
        elif self._kind and (mark := _NAME.match(line.text)):
            policy = self._policy if self._kind == "KPI" else None
            self._names.append(_Name(self._kind, policy, line[mark.end() :]))
            self._furniture.append(line[: mark.end()])
            self._in_name = True
        else:
            self._take_other(line)

    def finish(self) -> tuple[tuple[Indicator, ...], tuple[Traced, ...]]:
        """The indicators, and the labels and marks around them."""
        counts: Counter[str] = Counter()
        found: list[Indicator] = []
        for name, box in zip(self._names, (box for box in self._boxes if box.values), strict=False):
            counts[name.kind] += 1
            found += _list_targets(name, box, f"{name.kind}-{counts[name.kind]}")
        return tuple(found), tuple(self._furniture) if found else ()

    def _awaits_values(self) -> bool:
        return bool(self._boxes) and self._boxes[-1].values is None

    def _take_label(self, label: str, line: Traced) -> None:
        self._in_name = False
        if label == "baseline":
            self._kind = ""
            self._boxes.append(_Box())
        if label == "year":
            self._boxes[-1].years.append(line[1 : len(line) - 1].strip())
        else:
            self._boxes[-1].labels.append((label, line))

    def _take_other(self, line: Traced) -> None:
        """A heading, the rest of a name, or a line that ends the names."""
        heading = parse_heading(line)
        if heading is None and self._in_name and len(line) <= _LONGEST_LINE and "。" not in line.text:
            self._names[-1].text += line
            self._in_name = len(self._names[-1].text) <= _LONGEST_NAME
            return
        self._in_name, self._kind = False, ""
        if heading and heading.kind in ("number", "named"):
            self._policy = heading.title


def _name_label(text: str) -> str | None:
    if len(text) > _LONGEST_LABEL:
        return None
    bare = squash(text)
    return next((label for label, pattern in _LABELS.items() if pattern.fullmatch(bare)), None)


def _list_targets(name: _Name, box: _Box, number: str) -> list[Indicator]:
    assert box.values is not None
    labels = [label for label, _ in box.labels if label != "trend"]
    cells = box.values.split(r"\s+")
    trend = Traced.join(cells[len(labels) :]) or None
    values = dict(zip(range(len(labels)), cells, strict=False))
    years = dict(enumerate(box.years))
    base = labels.index("baseline")
    return [
        Indicator(
            number=number,
            kind=name.kind,
            policy=name.policy,
            name=name.text.strip(),
            baseline_year=years.get(base),
            baseline=values.get(base),
            target_year=years.get(i),
            target=values.get(i),
            trend=trend,
        )
        for i, label in enumerate(labels)
        if label == "target"
    ]
