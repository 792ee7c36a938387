"""Traced text: every operation keeps the place of every character."""

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyodo_analysis.text.traced import Run, Traced

texts = st.text(alphabet="協働 推進\t課・１1a　\n", max_size=30)


def places_point_at(traced: Traced, source: str, line: int) -> bool:
    return all(traced.place(i) is None or source[traced.place(i)[1]] == traced.text[i] for i in range(len(traced)))


def test_of_line_numbers_characters_from_the_column_on() -> None:
    line = Traced.of_line("担当課", 8, column=25)
    assert [line.place(i) for i in range(3)] == [(8, 25), (8, 26), (8, 27)]


def test_inserted_characters_have_no_place() -> None:
    joined = Traced.join([Traced.of_line("実施", 22), Traced.of_line("→", 76)], separator="・")
    assert joined.text == "実施・→"
    assert [joined.place(i) for i in range(4)] == [(22, 0), (22, 1), None, (76, 0)]
    assert (joined.first_line, joined.last_line) == (22, 76)


def test_lines_of_text_without_places_are_zero() -> None:
    assert (Traced.inserted("・").first_line, Traced.inserted("").last_line) == (0, 0)


def test_runs_break_at_gaps_and_line_ends_and_keep_the_order_of_the_text() -> None:
    assert Traced.of_line("目 的", 14).without_blanks().runs() == [Run(14, 0, 1), Run(14, 2, 3)]
    swapped = Traced.of_line("ンター", 2874) + Traced.of_line("・地域交流セ", 2793)
    assert swapped.runs() == [Run(2874, 0, 3), Run(2793, 0, 6)]
    assert Traced.inserted("・").runs() == []


def test_the_last_character_of_a_line_and_the_first_of_the_next_are_two_runs() -> None:
    assert (Traced.of_line("実", 1487) + Traced.of_line("施", 1489)).runs() == [Run(1487, 0, 1), Run(1489, 0, 1)]


def test_slices_and_single_indexes() -> None:
    line = Traced.of_line("協働推進課", 5)
    assert line[1:3].text == "働推" and line[1:3].place(0) == (5, 1)
    assert line[-1].text == "課" and line[-1].place(0) == (5, 4)
    assert line[0].text == "協"


def test_split_find_and_without_follow_re() -> None:
    line = Traced.of_line("協働推進課・地域交流センター　管財課", 91)
    assert [piece.text for piece in line.split("[・　]")] == ["協働推進課", "地域交流センター", "管財課"]
    assert [piece.place(0) for piece in line.find_all("[^・　]+課")] == [(91, 0), (91, 15)]
    assert line.without("・.*　").text == "協働推進課管財課"


def test_places_and_text_must_be_of_one_length() -> None:
    with pytest.raises(ValueError, match="2 characters but 1 places"):
        Traced("協働", array("q", [1]))


def test_equal_text_at_another_place_is_not_equal() -> None:
    assert Traced.of_line("→", 76) != Traced.of_line("→", 89)
    assert Traced.of_line("→", 76) == Traced.of_line("→", 76)
    assert len({Traced.of_line("→", 76), Traced.of_line("→", 76), Traced.of_line("→", 89)}) == 2
    assert Traced.of_line("→", 76) != "→"


def test_truth_and_printing() -> None:
    assert not Traced.of_line("", 1)
    assert str(Traced.of_line("→", 1)) == "→"


@given(texts, st.integers(0, 30), st.integers(0, 30))
def test_every_operation_keeps_places(source: str, start: int, stop: int) -> None:
    line = Traced.of_line(source, 7)
    cut = line[start:stop]
    results = [cut, cut.strip(), cut.without_blanks(), cut.without("働"), Traced.join(line.split("・"), "／")]
    assert all(places_point_at(result, source, 7) for result in results)
    assert cut.strip().text == source[start:stop].strip()
    assert "".join(source[run.start : run.end] for run in cut.runs()) == cut.text


@given(texts)
def test_other_characters_under_the_same_places(source: str) -> None:
    line = Traced.of_line(source, 3)
    assert line.with_text("＊" * len(source)).places == line.places
