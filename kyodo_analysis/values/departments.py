"""Departments (担当課, 担当部署, 関係部署) as printed to departments one by one.

Decisions, taken as a reader would who knows how offices are named but not which offices this municipality has:

- ・ and blanks inside a name stay (生涯学習・スポーツ振興課); they divide only after the ending of a name.
- A bureau printed before its section (市民部協働推進課, 市民部　協働推進課) is part of the name and also its `parent`.
  A bureau apart from its sections (福祉部（福祉課・高齢課）, 総務部（全課）, 【市民部】協働課) is only their `parent`.
- A section with one part of it (協働推進課　協働係, 総務課（人事係）) is one department named by the whole, the section
  its parent.
- Remarks in brackets (旧…, …を除く, counts, years, roles) and 等, ほか, 他 after a name are no part of it; （仮称） is.
- What stands before a colon and ends as no office (窓口：市民課) is a label.
- Departments named in brackets after an equal (全課（取りまとめ：企画課）) are departments of their own.
- Generic names name nobody in particular (関係課, 各課, 全庁, 補助金所管課, 市民部各課); each office of a kind (各支所)
  is somebody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from kyodo_analysis.values.department_marks import one_spelling
from kyodo_analysis.values.department_names import is_complete_name, is_generic_name, rank_of
from kyodo_analysis.values.department_pieces import Piece, join_bureaus
from kyodo_analysis.values.department_scan import scan_departments
from kyodo_analysis.values.department_words import LABELS

_NOBODY: Final = re.compile(
    r"[-－‐–—―ー〃/／\s]*|(?:(?:担当|所管|主管|関係)(?:課|部署))?(?:未定|なし|無し|該当なし|特になし|検討中|調整中|同上|同左|未設置"
    r"|(?:今後|別途|後日)(?:決定|検討|調整|協議)?)"
)
_SENTENCE: Final = re.compile(
    r"。|(?:ます|です|でした|ました|ません|ください|する|した|しない|される|された|行う|図る|進める|努める|設ける|定める"
    r"|求める|決める|担う|関わる|取り組む|である|[でに](?:実施|対応|検討))(?=$|[、，,・\s）)])"
    r"|(?!.{1,8}を.{1,8}[課室]$)(?=.*[一-龥ァ-ヶー]を[一-龥ぁ-んァ-ヶ])"
    r"|が(?:中心|主体|担当|行|実施|連携|対応|所管|協力|推進|窓口|事務局|幹事)|[一-龥]は[一-龥].*[課部局室]$"
    r"|(?:により|による|について|において|に関する|に対し|として|に応じ|に基づ|ながら|とともに|と連携して)(?!.*[課部局室]$)"
    r"|[課部局室](?:と(?:の)?(?:協議|連携|調整|協力|検討|相談)|[でにへ][^課部局室、，,・]*(?<![係班当館所園校ー]))$"
)
_CLOSING_STOP: Final = re.compile(r"(?<=[課部局室所館係])。$")
_SOMETHING_ELSE: Final = re.compile(
    r"^(?:随時|適宜|通年|順次|当面|毎[年月週日]度?|[未継]続|継続実施|実施済み?|実施中|検討中?"
    r"|(?:平成|令和|昭和).*|[0-9].*[年月日回件人%％度])$"
    r"|(?:への|からの|との|[一-龥ァ-ヶー]の)[一-龥]{2,}$"
)
_IN_CHARGE: Final = re.compile(
    r"を(?:中心|主体|主)(?:に|と)(?:して|した|する)?(?!.*[をがは])|を(?:はじめ|始め)(?:として|とする|とした)?(?!.*[をが])"
)
_PROSE: Final = re.compile(
    r".{26}|[0-9](?:月|日|回|年)|[一-龥ァ-ヶー]が(?![丘関島浦原谷崎岡池森峰台浜岳根瀬野里沢淵城峠])[一-龥ァ-ヶ]"
    r"|(?:した|する|れた|れる|ている|である)(?!各?[課部])[一-龥ァ-ヶ]"
)
_GENERIC_OFFICES: Final = ("課", "部", "局", "室", "係", "所属", "部署", "庁", "庁内", "職場", "長", "課等", "かい")
_GROUPS: Final = ("グループ", "チーム", "クラブ", "サロン", "ホール", "プロジェクト", "区")
_LONGEST_CELL: Final = 1000
_LONGEST_LINE: Final = 200
_TITLE_MARK: Final = re.compile(r"\s*(?:[①-⑳㉑-㉟]|[(（][0-9０-９]{1,2}[)）])")


@dataclass(frozen=True, slots=True)
class Department:
    """A department as printed. `name` is free of blanks, marks and remarks, and of one character width."""

    printed: str
    name: str
    generic: bool
    lead: bool = False
    parent: str | None = None


def split_departments(printed: str) -> list[Department]:
    """The departments that a cell names, in order.

    >>> [department.name for department in split_departments("生涯学習・スポーツ振興課・関係課")]
    ['生涯学習・スポーツ振興課', '関係課']
    >>> [department.name for department in split_departments("・総合支所\\n・地域交流セ\\nンター")]
    ['総合支所', '地域交流センター']
    >>> [(department.name, department.parent) for department in split_departments("福祉部（福祉課、高齢課）")]
    [('福祉課', '福祉部'), ('高齢課', '福祉部')]
    >>> [department.generic for department in split_departments("行革推進課・各課")]
    [False, True]

    Raises ValueError with the text when the cell is empty, names nobody (未定) or is a sentence.
    """
    return [
        Department(
            printed[piece.indexes[0] : piece.indexes[-1] + 1],
            piece.name,
            is_generic_name(piece.name),
            piece.lead,
            piece.parent or None,
        )
        for piece in _read(printed)
    ]


def split_spans(printed: str) -> list[tuple[int, int]]:
    """Where the departments of a cell stand, as half-open ranges: marks and separators outside, line ends within a
    wrapped name inside.

    >>> text = "・協働推進課\\n・地域交流セ\\nンター"
    >>> [text[start:end] for start, end in split_spans(text)]
    ['協働推進課', '地域交流セ\\nンター']

    Raises ValueError as `split_departments` does.
    """
    return [(piece.indexes[0], piece.indexes[-1] + 1) for piece in _read(printed)]


def split_entries(printed: str) -> list[tuple[int, int]]:
    """The ranges to cut a cell at: its names, or the whole cell where a name alone loses what the cell says of it.

    The office in charge (◎, 【主】) and a bureau before a bracket are said outside the names.

    >>> [split_entries(text) for text in ("協働推進課、財政課", "◎協働推進課、○財政課", "福祉部（福祉課）")]
    [[(0, 5), (6, 9)], [(0, 11)], [(0, 8)]]

    Raises ValueError as `split_departments` does.
    """
    pieces = _read(printed)
    if any(piece.lead or (piece.parent and piece.parent not in piece.name) for piece in pieces):
        return [(0, len(printed))]
    return [(piece.indexes[0], piece.indexes[-1] + 1) for piece in pieces]


def is_department_list(text: str) -> bool:
    """Whether a cell or line holds departments, rather than a title, a heading of the column, or prose.

    >>> [is_department_list(line) for line in ("協働推進課・関係課", "地域交流センターの整備", "担当課", "ンター")]
    [True, False, False, False]
    """
    if len(text) > _LONGEST_LINE:
        return False
    try:
        names = [piece.name for piece in _read(text)]
    except ValueError:
        return False
    if len(names) == 1 and (names[0] in LABELS or _TITLE_MARK.match(text)):
        return False
    if not all(is_complete_name(name) or name == "職員" for name in names) or any(map(_PROSE.search, names)):
        return False
    return any(map(_is_administrative, names))


def _is_administrative(name: str) -> bool:
    """Whether a name is that of an office, not of a group, a meeting or people."""
    if is_generic_name(name):
        return name.endswith(_GENERIC_OFFICES)
    return rank_of(name) > 0 and not name.endswith(_GROUPS)


def is_complete_department(text: str) -> bool:
    """Whether a text ends where a department's name can end, and is not the first part of a wrapped name.

    >>> [is_complete_department(text) for text in ("市民活動支援センター", "関係各課", "地域交流セ", "ふるさと産業")]
    [True, True, False, False]
    """
    try:
        return is_complete_name(_read(text)[-1].name)
    except ValueError:
        return False


def _says_something_else(names: list[str]) -> bool:
    """Whether no name is an office's and one is a time, an amount, or a phrase about what is done (広報紙への掲載)."""
    return not any(map(is_complete_name, names)) and any(map(_SOMETHING_ELSE.search, names))


def _read(printed: str) -> list[Piece]:
    if len(printed) > _LONGEST_CELL:
        raise ValueError(f"too long for a departments cell: {printed[:40]!r}…")
    text = one_spelling(printed)
    plain = re.sub(r"（[^（）]*）", "", re.sub(r"[ \u3000\n\r\t]+", "", text))
    if _NOBODY.fullmatch(plain) and not re.search(r"（.*[課部局室]", text):
        raise ValueError(f"no department in {printed!r}")
    plain = _CLOSING_STOP.sub("", plain)
    if _SENTENCE.search(_IN_CHARGE.sub("・", plain)) and not is_generic_name(plain):
        raise ValueError(f"a sentence, not departments: {printed!r}")
    pieces = join_bureaus(scan_departments(text))
    if not pieces or _says_something_else([piece.name for piece in pieces]):
        raise ValueError(f"no department in {printed!r}")
    return pieces
