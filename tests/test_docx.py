"""What a Word file prints is what is read: numbers, tables, boxes, changes, fields, old fonts."""

from __future__ import annotations

import importlib
import io
import os
import zipfile
from typing import Any

import pytest

from pipeline.ingest import docx
from pipeline.ingest.docx.numbering import symbol
from pipeline.ingest.numerals import written
from pipeline.normalize import normalize
from pipeline.process import extract_source
from tests.docx_maker import cell, document, level, numbering, paragraph, run, table, zipped

_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"


def lines(data: bytes) -> list[str]:
    return [x for x in docx.read_bytes(data, "plan.docx").raw.split("\n") if x.strip()]


def numbered(
    *paragraphs: str, abstract: str, more: dict[int, tuple[int, str]] | None = None, **parts: str
) -> list[str]:
    numbers = {1: (0, "")} | (more or {})
    return lines(document(*paragraphs, numbering=numbering({0: abstract}, numbers), **parts))


OUTLINE = level(0, "upperRoman", "%1.") + level(1, "decimal", "%2.") + level(2, "decimal", "%2.%3.") + level(
    3, "lowerLetter", "%4)"
) + level(4, "bullet", "-")  # fmt: skip


def test_numbers_of_several_levels_and_their_restarts() -> None:
    found = numbered(
        *(
            paragraph(words, number=(1, depth))
            for words, depth in (
                ("MỤC TIÊU", 0), ("Chung", 1), ("Cụ thể", 1), ("Về hồ sơ", 2), ("Về tổ chức", 2), ("trực tuyến", 3),
                ("đúng hạn", 3), ("gạch", 4), ("NHIỆM VỤ", 0), ("Đào tạo", 1), ("Lớp học", 2),
            )
        ),
        abstract=OUTLINE,
    )  # fmt: skip
    assert found == [
        "I. MỤC TIÊU", "1. Chung", "2. Cụ thể", "2.1. Về hồ sơ", "2.2. Về tổ chức", "a) trực tuyến", "b) đúng hạn",
        "- gạch", "II. NHIỆM VỤ", "1. Đào tạo", "1.1. Lớp học",
    ]  # fmt: skip


def test_a_level_that_never_restarts_and_legal_numbers() -> None:
    abstract = level(0, "upperRoman", "%1.") + level(1, "decimal", "Điều %2.", '<w:lvlRestart w:val="0"/>')
    steps = (("CHUNG", 0), ("Phạm vi", 1), ("RIÊNG", 0), ("Đối tượng", 1))
    assert numbered(*(paragraph(w, number=(1, d)) for w, d in steps), abstract=abstract) == [
        "I. CHUNG", "Điều 1. Phạm vi", "II. RIÊNG", "Điều 2. Đối tượng",
    ]  # fmt: skip
    legal = level(0, "upperRoman", "%1.") + level(1, "decimal", "%1.%2.", "<w:isLgl/>")
    assert numbered(*(paragraph(w, number=(1, d)) for w, d in steps[:2]), abstract=legal) == [
        "I. CHUNG",
        "1.1. Phạm vi",
    ]


def test_two_lists_of_one_numbering_go_on_unless_overridden() -> None:
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    abstract = level(0, "decimal", "%1.")
    first = [paragraph("một", number=(1, 0)), paragraph("hai", number=(1, 0))]
    going_on = numbered(*first, paragraph("ba", number=(2, 0)), abstract=abstract, more={2: (0, "")})
    assert going_on[-1] == "3. ba"
    anew = numbered(
        *first,
        paragraph("một lại", number=(2, 0)),
        paragraph("hai lại", number=(2, 0)),
        abstract=abstract,
        more={2: (0, start)},
    )
    assert anew[2:] == ["1. một lại", "2. hai lại"]


def test_numbers_by_style_also_inherited_and_taken_away() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Muc"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="MucCon"><w:basedOn w:val="Muc"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Vong"><w:basedOn w:val="Vong"/></w:style>'
    )
    abstract = level(0, "upperRoman", "%1-", '<w:pStyle w:val="Muc"/>')
    found = numbered(
        paragraph("Đánh giá", style="Muc"),
        paragraph("Nhiệm vụ", style="MucCon"),
        paragraph("Không số", style="Muc", number=(0, 0)),
        paragraph("Vòng", style="Vong"),
        abstract=abstract,
        styles=styles,
    )
    assert found == ["I- Đánh giá", "II- Nhiệm vụ", "Không số", "Vòng"]


