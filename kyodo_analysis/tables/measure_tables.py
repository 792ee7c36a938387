"""Declarations of the tables about measures (施策)."""

from __future__ import annotations

from kyodo_analysis.tables.declarations import (
    MEASURE_ID,
    PLAN_ID,
    READ_STATUSES,
    TO_MEASURE,
    TO_PLAN,
    Table,
    boolean,
    integer,
    number,
    text,
)
from kyodo_analysis.values.actors import ACTORS
from kyodo_analysis.values.schedule_marks import PHASES
from kyodo_analysis.values.timing import TIMING_KINDS

MEASURE_FIELDS = (
    "policy",
    "program",
    "title",
    "status",
    "lead",
    "actors",
    "departments",
    "purpose",
    "content",
    "completion",
    "schedule",
    "timing",
)

COMPLETION_KINDS = ("countable", "event", "state", "vague", "none")
"""What yardstick a completion criterion gives, as data/hand/codebook.csv defines it."""

EVIDENCE_PARTS = (
    *("acted_on", "other_object", "mentioned"),
    *("final", "linked", "beside"),
    *("number", "whole", "degree", "act", "lasting"),
)

MEASURES = Table(
    "measures",
    "施策",
    "measure",
    "The measures that a plan lists, with their texts as printed; wrapped lines are joined, nothing else is changed.",
    (
        MEASURE_ID,
        PLAN_ID,
        text("number", "番号", "The number, put together from the printed numbers."),
        text("policy", "方針", "Title of the highest level (推進方針, 基本施策, アクション, 施策).", nullable=True),
        text("program", "推進施策", "Title of the next level (推進施策, 基本事業, table or ■ heading).", nullable=True),
        text(
            "title", "項目名", "Title of the measure (推進項目, 項目) without its number and 【再掲】.", nullable=True
        ),
        text("status", "種別", "Whether the measure is new or continued, as printed (新規, 継続).", nullable=True),
        boolean("reprint", "再掲", "Whether the measure is marked as printed elsewhere too (再掲)."),
        text(
            "lead", "主体の印", "Marks of who leads, as printed (tsushima: ★ citizens, ● city, ◎ both).", nullable=True
        ),
        text("purpose", "目的", "Purpose.", nullable=True),
        text(
            "content",
            "推進内容",
            "What is to be done: the paragraphs and bullets, joined by line feeds.",
            nullable=True,
        ),
        text("completion", "完了の目安", "When the measure counts as completed.", nullable=True),
        integer("first_line", "開始行", "First line of the measure in the source file, from 1."),
        integer("last_line", "終了行", "Last line of the measure in the source file."),
    ),
    key=("measure_id",),
    foreign_keys=(TO_PLAN,),
)

ELEMENTS = Table(
    "elements",
    "推進内容の項目",
    "paragraph or bullet of a measure's content",
    "The content of the measures piece by piece.",
    (
        MEASURE_ID,
        integer("position", "順番", "Place within the content, from 1."),
        text("text", "本文", "The paragraph or bullet as printed, without its mark."),
        text(
            "commitment", "約束の種類", "What the plan commits itself to, by data/hand/gold/CODEBOOK.md.", nullable=True
        ),
    ),
    key=("measure_id", "position"),
    foreign_keys=(TO_MEASURE,),
)

MEASURE_ACTORS = Table(
    "measure_actors",
    "対象主体",
    "measure × actor",
    "Who takes part in a measure (対象主体, 主体).",
    (
        MEASURE_ID,
        integer("position", "順番", "Place in the printed order, from 1."),
        text("printed", "印刷表記", "The actor as printed."),
        text(
            "actor",
            "主体",
            "The actor in the vocabulary that all plans share; empty when unknown.",
            nullable=True,
            allowed=ACTORS,
        ),
    ),
    key=("measure_id", "position"),
    foreign_keys=(TO_MEASURE,),
)

MEASURE_DEPARTMENTS = Table(
    "measure_departments",
    "担当部署",
    "measure × department",
    "The departments responsible for a measure (担当課, 担当部署, 関係部署).",
    (
        MEASURE_ID,
        integer("position", "順番", "Place in the printed order, from 1."),
        text("printed", "印刷表記", "The department as printed."),
        text("department", "部署", "Canonical form of the name; empty when it could not be parsed.", nullable=True),
        boolean("generic", "総称", "Whether the name stands for no single department (関係課, 各課, 全所属)."),
        boolean("in_charge", "主担当", "Whether the plan marks the department as the one in charge."),
        text("parent", "上位部署", "The bureau or section printed with it, to which it belongs.", nullable=True),
    ),
    key=("measure_id", "position"),
    foreign_keys=(TO_MEASURE,),
)

MEASURE_SCHEDULE = Table(
    "measure_schedule",
    "年次計画",
    "measure × year column",
    "The year columns of a measure (年次計画) with the printed mark and the phase it stands for.",
    (
        MEASURE_ID,
        integer("fiscal_year", "年度", "Western year in which the fiscal year (April to March) begins."),
        integer("position", "順番", "Equals fiscal_year, so that spans can point at the cell."),
        text("printed", "印刷表記", "The mark as printed; empty when the cell is.", nullable=True),
        text(
            "phase",
            "段階",
            "What the mark means; an arrow continues the mark before it, none is an empty cell.",
            nullable=True,
            allowed=PHASES,
        ),
    ),
    key=("measure_id", "fiscal_year"),
    foreign_keys=(TO_MEASURE,),
)

