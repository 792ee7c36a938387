"""Numbers in the words of a measure that one could count afterwards: 年3回, 20件, ２か所, 100人, ８０％."""

from __future__ import annotations

import re

from kyodo_analysis.values.width import narrow_digits_and_letters

_ONE_BY_ONE = r"人(?!ひとり|一人|1人|三脚)"
_PLACES = r"[かカヵヶケ箇]所"
_AFTER_DIGITS = (
    rf"回|件|{_PLACES}|{_ONE_BY_ONE}|名|団体|組織|地区|地域|区|自治会|町内会|校|園|社|店|冊|部|枚|通|種類|講座|事業|項目|台|基"
    r"|棟|室|席|世帯|戸|施設|拠点|分野|課|ポイント|割|倍|％|%|パーセント|円|時間"
)
# 八戸 and 三区 may be names: behind a number in kanji fewer words count.
_AFTER_KANJI = rf"回|件|{_PLACES}|{_ONE_BY_ONE}|名(?!称|前)|団体"
_QUANTITY = re.compile(
    rf"(?<![0-9.．,，第])(?:延べ|のべ|約|全)?[0-9]+(?:[,，.．][0-9]+)*[千万億]?(?:{_AFTER_DIGITS})(?:程度|以上|以下|以内|未満)?"
    rf"|(?<![第一二三四五六七八九十百千])[一二三四五六七八九十百千]+(?:{_AFTER_KANJI})(?:程度|以上|以下|以内|未満)?"
)


def find_quantities(text: str) -> list[str]:
    """The numbers of a text with what they count, as printed; years, dates and numbers of order are none.

    >>> find_quantities("情報紙を年３回程度、全21地域で発行します。（平成20年5月号から、第２次計画）")
    ['３回程度', '全21地域']
    >>> find_quantities("市民一人ひとりが、八戸市で3年に1回")
    ['1回']
    """
    return [text[slice(*match.span())] for match in _QUANTITY.finditer(narrow_digits_and_letters(text))]
