"""Bytes of a text file to characters, in the encodings in which Japanese plans are found."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from charset_normalizer import from_bytes

from kyodo_analysis.source.errors import InputError

MAX_FILE_BYTES = 200 * 1024 * 1024

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_OTHER_FILES = (
    (b"%PDF-", "is a PDF; give its name the ending .pdf so that it is read as one"),
    (b"PK\x03\x04", "is a Word, Excel or zip file; save it as text or PDF"),
    (b"\xd0\xcf\x11\xe0", "is an old Word or Excel file; save it as text or PDF"),
    (b"\x1f\x8b", "is compressed; unpack it"),
)
_ISO_2022_ESCAPE = re.compile(rb"\x1b(?:\$[@B]|\$\([DOPQ]|\([BIJ])")
_JIS_STRETCH = re.compile(rb"\x1b(\$[@B]|\([BIJ])([^\x1b]*)")
_EUC = re.compile(rb"(?:[\x00-\x7f]|\x8e[\xa1-\xdf]|[\xa1-\xfe][\xa1-\xfe])*")
_EUC_CHARACTER = re.compile(rb"\x8e[\xa1-\xdf]|[\xa1-\xfe][\xa1-\xfe]")
_PLAUSIBLE = re.compile(
    r"[\t\n\f\r\x20-\x7e　-ヿ㈠-㏿一-龠々〆〇！-～ \xa0§±×÷°¶´¨‐-―‘-”†-•…‰′″※℃№℡"
    r"Ⅰ-ⅿ←-⇿∀-⋿①-⓿─-◿★☆♀♂♠-♯✓✔￠-￥豈-﫿]"
)
_ENOUGH = 0.9
_SAMPLE = 100_000


@dataclass(frozen=True, slots=True)
class Decoded:
    """The characters of a file (line ends as in the file), its encoding, and what a reader should know about it."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, name: str) -> Decoded:
    """The text of a file in UTF-8, UTF-16, UTF-32, ISO-2022-JP, EUC-JP or Shift_JIS (CP932).

    A byte order mark decides; otherwise the encodings are tried strictly, the one that excludes most others first.
    Line ends stay as they are. A byte order mark is taken off, so column 0 of line 1 is the first character.

    Raises:
        InputError: when the file is empty, too large, binary, or in none of these encodings.

    >>> decode("協働推進プラン".encode("cp932"), "plan.txt")
    Decoded(text='協働推進プラン', encoding='cp932', notes=('decoded from cp932',))
    """
    if len(data) > MAX_FILE_BYTES:
        raise too_large(name, len(data))
    for magic, explanation in _OTHER_FILES:
        if data.startswith(magic):
            raise InputError(f"{name} {explanation}")
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            for _, text in _strictly(data[len(mark) :], encoding):
                return _describe(text, encoding, name, ("byte order mark taken off",))
            raise InputError(f"{name} begins as {encoding} but is damaged further on; get the file again")
    for encoding, text in _trials(data, name):
        return _describe(text, encoding, name, ())
    # A guess is only named, never used: it would fill the tables with the wrong characters without a trace.
    guess = from_bytes(data[:_SAMPLE]).best()
    hint = f"; it may be {guess.encoding}" if guess else ""
    raise InputError(
        f"{name} is not text in UTF-8 ({_first_bad_byte(data)}), UTF-16, ISO-2022-JP, EUC-JP or Shift_JIS{hint}; "
        "save it as UTF-8 or get the file again"
    )


def too_large(name: str, size: int) -> InputError:
    """The error for a file above the limit."""
    return InputError(
        f"{name} has {size:,} bytes, more than the limit of {MAX_FILE_BYTES:,}; split it or check that it is a plan"
    )


def _trials(data: bytes, name: str) -> Iterator[tuple[str, str]]:
    """(encoding, text) of the readings that hold, the likeliest first."""
    if b"\0" in data:
        # UTF-8 among them: PDF extraction leaves a NUL where a font has no character.
        readings = [*_strictly(data, "utf-8"), *_strictly(data, "utf-16-le"), *_strictly(data, "utf-16-be")]
        likeliest = max(readings, key=lambda reading: _plausibility(reading[1]), default=("", "\0"))
        if _plausibility(likeliest[1]) < _ENOUGH:
            raise InputError(f"{name} is not text but binary (it holds NUL bytes); give a text file or a PDF")
        yield likeliest
        return
    if _ISO_2022_ESCAPE.search(data) and max(data) < 0x80:
        yield from _strictly(data, "iso2022_jp")
        if _EUC.fullmatch(euc := _jis_as_euc(data)):
            yield from _strictly(_euc_as_cp932(euc), "cp932", "iso2022_jp")
        return
    yield from _strictly(data, "utf-8")
    # EUC-JP stands before CP932: nearly every EUC-JP text is also valid CP932 (as half-width katakana), hardly any
    # CP932 text is valid EUC-JP.
    japanese = [*_strictly(data, "euc_jp")]
    if not japanese and _EUC.fullmatch(data):
        japanese += _strictly(_euc_as_cp932(data), "cp932", "euc_jp")
    japanese += _strictly(data, "cp932")
    yield from (reading for reading in japanese if _plausibility(reading[1]) >= _ENOUGH)


def _strictly(data: bytes, codec: str, encoding: str = "") -> Iterator[tuple[str, str]]:
    """The text under the name of its encoding, if every byte can be decoded."""
    try:
        yield encoding or codec, data.decode(codec)
    except UnicodeDecodeError:
        return


def _jis_as_euc(data: bytes) -> bytes:
    def raise_bytes(match: re.Match[bytes]) -> bytes:
        escape, stretch = match.groups()
        if escape in (b"(B", b"(J"):
            return stretch
        mark = b"\x8e" if escape == b"(I" else b""
        return b"".join(mark + bytes([byte | 0x80]) if byte > 0x20 else bytes([byte]) for byte in stretch)

    return _JIS_STRETCH.sub(raise_bytes, data)


def _euc_as_cp932(data: bytes) -> bytes:
    """EUC-JP moved into Shift_JIS, for the ① and 髙 of Windows files, which Python's EUC-JP and ISO-2022-JP refuse."""

    def move(match: re.Match[bytes]) -> bytes:
        lead, trail = match[0]
        if lead == 0x8E:
            return match[0][1:]
        row, cell = lead - 0xA0, trail - 0xA0
        first = (row + 1 >> 1) + (0x80 if row < 63 else 0xC0)
        second = cell + 0x9E if row % 2 == 0 else cell + 0x3F + (cell > 63)
        return bytes((first, second))

    return _EUC_CHARACTER.sub(move, data)


def _plausibility(text: str) -> float:
    """The share of characters that a Japanese plan may well hold (half-width katakana not among them), 0 to 1."""
    sample = text[:_SAMPLE]
    return len(_PLAUSIBLE.findall(sample)) / len(sample) if sample else 1.0


def _first_bad_byte(data: bytes) -> str:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return f"byte {error.start + 1} in line {line} is wrong"
    return "its escape sequences are damaged"


def _describe(text: str, encoding: str, name: str, notes: tuple[str, ...]) -> Decoded:
    if not text or text.isspace():
        raise InputError(f"{name} is empty; give the plan's text")
    found = list(notes)
    if encoding != "utf-8":
        found.insert(0, f"decoded from {encoding}")
    if "\r\n" in text:
        found.append("lines end with CR LF")
    elif "\r" in text and "\n" not in text:
        found.append("lines end with CR alone, so the file counts as one line; save it with LF line ends")
    return Decoded(text, encoding, tuple(found))