MEASURE_TIMING = Table(
    "measure_timing",
    "実施時期の表現",
    "timing expression in a measure's content",
    "Words that say when something is done (随時, 平成20年5月号～3回程度).",
    (
        MEASURE_ID,
        integer("position", "順番", "Place within the content, from 1."),
        integer("element", "推進内容の順番", "The element of the content (elements.position) in which it stands."),
        text("printed", "印刷表記", "The expression as printed."),
        integer("first_fiscal_year", "開始年度", "First fiscal year it names.", nullable=True),
        integer("last_fiscal_year", "終了年度", "Last fiscal year it names; empty when open.", nullable=True),
        text("kind", "種類", "The kind of expression.", allowed=TIMING_KINDS),
        integer(
            "times",
            "回数",
            "How often within every_years, or in all where that is empty (3 in 平成20年5月号～3回程度).",
            nullable=True,
        ),
        number(
            "every_years",
            "周期",
            "The period in which it recurs (毎年度 1, ３年に１回 3, 毎月 1/12); empty where none is printed.",
            nullable=True,
            unit="年",
        ),
    ),
    key=("measure_id", "position"),
    foreign_keys=(TO_MEASURE,),
)

MEASURE_THEMES = Table(
    "measure_themes",
    "施策のテーマ",
    "measure × theme",
    "The themes of a measure by data/hand/gold/CODEBOOK.md, the main one first.",
    (
        MEASURE_ID,
        integer("rank", "順位", "1 for the main theme."),
        text("theme", "テーマ", "Code of the theme."),
        text("evidence", "根拠", "The words on which the code rests.", nullable=True),
    ),
    key=("measure_id", "rank"),
    foreign_keys=(TO_MEASURE,),
)

MEASURE_COMPLETION = Table(
    "measure_completion",
    "完了の目安の種類",
    "measure",
    "What kind of yardstick the completion criterion of a measure gives, by data/hand/codebook.csv and completion.csv.",
    (
        MEASURE_ID,
        text("kind", "種類", "Kind of the criterion; none where no criterion is printed.", allowed=COMPLETION_KINDS),
        text("evidence", "根拠", "The printed words that decide; empty for none.", nullable=True),
    ),
    key=("measure_id",),
    foreign_keys=(TO_MEASURE,),
)

CODE_EVIDENCE = Table(
    "code_evidence",
    "コードの根拠",
    "hit of a coding rule that counts",
    "What themes, commitments and kinds of completion criteria rest on: which rule of data/hand fired where and what "
    "it adds. The values of a measure and theme add up to its sum; those of themes that were not taken are there too.",
    (
        MEASURE_ID,
        text("scheme", "体系", "What is coded.", allowed=("themes", "commitment", "completion")),
        text("field", "項目", "The field of the measure, or the heading, in which the rule fired."),
        integer("position", "順番", "elements.position for content, 0 for other fields."),
        integer("start", "開始位置", "Where the hit begins in the text of the field, in characters from 0."),
        integer("end", "終了位置", "The character behind the hit."),
        text("code", "コード", "The theme, commitment or kind of criterion for, or against, which it speaks."),
        text(
            "rule",
            "規則",
            "The rule as written in theme_rules.csv, commitment.csv (a verb's object in brackets) or completion.csv.",
        ),
        text("tokens", "形態素", "The tokens that the rule found, with … where others stand between them."),
        text(
            "part",
            "役割",
            "Themes: how far the sentence is about the words. Commitment: where the clause stands in the sentence. "
            "Completion: what the rule finds (its use in completion.csv).",
            allowed=EVIDENCE_PARTS,
        ),
        number(
            "value",
            "点数",
            "Themes: what the hit adds to the sum of its theme. Commitment: the strength of the code, from 4 (do) to "
            "1 (consider). Completion: 1.",
        ),
        boolean("taken", "採用", "Whether the measure got the theme; whether the hit decides the code."),
        text("printed", "印刷表記", "The text from the first to the last token."),
        integer("line", "行", "Line of the first character in the source file, from 1.", nullable=True),
    ),
    key=("measure_id", "scheme", "field", "position", "start", "end", "code", "rule"),
    foreign_keys=(TO_MEASURE,),
)

FIELD_STATUS = Table(
    "field_status",
    "項目の読取状況",
    "measure × field",
    "Whether a field was read, and if not, which of the two kinds of nothing stands there.",
    (
        MEASURE_ID,
        text("field", "項目", "The field of the measure.", allowed=MEASURE_FIELDS),
        text(
            "status",
            "状況",
            "read; silent: the plan does not say; unreadable: the plan says it, the text lost it; "
            "ambiguous: the text allows several values.",
            allowed=READ_STATUSES,
        ),
        text("reason", "理由", "Why the field is not simply read.", nullable=True),
        text("alternatives", "他の候補", "The values that the text allows, separated by ' | '.", nullable=True),
        number("margin", "差", "How much better the chosen value fits than the next best.", nullable=True),
    ),
    key=("measure_id", "field"),
    foreign_keys=(TO_MEASURE,),
)

TABLES = (
    MEASURES,
    ELEMENTS,
    MEASURE_ACTORS,
    MEASURE_DEPARTMENTS,
    MEASURE_SCHEDULE,
    MEASURE_TIMING,
    MEASURE_THEMES,
    MEASURE_COMPLETION,
    CODE_EVIDENCE,
    FIELD_STATUS,
)
