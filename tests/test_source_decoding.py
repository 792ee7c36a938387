"""Decoding the bytes of plans."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyodo_analysis.source import decoding
from kyodo_analysis.source.decoding import decode
from kyodo_analysis.source.errors import InputError

PAGE = (
    "推進方針 Ⅰ 参加しやすく、活動しやすい環境づくりを進めます\n整理番号 Ⅰ - (1) - ① 種 別 新規 担当課\n"
    "□市民 □地域コミュニティ ■市民活動団体 □事業者 □教育機関 □行政\n"
    "Ｈ25 H26 H28 H29\n実施 → → →\n随時～平成２０年度－１回程度\n"
)
JIS_ONLY = "市民一人ひとりが地域づくりに関心を持ち、協働のまちづくりを進めます。\nＮＰＯ法人と事業者\n"


def as_windows_euc(text: str) -> bytes:
    """The text in the EUC-JP that Windows programs write (CP51932), row and cell of CP932 moved up."""
    moved = bytearray()
    for character in text:
        code = character.encode("cp932")
        if len(code) == 1:
            moved += code if code < b"\x80" else b"\x8e" + code
            continue
        lead, trail = code
        row = (lead - (0x80 if lead < 0xA0 else 0xC0)) * 2 - (trail < 0x9F)
        cell = trail - 0x9E if trail >= 0x9F else trail - 0x3F - (trail > 0x7E)
        moved += bytes((row + 0xA0, cell + 0xA0))
    return bytes(moved)


@pytest.mark.parametrize(
    ("codec", "encoding", "note"),
    [
        ("utf-8", "utf-8", None),
        ("utf-8-sig", "utf-8", "byte order mark taken off"),
        ("utf-16", "utf-16-le", "byte order mark taken off"),
        ("utf-16-le", "utf-16-le", "decoded from utf-16-le"),
        ("utf-16-be", "utf-16-be", "decoded from utf-16-be"),
        ("utf-32", "utf-32-le", "decoded from utf-32-le"),
        ("cp932", "cp932", "decoded from cp932"),
    ],
)
def test_every_character_of_a_plan_comes_through(codec, encoding, note):
    decoded = decode(PAGE.encode(codec), "plan.txt")
    assert decoded.text == PAGE
    assert decoded.encoding == encoding
    assert (note in decoded.notes) if note else decoded.notes == ()


@pytest.mark.parametrize("codec", ["euc_jp", "iso2022_jp", "shift_jis"])
def test_text_within_jis_x_0208(codec):
    decoded = decode(JIS_ONLY.encode(codec), "plan.txt")
    assert decoded.text == JIS_ONLY
    assert decoded.encoding == {"shift_jis": "cp932"}.get(codec, codec)


def test_euc_jp_with_the_characters_of_windows():
    text = PAGE + "髙山・ｱｸｼｮﾝ"
    decoded = decode(as_windows_euc(text), "plan.txt")
    assert (decoded.text, decoded.encoding) == (text, "euc_jp")


def test_iso_2022_jp_with_the_characters_of_windows():
    decoded = decode(b"\x1b$B\x2d\x21\x36\x28\x46\x2f\x1b(B No.1\n\x1b(I1\x1b(B", "plan.txt")
    assert (decoded.text, decoded.encoding) == ("①協働 No.1\nｱ", "iso2022_jp")


def test_line_ends_stay_and_are_noted():
    assert decode("目的\r\n内容\r\n".encode(), "plan.txt").text == "目的\r\n内容\r\n"
    assert decode("目的\r\n内容\r\n".encode(), "plan.txt").notes == ("lines end with CR LF",)
    assert "CR alone" in decode("目的\r内容\r".encode(), "plan.txt").notes[0]
    assert decode("目的\x0c\u2028内容\n".encode(), "plan.txt").notes == ()


def test_a_stray_nul_does_not_make_text_binary():
    assert decode((PAGE + "地域\0づくり").encode(), "plan.txt").encoding == "utf-8"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        ("　\n\t\n".encode(), "is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0", "binary"),
        (bytes(range(256)) * 4, "binary"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "is a PDF"),
        (b"PK\x03\x04\x14\0\x06\0", "Word, Excel or zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Word or Excel"),
        ("協働\n推進".encode()[:-1], "byte 11 in line 2 is wrong"),
        ("地域づくり".encode("utf-16")[:-1], "begins as utf-16-le but is damaged"),
        (bytes(range(128, 256)) * 4, "not text in UTF-8"),
        (b"\x1b$B\x46", "escape sequences are damaged"),
    ],
)
def test_what_is_no_text_is_refused_in_one_line(data, message):
    with pytest.raises(InputError, match=message) as caught:
        decode(data, "raw/plan.txt")
    assert str(caught.value).startswith("raw/plan.txt ")
    assert "\n" not in str(caught.value)


def test_a_file_above_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(decoding, "MAX_FILE_BYTES", 10)
    with pytest.raises(InputError, match=r"plan.txt has 12 bytes, more than the limit of 10"):
        decode("協働推進".encode(), "plan.txt")


@given(st.text(st.sampled_from(sorted(set(PAGE + JIS_ONLY) - {"\n"})), min_size=1))
def test_any_utf_8_text_comes_back(text):
    text = "協働" + text
    assert decode(text.encode(), "plan.txt").text == text


@given(st.text(st.characters(min_codepoint=0x3041, max_codepoint=0x3093), min_size=2))
def test_hiragana_is_told_apart_in_the_older_encodings(text):
    for codec in ("cp932", "euc_jp", "iso2022_jp"):
        assert decode(text.encode(codec), "plan.txt").text == text
