"""Repetitions: against a definition that looks at every place and every period."""

import random

from hypothesis import given
from hypothesis import strategies as st

from kyodo_analysis.text.repetitions import Repetition, find_repetitions


def by_definition(text: str, longest: int) -> list[Repetition]:
    found = []
    for period in range(1, longest + 1):
        start = 0
        while start + period < len(text):
            end = start + period
            while end < len(text) and text[end] == text[end - period]:
                end += 1
            unit = text[start : start + period]
            if end - start >= 2 * period and unit not in (unit + unit)[1:-1]:
                found.append(Repetition(start, end, period))
            start = max(end - period + 1, start + 1) if end - start > period else start + 1
    return sorted(set(found))


@given(st.text(alphabet="協働あ", max_size=24))
def test_short_texts_agree_with_the_definition(text: str) -> None:
    assert find_repetitions(text, 8) == [r for r in by_definition(text, 8) if r.period <= max(len(text) // 2, 1)]


def test_long_periods_are_found_at_sample_points() -> None:
    letters = random.Random(1).sample([chr(c) for c in range(0x4E00, 0x9000)], k=700)
    for period in (65, 99, 130, 333, 700):
        unit = "".join(letters[:period])
        text = "前置き" + unit * 2 + unit[: period // 3] + "後書き"
        assert find_repetitions(text) == [Repetition(3, 3 + 2 * period + period // 3, period)]


def test_a_stretch_across_windows_is_found_once() -> None:
    filler = "".join(chr(0x4E00 + i % 5000) for i in range(65_530))
    text = filler + "ひらがなひらがなひらがな" + filler
    assert find_repetitions(text, 20) == [Repetition(65_530, 65_542, 4)]


def test_only_the_shortest_period_is_reported() -> None:
    assert find_repetitions("・" * 40) == [Repetition(0, 40, 1)]
    assert find_repetitions("地域地域地域地域") == [Repetition(0, 8, 2)]


def test_text_without_repetition() -> None:
    assert find_repetitions("") == find_repetitions("協") == find_repetitions("協働推進課") == []
