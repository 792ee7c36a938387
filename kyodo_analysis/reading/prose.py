"""The prose layout: a plan without forms or tables. A measure is a sentence that says what the city will do.

Japanese official prose separates what is (〜です, 〜があります, 〜されています, 〜が必要です) from what will be done
(〜を図ります, 〜に努めます, 〜していきます) in the sentence's last predicate. The reader takes the second kind, with
the headings above.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kyodo_analysis.reading.headings import HeadingLine, parse_heading
from kyodo_analysis.reading.records import Measure
from kyodo_analysis.text.document import RepairedText
from kyodo_analysis.text.layout import is_item_start
from kyodo_analysis.text.traced import Traced

_STATES = """
    [がもはで]あり [がに]い となり になり くなり 異なり 変わり 占め 及び ござい
    と思い と考え と[い言]え と[い言]い うかがえ わかり 分かり みえ [がに]見え 感じ
    生じ 存在し 増加し 減少し 低下し 高まり 進み 広がり 始まり つながり もたらし
    含み 表し 示し (?<!目)指し 意味し 該当し 位置し 由来し に基づき 伴い 要し かかり し得 異にし 困り
    願い いただき 申し上げ
"""
"""Stems of predicates that say what is, what follows or what is asked. 〜ていきます and 〜てまいります are no such."""

_INTENTION = re.compile(r"[てで](?:いき|行き|まいり|参り|ゆき)ます[。．]?\Z")
_DESCRIPTION = re.compile(
    rf"(?:[てで](?:い|おり)|てき|[かがさたなばまらわ]れ|でき|ざるを得|{'|'.join(_STATES.split())})ます[。．]?\Z"
)
_ACT = re.compile(r"[\u3041-\u3096]ます[。．]?\Z")
_OTHER_TOPIC = re.compile(
    r"(?:また、|さらに、|なお、|そして、)?"
    r"(?:市民|住民|地域住民|町民|村民|区民|事業者|企業|市民活動団体|ＮＰＯ|NPO|議会|議員|国|県)"
    r"(?:等|の皆さん|の皆様)?は、?"
)
_FULL_STOP = re.compile(r"。[。」』）)]*")
_TITLE_WIDTH = 40


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence under its headings, the highest first."""

    text: Traced
    headings: tuple[HeadingLine, ...]


def is_commitment(sentence: str) -> bool:
    """Whether a sentence says that the city, alone or with others, will do something.

    >>> is_commitment("市民一人ひとりが、自らの手で地域をつくっていこうという意識の変革を図ります。")
    True
    >>> is_commitment("財政支援のあり方を検討します。"), is_commitment("整備を進めていきます。")
    (True, True)
    >>> is_commitment("その位置付けを明確にする必要があります。"), is_commitment("連帯意識や共同意識が培われます。")
    (False, False)
    >>> is_commitment("協議会が設立されています。"), is_commitment("市民は、まちづくりに参加します。")
    (False, False)
    """
    text = re.sub(r"[（(][^（）()]*[）)]", "", re.sub(r"\s", "", sentence))
    if _OTHER_TOPIC.match(text):
        return False
    if _INTENTION.search(text):
        return True
    return bool(_ACT.search(text)) and not _DESCRIPTION.search(text)


def list_sentences(lines: Sequence[Traced]) -> Iterator[Sentence]:
    """The sentences of a text, each with the headings above it; words without a full stop are no sentences."""
    headings: tuple[HeadingLine, ...] = ()
    pending: list[Traced] = []
    for line in lines:
        stripped = line.strip()
        if not stripped:
            continue
        heading = parse_heading(stripped)
        if heading and heading.kind not in ("square", "circled") and len(heading.title) <= _TITLE_WIDTH:
            pending = []
            headings = (*(above for above in headings if above.rank < heading.rank), heading)
            continue
        if is_item_start(stripped.text):
            pending = []
        start = 0
        for stop in _FULL_STOP.finditer(stripped.text):
            pending.append(stripped[start : stop.end()])
            yield Sentence(Traced.join(pending).strip(), headings)
            pending, start = [], stop.end()
        pending.append(stripped[start:])


def detect_prose(text: RepairedText) -> float:
    """A low score for any text that commits to something: prose is what is left when no form or table is found."""
    return 0.1 if any(is_commitment(sentence.text.text) for sentence in list_sentences(text.lines)) else 0.0


def read_prose(text: RepairedText) -> tuple[Measure, ...]:
    """One measure per committing sentence that stands under a heading."""
    found = [
        sentence for sentence in list_sentences(text.lines) if sentence.headings and is_commitment(sentence.text.text)
    ]
    tops: dict[str, set[str]] = defaultdict(set)
    for sentence in found:
        tops[_number_path(sentence.headings, with_top=False)].add(sentence.headings[0].line.text)
    counts: Counter[str] = Counter()
    measures = []
    for sentence in found:
        path = _number_path(sentence.headings, with_top=False)
        if len(tops[path]) > 1:
            path = _number_path(sentence.headings, with_top=True)
        counts[path] += 1
        measures.append(_build(sentence, f"{path}-{counts[path]}"))
    return tuple(measures)


def _number_path(headings: tuple[HeadingLine, ...], with_top: bool) -> str:
    below = headings if with_top or len(headings) == 1 else headings[1:]
    numbers = []
    for heading in below:
        plain = heading.number or heading.title.without_blanks().text
        numbers.append(f"({plain})" if heading.kind == "paren" else plain)
    return "-".join(numbers)


def _build(sentence: Sentence, number: str) -> Measure:
    titles = [heading.title for heading in sentence.headings]
    return Measure(
        number=number,
        title=titles[-1],
        policy=titles[0],
        program=titles[1] if len(titles) > 1 else titles[0],
        content=(sentence.text,),
    )
