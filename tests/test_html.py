"""Portal pages: the document without the page around it, tables and line breaks kept."""

from __future__ import annotations

import pytest

from pipeline.errors import LimitExceeded, UnreadableInput
from pipeline.ingest import html
from pipeline.ingest.encodings import decode_font
from pipeline.normalize import normalize
from pipeline.process import extract_source

LETTERHEAD = """<table><tr><td><p>UBND HUYỆN LÂM SƠN<br>PHÒNG NỘI VỤ</p></td><td>
<p><b>CỘNG HÒA XÃ HỘI</b> CHỦ NGHĨA VIỆT NAM</p>
<p>Độc lập - Tự do - Hạnh phúc</p></td></tr>
<tr><td>Số: 21/KH-PNV</td><td><i>Lâm Sơn, ngày 04 tháng 5 năm 2022</i></td></tr>
</table>"""
CLOSING = """<table width="100%"><tr><td><b>Nơi nhận:</b><br>- UBND huyện (b/c);<br>- Lưu: VT.</td>
<td><p>TRƯỞNG PHÒNG</p><p>&nbsp;</p><p>Đỗ Thị Hòa</p></td></tr></table>"""
BODY = """<p>KẾ HOẠCH</p><p>Kiểm tra công vụ năm 2022</p><p>Căn cứ <a href="/vb/9">Quyết định số 12/QĐ-UBND</a> ngày
03/01/2022 của UBND huyện;</p>
<p><b>I. MỤC ĐÍCH</b></p><p>1. Kiểm tra ít nhất 05 xã, &ldquo;không báo trước&rdquo;.</p>"""
PAGE = f"""<!DOCTYPE html><html><head><title>Cổng thông tin</title><style>p {{ color: red }}</style></head><body>
<div class="header"><a href="/">Trang chủ</a> Chào mừng bạn đến với cổng thông tin điện tử</div>
<nav><ul><li><a href="/1">Giới thiệu</a></li><li><a href="/2">Văn bản</a></li></ul></nav>
<div id="wrap"><div class="left"><ul><li><a href="/a">Kế hoạch số 99/KH-UBND về lễ hội</a></li></ul></div>
<div class="main"><h1>Kế hoạch kiểm tra công vụ</h1><span>Lượt xem: 842</span>
<div class="detail">{LETTERHEAD}{BODY}{CLOSING}</div></div></div>
<div class="related"><h3>Văn bản liên quan</h3><a href="/x">Quyết định số 55/QĐ-UBND</a></div>
<script>var a = "Nghị định số 1/2020/NĐ-CP";</script>
<div style="display:none">ẩn</div><footer>Bản quyền</footer></body></html>"""


def read(page: str, encoding: str = "utf-8") -> list[str]:
    return [x for x in html.read_bytes(page.encode(encoding), "p.html").raw.split("\n") if x]


def test_the_document_is_taken_out_of_the_page() -> None:
    assert read(PAGE) == [
        "UBND HUYỆN LÂM SƠN", "PHÒNG NỘI VỤ", "Số: 21/KH-PNV", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc", "Lâm Sơn, ngày 04 tháng 5 năm 2022", "KẾ HOẠCH", "Kiểm tra công vụ năm 2022",
        "Căn cứ Quyết định số 12/QĐ-UBND ngày 03/01/2022 của UBND huyện;", "I. MỤC ĐÍCH",
        "1. Kiểm tra ít nhất 05 xã, “không báo trước”.", "Nơi nhận:", "- UBND huyện (b/c);", "- Lưu: VT.",
        "TRƯỞNG PHÒNG", "Đỗ Thị Hòa",
    ]  # fmt: skip


def test_its_facts_point_to_paragraphs() -> None:
    record = extract_source(html.read_bytes(PAGE.encode(), "p.html"))
    assert record.document.number == "21/KH-PNV"
    assert [c.number for c in record.citations] == ["12/QĐ-UBND"]
    start, end = record.offsets.raw(record.citations[0].start, record.citations[0].end)
    assert [list(b) for b in record.source.boxes(start, end)] == [["paragraph"]]


def test_a_document_without_letterhead_is_found_by_its_text() -> None:
    body = "".join(
        f"<p>{n}. Các phòng, ban rà soát thủ tục thuộc thẩm quyền, báo cáo trước ngày 1/{n}.</p>" for n in range(1, 9)
    )
    links = "".join(f'<li><a href="/{n}">Tin số {n} trong ngày, đọc thêm tại đây</a></li>' for n in range(30))
    page = f"<div class='left-col'><ul>{links}</ul></div><div><h2>Rà soát thủ tục</h2><article>{body}</article></div>"
    found = read(page)
    assert len(found) in (8, 9)
    assert not any("Tin số" in x for x in found)


def test_a_page_set_in_a_table_is_gone_into_and_a_data_table_is_not() -> None:
    page = f"<body><table><tr><td><a href='/'>Tin</a></td><td>{LETTERHEAD}{BODY}</td></tr></table></body>"
    assert read(page)[0] == "UBND HUYỆN LÂM SƠN"
    rows = "".join(
        f"<tr><td>{n}</td><td>Nhiệm vụ số {n} cần làm xong trong năm</td><td>Sở Y tế</td></tr>" for n in range(30)
    )
    page = f"<body><div><p>Trước bảng.</p><table border='1'>{rows}</table><p>Sau bảng.</p></div></body>"
    found = read(page)
    assert (found[0], found[1], found[-1]) == (
        "Trước bảng.",
        "0 | Nhiệm vụ số 0 cần làm xong trong năm | Sở Y tế",
        "Sau bảng.",
    )