@pytest.mark.parametrize(
    ("count", "form", "printed"),
    [
        (4, "upperRoman", "IV"), (9, "lowerRoman", "ix"), (3, "upperLetter", "C"), (28, "lowerLetter", "bb"),
        (7, "decimalZero", "07"), (15, "vietnameseCounting", "mười lăm"), (21, "vietnameseCounting", "hai mươi mốt"),
        (5, "bullet", ""), (5, "unknownFormat", "5"), (0, "upperRoman", "0"),
    ],
)  # fmt: skip
def test_number_formats(count: int, form: str, printed: str) -> None:
    assert written(count, form) == printed


def test_bullets_of_symbol_fonts_look_like_what_they_are() -> None:
    assert symbol("\uf0b7") == "·"
    assert symbol("Ø", "Wingdings") == "➢"
    assert symbol("Ø", "Times New Roman") == "Ø"


def test_an_empty_cell_prints_its_number_and_an_empty_paragraph_does_not() -> None:
    found = numbered(
        paragraph(number=(1, 0)),
        table(["TT", "Việc"], [cell(paragraph(number=(1, 0))), "Rà soát"], [cell(paragraph(number=(1, 0))), "Công bố"]),
        abstract=level(0, "decimal", "%1"),
    )
    assert found == ["TT | Việc", "2 | Rà soát", "3 | Công bố"]


def test_merged_cells_are_printed_once_and_keep_their_columns() -> None:
    wide, top, below = (
        '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>",
    )  # fmt: skip
    source = docx.read_bytes(
        document(
            table(
                ["TT", "Nhiệm vụ", cell("Cơ quan", properties=wide)],
                ["1", cell("Tập huấn", "kỹ năng số", properties=top), "Phòng Nội vụ", "Phòng Tư pháp"],
                [cell(properties=below), cell(properties=below), "Thanh tra huyện", "Công an | quân sự"],
            )
        )
    )
    assert [x for x in source.raw.split("\n") if x] == [
        "TT | Nhiệm vụ | Cơ quan | ",
        "1 | Tập huấn kỹ năng số | Phòng Nội vụ | Phòng Tư pháp",
        "|  |  | Thanh tra huyện | Công an ¦ quân sự",
    ]
    at = source.raw.index("Thanh tra")
    assert source.boxes(at, at + 9) == [{"cell": [0, 2, 2]}]


def test_a_table_in_a_cell_is_read_inside_it() -> None:
    inner = table(["a", "b"], ["c", "d"])
    assert lines(document(table(["1", cell("ngoài", inner)], ["2", "x"]))) == ["1 | ngoài a b c d", "2 | x"]


