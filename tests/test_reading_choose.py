import pytest
from reading_plans import CARDS, LAYOUT_OF, PLAN_IDS, print_cards, repaired_plan, text_of
from test_reading_cards import IN_PLACE
from test_reading_columns import TWO_ROWS
from test_reading_markup import HTML, PIPES
from test_reading_prose import PLAN as PROSE

from kyodo_analysis.reading.choose import LAYOUTS, choose_layout

TABS = "■情報の共有\t\t\n項目\t内容\t担当課\n広報\t広報紙を発行します。\t秘書課\n研修\t職員研修を実施します。\t職員課\n"


@pytest.mark.parametrize("plan_id", PLAN_IDS)
def test_the_five_plans(plan_id):
    assert choose_layout(repaired_plan(plan_id)).name == LAYOUT_OF[plan_id]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("cards", IN_PLACE),
        *(("cards", print_cards(CARDS, per_page, 3)) for per_page in (1, 2, 4)),
        *(
            ("columns", TWO_ROWS.format(*marks))
            for marks in (("①", "②", "●", "・"), ("1.", "2.", "○", ""), ("", "", "◆", ""))
        ),
        ("markup", PIPES),
        ("markup", HTML),
        ("markup", TABS),
        ("prose", PROSE.format("１", "２")),
    ],
)
def test_plans_of_other_towns(name, text):
    assert choose_layout(text_of(text)).name == name


def test_prose_around_a_plan_does_not_hide_its_layout():
    prose = PROSE.format("１", "２")
    for name, text in (("cards", IN_PLACE), ("columns", TWO_ROWS.format("①", "②", "●", "・")), ("markup", PIPES)):
        assert choose_layout(text_of(prose + "\n" + text)).name == name


def test_a_sample_of_another_layout_does_not_win():
    sample = "取組項目 取組内容 担当課\n\n① 広報\n●広報紙を発行します。\n・秘書課\n"
    assert choose_layout(text_of(PIPES + "\n## 記入例\n\n" + sample)).name == "markup"


@pytest.mark.parametrize(
    "text", ["", "\n\n", "市民と行政", "協働の意義が問われています。", "項目\t団体数\n自治会\t203団体"]
)
def test_no_layout(text):
    assert choose_layout(text_of(text)) is None


def test_layouts_by_name():
    text = text_of("")
    assert [choose_layout(text, layout.name) for layout in LAYOUTS] == list(LAYOUTS)
    with pytest.raises(ValueError, match=r"unknown layout 'card': choose auto, cards, columns, markup, prose"):
        choose_layout(text, "card")


@pytest.mark.parametrize("plan_id", PLAN_IDS)
def test_scores_are_shares(plan_id):
    assert all(0 <= layout.detect(repaired_plan(plan_id)) <= 1 for layout in LAYOUTS)
