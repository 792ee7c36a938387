"""Lines of PDFs."""

import hashlib

import matplotlib
import pytest

matplotlib.use("pdf")

import matplotlib.pyplot as plt
import matplotlib_fontja  # noqa: F401  (registers a Japanese font)
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.lines import Line2D

from kyodo_analysis.source.corpus import read_source
from kyodo_analysis.source.errors import InputError
from kyodo_analysis.source.pdf import read_pdf

WIDTH, HEIGHT = 432, 576


def write_line(figure, x, y, text, shifts=(0,)):
    """Print a line at points from the lower left corner, once for every shift to the right."""
    for shift in shifts:
        figure.text((x + shift) / WIDTH, y / HEIGHT, text, fontsize=12)


def rule_grid(figure, columns, rows):
    for x in columns:
        figure.add_artist(Line2D([x / WIDTH] * 2, [rows[0] / HEIGHT, rows[-1] / HEIGHT], color="black", linewidth=0.8))
    for y in rows:
        figure.add_artist(
            Line2D([columns[0] / WIDTH, columns[-1] / WIDTH], [y / HEIGHT] * 2, color="black", linewidth=0.8)
        )


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    """Two pages: overprinted headings and a ruled table, then a frame around text."""
    path = tmp_path_factory.mktemp("pdf") / "plan.pdf"
    with pytest.MonkeyPatch.context() as patch, plt.rc_context({"pdf.fonttype": 42, "font.family": "IPAexGothic"}):
        patch.setenv("SOURCE_DATE_EPOCH", "0")
        with PdfPages(path) as pages:
            page = plt.figure(figsize=(WIDTH / 72, HEIGHT / 72))
            write_line(page, 40, 530, "協働のまちづくり 日々 11ヶ所・・・", shifts=(0, 0.4, 0.8, 1.0))
            write_line(page, 40, 500, "重要目標", shifts=(0, 3))
            write_line(page, 40, 470, "本文の行です。")
            rule_grid(page, (40, 120, 400), (200, 380, 420))
            write_line(page, 46, 395, "項目")
            write_line(page, 126, 395, "内容")
            write_line(page, 46, 360, "拠点の整備")
            write_line(page, 126, 360, "活動の拠点を整備し、充実させるとともに、あり")
            write_line(page, 126, 340, "方を検討します。")
            write_line(page, 126, 320, "・随時見直し")
            write_line(page, 126, 300, "協働推進課")
            write_line(page, 126, 280, "管財課")
            write_line(page, 40, 150, "表の後の行")
            pages.savefig(page)
            plt.close(page)
            page = plt.figure(figsize=(WIDTH / 72, HEIGHT / 72))
            rule_grid(page, (40, 400), (400, 540))
            write_line(page, 60, 500, "囲みの中の文")
            write_line(page, 60, 470, "つづき")
            pages.savefig(page)
            plt.close(page)
    return path


def test_lines_pages_and_tables_in_reading_order(plan):
    source = read_pdf(plan)
    assert source.lines == (
        "\f協働のまちづくり 日々 11ヶ所・・・",
        "重要目標",
        "本文の行です。",
        "項目\t内容",
        "拠点の整備\t活動の拠点を整備し、充実させるとともに、あり方を検討します。 ・随時見直し 協働推進課 管財課",
        "表の後の行",
        "\f囲みの中の文",
        "つづき",
    )
    assert source.encoding == "pdf"
    assert source.notes == ("text of 2 pages taken from a PDF",)
    assert source.sha256 == hashlib.sha256(plan.read_bytes()).hexdigest()


def test_a_pdf_is_read_whatever_its_name(plan, tmp_path):
    renamed = tmp_path / "plan.txt"
    renamed.write_bytes(plan.read_bytes())
    assert read_source(renamed) == read_source(plan)


def test_text_with_the_name_of_a_pdf(tmp_path):
    path = tmp_path / "plan.pdf"
    path.write_text("協働推進プラン", encoding="utf-8")
    with pytest.raises(InputError, match=r"plan\.pdf is not a PDF although its name says so"):
        read_source(path)


def test_limits(plan):
    with pytest.raises(InputError, match="has 2 pages, more than the limit of 1"):
        read_pdf(plan, max_pages=1)
    with pytest.raises(InputError, match="takes too long, page 1 of 2"):
        read_pdf(plan, max_seconds=-1)


def test_damaged_files(plan, tmp_path):
    data = plan.read_bytes()
    path = tmp_path / "broken.pdf"
    for broken in (data[:2000], data[:-300], b"%PDF-1.4\n", data.replace(b"FlateDecode", b"FlateDecodX")):
        path.write_bytes(broken)
        with pytest.raises(InputError, match=r"broken\.pdf is damaged .*; get the file again") as caught:
            read_pdf(path)
        assert "\n" not in str(caught.value)


def test_an_encrypted_file(tmp_path):
    path = tmp_path / "locked.pdf"
    key = b"<" + b"00" * 32 + b">"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[]/Count 0>>",
        b"<</Filter/Standard/V 1/R 2/O " + key + b"/U " + key + b"/P -4>>",
    ]
    data = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj" % number + content + b"endobj\n"
    start = len(data)
    data += b"xref\n0 4\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    data += b"trailer<</Size 4/Root 1 0 R/Encrypt 3 0 R/ID[<00><00>]>>\nstartxref\n%d\n%%%%EOF\n" % start
    path.write_bytes(data)
    with pytest.raises(InputError, match=r"locked\.pdf is encrypted; save a copy without a password"):
        read_pdf(path)


def test_a_scan_without_text(tmp_path):
    path = tmp_path / "scan.pdf"
    page = plt.figure(figsize=(2, 2))
    rule_grid(page, (10, 100), (10, 100))
    page.savefig(path)
    plt.close(page)
    with pytest.raises(InputError, match="holds no text, only pictures"):
        read_pdf(path)
