"""The rows of one plan while they are collected, with the spans and problems that go with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from kyodo_analysis.text.traced import Traced

Value = TypeVar("Value")
Row = dict[str, object]

_VOICE_MARKS = ("\u3099", "\u309a")


@dataclass(slots=True)
class PlanRows:
    """Rows by table. `lines` are those of the source file; `era` says how the plan counts a bare 20年度."""

    plan_id: str
    lines: Sequence[str] = ()
    era: str | None = None
    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))

    def add(self, table: str, /, **values: object) -> None:
        """Add a row."""
        self.rows[table].append(values)

    def add_in_order(self, table: str, /, **values: object) -> None:
        """Add a row of a table that numbers its rows within the plan."""
        self.add(table, plan_id=self.plan_id, position=len(self.rows[table]) + 1, **values)

    def add_spans(self, table: str, row_id: str, column: str, position: int, value: Traced | None) -> None:
        """Add the runs of source characters behind a value."""
        for piece, run in enumerate(value.runs() if value else (), start=1):
            end = run.end
            # Repair makes one kana of か and a combining voice mark, with the place of か alone.
            if run.line <= len(self.lines) and self.lines[run.line - 1][end : end + 1] in _VOICE_MARKS:
                end += 1
            self.add(
                "spans",
                table=table,
                row_id=row_id,
                field=column,
                position=position,
                piece=piece,
                line=run.line,
                start=run.start,
                end=end,
            )

    def add_problem(self, table: str, printed: Traced, reason: str) -> None:
        """Add a value that could not be parsed."""
        text = " ".join(printed.text.split())
        self.add_in_order("problems", table=table, line=printed.first_line, printed=text or None, reason=reason)

    def parse(self, table: str, printed: Traced | None, parser: Callable[[str], Value]) -> Value | None:
        """What a parser makes of a printed value; None, and a row in problems, when the parser refuses it."""
        if not printed:
            return None
        try:
            return parser(printed.text)
        except ValueError as error:
            self.add_problem(table, printed, str(error))
            return None
