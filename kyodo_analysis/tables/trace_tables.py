"""Declarations of the tables about where values come from, what was done to them, what was lost, and their tokens."""

from __future__ import annotations

from kyodo_analysis.tables.declarations import PLAN_ID, TO_MEASURE, TO_PLAN, ForeignKey, Table, integer, text

FURNITURE_KIND = "furniture"

REPAIRS = Table(
    "repairs",
    "修復",
    "repair step",
    "What the repair did to the text, line by line.",
    (
        PLAN_ID,
        integer("line", "行", "Line in the source file, from 1."),
        integer("step", "段階", "Number of the step on this line, from 1."),
        text("fixer", "修復処理", "The fixer, named for the defect."),
        text("before", "修復前", "The line before the step.", nullable=True),
        text("after", "修復後", "The line after the step; empty when nothing is left of it.", nullable=True),
    ),
    key=("plan_id", "line", "step"),
    foreign_keys=(TO_PLAN,),
)

UNCLAIMED = Table(
    "unclaimed",
    "未割当の文字列",
    "run of text that no record and no passage claims",
    "What was left over. Page furniture (headers, page numbers) has the kind furniture.",
    (
        PLAN_ID,
        integer("position", "順番", "Running number in the plan, from 1."),
        integer("first_line", "開始行", "First line in the source file, from 1."),
        integer("last_line", "終了行", "Last line in the source file."),
        text("kind", "種類", "furniture, or what kind of text was left over."),
        text("reason", "理由", "Why nothing claims it."),
        text("text", "文字列", "The text."),
        integer("characters", "文字数", "Its length, blanks apart.", unit="characters"),
    ),
    key=("plan_id", "position"),
    foreign_keys=(TO_PLAN,),
)

PROBLEMS = Table(
    "problems",
    "解析できない値",
    "printed value that could not be parsed",
    "Values that stand in a table as printed, with the parsed column empty.",
    (
        PLAN_ID,
        integer("position", "順番", "Running number in the plan, from 1."),
        text("table", "表", "The table that the value belongs to."),
        integer("line", "行", "Line in the source file, from 1; 0 when it stands nowhere."),
        text("printed", "印刷表記", "The value as printed.", nullable=True),
        text("reason", "理由", "Why it could not be parsed."),
    ),
    key=("plan_id", "position"),
    foreign_keys=(TO_PLAN,),
)

SPANS = Table(
    "spans",
    "原文の位置",
    "run of source characters behind a value",
    "Where each value stands: the characters [start, end) of the lines, in the order of the pieces, are the value, "
    "blanks apart.",
    (
        text("table", "表", "The table of the value."),
        text("row_id", "行ID", "measure_id, or indicator_id for indicators."),
        text("field", "項目", "The column of the value."),
        integer("position", "順番", "position of the row in its table; 0 where the table has none."),
        integer("piece", "断片", "Number of the run within the value, from 1."),
        integer("line", "行", "Line in the source file, from 1."),
        integer("start", "開始桁", "First column, from 0, in characters."),
        integer("end", "終了桁", "Column behind the last character."),
    ),
    key=("table", "row_id", "field", "position", "piece"),
)

TOKENS = Table(
    "tokens",
    "形態素",
    "token",
    "The tokens of measures and passages as Janome gives them, sentence by sentence.",
    (
        PLAN_ID,
        text("measure_id", "施策ID", "The measure; empty for a passage.", nullable=True),
        text("passage_id", "文章ID", "The passage; empty for a measure.", nullable=True),
        text("field", "項目", "The field of the measure, or passage."),
        integer("position", "順番", "elements.position for content, 0 for other fields."),
        integer("sentence", "文番号", "Number of the sentence within the text, from 1."),
        integer("token", "形態素番号", "Number of the token within the sentence, from 1."),
        text("surface", "表層形", "The token as it stands in the text."),
        text("base_form", "基本形", "Base form."),
        text("reading", "読み", "Reading in katakana; * when unknown."),
        text("pos", "品詞", "Part of speech."),
        text("pos_detail", "品詞細分類", "Its three subdivisions, joined by commas."),
        integer("start", "開始位置", "Where the token begins in the text of the field, in characters from 0."),
    ),
    key=("plan_id", "measure_id", "passage_id", "field", "position", "sentence", "token"),
    foreign_keys=(TO_PLAN, TO_MEASURE, ForeignKey(("plan_id", "passage_id"), "passages", ("plan_id", "passage_id"))),
    parquet=True,
)

TABLES = (REPAIRS, UNCLAIMED, PROBLEMS, SPANS, TOKENS)
