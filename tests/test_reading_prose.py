import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_plans import reading_of, repaired_plan, text_of, traced_lines, values_of

from kyodo_analysis.reading.prose import detect_prose, is_commitment, list_sentences, read_prose

PLAN = """第３章　協働を進めるための取組

{0}　情報の共有

　市民との協働を進めるためには、情報の共有が必要です。このため、市は、広報紙やホームページを通じて分かりやすい情報提供に努めます。

{1}　人材の育成
（１）職員の育成
　協働に対する職員の理解を深めるため、職員研修を実施します。また、協働推進員を各課に
配置します。
（２）市民の育成
　市民は、まちづくりの担い手です。地域のリーダーを育成するため、市民大学を開講します。
"""


@pytest.mark.parametrize(
    "sentence",
    [
        "市民一人ひとりが、自らの手で地域をつくっていこうという意識の変革を図ります。",
        "財政支援のあり方を検討します。",
        "整備を進めていきます。",
        "支援を行ってまいります。",
        "情報提供に努めます。",
        "協働推進員（各課に一名）を配置します。",
        "市は、市民活動を支援します。",
        "人材を育てます。",
        "市 民 と と も に 進 め ま す 。",
    ],
)
def test_commitments(sentence):
    assert is_commitment(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "その位置付けを明確にする必要があります。",
        "連帯意識や共同意識が培われます。",
        "協議会が設立されています。",
        "市民は、まちづくりに参加します。",
        "また、事業者等は、地域に貢献します。",
        "少子高齢化が進みます。",
        "大きな力となります。",
        "協働の意義が問われます。",
        "活動が広がっています。",
        "情報の共有が必要です。",
        "御意見をいただきました。",
        "御協力を願います。",
        "市民の声が増加しています。",
        "「協働」と言います。",
        "推進",
        "",
    ],
)
def test_no_commitments(sentence):
    assert not is_commitment(sentence)


@pytest.mark.parametrize(("first", "second"), [("１", "２"), ("1.", "2."), ("Ⅰ", "Ⅱ"), ("1-1", "1-2")])
def test_plans_under_any_numbers(first, second):
    numbers = [each.strip(".").replace("１", "1").replace("２", "2") for each in (first, second)]
    found = [values_of(measure) for measure in read_prose(text_of(PLAN.format(first, second)))]
    assert [measure["number"] for measure in found] == [
        f"{numbers[0]}-1",
        f"{numbers[1]}-(1)-1",
        f"{numbers[1]}-(1)-2",
        f"{numbers[1]}-(2)-1",
    ]
    assert [measure["content"] for measure in found] == [
        ["このため、市は、広報紙やホームページを通じて分かりやすい情報提供に努めます。"],
        ["協働に対する職員の理解を深めるため、職員研修を実施します。"],
        ["また、協働推進員を各課に配置します。"],
        ["地域のリーダーを育成するため、市民大学を開講します。"],
    ]
    assert [(measure["policy"], measure["program"], measure["title"]) for measure in found] == [
        ("協働を進めるための取組", "情報の共有", "情報の共有"),
        ("協働を進めるための取組", "人材の育成", "職員の育成"),
        ("協働を進めるための取組", "人材の育成", "職員の育成"),
        ("協働を進めるための取組", "人材の育成", "市民の育成"),
    ]


def test_same_numbers_under_two_chapters_are_told_apart():
    text = "第１章 情報\n１ 広報\n広報紙を発行します。\n第２章 人材\n１ 研修\n研修を実施します。\n"
    assert [measure.number for measure in read_prose(text_of(text))] == ["1-1-1", "2-1-1"]


def test_sentences_without_a_heading_are_no_measures():
    assert read_prose(text_of("広報紙を発行します。")) == ()
    assert detect_prose(text_of("広報紙を発行します。")) == pytest.approx(0.1)
    assert detect_prose(text_of("広報紙の発行\n\n情報の共有が必要です。")) == 0.0


def test_a_bullet_without_a_full_stop_does_not_run_into_the_next_sentence():
    text = "１ 情報\n・広報紙\n・ホームページ\n研修を実施します。"
    assert [sentence.text.text for sentence in list_sentences(traced_lines(text))] == [
        "・ホームページ研修を実施します。"
    ]
    text = "１ 情報\n・広報紙\n・研修を実施します。"
    assert [sentence.text.text for sentence in list_sentences(traced_lines(text))] == ["・研修を実施します。"]


@given(
    st.lists(
        st.sampled_from(
            ["広報紙を発行します。", "市民と行政が", "協働し、", "「集う。」", "１ 情報の共有", "", "\u3000"]
        ),
        max_size=12,
    )
)
def test_sentences_are_cut_from_the_lines_as_they_stand(lines):
    text = "\n".join(lines)
    for sentence in list_sentences(traced_lines(text)):
        assert sentence.text.text.rstrip("」").endswith("。")
        for index, character in enumerate(sentence.text.text):
            number, column = sentence.text.place(index)
            assert lines[number - 1][column] == character


def test_the_commitments_of_nichinan_stand_under_its_headings():
    measures = reading_of("nichinan").measures
    assert len(measures) == 15
    assert {measure.policy.text for measure in measures} == {"協働型社会の実現に向けて", "おわりに"}
    assert [measure.number for measure in measures if measure.program.text == "協働を担う人材育成"] == [
        "1-1",
        "1-(1)-1",
        "1-(2)-1",
    ]
    sentences = {sentence.text.text for sentence in list_sentences(repaired_plan("nichinan").lines)}
    assert {element.text for measure in measures for element in measure.content} <= sentences
