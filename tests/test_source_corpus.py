"""Lines of files."""

import errno
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyodo_analysis.source import corpus
from kyodo_analysis.source.corpus import cut_lines, read_source, read_text_file
from kyodo_analysis.source.errors import InputError


def test_lines_are_cut_at_line_feeds_only(tmp_path):
    path = tmp_path / "plan.txt"
    data = "\n年度別実行計画\r\n目\u2028的\x0c推進\x85内容\n\n".encode()
    path.write_bytes(data)
    source = read_text_file(path)
    assert source.lines == ("", "年度別実行計画\r", "目\u2028的\x0c推進\x85内容", "")
    assert source.sha256 == hashlib.sha256(data).hexdigest()
    assert source.notes == ("lines end with CR LF",)


def test_a_last_line_without_line_feed_counts(tmp_path):
    path = tmp_path / "plan.txt"
    path.write_text("目的\n内容", encoding="utf-8")
    assert read_text_file(path).lines == ("目的", "内容")


def test_lines_are_the_same_in_another_encoding(tmp_path):
    text = "推進項目\n□市民 ■行政\n実施 → →\n"
    for codec in ("utf-8", "utf-16", "cp932"):
        (tmp_path / codec).write_bytes(text.encode(codec))
    assert {read_text_file(tmp_path / codec).lines for codec in ("utf-8", "utf-16", "cp932")} == {
        ("推進項目", "□市民 ■行政", "実施 → →")
    }


@pytest.mark.parametrize("reader", [read_text_file, read_source])
def test_missing_files_and_folders_are_named(tmp_path, reader):
    with pytest.raises(InputError, match=r"missing\.txt does not exist; check the path"):
        reader(tmp_path / "missing.txt")
    with pytest.raises(InputError, match="is a folder"):
        reader(tmp_path)


def test_unreadable_files_are_named(tmp_path, monkeypatch):
    path = tmp_path / "plan.txt"
    path.write_text("計画", encoding="utf-8")

    def refuse(self):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(type(path), "read_bytes", refuse)
    with pytest.raises(InputError, match=r"plan\.txt may not be opened; change its permissions"):
        read_text_file(path)


def test_a_file_above_the_limit_is_not_even_read(tmp_path, monkeypatch):
    path = tmp_path / "plan.txt"
    path.write_text("計画" * 10, encoding="utf-8")
    monkeypatch.setattr(corpus, "MAX_FILE_BYTES", 10)
    with pytest.raises(InputError, match="has 60 bytes"):
        read_text_file(path)


def test_a_pdf_is_known_by_its_first_bytes(tmp_path):
    path = tmp_path / "plan.txt"
    path.write_bytes(b"%PDF-1.4\nnothing")
    with pytest.raises(InputError, match="is damaged"):
        read_source(path)


def test_a_line_that_no_page_can_hold_is_refused(tmp_path):
    path = tmp_path / "plan.txt"
    path.write_text("目的\n" + "協働" * 50_000, encoding="utf-8")
    assert [len(line) for line in read_source(path).lines] == [2, 100_000]
    path.write_text("目的\n" + "協働" * 50_001 + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"line 2 has 100,002 characters, more than the limit of 100,000; break it"):
        read_source(path)
    path.write_text("協働推進\r" * 20_001, encoding="utf-8", newline="")
    with pytest.raises(InputError, match="its lines may end with CR alone; break it"):
        read_source(path)


@given(st.text(min_size=1))
def test_lines_rejoin_to_the_text(text):
    lines = cut_lines(text)
    assert "\n".join(lines) + ("\n" if text.endswith("\n") else "") == text
    assert not any("\n" in line for line in lines)
