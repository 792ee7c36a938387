"""What the kinds, levels, fields and readings of targets are called, in English and Japanese."""

from __future__ import annotations

from kyodo_analysis.analysis.target.checkability import CHECKABLE, INDIRECT, NOTHING

KIND_NAMES = {
    "countable": ("countable", "数えられる"),
    "event": ("an event", "出来事"),
    "state": ("a state", "状態"),
    "vague": ("without a yardstick", "尺度なし"),
    "none": ("none printed", "記載なし"),
}
"""The kinds of criteria in English and Japanese."""

LEVEL_NAMES = {
    CHECKABLE: ("checkable by what the measure says", "施策の記載で確かめられる"),
    INDIRECT: ("only by an indicator of its policy", "基本施策の指標だけ"),
    NOTHING: ("no criterion, date, number or indicator", "目安・期日・数・指標なし"),
}
"""What of a measure can be checked, in English and Japanese."""

FIELD_NAMES = {
    "completion": ("no criteria", "完了の目安なし"),
    "schedule": ("no year columns", "年次計画なし"),
}
COLUMN_NAMES = {"completion": ("criteria", "完了の目安"), "schedule": ("years", "年次計画")}
LOST_NAMES = {
    "completion": ("criteria lost", "完了の目安は読めない"),
    "schedule": ("year columns lost", "年次計画は読めない"),
}
"""What a plan does not print, and what was printed and lost."""

READING_NAMES = {
    "as printed": ("all that is printed", "記載すべて"),
    "without states": ("without criteria that are states", "「状態」の目安を除く"),
    "in words": ("dates and numbers in the words only", "本文の日付と数だけ"),
}
BY_NAMES = {"function": ("function", "機能"), "department": ("department", "部署"), "theme": ("theme", "テーマ")}

UNIT_NAMES = {"人": "people", "事業": "projects", "％": "%", "件": "cases", "団体": "organisations", "回": "times"}
"""Units of indicators in English; a unit that is not here is shown as printed."""
