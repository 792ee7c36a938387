"""The signs of a departments cell: what divides names, what marks the office in charge, what is a mere remark."""

from __future__ import annotations

import re
from typing import Final

from kyodo_analysis.values.department_words import LEAD_ROLES, OTHER_ROLES
from kyodo_analysis.values.width import narrow_digits_and_letters, widen_katakana

ROUND: Final = "（"
BRACKETS: Final = dict(zip("（［〔【＜《「『", "）］〕】＞》」』", strict=True))
STRAY_MARKS: Final = "".join(BRACKETS.values()) + "\"'‘’“”"
DIVIDERS: Final = re.compile(
    r"[、，,;；／/｜|＋+&＆\t→⇒➡⇔↔×‥…。]+|</?(?:br|li|ul|p)\s*/?>|(?:TEL|FAX|電話|内線|☎)[：\s]*[0-9（）－‐-]+",
    re.IGNORECASE,
)
DIVIDERS_AFTER_ENDINGS: Final = "＋&＆+"
"""Signs that stand between names and also inside one (まちづくり＆観光課)."""
NEXT_WORD_END: Final = re.compile(r"[\s、，,;；／/｜|（）【】［］・※＊]")
NAME_STARTS_AFTER: Final = re.compile(r"[\s・、，,;；／/（【［〔※＊→⇒]")
REACH_OF_A_NAME: Final = re.compile(r"[、，,;；／/｜|\t（【［〔※＊。]|\n\s*・")
"""Where the name under way must have ended."""
BLANKS: Final = re.compile(r"[\s\u200b\ufeff]+")
LEAD_MARKS: Final = "◎★☆"
LIST_MARKS: Final = "◎★☆○◯〇●◇◆□■△▲▽▼◦▪▫♦✓✔☑▶►-－‐–—―"
DASHES: Final = "-－‐–—―"
TRAILING_DIGITS: Final = re.compile(r"(?<=[課部局室所館会署])[0-9]{1,2}$")
BARE_UNIT: Final = re.compile(r"[課室係局部所班館署園校区]")
JOINT_OFFICE: Final = re.compile(
    r"(?:議会|監査|公平|(?:監査|公平|選挙管理|固定資産評価審査)委員会?)"
    r"(?:・(?:監査|公平|(?:監査|公平|選挙管理|固定資産評価審査)委員会?|農業委員会))+事務局"
)
"""Bodies that share a secretariat (議会・監査委員事務局)."""
EVERYBODY: Final = re.compile(r"(?:その他の?)?(?:関係|関連|各|全)(?:する)?各?(?:部|課|室|局|所属|機関|部[署局課])+$")
"""A generic name that stands by itself: a dot before it always divides (県・関係課)."""
LINE_END: Final = re.compile(r"\s*(?:[、，,;；／/）・]|$)")
NOTE_MARK: Final = re.compile(r"[※＊†‡][0-9]{0,2}|注[0-9]{1,2}|[¹²³⁴⁵⁶⁷⁸⁹⁰]+|[0-9]{1,2}(?=[\s、，・／/,（]|$)")
FULL_STOPS: Final = ".．"
ITEM_NUMBER: Final = re.compile(
    r"[①-⑳㉑-㉟❶-❿➀-➓⓪Ⅰ-Ⅻⅰ-ⅻ]|[0-9]{1,2}(?:[.．)）]|、|\s+)|[A-Za-zア-オロハニホヘ](?:[.．)）])"
)
CIRCLED_NUMBER: Final = re.compile(r"[①-⑳㉑-㉟❶-❿➀-➓]")
LABEL: Final = re.compile(
    rf"({'|'.join(sorted((*LEAD_ROLES, *OTHER_ROLES), key=lambda word: (-len(word), word)))})\s*："
    r"|(主|副|正|主管|担当)）|(主管課|主管|主担当課|主担当|担当課|担当部署|所管課|所管部署)\s+(?![\s関各全])"
)
JOINING: Final = re.compile(
    r"を(?:中心|主体|主)(?:に|と)(?:して|した|する)?|を(?:はじめ|始め)(?:として|とする|とした)?|(?:及|およ)び|(?:並|なら)びに|(?:又|また)は|(?:若|も)しくは"
    r"|とともに|と連携(?:した|して|する)?|と(?=.*[課部局室所館会署ー属庁係])|や(?=.*[課部局室所館会署ー属庁係])"
    r"|(?:ほか|他|外)\s*(?:[0-9]{1,2}|数)(?:部|課|室|局|所属|部署|部局|機関|施設|館|校)(?:室|局|所)?|(?:ほか|など)(?:、|の)?|(?:等|他)(?:、|の)?(?=[関各全])|(?:等|他)(?:、|の)?(?![一-龥ァ-ヶ])|外(?=[関各全]|$)|の(?:関係)?各課$|全般|主管|取りまとめ|とりまとめ"
)
LEAD_JOINING: Final = ("を中心", "を主", "主管", "取りまとめ", "とりまとめ")
LEADING_JOINING: Final = re.compile(
    r"(?:及び|および|並びに|ならびに|又は|または|(?:ほか|など|等|他|外)(?:の)?(?=\s*(?:[関各全]|$))|と(?=[関各全]))"
)
REMARK: Final = re.compile(
    r"[0-9約].*|(?!全庁)(?:全|各|両|本|分)[0-9]*(?:館|園|校|所|施設|センター|地区|区|署|庁)(?:・[本分]館)?"
    r"|[課室係局部所班館署園校](?:・[課室係局部所班館署園校])*"
)
REMARK_WORDS: Final = re.compile(
    r"（現(?![場金地業])|除く|除い|含む|含め|以外|旧|より|から|まで|年|月|[～〜]|は[一-龥]"
)
LINE_END_FRAGMENT: Final = re.compile(
    r"[ーんンッっャュョゃゅょァィゥェォ]|(?:[課室係局部会所館園校班署院長]|ター|事務局)(?:$|[・、（])"
)
"""What can not open a name: after a line end it continues the name before."""
CUT_WORD: Final = re.compile(r"^(?:課(?:[題程]|税(?![務政制収]))|[安保健完]全)")
"""A word that a line end cut: 課|題, 課|税課 (but 税務課 is a name of its own), 安|全課."""

_ONE_SPELLING: Final = str.maketrans("･·•()[]<>〈〉｢｣､,:;*", "・・・（）［］＜＞＜＞「」、，：；＊")


def one_spelling(text: str) -> str:
    """The text with one spelling for marks, digits, letters and katakana, one character for one.

    >>> one_spelling("ＮＰＯ･ｺﾐｭﾆﾃｨ課(仮)")
    'NPO・コミュニティ課（仮）'
    """
    return widen_katakana(narrow_digits_and_letters(text.translate(_ONE_SPELLING)))
