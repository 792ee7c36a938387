"""A small plan of real lines with its records made by hand, for the tests of tables."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pandas as pd

from kyodo_analysis.reading.records import (
    AMBIGUOUS,
    Event,
    FieldNote,
    FiscalAmount,
    Heading,
    Indicator,
    Measure,
    OrganisationCount,
    Passage,
    Problem,
    Reading,
    Unclaimed,
    YearCell,
)
from kyodo_analysis.source.corpus import read_text_file
from kyodo_analysis.source.manifest import read_manifest
from kyodo_analysis.tables.from_records import WORD_TABLES, gather_tables, tables_of_plan
from kyodo_analysis.tables.schema import TABLES, empty
from kyodo_analysis.text.document import RepairedText, RepairStep
from kyodo_analysis.text.traced import Traced

LINES = (
    "推進方針 Ⅰ 参加しやすく、活動しやすい環境づくりを進めます",
    "推進施策 (1) 活動（交流）拠点の充実",
    "整理番号 Ⅰ - (1) - ② 種 別 継続 担当課",
    "□市民 □地域コミュニティ ■市民活動団体 □事業者 □教育機関 ■行政",
    "② 市民活動の拠点の検討",
    "市民活動団体等が活動・参加しやすい環境づくりを進めます。",
    "市民活動支援センター（さぽらんて）や地域交流センターなど、市民活動団体の活動拠点の充実に",
    "ついて随時検討します。",
    "Ｈ25 H26",
    "実施 →",
    "協働推進課・地域交流センター",
    "市民活動の拠点について検討し、充実が図られたときを完了とします。",
    "（１）住んでいる地域へ愛着や誇りを感じている市民の割合",
    "（平成２９年）（平成３４年）（平成３９年）",
    "７４．７％ ８０．０％ ８５．０％ 増 加",
    "平成２８年６月 第１回協働のまちづくり推進委員会",
    "歳入\t市税\t142",
    "区・自治会\t203団体",
    "資料：甲賀市",
    "本指針を策定しています。",
    "- 12 -",
    "★",
    "整理番号 Ⅰ - (1) - ⑩",
    "地域交流センターの整備",
)


def at(line: int, text: str, column: int = 0) -> Traced:
    """The text where it stands in a line, from a column on."""
    return Traced.of_line(text, line, LINES[line - 1].index(text, column))


def measures() -> tuple[Measure, ...]:
    """Two cards; the second has a title only."""
    first = Measure(
        number="Ⅰ-(1)-②",
        title=at(5, "市民活動の拠点の検討"),
        policy=at(1, "参加しやすく、活動しやすい環境づくりを進めます"),
        program=at(2, "活動（交流）拠点の充実"),
        printed_number=at(3, "Ⅰ - (1) - ②"),
        status=at(3, "継続"),
        actors=(at(4, "市民活動団体"), at(4, "行政")),
        departments=(at(11, "協働推進課"), at(11, "地域交流センター")),
        purpose=at(6, LINES[5]),
        content=(Traced.join([at(7, LINES[6]), at(8, LINES[7])]),),
        completion=at(12, LINES[11]),
        schedule=(YearCell(at(9, "Ｈ25"), 2013, at(10, "実施")), YearCell(at(9, "H26"), 2014, at(10, "→"))),
        notes=(FieldNote("departments", AMBIGUOUS, "another card fits as well", ("協働推進課",), 0.25),),
        furniture=(at(3, "整理番号"),),
    )
    second = Measure(
        number="Ⅰ-(1)-⑩", title=at(24, "地域交流センターの整備"), printed_number=at(23, "Ⅰ - (1) - ⑩"), reprint=True
    )
    return first, second


def reading(**changes: object) -> Reading:
    """The records of the plan."""
    name = at(13, "住んでいる地域へ愛着や誇りを感じている市民の割合")
    baseline = {"baseline_year": at(14, "平成２９年"), "baseline": at(15, "７４．７％"), "trend": at(15, "増 加")}
    records = Reading(
        layout="cards",
        measures=measures(),
        headings=(Heading(2, "(1)", at(2, "活動（交流）拠点の充実")), Heading(1, "Ⅰ", at(1, LINES[0][7:]))),
        passages=(Passage("paragraph", at(20, LINES[19])),),
        indicators=(
            Indicator(
                "KGI-1", "KGI", None, name, target_year=at(14, "平成３４年"), target=at(15, "８０．０％"), **baseline
            ),
            Indicator(
                "KGI-1", "KGI", None, name, target_year=at(14, "平成３９年"), target=at(15, "８５．０％"), **baseline
            ),
        ),
        history=(Event("2016-06", None, at(16, "第１回協働のまちづくり推進委員会")),),
        finance=(FiscalAmount("revenue", at(17, "市税"), None, 2021, 142.0, at(17, "142")),),
        organisations=(OrganisationCount(at(18, "区・自治会"), 203, at(18, "203団体"), at(19, "甲賀市")),),
        unclaimed=(
            Unclaimed("furniture", at(21, LINES[20]), "page number"),
            Unclaimed("text", at(22, "★"), "no record claims it"),
        ),
        problems=(Problem("history", at(16, "平成２８年６月"), "the day is not printed"),),
    )
    return replace(records, **changes)


def raw_folder(folder: Path) -> Path:
    """A folder with the plan and its manifest."""
    text = "\n".join(LINES) + "\n"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "ube.txt").write_text(text, encoding="utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    (folder / "plans.toml").write_text(
        f'[[plan]]\nid = "ube"\nfile = "ube.txt"\nsha256 = "{digest}"\nmunicipality = "宇部市"\n'
        'municipality_code = "35202"\nprefecture = "山口県"\ntitle = "協働推進プラン"\nstate = "final"\nera = "平成"\n',
        encoding="utf-8",
    )
    return folder


def plan_tables(folder: Path, **changes: object) -> dict[str, pd.DataFrame]:
    """The tables of the plan in a raw folder, those of words without rows."""
    (source,) = read_manifest(raw_folder(folder))
    text = read_text_file(source.path)
    lines = tuple(Traced.of_line(line, number) for number, line in enumerate(text.lines, start=1))
    steps = (RepairStep(15, "fix_letter_spacing", LINES[14], LINES[14].replace("増 加", "増加")),)
    found = tables_of_plan(source, text, RepairedText(lines, steps), reading(**changes))
    return gather_tables([found, {name: empty(TABLES[name]) for name in WORD_TABLES}])