def test_cells_merged_over_rows_and_columns() -> None:
    page = """<table border="1"><thead><tr><th rowspan="2">TT</th><th colspan="2">Cơ quan</th></tr>
    <tr><th>Chủ trì</th><th>Phối hợp</th></tr></thead><tbody><tr><td>1</td>
    <td rowspan=2>Sở Tư pháp<br/>(Phòng A)</td><td>Sở Y tế</td>
    </tr><tr><td>2</td><td>Công an</td></tr></tbody></table>"""
    assert read(page) == [
        "TT | Cơ quan | ", "|  | Chủ trì | Phối hợp", "1 | Sở Tư pháp (Phòng A) | Sở Y tế", "2 |  | Công an",
    ]  # fmt: skip


def test_a_letter_s_subject_before_the_national_name_is_kept_and_the_page_s_own_words_are_not() -> None:
    head = [
        "UBND HUYỆN LÂM SƠN",
        "Số: 9/UBND-NV",
        "V/v rà soát",
        "thủ tục hành chính",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    ]
    page = (
        "<h1>Công văn rà soát thủ tục</h1><p>Lượt xem: 5</p>"
        + "".join(f"<p>{x}</p>" for x in head)
        + "<p>Kính gửi: A</p>"
    )
    assert read(f"<body><div>{page}</div></body>") == [*head, "Kính gửi: A"]


def test_tabs_inside_a_line_part_columns_and_those_of_the_source_do_not() -> None:
    assert read("<div>\n\t\t<p>Số: 5/KH\tLâm Sơn,\n\t\tngày 4</p></div>") == ["Số: 5/KH\tLâm Sơn, ngày 4"]


def test_lists_get_the_marks_that_a_browser_prints() -> None:
    page = """<div><ol type="I"><li>Mục tiêu<ol start="3"><li>Chung</li><li>Riêng</li></ol></li></ol>
    <ol type="a"><li>Rà soát</li></ol><ul><li>Điểm</li><li>- đã có gạch</li></ul></div>"""
    assert read(page) == ["I. Mục tiêu", "3. Chung", "4. Riêng", "a. Rà soát", "• Điểm", "- đã có gạch"]


def test_marks_of_footnotes_are_left_out_of_the_sentence() -> None:
    page = """<div><p>Theo Đề án<a href="#_ftn1" name="_ftnref1">[1]</a> đã duyệt.</p>
    <p><a href="#_ftnref1" name="_ftn1">[1]</a> Quyết định số 5/QĐ-UBND.</p></div>"""
    assert read(page) == ["Theo Đề án đã duyệt.", "[1] Quyết định số 5/QĐ-UBND."]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
def test_character_sets(encoding: str) -> None:
    import unicodedata

    words = "Ủy ban nhân dân huyện xây dựng kế hoạch cải cách hành chính"
    declared = f'<html><head><meta charset="windows-1252"></head><body><p>{words}</p></body></html>'
    if encoding == "cp1258":
        # cp1258 keeps the tone marks apart and the letters with hat, horn or breve together.
        declared = "".join(
            c if (c := ch).isascii() else unicodedata.normalize("NFC", d[:-1]) + d[-1]
            if (d := unicodedata.normalize("NFD", ch))[-1] in "\u0300\u0301\u0303\u0309\u0323" and len(d) > 1
            else unicodedata.normalize("NFC", d[:1] + d[2:]) + d[1] if len(d) > 2 else c
            for ch in declared
        )  # fmt: skip
    source = html.read_bytes(declared.encode(encoding), "p.html")
    assert normalize(source.raw)[0].text == words


def test_fonts_of_old_encodings() -> None:
    page = """<p><font face=".VnTime">KÕ ho¹ch c¶i c¸ch</font> <span style="font-family: .VnTimeH">hµnh chÝnh</span>
    năm các</p>"""
    assert read(page) == ["Kế hoạch cải cách HÀNH CHÍNH năm các"]
    assert decode_font("quận và phường", "VNI-Times") == "quận và phường"


def test_a_saved_page_with_its_images_is_read() -> None:
    page = (
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=B\n\n--B\n"
        "Content-Type: text/html; charset=utf-8\n"
        "Content-Transfer-Encoding: 8bit\n\n<html><body><p>Kế hoạch số 7</p></body></html>\n--B--\n"
    )
    assert read(page) == ["Kế hoạch số 7"]


def test_a_page_that_only_scripts_fill_says_so() -> None:
    with pytest.raises(UnreadableInput, match="loaded by scripts"):
        read("<html><body><div id='root'></div><script>draw()</script></body></html>")


def test_deep_nesting_is_read_or_refused() -> None:
    assert "sâu" in read("<body>" + "<div>" * 900 + "<p>sâu</p>")[0]
    assert read("<body><p>trên</p>" + "<table><tr><td>" * 200 + "đáy")[0] == "trên"
    with pytest.raises(LimitExceeded, match="nested"):
        read("<body>" + "<div>" * 5000 + "<p>sâu</p>")
