"""Plans for the tests of the readers: the five plans as repaired and read once, and made-up plans of other towns."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from kyodo_analysis.paths import raw_folder
from kyodo_analysis.reading.plan import read_plan
from kyodo_analysis.reading.records import Measure, Reading
from kyodo_analysis.source.manifest import read_manifest
from kyodo_analysis.text.document import RepairedText
from kyodo_analysis.text.repair import lines_of, repair_lines
from kyodo_analysis.text.traced import Traced

PLAN_IDS = ("yamaguchi-1", "yamaguchi-2", "koka", "nichinan", "tsushima")
LAYOUT_OF = {
    "yamaguchi-1": "cards",
    "yamaguchi-2": "columns",
    "koka": "markup",
    "nichinan": "prose",
    "tsushima": "markup",
}


@cache
def repaired_plan(plan_id: str) -> RepairedText:
    """One of the five plans after repair."""
    files = {plan.plan_id: plan.file for plan in read_manifest(raw_folder())}
    return repair_lines(lines_of(Path(raw_folder(), files[plan_id]).read_text(encoding="utf-8")))


@cache
def reading_of(plan_id: str) -> Reading:
    """All records of one of the five plans."""
    return read_plan(repaired_plan(plan_id))


def traced_lines(text: str) -> list[Traced]:
    """The lines of a text, each under its number."""
    return [Traced.of_line(line, number) for number, line in enumerate(text.split("\n"), start=1)]


def text_of(text: str) -> RepairedText:
    """A text in which nothing has to be repaired."""
    return RepairedText(tuple(traced_lines(text)))


def line(text: str, number: int = 1) -> Traced:
    """One line."""
    return Traced.of_line(text, number)


def values_of(measure: Measure) -> dict[str, object]:
    """The printed values of a measure that are not empty, as plain text."""
    values: dict[str, object] = {}
    for name in ("number", "policy", "program", "title", "status", "lead", "purpose", "completion"):
        value = getattr(measure, name)
        if value:
            values[name] = str(value)
    for name in ("actors", "departments", "content"):
        texts = [text.text for text in getattr(measure, name)]
        if texts:
            values[name] = texts
    if measure.schedule:
        values["schedule"] = {cell.fiscal_year: str(cell.mark or "") for cell in measure.schedule}
    if measure.reprint:
        values["reprint"] = True
    return values


CARDS: tuple[Mapping[str, str], ...] = (
    {
        "number": "1 - (1) - ①",
        "title": "① 広報紙の発行",
        "departments": "秘書広報課",
        "actors": "■市民 ■地域コミュニティ □市民活動団体 □事業者",
        "purpose": "市政の情報を広報紙により市民へ分かりやすく周知します。",
        "content": "広報紙を毎月１日に発行し、自治会を通じて全世帯に配布するとともに、声の広報紙も作成します。",
        "completion": "広報紙の紙面が見直されたときに完了とします。",
    },
    {
        "number": "1 - (1) - ②",
        "title": "② 空き家の活用",
        "departments": "建築住宅課・定住推進課",
        "actors": "□市民 □地域コミュニティ □市民活動団体 ■事業者",
        "purpose": "空き家を地域の資源として活用し、住環境の改善を図ります。",
        "content": "空き家の所有者と借り手を結ぶ空き家バンクを不動産の事業者とともに運用し、改修の費用を補助します。",
        "completion": "空き家バンクの登録が軌道に乗ったときに完了とします。",
    },
    {
        "number": "1 - (2) - ①",
        "title": "① 防災訓練の実施",
        "departments": "危機管理課",
        "actors": "□市民 ■地域コミュニティ □市民活動団体 □事業者",
        "purpose": "災害に備え、地域の防災力を高めます。",
        "content": "自主防災組織とともに、避難所の開設や炊き出しを含む防災訓練を、自治会の協力を得て毎年実施します。",
        "completion": "すべての自主防災組織で防災訓練が定着したときに完了とします。",
    },
    {
        "number": "1 - (2) - ②",
        "title": "② 子ども食堂への支援",
        "departments": "子育て支援課",
        "actors": "□市民 □地域コミュニティ ■市民活動団体 □事業者",
        "purpose": "子どもの居場所づくりを促進します。",
        "content": "子ども食堂を運営する市民活動団体に対し、食材や会場の費用を補助し、ボランティアの募集を手伝います。",
        "completion": "子ども食堂がすべての中学校区に開かれたときに完了とします。",
    },
)
"""Four cards of a made-up town, two under each of two programs."""

PROGRAMS = {"(1)": "広報と空き家の情報の共有", "(2)": "防災と子どもの居場所の充実"}
_LABELS = ("推進項目", "対象主体", "目 的", "推進内容", "完了の目安")
_LOOSE = ("departments", "actors", "title", "purpose", "content", "completion")


def print_cards(cards: Sequence[Mapping[str, str]], per_page: int, seed: int | None = None) -> str:
    """The text of cards whose labels stand first on each page, then their values; a seed shuffles the values."""
    lines = ["推進方針 1 共に支え合うまち", ""]
    program = ""
    for first in range(0, len(cards), per_page):
        page = cards[first : first + per_page]
        for card in page:
            if card["number"][4:7] != program:
                program = card["number"][4:7]
                lines += [f"推進施策 {program} {PROGRAMS[program]}", ""]
            lines += [f"整理番号 {card['number']} 種 別 継続 担当課", ""]
            lines += [each for label in _LABELS for each in (label, "")]
            lines += ["Ｒ３ R4 R5", "", "検討 実施 →", ""]
        values = [card[name] for card in page for name in _LOOSE]
        if seed is not None:
            random.Random(seed).shuffle(values)
        lines += [each for value in values for each in (value, "")]
    return "\n".join(lines)