LETTERHEAD = table(
    [cell("UBND TỈNH AN BÌNH", "SỞ NỘI VỤ"), cell("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")],
    [cell("Số: 15/KH-SNV", "V/v tập huấn"), cell("An Bình, ngày 02 tháng 3 năm 2023")],
    bordered=False,
)
CLOSING = table(
    [cell("Nơi nhận:", "- Như trên;", "- Lưu: VT, CCHC."), cell("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "", "Trần Văn Bách")],
    bordered=False,
)


def test_a_letterhead_table_becomes_lines_column_by_column() -> None:
    assert lines(document(LETTERHEAD, paragraph("KẾ HOẠCH"))) == [
        "UBND TỈNH AN BÌNH", "SỞ NỘI VỤ", "Số: 15/KH-SNV", "V/v tập huấn", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc", "An Bình, ngày 02 tháng 3 năm 2023", "KẾ HOẠCH",
    ]  # fmt: skip


def test_a_title_over_both_columns_of_a_letterhead_keeps_its_place() -> None:
    head = LETTERHEAD.replace(
        "</w:tbl>", "<w:tr>" + cell("CÔNG VĂN", properties='<w:gridSpan w:val="2"/>') + "</w:tr></w:tbl>"
    )
    assert lines(document(head))[-1] == "CÔNG VĂN"


def test_the_end_set_in_a_table_gives_recipients_and_signer() -> None:
    body = [paragraph(f"{n}. Các đơn vị thực hiện nghiêm túc kế hoạch này.") for n in (1, 2)]
    title = [paragraph("KẾ HOẠCH"), paragraph("Tập huấn nghiệp vụ năm 2023")]
    record = extract_source(docx.read_bytes(document(LETTERHEAD, *title, *body, CLOSING), "k.docx"))
    assert (record.document.number, record.document.date) == ("15/KH-SNV", "2023-03-02")
    assert record.document.signer.name == "Trần Văn Bách"
    assert record.document.recipients == ("Như trên", "Lưu: VT, CCHC")


def test_a_bordered_table_with_a_signing_column_stays_data() -> None:
    found = lines(document(table(["Họ tên", "Chức vụ"], ["Lê Văn A", "CHỦ TỊCH"], ["Lê Thị B", "GIÁM ĐỐC"])))
    assert found == ["Họ tên | Chức vụ", "Lê Văn A | CHỦ TỊCH", "Lê Thị B | GIÁM ĐỐC"]


def test_tracked_changes_are_read_as_accepted() -> None:
    deleted = "<w:del><w:r><w:delText>10</w:delText></w:r></w:del>"
    inserted = f"<w:ins>{run('12')}</w:ins>"
    moved = f"<w:moveFrom>{run('trước')}</w:moveFrom><w:moveTo>{run('sau')}</w:moveTo>"
    gone = "<w:rPr><w:del/></w:rPr>"
    row = "<w:tr><w:trPr><w:del/></w:trPr>" + cell("bỏ") + cell("bỏ") + "</w:tr>"
    rows = table(["a", "b"], ["c", "d"]).replace("</w:tbl>", row + "</w:tbl>")
    found = lines(
        document(
            paragraph(run("Có "), deleted, inserted, run(" lớp "), moved),
            paragraph("Hai đoạn ", properties=gone),
            paragraph("thành một"),
            rows,
        )
    )
    assert found == ["Có 12 lớp sau", "Hai đoạn thành một", "a | b", "c | d"]


def test_fields_give_their_results_not_their_instructions() -> None:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = "<w:r><w:instrText>REF muc1 \\h</w:instrText></w:r>"
    nested = mark("begin") + run("ẩn") + mark("begin") + code + mark("separate") + run("x") + mark("end")
    nested += mark("separate") + run("hiện") + mark("end")
    simple = f'<w:fldSimple w:instr=" DATE ">{run("2024")}</w:fldSimple>'
    link = f'<w:hyperlink r:id="x">{run("liên kết")}</w:hyperlink>'
    page = f'<w:fldSimple w:instr=" PAGE ">{run("7")}</w:fldSimple>'
    assert lines(document(paragraph(run("Xem "), nested, run(" năm "), simple, run(" "), link, page))) == [
        "Xem hiện năm 2024 liên kết"
    ]


def test_text_boxes_count_once_and_follow_their_paragraph() -> None:
    inside = f"<w:txbxContent>{paragraph('DỰ THẢO')}</w:txbxContent>"
    drawing = (
        f"<w:r><mc:AlternateContent><mc:Choice><wps:txbx>{inside}</wps:txbx></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{inside}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    old = f"<w:r><w:pict><v:textbox>{inside.replace('DỰ THẢO', 'HỎA TỐC')}</v:textbox></w:pict></w:r>"
    assert lines(document(paragraph(run("KẾ HOẠCH"), drawing, old), paragraph("sau"))) == [
        "KẾ HOẠCH", "DỰ THẢO", "HỎA TỐC", "sau",
    ]  # fmt: skip


def test_headers_stay_in_the_source_and_out_of_the_text() -> None:
    section = '<w:headerReference r:id="header1"/><w:footerReference r:id="footer1"/>'
    parts = {"header1": paragraph("Tài liệu họp"), "footer1": paragraph("Văn phòng Ủy ban")}
    source = docx.read_bytes(document(paragraph("KẾ HOẠCH"), paragraph("Nội dung."), section=section, **parts))
    assert [b.kind for b in source.blocks] == ["header", "paragraph", "paragraph", "footer"]
    text, offsets = normalize(source.raw, source.furniture())
    assert text.text == "KẾ HOẠCH\nNội dung."
    start, end = offsets.raw(text.text.index("Nội"), len(text.text))
    assert source.raw[start:end] == "Nội dung."


def test_a_letterhead_in_a_page_header_is_text() -> None:
    section = '<w:headerReference r:id="header1"/>'
    source = docx.read_bytes(document(paragraph("KẾ HOẠCH"), section=section, header1=LETTERHEAD))
    assert "header" not in {b.kind for b in source.blocks}
    assert source.raw.startswith("UBND TỈNH AN BÌNH")


def test_footnotes_come_last_without_a_mark_in_the_sentence() -> None:
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    notes = f'<w:footnote w:id="2">{paragraph("Quyết định số 77/QĐ-UBND.")}</w:footnote>'
    source = docx.read_bytes(
        document(paragraph(run("Theo đề án"), mark, run(" đã duyệt.")), paragraph("Hết."), footnotes=notes)
    )
    assert [x for x in source.raw.split("\n") if x] == ["Theo đề án đã duyệt.", "Hết.", "[1] Quyết định số 77/QĐ-UBND."]
    assert source.blocks[-1].kind == "footnote"


def test_footnotes_behind_the_signature_are_no_recipients() -> None:
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    notes = f'<w:footnote w:id="2">{paragraph("Quyết định số 77/QĐ-UBND ngày 02/3/2023 của UBND tỉnh.")}</w:footnote>'
    body = paragraph(run("1. Thực hiện đề án"), mark, run(" đã duyệt."))
    data = document(LETTERHEAD, paragraph("KẾ HOẠCH"), paragraph("Tập huấn năm 2023"), body, CLOSING, footnotes=notes)
    record = extract_source(docx.read_bytes(data))
    assert record.document.recipients == ("Như trên", "Lưu: VT, CCHC")
    assert [c.number for c in record.citations] == ["77/QĐ-UBND"]


def test_capitals_hidden_text_breaks_and_tabs() -> None:
    found = lines(
        document(
            paragraph(run("kế hoạch", "<w:caps/>")),
            paragraph(run("Thấy"), run(" ẩn", "<w:vanish/>"), run(" được")),
            paragraph("<w:r><w:t>-</w:t><w:tab/><w:t>Rà soát</w:t><w:br/><w:t>hồ sơ</w:t></w:r>"),
            paragraph("<w:r><w:t>116/KH</w:t><w:noBreakHyphen/><w:t>UBND</w:t></w:r>"),
            paragraph('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:t> Đạt</w:t></w:r>'),
        )
    )
    assert found == ["KẾ HOẠCH", "Thấy được", "- Rà soát", "hồ sơ", "116/KH-UBND", "✓ Đạt"]


def test_fonts_of_old_encodings_are_decoded_run_by_run() -> None:
    def font(name: str) -> str:
        return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}"/>'

    styles = f'<w:style w:type="paragraph" w:styleId="Cu"><w:rPr>{font(".VnTime")}</w:rPr></w:style>'
    source = docx.read_bytes(
        document(
            paragraph(run("kÕ ho¹ch n¨m", font(".VnTimeH")), run(" 2009", font(".VnTimeH"))),
            paragraph("Thùc hiÖn c¶i c¸ch", style="Cu"),
            # VNI letters are two characters long; runs part them.
            paragraph(run("UÛy ban nha", font("VNI-Times")), run("ân daân", font("VNI-Times"))),
            paragraph(run("Thực hiện cải cách", font(".VnTime"))),
            styles=styles,
        )
    )
    assert source.raw.split("\n")[:4] == [
        "KẾ HOẠCH NĂM 2009",
        "Thực hiện cải cách",
        "Ủy ban nhân dân",
        "Thực hiện cải cách",
    ]
    assert source.blocks[1].font == ".VnTime"


def test_strict_open_xml_and_content_controls() -> None:
    control = (
        f"<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{paragraph('trong khung')}</w:sdtContent></w:sdt>"
    )
    data = document(paragraph("trước"), control)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        files = {n: package.read(n) for n in package.namelist()}
    strict = {
        n: x.replace(b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", _STRICT) for n, x in files.items()
    }
    assert lines(data) == lines(zipped(strict)) == ["trước", "trong khung"]


def test_python_docx_files_give_the_text_that_was_put_in() -> None:
    try:
        library: Any = importlib.import_module("docx")
    except ModuleNotFoundError:
        assert not os.environ.get("CI"), "python-docx is missing: pip install '.[test]'"
        pytest.skip("python-docx is not installed (pip install '.[test]')")
    plan = [
        "KẾ HOẠCH", "Kiểm tra công vụ năm 2022", "", "I. MỤC ĐÍCH", "1. Phát hiện, chấn chỉnh sai sót.",
        "- Ít nhất 30% số xã được kiểm tra trước ngày 30/9/2022;", "· Báo cáo kết quả hằng quý.",
    ]  # fmt: skip
    made, stream = library.Document(), io.BytesIO()
    for words in plan:
        made.add_paragraph(words)
    made.save(stream)
    source = docx.read_bytes(stream.getvalue(), "k.docx")
    assert normalize(source.raw)[0].text == normalize("\n".join(plan))[0].text
