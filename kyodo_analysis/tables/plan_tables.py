"""Declarations of the tables about plans and what stands in them beside the measures."""

from __future__ import annotations

from kyodo_analysis.tables.declarations import (
    PLAN_ID,
    READ_STATUSES,
    TO_PLAN,
    ForeignKey,
    Table,
    boolean,
    integer,
    number,
    text,
)

PASSAGE_KINDS = ("paragraph", "bullet", "cell", "caption", "footnote", "box", "label", "toc", "roster")
_DATE = r"\d{4}(-\d{2}(-\d{2})?)?"

PLANS = Table(
    "plans",
    "計画",
    "plan",
    "The plans as data/raw/plans.toml lists them, with the size of their texts.",
    (
        PLAN_ID,
        text("municipality_code", "市町村コード", "Code of the municipality (five digits).", nullable=True),
        text("municipality", "市町村", "Name of the municipality.", nullable=True),
        boolean("municipality_inferred", "市町村推定", "Whether the name is inferred, the text not giving it."),
        text("prefecture", "都道府県", "Name of the prefecture.", nullable=True),
        text("title", "計画名", "Title of the plan.", nullable=True),
        text("title_en", "計画名（英語）", "Title in English, translated by this project.", nullable=True),
        integer("first_fiscal_year", "計画開始年度", "First fiscal year; empty where none is printed.", nullable=True),
        integer("last_fiscal_year", "計画終了年度", "Last fiscal year; empty where none is printed.", nullable=True),
        text("state", "状態", "What of the plan there is.", nullable=True, allowed=("final", "draft", "fragment")),
        text("layout", "レイアウト", "The layout by which the plan was read: cards, columns, markup, prose, or none."),
        text("source_file", "原本ファイル", "The file in data/raw."),
        text("source_sha256", "原本のSHA-256", "Checksum of the file.", pattern="[0-9a-f]{64}"),
        text("encoding", "文字コード", "The encoding from which the file was decoded, or pdf."),
        integer("raw_chars", "原文字数", "Characters of the file, blanks and line ends apart.", unit="characters"),
        integer("repaired_chars", "修復後文字数", "Characters after repair, blanks apart.", unit="characters"),
        text("note", "注記", "What a reader must know about the plan and its file.", nullable=True),
    ),
    key=("plan_id",),
)

SECTIONS = Table(
    "sections",
    "見出し",
    "heading",
    "The headings of a plan.",
    (
        PLAN_ID,
        text("section_id", "見出しID", "s and the running number of the heading in the plan."),
        integer("level", "階層", "1 for the highest level."),
        text("number", "番号", "The printed number.", nullable=True),
        text("title", "見出し", "The heading without its number."),
        integer("line", "行", "First line of the heading in the source file, from 1."),
    ),
    key=("plan_id", "section_id"),
    foreign_keys=(TO_PLAN,),
)

PASSAGES = Table(
    "passages",
    "文章",
    "paragraph, bullet, cell, caption, footnote, box, label, table of contents or roster line outside the measures",
    "What a plan says outside its measures. Rosters name persons: they are kept out of words, figures and exports.",
    (
        PLAN_ID,
        text("passage_id", "文章ID", "p and the running number of the passage in the plan."),
        text("section_id", "見出しID", "The heading under which it stands; empty before the first.", nullable=True),
        text("kind", "種類", "The kind of passage.", allowed=PASSAGE_KINDS),
        text("text", "本文", "The passage as printed, wrapped lines joined."),
        integer("first_line", "開始行", "First line in the source file, from 1."),
        integer("last_line", "終了行", "Last line in the source file."),
    ),
    key=("plan_id", "passage_id"),
    foreign_keys=(TO_PLAN, ForeignKey(("plan_id", "section_id"), "sections", ("plan_id", "section_id"))),
)

INDICATORS = Table(
    "indicators",
    "指標",
    "indicator × target",
    "Indicators (KGI 重要目標達成指標, KPI 重要業績評価指標) with their baselines and targets, printed and parsed.",
    (
        PLAN_ID,
        text("indicator_id", "指標ID", "plan_id, a slash, kind, a hyphen and the number of the indicator."),
        integer("position", "順番", "Number of the target of this indicator, from 1."),
        text("kind", "種類", "KGI or KPI."),
        text("policy", "方針", "The policy that the indicator measures.", nullable=True),
        text("name", "指標名", "What is measured."),
        text("unit", "単位", "Unit of baseline and target, as printed.", nullable=True),
        integer("baseline_year", "基準年", "Western year of the baseline.", nullable=True),
        number("baseline", "基準値", "Baseline, in the unit; empty where the plan prints a dash.", nullable=True),
        integer("target_year", "目標年", "Western year of the target.", nullable=True),
        number("target", "目標値", "Target, in the unit.", nullable=True),
        text("trend", "指標の推移", "The direction that is wanted, as printed.", nullable=True),
        text("baseline_year_printed", "基準年（印刷表記）", "The year of the baseline as printed.", nullable=True),
        text("baseline_printed", "基準値（印刷表記）", "The baseline as printed.", nullable=True),
        text("target_year_printed", "目標年（印刷表記）", "The year of the target as printed.", nullable=True),
        text("target_printed", "目標値（印刷表記）", "The target as printed.", nullable=True),
    ),
    key=("indicator_id", "position"),
    foreign_keys=(TO_PLAN,),
)

HISTORY = Table(
    "history",
    "策定経過",
    "event of the planning history",
    "What happened while the plan was made (策定経過).",
    (
        PLAN_ID,
        integer("position", "順番", "Place in the printed order, from 1."),
        text("date", "日付", "Day or first day (ISO 8601).", pattern=_DATE),
        text("end_date", "終了日", "Last day where the event took several.", nullable=True, pattern=_DATE),
        text("event", "事項", "The event as printed."),
        integer("line", "行", "First line in the source file, from 1."),
    ),
    key=("plan_id", "position"),
    foreign_keys=(TO_PLAN,),
)

FINANCE = Table(
    "finance",
    "財政計画",
    "cell of a fiscal table",
    "Fiscal projections that a plan prints.",
    (
        PLAN_ID,
        integer("position", "順番", "Place in the printed order, from 1."),
        text("side", "区分", "Revenue, expenditure or balance.", allowed=("revenue", "expenditure", "balance")),
        text("item", "項目", "The row's label as printed."),
        text("parent", "上位項目", "The label under which the row stands.", nullable=True),
        integer("fiscal_year", "年度", "Western year in which the fiscal year begins."),
        number("amount", "金額", "The amount.", nullable=True, unit="億円"),
        text("status", "状況", "Whether the amount was read.", allowed=READ_STATUSES),
        text("printed", "印刷表記", "The cell as printed.", nullable=True),
        integer("line", "行", "Line in the source file, from 1."),
    ),
    key=("plan_id", "position"),
    foreign_keys=(TO_PLAN,),
)

ORGANISATIONS = Table(
    "organisations",
    "団体数",
    "count of organisations",
    "How many organisations of a kind a plan counts.",
    (
        PLAN_ID,
        integer("position", "順番", "Place in the printed order, from 1."),
        text("item", "項目", "The kind of organisation."),
        integer("count", "団体数", "The count.", unit="organisations"),
        text("printed", "印刷表記", "The count as printed."),
        text("source", "資料", "The source that the plan names for it.", nullable=True),
        integer("line", "行", "First line in the source file, from 1."),
    ),
    key=("plan_id", "position"),
    foreign_keys=(TO_PLAN,),
)

TABLES = (PLANS, SECTIONS, PASSAGES, INDICATORS, HISTORY, FINANCE, ORGANISATIONS)
