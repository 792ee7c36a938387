"""The words by which plans label their fields, and lines that are made of labels.

A municipality prints 担当課 where another prints 所管課 or 担当部署: `FIELD_LABELS` lists the usual labels of measure
cards and measure tables and the field of a measure that each names. A label counts only where print sets it off: alone
on its line, before a colon or blank, or as a column heading; never inside a sentence.

>>> card = parse_label_line(Traced.of_line("整理番号 Ⅰ - (1) - ① 種 別 新規 担当課", 8))
>>> [(part.field, part.value.text) for part in card]
[('number', 'Ⅰ - (1) - ①'), ('status', '新規'), ('departments', '')]
>>> parse_label_line(Traced.of_line("目的を達成するため、協働を推進します。", 1))
()
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from kyodo_analysis.text.traced import Traced

FIELD_LABELS = {
    "number": """
        整理番号 事業番号 施策番号 取組番号 管理番号 通し番号 番号
        Ｎｏ． Ｎｏ No. No NO №
    """,
    "status": "種別 新規継続 新規・継続 新規／継続 新規・継続の別 区分 状況",
    "title": """
        推進項目 取組項目 実施項目 項目 項目名
        取組 取組み 取り組み 取組名 取組名称 主な取組 主な取り組み 具体的取組 具体的な取組 具体的な取り組み
        事業 事業名 事業名称 事務事業名 主な事業 主要事業 重点事業 施策 施策名 主な施策 主要施策 具体的施策
        アクション アクションプラン
    """,
    "actors": "対象主体 実施主体 取組主体 推進主体 協働の主体 協働主体 主体 対象者 対象 役割分担 担い手 パートナー",
    "purpose": "目的 事業目的 取組の目的 施策の目的 目的・趣旨 趣旨 ねらい 狙い めざす姿 目指す姿",
    "content": """
        内容 推進内容 実施内容 事業内容 取組内容 取組みの内容 取り組み内容 取組の内容 施策内容 施策の内容
        具体的内容 具体的な内容 アクションプランの内容 今後の取組
        概要 事業概要 事業の概要 取組概要 取組の概要 施策の概要
    """,
    "completion": """
        完了の目安 完了目安 達成の目安 達成目標 到達目標 成果目標 数値目標 目標 目標値 評価指標 成果 期待される効果
    """,
    "departments": """
        担当課 担当課等 担当課名 担当部署 担当部局 担当部課 担当所属 担当係 担当 主な担当課 所属 所属名
        所管課 所管部署 所管部局 所管 主管課 実施課 推進課
        関係課 関係部署 関係部局 関連課 関連部署
        部署 部署名 課名
    """,
    "schedule": """
        年次計画 年度計画 年度別計画 実施計画 計画期間 実施年度 実施時期 取組時期
        スケジュール 実施スケジュール 工程 工程表
    """,
    "remarks": "備考 摘要 特記事項 参考",
}
"""The labels of each field, between blanks; print may set blanks between their characters (目　的)."""

_FIELD_OF = {label: name for name, labels in FIELD_LABELS.items() for label in labels.split()}
_BLANKS = r"[ \u3000]*"
_LABEL = "|".join(_BLANKS.join(map(re.escape, label)) for label in sorted(_FIELD_OF, key=len, reverse=True))
_SET_OFF = re.compile(
    rf"""
    (?: \A | (?<=[ \u3000\t]) )
    [【\[〔■◆●○]? ({_LABEL}) [】\]〕]?
    (?= \Z | [ \u3000\t：:] )
    """,
    re.VERBOSE,
)
_MOST_LABELS = 20
_FRAME = "【】[]〔〕＜＞<>：:■◆●○"


@dataclass(frozen=True, slots=True)
class LabelPart:
    """A label, the field it names, and what stands after it on the line (maybe empty)."""

    field: str
    label: Traced
    value: Traced


def name_field(label: str) -> str | None:
    """The field that a column heading or label names, None when it is no known label.

    >>> name_field("アクションプランの内容"), name_field("関係部署"), name_field("職員研修の実施")
    ('content', 'departments', None)
    """
    bare = re.sub(r"\s", "", label).strip(_FRAME)
    return _FIELD_OF.get(bare) or _FIELD_OF.get(re.sub(r"[（(].*?[)）]$", "", bare))


def parse_label_line(line: Traced) -> tuple[LabelPart, ...]:
    """The labels of a line that begins with one, each with the value up to the next label; empty for other lines."""
    stripped = line.strip()
    if not _SET_OFF.match(stripped.text):
        return ()
    found = list(islice(_SET_OFF.finditer(stripped.text), _MOST_LABELS))
    parts = []
    for number, match in enumerate(found):
        end = found[number + 1].start() if number + 1 < len(found) else len(stripped)
        value = stripped[match.end() : end].strip()
        if value and value.text[0] in "：:":
            value = value[1:].strip()
        field = _FIELD_OF[re.sub(r"\s", "", match[1])]
        parts.append(LabelPart(field, stripped[match.start(1) : match.end(1)], value))
    return tuple(parts)
