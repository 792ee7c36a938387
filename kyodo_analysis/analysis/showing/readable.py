"""Numbers and names of a table as people read them in one cell: an estimate with its interval, a rate q, a theme."""

from __future__ import annotations

import pandas as pd

from kyodo_analysis.analysis.coding.reliability import TENTATIVE

_LEAST_Q = 0.0005


def show_intervals(table: pd.DataFrame, name: str, form: str = "{:.0%}", ends: str | None = None) -> list[str | None]:
    """Estimates with their intervals behind them; missing where the estimate is.

    Args:
        name: the column of the estimates. form: of one number. ends: the columns `<ends>_lower` and `<ends>_upper`; by
            default those of the name.

    >>> table = pd.DataFrame({"alpha": [0.82, None], "alpha_lower": [0.46, None], "alpha_upper": [1.0, None]})
    >>> show_intervals(table, "alpha", "{:.2f}")
    ['0.82 (0.46–1.00)', None]
    """
    spans = show_spans(table, ends or name, form)
    return [
        None if pd.isna(value) else _minus(form.format(value)) + (f" ({span})" if span else "")
        for value, span in zip(table[name], spans, strict=True)
    ]


def show_spans(table: pd.DataFrame, ends: str, form: str = "{:.0%}") -> list[str | None]:
    """The intervals alone, from the columns `<ends>_lower` and `<ends>_upper`; missing where an end is.

    >>> show_spans(pd.DataFrame({"null_lower": [0.05], "null_upper": [0.216]}), "null")
    ['5%–22%']
    """
    return [
        None if pd.isna(lower) or pd.isna(upper) else f"{_minus(form.format(lower))}–{_minus(form.format(upper))}"
        for lower, upper in zip(table[f"{ends}_lower"], table[f"{ends}_upper"], strict=True)
    ]


def show_numbers(values: pd.Series, form: str = "{:.2f}") -> list[str | None]:
    """Numbers with the same number of digits each; missing where they are.

    >>> show_numbers(pd.Series([1.0, None]))
    ['1.00', None]
    """
    return [None if pd.isna(value) else _minus(form.format(value)) for value in values]


def show_q(q: float) -> str | None:
    """A false discovery rate with three digits, and none that would read as nothing.

    >>> show_q(0.0279), show_q(0.0001), show_q(float("nan"))
    ('0.028', 'below 0.001', None)
    """
    if pd.isna(q):
        return None
    return f"{q:.3f}" if q >= _LEAST_Q else "below 0.001"


def say_q(q: float) -> str:
    """A false discovery rate within a sentence of either language.

    >>> say_q(0.0279), say_q(0.0001)
    ('q = 0.028', 'q < 0.001')
    """
    return f"q = {q:.3f}" if q >= _LEAST_Q else "q < 0.001"


def show_test(holds: bool, q: float) -> str:
    """Whether a difference is called one, with its false discovery rate where there is a test.

    >>> show_test(True, 0.016), show_test(False, float("nan"))
    ('yes (q 0.016)', 'no')
    """
    rate = show_q(q)
    return ("yes" if holds else "no") + (f" (q {rate})" if rate else "")


def show_theme(row: object) -> str:
    """The English and the Japanese name of a theme, with the warning that its coding is tentative.

    Args:
        row: a named tuple with theme_en and theme_ja, and verdict where there is one (see `themes.mark_verdicts`).
    """
    tail = " [tentative]" if getattr(row, "verdict", "") == TENTATIVE else ""
    return f"{row.theme_en} {row.theme_ja}{tail}"  # type: ignore[attr-defined]


def _minus(number: str) -> str:
    """A minus that is not taken for the dash of an interval."""
    return number.replace("-", "−")
