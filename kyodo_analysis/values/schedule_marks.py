"""Marks of a schedule grid (実施, 検討, →, ○, blank) to phases.

Decisions:

- An arrow carries on the phase of the last mark before it; after 実施, and where nothing stands before it, that is
  `continue`. Empty cells between do not break it. 〃, 同左 and shafts without a head (━━) mean the same.
- Several states in one cell: joined by ・ 、 及び the strongest counts (検討・実施 is implement), joined by → or ～ the
  one reached last (検討→実施 is implement).
- In a compound the last word decides (実施検討 is consider); words of aspect (開始, 完了, 予定, 中) leave the phase of
  the word before them, and 継続 after a running measure makes it continue.
- A remark in brackets is dropped, unless it says that only a part is done (実施（一部）) or nothing stands outside.
- Signs without a legend follow custom: ○ ◎ ● ■ ★ done, △ ▲ partly, □ × － and blank not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from kyodo_analysis.values.width import narrow_ascii

NONE, PAUSE, CONSIDER, PREPARE = "none", "pause", "consider", "prepare"
PARTLY, CONTINUE, IMPLEMENT = "partly", "continue", "implement"
PHASES: Final = (CONSIDER, PREPARE, PARTLY, IMPLEMENT, CONTINUE, PAUSE, NONE)
PHASES_BY_STRENGTH: Final = (NONE, PAUSE, CONSIDER, PREPARE, PARTLY, CONTINUE, IMPLEMENT)
CARRIED_ON: Final = {IMPLEMENT: CONTINUE, NONE: CONTINUE}
"""What an arrow makes of the phase before it, where that is not the phase itself."""

# fmt: off
MARK_WORDS: Final = {
    CONSIDER: (
        "検討", "調査", "研究", "調査研究", "協議", "議論", "調整", "構想", "情報収集", "ニーズ把握", "実態把握",
        "課題整理", "課題抽出", "現状把握", "分析", "整理", "審議", "意見聴取", "ヒアリング", "視察", "実施検討",
        "検討会", "方針検討",
    ),
    PREPARE: (
        "準備", "策定", "計画策定", "設計", "基本設計", "実施設計", "制度設計", "計画", "実施計画", "基本計画",
        "方針決定", "方針策定", "用地取得", "要綱制定", "要綱整備", "条例制定", "条例化", "制定", "予算化",
        "予算要求", "公募", "選定", "契約", "作成", "体制整備", "体制づくり", "測量", "申請", "事前準備", "実施準備",
    ),
    PARTLY: (
        "試行", "試行実施", "一部", "一部実施", "一部試行", "部分実施", "部分的実施", "モデル", "モデル実施",
        "モデル事業", "モデル事業実施", "先行実施", "先行導入", "試験実施", "試験的実施", "試験運用", "試験導入",
        "社会実験", "実証実験", "実証", "トライアル", "パイロット実施", "段階的実施", "一部導入", "一部開始",
    ),
    IMPLEMENT: (
        "実施", "実行", "導入", "推進", "運用", "設置", "開設", "施行", "公表", "公開", "発行", "配布", "開催", "整備",
        "工事", "建設", "改修", "構築", "稼働", "供用", "取組", "取り組み", "取組み", "支援", "交付", "募集", "周知",
        "啓発", "普及", "活用", "提供", "着手", "達成", "対応", "派遣", "育成", "実践", "展開",
    ),
    CONTINUE: (
        "継続", "継続実施", "継続推進", "継続運用", "拡充", "充実", "拡大", "強化", "見直し", "見直", "改善", "改定",
        "改訂", "更新", "検証", "評価", "定着", "維持", "フォローアップ", "同左", "同上", "同様", "〃", "々",
    ),
    PAUSE: (
        "休止", "中止", "廃止", "終了", "中断", "凍結", "保留", "延期", "見送り", "統合",
    ),
    NONE: (
        "未実施", "未着手", "未定", "なし", "無し", "該当なし", "実施なし", "予定なし", "×", "✕", "✖", "x", "X", "□",
        "☐", "-", "―", "ー", "—", "–", "─", "━", "‐", "−", "ｰ", "/", "＼",
    ),
}
"""Words and signs of each phase. Ditto marks are handled as arrows when they stand alone."""
MARK_SIGNS: Final = {IMPLEMENT: "○◯〇◎●■☑✓✔★☆◆", PARTLY: "△▲▵◇"}
ASPECT_WORDS: Final = ("開始", "完了", "予定", "済み", "済", "中", "終了", "継続", "着手")
"""Words after another that leave its phase; alone they are marks of their own."""
FILLERS: Final = (
    "本格的な", "本格的に", "本格的", "本格", "全面的", "全面", "全市的", "全市", "全体", "全域", "全地域", "全庁",
    "新規", "引き続き", "引続き", "随時", "順次", "段階的に", "段階的", "定期的に", "定期的", "毎年度", "毎年",
    "年度内", "年度末", "早期", "再", "事業", "施策", "制度", "方法", "内容", "状況", "結果", "効果", "必要に応じて",
    "必要に応じ", "適宜", "の", "に", "を", "等", "など", "による", "試験", "部分的",
)
# fmt: on

_ALONE: Final = {
    "開始": IMPLEMENT,
    "完了": IMPLEMENT,
    "済": IMPLEMENT,
    "済み": IMPLEMENT,
    "終了": PAUSE,
    "継続": CONTINUE,
}
_PHASE_OF: Final = {word: phase for phase, words in MARK_WORDS.items() for word in words} | {
    sign: phase for phase, signs in MARK_SIGNS.items() for sign in signs
}
_ARROW: Final = re.compile(
    r"[→⇒➡⟶➔➜⇨⟹⇢▶►≫»↓⇓>=<←⇔↔─━ー―—…\-]*(?:[→⇒➡⟶➔➜⇨⟹⇢▶►≫»↓⇓>⇔↔])[─━ー―—\-]*|[─━ー―—]{2,}|矢印|〃+|″|々|同左|同上|同様"
)
_REACHES: Final = re.compile(r"[─━ー―—…\-=]*[→⇒➡⟶➔➜⇨⟹⇢▶►≫»>]+|[~〜]|から(?!の)")
_JOINS: Final = re.compile(r"[・･、，,/／及と+＋&＆]+び?")
_BRACKETED: Final = re.compile(r"[(\[【〔](.*?)[)\]】〕]")
_ONLY_PART: Final = re.compile(r"一部|試行|モデル|先行|部分|試験")
_VOCABULARY: Final = re.compile(
    "|".join(
        re.escape(word) for word in sorted({*_PHASE_OF, *ASPECT_WORDS, *FILLERS}, key=lambda word: (-len(word), word))
    )
)


def parse_mark(printed: str | None, before: str | None = None) -> str:
    """The phase that a cell says; `before` is the phase of the last mark before it, which an arrow carries on.

    >>> [parse_mark(mark) for mark in ("検討", "一部実施", "検討・実施", "検討→実施", "実施（一部）", "○", "－", None)]
    ['consider', 'partly', 'implement', 'implement', 'partly', 'implement', 'none', 'none']
    >>> parse_mark("→"), parse_mark("→", before="implement"), parse_mark("⇒", before="consider")
    ('continue', 'continue', 'consider')

    Raises ValueError for a mark that is none of these, and for a `before` that is no phase.
    """
    if before is not None and before not in PHASES:
        raise ValueError(f"no phase: {before!r}; give one of {', '.join(PHASES)}")
    text = re.sub(r"\s+", "", narrow_ascii(printed or ""))
    if not text:
        return NONE
    if is_arrow(text):
        return CARRIED_ON.get(before or NONE, before or NONE)
    remarks = "".join(_BRACKETED.findall(text))
    plain = _BRACKETED.sub("", text)
    if not plain:
        return parse_mark(remarks, before)
    parts = [part for part in _REACHES.split(plain) if part]
    try:
        phase = _strongest(parts[-1]) if parts else CONTINUE
    except ValueError:
        raise ValueError(f"unknown mark {printed!r}") from None
    return PARTLY if phase in (IMPLEMENT, CONTINUE) and _ONLY_PART.search(remarks) else phase


def resolve_phases(marks: Sequence[str | None]) -> list[str]:
    """The phases of a row of year cells, arrows resolved against the mark before them.

    >>> resolve_phases(["検討", "→", "実施", "→", "", "→"])
    ['consider', 'consider', 'implement', 'continue', 'none', 'continue']

    Raises ValueError as `parse_mark` does.
    """
    phases: list[str] = []
    before: str | None = None
    for mark in marks:
        phase = parse_mark(mark, before)
        phases.append(phase)
        before = before if phase == NONE else phase
    return phases


def is_arrow(mark: str) -> bool:
    """Whether a mark carries on the one before it: an arrow, a shaft of two or more strokes, a ditto mark.

    >>> [is_arrow(mark) for mark in ("→", "━━→", "――", "〃", "―", "実施")]
    [True, True, True, True, False, False]
    """
    return bool(_ARROW.fullmatch(re.sub(r"\s+", "", narrow_ascii(mark))))


def _strongest(text: str) -> str:
    whole = _PHASE_OF.get(text) or _ALONE.get(text)
    if whole:
        return whole
    return max((_phase_of(part) for part in _JOINS.split(text) if part), key=PHASES_BY_STRENGTH.index)


def _phase_of(text: str) -> str:
    """The phase of one word or compound."""
    phase = ""
    position = 0
    while position < len(text):
        match = _VOCABULARY.match(text, position)
        if not match:
            raise ValueError(text)
        word = match[0]
        position = match.end()
        if phase and word in ASPECT_WORDS:
            if word == "継続" and phase == IMPLEMENT:
                phase = CONTINUE
            elif word == "終了" and phase in (IMPLEMENT, CONTINUE):
                phase = PAUSE
        elif word in _PHASE_OF or word in _ALONE:
            phase = _PHASE_OF.get(word) or _ALONE[word]
    if not phase:
        raise ValueError(text)
    return phase
