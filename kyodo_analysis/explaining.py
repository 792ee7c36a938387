"""What `kyodo code` shows: the codes of every measure, and for one measure the rules that fired and where."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from kyodo_analysis.coding import Coding
from kyodo_analysis.tables.schema import natural_key
from kyodo_analysis.tracing import find_closest, mark_characters
from kyodo_analysis.words.folding import fold_width
from kyodo_analysis.words.lexicons import COMMITMENT, COMPLETION, THEMES, Lexicons
from kyodo_analysis.words.rule_firing import COVERED, EXCUSED, list_firings
from kyodo_analysis.words.sentences import cut_sentences
from kyodo_analysis.words.theme_rules import NO_THEME
from kyodo_analysis.words.themes import MOST_THEMES, least_sum

_LOST = {
    COVERED: "a longer hit stands in the same place / 同じ箇所でより長い規則が当たる",
    EXCUSED: "its negative context holds / 除外条件に当たる",
    NO_THEME: "a phrase that only looks like a theme / テーマに見えるだけの表現",
}
_AGAINST = "speaks against the theme, and nothing that speaks for it is stronger / テーマに反する規則"
_OUTWEIGHED = "said again, or outweighed by what speaks against it / 同じ文での繰り返し、または反対の規則が勝る"

Row = Mapping[str, Any]


def list_codes(coding: Coding, measures: pd.DataFrame) -> Iterator[str]:
    """Lines of CSV: measure_id, title, themes (main one first), commitment of each element, kind of criterion."""
    themes = coding.themes.sort_values("rank").groupby("measure_id")["theme"].agg(" ".join)
    elements = coding.elements.sort_values("position").groupby("measure_id")["commitment"].agg(" ".join)
    kinds = coding.completion.set_index("measure_id")["kind"]
    yield _csv_line("measure_id", "title", "themes", "commitment", "completion")
    rows = measures[["measure_id", "title"]].fillna("").itertuples(index=False, name=None)
    for measure_id, title in sorted(rows, key=lambda row: natural_key(row[0])):
        codes = (codes_of.get(measure_id, "") for codes_of in (themes, elements, kinds))
        yield _csv_line(measure_id, title, *codes)


def list_changes(coding: Coding, tables: Mapping[str, pd.DataFrame]) -> list[str]:
    """The measures that are coded otherwise than in the tables measure_themes, elements, measure_completion; sorted."""
    return sorted(
        _differing(coding.themes, tables["measure_themes"], "rank", "theme")
        | _differing(coding.elements, tables["elements"], "position", "commitment")
        | _differing(coding.completion, tables["measure_completion"], "evidence", "kind")
    )


def _differing(new: pd.DataFrame, old: pd.DataFrame, place: str, code: str) -> set[str]:
    columns = ["measure_id", place, code]
    sides = [set(table[columns].fillna("").itertuples(index=False, name=None)) for table in (new, old)]
    return {measure_id for measure_id, _, _ in sides[0] ^ sides[1]}


def explain_codes(
    coding: Coding, tables: Mapping[str, pd.DataFrame], lexicons: Lexicons, measure_id: str
) -> Iterator[str]:
    """Lines that say which rule fired where in a measure, what each adds, and what falls below the threshold.

    Args:
        tables: measures and elements. measure_id: full and half width count as the same.

    Raises:
        InputError: when there is no such measure, with the closest ones.
    """
    measures = tables["measures"]
    found = find_closest(measure_id, measures["measure_id"].tolist(), "measure")
    measure = measures[measures["measure_id"] == found]
    elements = tables["elements"][tables["elements"]["measure_id"] == found]
    own = coding.evidence[coding.evidence["measure_id"] == found]
    texts = _Texts(measure, elements)
    title = measure["title"].iloc[0]
    yield f"{found}{'' if pd.isna(title) else f' {title}'}"
    yield from _explain_themes(coding.themes[coding.themes["measure_id"] == found], own, lexicons.codebook, texts)
    yield from _explain_silence(list_firings(measure, elements, lexicons), own, texts)
    coded = coding.elements[coding.elements["measure_id"] == found]
    yield from _explain_commitment(coded, own[own["scheme"] == COMMITMENT], lexicons.commitment_codes, texts)
    (kind,) = coding.completion.loc[coding.completion["measure_id"] == found, "kind"]
    yield from _explain_completion(kind, own[own["scheme"] == COMPLETION], lexicons.completion_codes, texts)


class _Texts:
    """The texts of one measure, to show hits in."""

    def __init__(self, measure: pd.DataFrame, elements: pd.DataFrame) -> None:
        self._texts = {(str(field), 0): text for field, text in measure.iloc[0].items()}
        for position, text in elements[["position", "text"]].itertuples(index=False, name=None):
            self._texts["content", int(position)] = text

    def show(self, hit: Row) -> str:
        """The field of a hit and its sentence with the hit marked."""
        text, start, end = str(self._texts[hit["field"], hit["position"]]), hit["start"], hit["end"]
        for first, sentence in cut_sentences(fold_width(text)):
            if first <= start < first + len(sentence):
                printed = text[first : max(first + len(sentence), end)]
                return f"{self._name(hit)}: {mark_characters(printed, [(start - first, end - first)])}"
        return f"{self._name(hit)}: {mark_characters(text, [(start, end)])}"

    def _name(self, hit: Row) -> str:
        place = f" {hit['position']}" if hit["position"] else ""
        line = f", line {hit['line']}" if "line" in hit and pd.notna(hit["line"]) else ""
        return f"{hit['field']}{place}{line}"


def _explain_themes(
    themes: pd.DataFrame, evidence: pd.DataFrame, codebook: pd.DataFrame, texts: _Texts
) -> Iterator[str]:
    of_themes = evidence[evidence["scheme"] == THEMES]
    sums = of_themes.groupby("code")["value"].sum()
    taken = themes.sort_values("rank")["theme"].tolist()
    yield ""
    yield "themes / テーマ"
    if not taken:
        yield "  no rule fires in the measure or its headings / 当たる規則がない"
    for rank, code in enumerate(taken, 1):
        yield f"  {rank} {_name_code(codebook, code)}: {_show_number(sums[code])}"
        yield from _show_hits(of_themes[of_themes["code"] == code], texts)
    below = [code for code in codebook["code"] if code in sums.index and code not in taken]
    if below:
        least = _show_number(least_sum(dict(sums)))
        yield f"not taken: less than {least}, or after {MOST_THEMES} others / 採用されないテーマ"
    for code in sorted(below, key=lambda code: -sums[code]):
        yield f"  – {_name_code(codebook, code)}: {_show_number(sums[code])}"
        yield from _show_hits(of_themes[of_themes["code"] == code], texts)


def _show_hits(hits: pd.DataFrame, texts: _Texts) -> Iterator[str]:
    by, rising = ["value", "field", "position", "start"], [False, True, True, True]
    for hit in _list_rows(hits.sort_values(by, ascending=rising)):
        yield f"      {hit['value']:+.3g} {hit['rule']} ({hit['part']}) {texts.show(hit)}"


def _explain_silence(firings: pd.DataFrame, evidence: pd.DataFrame, texts: _Texts) -> Iterator[str]:
    """The hits that add nothing, each with the reason; headings are not asked when the measure itself speaks."""
    keys = ["field", "position", "start", "end", "code", "rule"]
    counted = set(evidence[keys].itertuples(index=False, name=None))
    asked = set(evidence["field"]) | {"title", "purpose", "content", "completion"}
    fired = _list_rows(firings[firings["field"].isin(sorted(asked))])
    silent = [hit for hit in fired if tuple(hit[key] for key in keys) not in counted]
    if silent:
        yield "counts for nothing / 数えない当たり"
    for hit in silent:
        usual = _AGAINST if hit["weight"] < 0 else _OUTWEIGHED
        reason = _LOST.get(NO_THEME if hit["code"] == NO_THEME else hit["fate"], usual)
        yield f"      {hit['rule']} ({hit['code']}) {texts.show(hit)} — {reason}"


def _explain_commitment(
    elements: pd.DataFrame, evidence: pd.DataFrame, codebook: pd.DataFrame, texts: _Texts
) -> Iterator[str]:
    yield ""
    yield "commitment / 拘束度"
    if elements.empty:
        yield "  the measure has no content / 推進内容がない"
    ordered = elements.sort_values("position")[["position", "commitment", "text"]]
    for position, code, text in ordered.itertuples(index=False, name=None):
        yield f"  content {position} {_name_code(codebook, code)}"
        own = evidence[evidence["position"] == position].sort_values(["taken", "start"], ascending=[False, True])
        if own.empty:
            yield f"      no clause binds / 約束する節がない: {text}"
        for hit in _list_rows(own):
            decides = "decides / 決め手" if hit["taken"] else "weaker or equal / 他の節"
            yield f"      {hit['rule']} → {hit['code']} ({hit['part']}, {decides}) {texts.show(hit)}"


def _explain_completion(kind: str, evidence: pd.DataFrame, codebook: pd.DataFrame, texts: _Texts) -> Iterator[str]:
    yield ""
    yield "completion / 完了の目安"
    yield f"  {_name_code(codebook, kind)}"
    for hit in _list_rows(evidence.sort_values(["taken", "start"], ascending=[False, True])):
        decides = "decides / 決め手" if hit["taken"] else "heard, does not decide / 決め手でない"
        yield f"      {hit['rule']} → {hit['code']} ({hit['part']}, {decides}) {texts.show(hit)}"


def _list_rows(table: pd.DataFrame) -> list[Row]:
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def _name_code(codebook: pd.DataFrame, code: str) -> str:
    row = codebook.loc[codebook["code"] == code].iloc[0]
    return f"{code} {row['ja']} / {row['en']}"


def _show_number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _csv_line(*cells: str) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="").writerow(cells)
    return written.getvalue()
