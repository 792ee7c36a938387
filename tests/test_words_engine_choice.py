"""`auto` takes the engine that is done first, start and preparation included."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyodo_analysis.words.engine import choice
from kyodo_analysis.words.engine.choice import PACES, choose_engine, is_usable
from kyodo_analysis.words.engine.compiled_object import CompilerMissing

PLANS = 75_000
"""Characters of the sentences of the five plans, about."""


@pytest.fixture(autouse=True)
def state_is_asked_anew() -> Iterator[None]:
    """What is prepared is asked once in a process: neither for this test nor by it for the next ones."""
    choice._preparing.cache_clear()
    yield
    choice._preparing.cache_clear()


def prepared(monkeypatch: pytest.MonkeyPatch, layout: bool, search: bool, installed: bool = True) -> None:
    choice._preparing.cache_clear()
    monkeypatch.setattr(choice, "is_built", lambda: layout)
    monkeypatch.setattr(choice, "is_compiled", lambda: search)
    monkeypatch.setattr(choice, "is_usable", lambda engine: installed or engine != "compiled")


@pytest.mark.parametrize(
    ("layout", "search", "installed", "characters", "expected"),
    [
        (False, False, True, PLANS, "janome"),  # to prepare would take longer than Janome needs for all five plans
        (False, False, False, PLANS, "janome"),
        (False, False, False, 2_000_000, "python"),
        (False, False, True, 50_000_000, "compiled"),
        (True, False, True, PLANS, "python"),
        (True, False, True, 50_000_000, "compiled"),
        (True, True, True, PLANS, "compiled"),
        (True, True, True, 10, "python"),
        (True, True, False, 50_000_000, "python"),
    ],
)
def test_what_is_done_first(
    monkeypatch: pytest.MonkeyPatch, layout: bool, search: bool, installed: bool, characters: int, expected: str
) -> None:
    prepared(monkeypatch, layout, search, installed)
    assert choose_engine(characters) == expected


def test_an_engine_that_runs_is_kept_for_short_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    prepared(monkeypatch, layout=True, search=True)
    assert choose_engine(10, {"compiled"}) == "compiled"
    assert choose_engine(10, {"janome"}) == "janome"
    prepared(monkeypatch, layout=False, search=False)
    assert choose_engine(10_000, {"janome", "python"}) == "python"


def test_what_was_refused_is_not_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    prepared(monkeypatch, layout=True, search=True)
    assert choose_engine(50_000_000, refused={"compiled"}) == "python"
    assert choose_engine(50_000_000, refused={"compiled", "python"}) == "janome"


@given(st.integers(0, 10**8), st.sets(st.sampled_from(sorted(PACES))))
def test_more_characters_never_take_a_slower_engine(characters: int, running: set[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        prepared(patch, layout=True, search=True)
        now, later = (choose_engine(count, running) for count in (characters, 2 * characters))
    assert PACES[later].characters_per_second >= PACES[now].characters_per_second


def test_compiled_needs_a_compiler(monkeypatch: pytest.MonkeyPatch) -> None:
    def miss() -> None:
        raise CompilerMissing("numba is not installed")

    monkeypatch.setattr(choice, "check_compiler", lambda: None)
    assert is_usable("compiled")
    monkeypatch.setattr(choice, "check_compiler", miss)
    assert not is_usable("compiled")
    assert is_usable("python") and is_usable("janome")
