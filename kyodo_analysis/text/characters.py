"""Character tables of text repair: which characters stand for which, and which stand for nothing.

Tables only; `line_fixers` applies them. They change single characters and never fold: full width, ①, ～, ㎡ and the
variants that a typesetter chose (神, 﨑) are not in them.
"""

from __future__ import annotations

import unicodedata

# Radicals of the Kangxi block for which NFKC gives a form that modern Japanese print does not use.
_JAPANESE_FORMS = {"⼾": "戸", "⾭": "青", "⿈": "黄", "⿊": "黒"}

# CJK Radicals Supplement: it has no compatibility mappings, and some radicals name forms of other countries; the
# right-hand characters are the ones a Japanese font draws with the same outline, or the Japanese form of the radical.
_SUPPLEMENT = (
    "⺁厂 ⺂乛 ⺃乚 ⺄乙 ⺅亻 ⺆冂 ⺇几 ⺈刀 ⺉刂 ⺊卜 ⺋㔾 ⺌小 ⺍小 ⺎兀 ⺏尣 ⺐尢 ⺑尣 ⺒巳 "
    "⺓幺 ⺔彑 ⺕彐 ⺖忄 ⺗心 ⺘扌 ⺙攵 ⺛旡 ⺜日 ⺝月 ⺞歺 ⺟母 ⺠民 ⺡氵 ⺢氺 ⺣灬 ⺤爫 ⺥爫 "
    "⺦丬 ⺧牛 ⺨犭 ⺩王 ⺪疋 ⺫目 ⺬示 ⺭礻 ⺮竹 ⺯糸 ⺰糸 ⺱罓 ⺲罒 ⺳罓 ⺴罓 ⺵网 ⺶羊 ⺷羊 "
    "⺸羊 ⺹耂 ⺺聿 ⺻聿 ⺼月 ⺽臼 ⺾艹 ⺿艹 ⻀艹 ⻁虎 ⻂衤 ⻃覀 ⻄西 ⻅見 ⻆角 ⻇角 ⻈言 ⻉貝 "
    "⻊足 ⻋車 ⻌辶 ⻍辶 ⻎辶 ⻏阝 ⻐金 ⻑長 ⻒長 ⻓長 ⻔門 ⻕阜 ⻖阝 ⻗雨 ⻘青 ⻙韋 ⻚頁 ⻛風 "
    "⻜飛 ⻝食 ⻞食 ⻟食 ⻠食 ⻡首 ⻢馬 ⻣骨 ⻤鬼 ⻥魚 ⻦鳥 ⻧鹵 ⻨麦 ⻩黄 ⻪黽 ⻫斉 ⻬斉 ⻭歯 "
    "⻮歯 ⻯竜 ⻰竜 ⻱亀 ⻲亀 ⻳亀 "
)

_KANGXI = range(0x2F00, 0x2FD6)
# Ideographs that the Korean standard has twice: the same outline under two codes (行 U+FA08). The ideographs after
# U+FA0D are variants with an outline of their own (神 U+FA19, 﨑 U+FA11): names are printed with them on purpose.
_DUPLICATES = range(0xF900, 0xFA0E)


def _ideographs() -> dict[str, str]:
    table = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in (*_KANGXI, *_DUPLICATES)}
    table.update({pair[0]: pair[1] for pair in _SUPPLEMENT.split()})
    table.update(_JAPANESE_FORMS)
    return table


def _composed_kana() -> dict[str, str]:
    pairs = (chr(kana) + mark for kana in range(0x3041, 0x30FF) for mark in "\u3099\u309a")
    return {pair: whole for pair in pairs if len(whole := unicodedata.normalize("NFC", pair)) == 1}


IDEOGRAPHS: dict[str, str] = _ideographs()
"""Radical or duplicate code → the ideograph that a Japanese reader sees."""

COMPOSED_KANA: dict[str, str] = _composed_kana()
"""Kana and a combining voice mark → the one kana."""

FORM_FEED = "\f"

MEANINGLESS = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls except tab and line end
    "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0001\U000e0020-\U000e007f"
    "\ud800-\udfff"  # halves of characters
    "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"  # private use: a font's own business
    "\ufdd0-\ufdef\ufffe\uffff"  # not characters at all
)
"""Characters that print nothing or nothing known, as the inside of a regular expression's character class."""

BLANKS = "".join(chr(code) for code in range(0x3001) if chr(code).isspace() and chr(code) not in "\t\n")
"""White space within a line. The tab is not among them: it separates the cells of a table."""

LETTER_SPACED = "\u3041-\u3096\u30a1-\u30fe々〆\u3400-\u4dbf\u4e00-\u9fff０-９Ａ-Ｚａ-ｚ【】《》（）「」『』〔〕〈〉"
"""Characters that a letter-spaced heading consists of, as the inside of a character class."""

ENUMERATIONS = tuple(
    map(
        frozenset,
        (
            "月火水木金土日",
            "一二三四五六七八九十",
            "０１２３４５６７８９",
            "大中小",
            "上中下",
            "甲乙丙丁",
            "男女計",
            "有無",
            "可否",
            "賛否",
            "春夏秋冬",
            "東西南北",
            "国都道府県市町村区",
            "アイウエオカキクケコ",
            "あいうえおかきくけこ",
            "イロハニホヘト",
            "ＡＢＣＤＥＦＧＨ",
        ),
    )
)
"""Characters that stand side by side as the heads of narrow columns, not as a word set wide."""
