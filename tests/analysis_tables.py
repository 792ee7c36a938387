"""Small tables made by hand, for the tests of statistics and figures: three plans with a handful of measures each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from kyodo_analysis.tables.schema import TABLES, arrange, empty


def frame(name: str, rows: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """A table of the schema from rows that give only what matters; the rest is missing, or false, or 1."""
    table = TABLES[name]
    fill = {"text": "-", "integer": 1, "number": 1.0, "boolean": False}
    blank = {column.name: None if column.nullable else fill[column.kind] for column in table.columns}
    return arrange(table, pd.DataFrame([blank | dict(row) for row in rows])) if rows else empty(table)


def plans() -> pd.DataFrame:
    """ube has departments and a grid, hagi only titles, kudamatsu's grid was lost and its name is inferred."""
    rows = [
        {"plan_id": "ube", "municipality": "宇部市", "first_fiscal_year": 2013, "last_fiscal_year": 2015},
        {"plan_id": "hagi", "municipality": "萩市", "state": "draft"},
        {"plan_id": "kudamatsu", "municipality": "下松市", "municipality_inferred": True, "state": "fragment"},
    ]
    return frame("plans", [row | {"raw_chars": 1000, "repaired_chars": 900, "source_sha256": "0" * 64} for row in rows])


def measures() -> pd.DataFrame:
    """Four measures of ube (the last one a reprint), three of hagi, two of kudamatsu."""
    titles = {
        "ube/1-1": "地域交流センターの整備",
        "ube/1-2": "市民活動の拠点の検討",
        "ube/1-3": "お気軽講座の充実",
        "ube/2-1": "お気軽講座の充実",
        "hagi/1": "職員の意識改革",
        "hagi/2": "補助金制度の見直し",
        "hagi/3": "協働セミナーの開催",
        "kudamatsu/1": "ホームページの利用",
        "kudamatsu/2": "広報紙の利用",
    }
    rows = []
    for line, (measure_id, title) in enumerate(titles.items(), start=10):
        plan_id, number = measure_id.split("/")
        content = {
            "title": title,
            "content": f"{title}を進めます。\n協働を推進します。",
            "first_line": line,
            "last_line": line + 1,
        }
        reprint = measure_id == "ube/2-1"
        rows.append({"measure_id": measure_id, "plan_id": plan_id, "number": number, "reprint": reprint} | content)
    return frame("measures", rows)


def elements() -> pd.DataFrame:
    """Two elements for each measure."""
    rows = []
    for measure_id, content in measures()[["measure_id", "content"]].itertuples(index=False):
        codes = ("do", "promote") if measure_id.startswith("ube") else ("consider", "promote")
        for position, (text, code) in enumerate(zip(content.split("\n"), codes, strict=True), start=1):
            rows.append({"measure_id": measure_id, "position": position, "text": text, "commitment": code})
    return frame("elements", rows)


def departments() -> pd.DataFrame:
    """ube: three measures name the desk for collaboration, one of them with others; one names a generic office."""
    named = {
        "ube/1-1": ["協働推進課", "地域交流センター", "管財課", "関係課"],
        "ube/1-2": ["協働推進課"],
        "ube/1-3": ["広報広聴課", "協働推進課"],
        "ube/2-1": ["全所属"],
    }
    rows = [
        {"measure_id": measure_id, "position": position, "printed": name, "department": name}
        | {"generic": name in {"関係課", "全所属"}}
        for measure_id, names in named.items()
        for position, name in enumerate(names, start=1)
    ]
    return frame("measure_departments", rows)


def schedule() -> pd.DataFrame:
    """ube's grid of three years; one measure waits, one pauses in the middle."""
    grid = {
        "ube/1-1": [("実施", "implement"), ("→", "continue"), ("→", "continue")],
        "ube/1-2": [("検討", "consider"), ("→", "consider"), ("実施", "implement")],
        "ube/1-3": [("実施", "implement"), (None, "none"), ("実施", "implement")],
        "ube/2-1": [("実施", "implement"), ("→", "continue"), ("→", "continue")],
        "kudamatsu/1": [(None, "none"), (None, "none"), (None, "none")],
    }
    rows = [
        {"measure_id": measure_id, "fiscal_year": year, "position": year, "printed": printed, "phase": phase}
        for measure_id, cells in grid.items()
        for year, (printed, phase) in enumerate(cells, start=2013)
    ]
    return frame("measure_schedule", rows)


def themes() -> pd.DataFrame:
    """One or two themes for each measure but the last."""
    given = {
        "ube/1-1": ["places"],
        "ube/1-2": ["places", "rules"],
        "ube/1-3": ["information"],
        "ube/2-1": ["information"],
        "hagi/1": ["staff"],
        "hagi/2": ["funding", "rules"],
        "hagi/3": ["awareness"],
        "kudamatsu/1": ["information"],
    }
    rows = [
        {"measure_id": measure_id, "rank": rank, "theme": theme, "evidence": theme}
        for measure_id, codes in given.items()
        for rank, theme in enumerate(codes, start=1)
    ]
    return frame("measure_themes", rows)


def field_status() -> pd.DataFrame:
    """Titles and contents are read everywhere; ube has departments (one ambiguous) and a grid, kudamatsu lost its."""
    rows = []
    for measure_id in measures()["measure_id"]:
        plan_id = measure_id.split("/")[0]
        for field in ("title", "content", "departments", "schedule"):
            status = "read" if field in {"title", "content"} or plan_id == "ube" else "silent"
            if plan_id == "kudamatsu" and field == "schedule":
                status = "unreadable"
            if (measure_id, field) == ("ube/1-2", "departments"):
                status = "ambiguous"
            rows.append({"measure_id": measure_id, "field": field, "status": status})
    return frame("field_status", rows)


def all_tables() -> dict[str, pd.DataFrame]:
    """All tables of the schema, those without rows here empty."""
    made = {
        "plans": plans(),
        "measures": measures(),
        "elements": elements(),
        "measure_departments": departments(),
        "measure_schedule": schedule(),
        "measure_themes": themes(),
        "field_status": field_status(),
    }
    return {name: made.get(name, empty(table)) for name, table in TABLES.items()}
