"""The PDF reader, on PDFs that the tests write themselves."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator

import pytest

from pipeline.errors import LimitExceeded, MissingTool, UnreadableInput
from pipeline.ingest import encodings, pdf
from pipeline.ingest.pdf import appearance, der, quality, signatures
from pipeline.ingest.pdf.paragraphs import Paragraph, Token
from pipeline.ingest.pdf.words import Word, turn
from pipeline.ingest.pdf.writing import Writer
from pipeline.ingest.source import Source
from tests.pdf_maker import A4, Maker, Sheet, simple_font, stream, text_bytes, width

BODY = (
    "Các cơ quan, đơn vị rà soát nhiệm vụ được giao, báo cáo kết quả thực hiện về Phòng Nội vụ trước ngày 15 tháng 11 "
    "năm 2030 để tổng hợp theo quy định."
)


def read(maker: Maker | bytes, **more: object) -> Source:
    data = maker if isinstance(maker, bytes) else maker.build()
    return pdf.read_bytes(data, "tờ.pdf", **more)  # type: ignore[arg-type]


def lines(source: Source) -> list[str]:
    return source.raw.replace("\x0c", "").split("\n")


def place(source: Source, words: str) -> dict[str, float]:
    at = source.raw.index(words)
    boxes = source.boxes(at, at + len(words))
    assert len(boxes) == 1
    return boxes[0]


def letterhead(sheet: Sheet, number: str = "Số: 27/KH-UBND", date: str = "Sông Lâm, ngày 05 tháng 3 năm 2030") -> None:
    sheet.text(90, 60, "ỦY BAN NHÂN DÂN", 13).text(100, 78, "HUYỆN SÔNG LÂM", 13)
    sheet.text(250, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13).text(320, 78, "Độc lập - Tự do - Hạnh phúc", 13)
    if number:
        sheet.text(100, 110, number, 13).text(300, 110, date, 13)


def blank_letterhead(sheet: Sheet, number: str = "Số:", tail: str = "/KH-UBND") -> None:
    letterhead(sheet, "")
    sheet.text(100, 110, number, 13).text(150, 110, tail, 13)
    sheet.text(300, 110, "Sông Lâm, ngày", 13).text(430, 110, "tháng", 13).text(490, 110, "năm 2030", 13)


NUMBER, DAY, MONTH = (121, 90, 200, 119), (400, 90, 430, 119), (466, 90, 490, 119)


class TestSizes:
    @pytest.mark.parametrize(
        ("above", "below", "joined"),
        [
            ("Kết quả giải quyết hồ sơ của các cơ quan đạt mức tốt (trước đây", "gọi là mức độ 4) ở cả tỉnh.", True),
            ("thực hiện Kế hoạch chuyển đổi số của Văn phòng và của Sở theo", "Phụ lục II kèm theo.", True),
            ("Rà soát theo Nghị quyết của Ban Chấp hành Trung ương Đảng (khóa", "XIV) về chuyển đổi số.", True),
            ("Rà soát theo Nghị quyết của Ban Chấp hành Trung ương Đảng,", "b) Báo cáo kết quả.", False),
        ],
    )  # fmt: skip
    def test_what_goes_on_below_is_told_by_words_and_not_by_their_heights(
        self, above: str, below: str, joined: bool
    ) -> None:
        maker = Maker()
        sheet = maker.sheet()
        right = 85 + width(above, 13)
        sheet.text(85, 100, above, 13).text(85, 118, below, 13)
        for y in (200, 218, 236):
            sheet.text(85, y, "Đ" * int((right - 85) / width("Đ", 13)), 13)
        assert (f"{above} {below}" in read(maker).raw) == joined


class TestText:
    def test_wrapped_lines_become_one_paragraph_with_a_box_for_each_word(self) -> None:
        maker = Maker()
        maker.sheet().paragraph(100, BODY)
        source = read(maker)
        assert lines(source) == [BODY, ""]
        assert source.media_type == "application/pdf"
        assert [b.kind for b in source.blocks] == ["paragraph"]
        box = place(source, "Các")
        assert box["page"] == 1
        assert box["x0"] == pytest.approx(113, abs=1)
        assert box["y0"] < 100 < box["y1"] < 106
        assert source.words is not None
        for start, end in zip(source.words.start, source.words.end, strict=True):
            assert source.raw[start:end].strip() == source.raw[start:end] != ""

    def test_a_quote_over_two_lines_has_two_boxes(self) -> None:
        maker = Maker()
        maker.sheet().paragraph(100, BODY)
        source = read(maker)
        boxes = source.boxes(0, len(BODY))
        assert len(boxes) == 3
        assert [b["y0"] for b in boxes] == sorted(b["y0"] for b in boxes)

    def test_paragraphs_stay_apart(self) -> None:
        maker = Maker()
        sheet = maker.sheet()
        y = sheet.paragraph(100, "1. " + BODY)
        sheet.paragraph(y, "2. " + BODY)
        assert lines(read(maker)) == ["1. " + BODY, "2. " + BODY, ""]

    def test_a_paragraph_goes_on_over_the_page_break(self) -> None:
        maker = Maker()
        maker.sheet().paragraph(780, "Văn phòng theo dõi, đôn đốc việc thực hiện và phối hợp với các phòng để tổ")
        maker.sheet().text(85, 90, "chức hội nghị tổng kết.")
        source = read(maker)
        assert "để tổ chức hội nghị tổng kết." in source.raw
        at = source.raw.index("tổ chức")
        assert [b["page"] for b in source.boxes(at, at + 7)] == [1, 2]

    def test_symbols_and_ranges_broken_at_a_hyphen_are_whole(self) -> None:
        maker = Maker()
        maker.sheet().lines(
            85,
            100,
            [
                "Thực hiện Quyết định số 1743/QĐ-",
                "BGTVT về phát triển đường thủy nội địa vùng ven biển, giai đoạn 2021-",
                "2025 của Bộ Giao thông vận tải.",
            ],
        )
        raw = read(maker).raw
        assert "1743/QĐ-BGTVT về" in raw
        assert "2021-2025 của" in raw

    def test_lines_of_dots_do_not_run_together_nor_look_garbled(self) -> None:
        maker = Maker()
        sheet = maker.sheet()
        for i in range(1, 20):
            sheet.text(85, 80 + 20 * i, f"{i}. Hạ tầng số {'.' * 50} {i + 3}", 12)
        source = read(maker)
        assert source.pages[0].text_source == "pdf"
        assert len(lines(source)) == 20

    @pytest.mark.parametrize("rotate", [0, 90, 180, 270])
    def test_boxes_are_where_the_reader_sees_them(self, rotate: int) -> None:
        maker = Maker()
        sheet = maker.sheet(rotate=rotate)
        sheet.paragraph(100, BODY)
        sheet.table([85, 120, 300], [300, 330, 360], [["TT", "Việc"], ["1", "Rà soát"]])
        source = read(maker)
        assert lines(source) == [BODY, "TT | Việc", "1 | Rà soát", ""]
        page = source.pages[0]
        assert (page.width, page.height) == (A4 if rotate % 180 == 0 else A4[::-1])
        x0, y0, _, _ = turn((113, 100, 134, 101), rotate // 90, *A4)
        box = place(source, "Các")
        assert box["x0"] - 15 < x0 < box["x1"] + 15
        assert box["y0"] - 15 < y0 < box["y1"] + 15

    @pytest.mark.parametrize("rotate", [0, 90])
    def test_landscape_text_is_read_line_by_line(self, rotate: int) -> None:
        maker = Maker()
        sheet = maker.sheet(rotate=rotate)
        for i, words in enumerate(["Biểu tổng hợp nhiệm vụ", "Xã Tân Lập", "Xã Tân Hòa"]):
            sheet.parts.append(f"BT /F1 14 Tf 0 1 -1 0 {100 + 20 * i} 100 Tm {text_bytes(words)} Tj ET")
        source = read(maker)
        assert lines(source) == ["Biểu tổng hợp nhiệm vụ", "Xã Tân Lập", "Xã Tân Hòa", ""]
        box = place(source, "Biểu")
        wide, high = box["x1"] - box["x0"], box["y1"] - box["y0"]
        assert (wide > high) == (rotate == 90)

    def test_a_page_moved_by_its_crop_box_keeps_its_places(self) -> None:
        maker = Maker()
        maker.sheet().paragraph(100, BODY)
        data = maker.build().replace(b"/Rotate 0", b"/CropBox [20 30 595 842]")
        box = place(read(data), "Các")
        assert box["x0"] == pytest.approx(93, abs=1)


class TestLegacyFonts:
    @staticmethod
    def operand(words: str) -> str:
        table = {v: k for k, v in encodings._table("tcvn3").items()}
        return "<" + "".join(table.get(ch, ch) for ch in words).encode("latin-1").hex() + ">"

    def test_tcvn3_is_known_by_the_name_of_the_font(self) -> None:
        maker = Maker()
        small = maker.add(simple_font(".VnTime"))
        capital = maker.add(simple_font("ABCDEF+.VnTimeH,Bold"))
        sheet = maker.sheet()
        sheet.text(90, 90, "", 13, "F4", self.operand("ủy ban nhân dân huyện"))
        sheet.text(90, 120, "", 13, "F3", self.operand("thực hiện chế độ lưu trữ 12/KH-UB hằng quý"))
        source = read(maker.build(fonts=f"/F3 {small} 0 R /F4 {capital} 0 R"))
        assert lines(source) == ["ỦY BAN NHÂN DÂN HUYỆN", "thực hiện chế độ lưu trữ 12/KH-UB hằng quý", ""]
        assert source.encoding == "TCVN3 (ABC) fonts"

    def test_unicode_fonts_are_left_alone(self) -> None:
        maker = Maker()
        maker.sheet().text(90, 90, "Kế hoạch số 12/KH-UBND")
        assert read(maker).encoding is None


class TestColumns:
    def test_the_letterhead_is_read_column_by_column(self) -> None:
        maker = Maker()
        sheet = maker.sheet()
        letterhead(sheet)
        sheet.text(260, 160, "KẾ HOẠCH").text(150, 178, "Chuyển đổi số huyện Sông Lâm năm 2030")
        sheet.paragraph(220, BODY)
        assert lines(read(maker)) == [
            "ỦY BAN NHÂN DÂN",
            "HUYỆN SÔNG LÂM",
            "Số: 27/KH-UBND",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "Sông Lâm, ngày 05 tháng 3 năm 2030",
            "KẾ HOẠCH",
            "Chuyển đổi số huyện Sông Lâm năm 2030",
            BODY,
            "",
        ]

    def test_a_type_at_the_left_margin_is_no_part_of_the_left_column(self) -> None:
        maker = Maker()
        sheet = maker.sheet()
        letterhead(sheet)
        sheet.text(85, 130, "KẾ HOẠCH").paragraph(160, BODY)
        assert lines(read(maker))[5:7] == ["Sông Lâm, ngày 05 tháng 3 năm 2030", "KẾ HOẠCH"]

    def test_recipients_come_before_the_signature(self) -> None:
        maker = Maker()
        sheet = maker.sheet()
        y = sheet.paragraph(100, BODY[:-1] + "./.")
        sheet.text(90, y + 20, "Nơi nhận:", 11).lines(90, y + 34, ["- Như trên;", "- Lưu: VT, NV."], 11, 14)
        sheet.text(360, y + 20, "TM. ỦY BAN NHÂN DÂN", 13).text(400, y + 38, "CHỦ TỊCH", 13)
        sheet.text(380, y + 130, "Trần Văn Bình", 13)
        assert lines(read(maker))[1:] == [
            "Nơi nhận:",
            "- Như trên;",
            "- Lưu: VT, NV.",
            "TM. ỦY BAN NHÂN DÂN",
            "CHỦ TỊCH",
            "Trần Văn Bình",
            "",
        ]

    def test_running_text_in_two_columns(self) -> None:
        maker = Maker()
        sheet = maker.sheet()
        for i in range(10):
            sheet.text(60, 100 + 16 * i, f"trái {i} giao các phòng rà soát quy trình", 11)
            sheet.text(320, 100 + 16 * i, f"phải {i} giao các xã lập danh sách hộ", 11)
        sides = [line[:4] for line in lines(read(maker)) if line]
        assert sides == ["trái"] * 10 + ["phải"] * 10

    def test_labels_and_tables_without_rulings_are_read_line_by_line(self) -> None:
        maker = Maker()
        sheet = maker.sheet()
        for i in range(5):
            sheet.text(85, 100 + 18 * i, f"{i + 1}").text(120, 100 + 18 * i, "Xã Tân Lập")
            sheet.text(350, 100 + 18 * i, f"{i * 12} hộ").text(480, 100 + 18 * i, "đạt")
        assert lines(read(maker))[:2] == ["1 Xã Tân Lập 0 hộ đạt", "2 Xã Tân Lập 12 hộ đạt"]


class TestFurniture:
    def test_page_numbers_and_running_lines_are_left_out(self) -> None:
        maker = Maker()
        for i in range(1, 4):
            sheet = maker.sheet()
            sheet.text(290, 40, f"{i}", 12).text(85, 805, f"Kế hoạch chuyển đổi số – trang {i}", 9)
            sheet.paragraph(90, f"{i}. {BODY}")
        assert [x for x in lines(read(maker)) if x] == [f"{i}. {BODY}" for i in (1, 2, 3)]

    def test_a_first_line_that_is_only_on_one_page_stays(self) -> None:
        maker = Maker()
        for words in ("PHẦN THỨ NHẤT", "PHẦN THỨ HAI"):
            maker.sheet().text(230, 60, words).paragraph(100, BODY)
        assert "PHẦN THỨ HAI" in lines(read(maker))

    def test_captions_of_signatures_and_stamps_of_registries_are_left_out(self) -> None:
        maker = Maker()
        sheet = maker.sheet()
        letterhead(sheet)
        for i, words in enumerate(
            ["Ký bởi: Ủy ban nhân dân", "huyện Sông Lâm", "Cơ quan: Tỉnh Lâm Hà", "Thời gian ký: 05/03/2030 10:11:12"]
        ):
            sheet.text(440, 14 + 8 * i, words, 7)
        for i, words in enumerate(["CÔNG VĂN ĐẾN", "Số: 1182", "Ngày: 07/3/2030", "Chuyển: P. Nội vụ"]):
            sheet.text(60, 130 + 14 * i, words, 10)
        sheet.text(270, 200, "KẾ HOẠCH").paragraph(240, BODY)
        raw = read(maker).raw
        for leak in ("Ký bởi", "Cơ quan:", "10:11", "ĐẾN", "1182", "07/3", "Chuyển:"):
            assert leak not in raw
        assert "Số: 27/KH-UBND" in raw
        assert raw.count("SÔNG LÂM") == 1

    def test_sentences_about_signing_and_arriving_stay(self) -> None:
        maker = Maker()
        sheet = maker.sheet()
        y = sheet.paragraph(
            90, "Đến ngày 30 tháng 6 năm 2030, văn bản đến phải được xử lý trên môi trường mạng, bảo đảm đúng hạn."
        )
        sheet.paragraph(y, "Kế hoạch này có hiệu lực kể từ ngày ký ban hành.")
        raw = read(maker).raw
        assert "Đến ngày 30 tháng 6 năm 2030, văn bản đến phải được xử lý" in raw
        assert "ngày ký ban hành" in raw

    def test_comments_do_not_leak(self) -> None:
        maker = Maker()
        sheet = maker.sheet()
        sheet.paragraph(100, BODY)
        maker.note(sheet, "góp ý nội bộ")
        assert lines(read(maker)) == [BODY, ""]

    def test_footnotes_follow_their_paragraph_and_their_marks_are_left_out(self) -> None:
        maker = Maker()
        sheet = maker.sheet()
        y = sheet.paragraph(100, BODY)
        before = "Thực hiện Quyết định số 12/QĐ-UBND"
        x = 85 + 7 * len(before)
        sheet.text(85, y, before).text(x, y - 5, "1", 8).text(x + 8, y, "trên diện tích 30 m")
        sheet.text(x + 8 + 7 * 19, y - 5, "2", 8).text(x + 20 + 7 * 19, y, "và")
        sheet.paragraph(y + 30, BODY)
        sheet.text(85, 755, "1 Quyết định ngày 02 tháng 01 năm 2030 về giao đất.", 10)
        maker.sheet().text(85, 90, "đất ở của các hộ dân.").paragraph(120, BODY)
        source = read(maker)
        assert "Thực hiện Quyết định số 12/QĐ-UBND trên diện tích 30 m2 và" in source.raw
        note = next(b for b in source.blocks if b.kind == "footnote")
        assert source.raw[note.start : note.end].startswith("1 Quyết định ngày 02")


class TestTables:
    def test_rows_have_cells_with_their_wrapped_lines_joined(self) -> None:
        maker = Maker()
        maker.sheet().table(
            [85, 120, 300, 540],
            [100, 130, 170, 200],
            [
                ["TT", "Nhiệm vụ", "Cơ quan chủ trì"],
                ["1", "Rà soát hạ\ntầng số", "Phòng Văn hóa"],
                ["2", "Tập huấn", ""],
            ],
        )
        source = read(maker)
        assert lines(source) == [
            "TT | Nhiệm vụ | Cơ quan chủ trì",
            "1 | Rà soát hạ tầng số | Phòng Văn hóa",
            "| 2 | Tập huấn |  |",
            "",
        ]
        assert [(b.kind, b.index) for b in source.blocks] == [
            ("row", (0, 0, 0)),
            ("row", (0, 1, 0)),
            ("row", (0, 2, 0)),
        ]
        assert place(source, "Phòng")["x0"] == pytest.approx(303, abs=1)

    def test_a_column_that_is_empty_on_one_page_stays_a_column(self) -> None:
        maker = Maker()
        xs = [60, 90, 240, 400, 540]
        head = ["TT", "Nhiệm vụ", "Chủ trì", "Phối hợp"]
        maker.sheet().table(xs, [700, 730, 790], [head, ["1", "Rà soát hạ\ntầng số của", "Phòng Nội vụ", "Các xã"]])
        sheet = maker.sheet()
        sheet.table(xs, [60, 90, 120], [["", "từng cơ quan", "", ""], ["2", "Tập huấn", "Phòng Tư pháp", ""]])
        sheet.paragraph(200, BODY)
        assert lines(read(maker))[1:3] == [
            "1 | Rà soát hạ tầng số của từng cơ quan | Phòng Nội vụ | Các xã",
            "| 2 | Tập huấn | Phòng Tư pháp |  |",
        ]

    @pytest.mark.parametrize(("rest", "joined"), [("tầng số", True), ("Tập huấn", False)])
    def test_rows_whose_numbers_are_lost_go_on_in_lower_case(self, rest: str, joined: bool) -> None:
        maker = Maker()
        xs = [60, 90, 240, 540]
        maker.sheet().table(xs, [700, 730, 790], [["TT", "Việc", "Chủ trì"], ["", "Rà soát hạ", "Phòng Nội vụ"]])
        sheet = maker.sheet()
        sheet.table(xs, [60, 90, 120], [["", rest, ""], ["2", "Báo cáo", "Phòng Tư pháp"]])
        sheet.paragraph(200, BODY)
        assert (f"Rà soát hạ {rest}" in read(maker).raw) == joined

    def test_a_table_goes_on_over_the_page_break(self) -> None:
        maker = Maker()
        head = ["TT", "Nhiệm vụ", "Cơ quan chủ trì"]
        xs = [85, 120, 300, 540]
        maker.sheet().table(xs, [700, 730, 790], [head, ["1", "Rà soát hạ\ntầng số của các", "Phòng Văn hóa"]])
        sheet = maker.sheet().text(290, 40, "2")
        sheet.table(xs, [60, 90, 120, 150], [head, ["", "phòng chuyên môn", ""], ["2", "Tập huấn", "Phòng Nội vụ"]])
        sheet.paragraph(200, BODY)
        source = read(maker)
        assert lines(source) == [
            "TT | Nhiệm vụ | Cơ quan chủ trì",
            "1 | Rà soát hạ tầng số của các phòng chuyên môn | Phòng Văn hóa",
            "2 | Tập huấn | Phòng Nội vụ",
            BODY,
            "",
        ]
        assert [b.index for b in source.blocks][:3] == [(0, 0, 0), (0, 1, 0), (0, 2, 0)]

    def test_merged_cells_keep_the_columns(self) -> None:
        maker = Maker()
        sheet = maker.sheet()
        for y in (100, 160, 190):
            sheet.rule(85, y, 540, y)
        sheet.rule(300, 130, 540, 130)
        for x, y in ((85, 100), (120, 100), (300, 100), (540, 100), (420, 130)):
            sheet.rule(x, y, x, 190)
        for x, y, words in (
            (90, 130, "TT"),
            (125, 130, "Nhiệm vụ"),
            (305, 120, "Chỉ tiêu"),
            (305, 150, "2030"),
            (425, 150, "2031"),
            (90, 180, "1"),
            (125, 180, "Trồng rừng"),
            (305, 180, "10 ha"),
            (425, 180, "12 ha"),
        ):
            sheet.text(x, y, words, 11)
        assert lines(read(maker)) == [
            "| TT | Nhiệm vụ | Chỉ tiêu |  |",
            "|  |  | 2030 | 2031 |",
            "1 | Trồng rừng | 10 ha | 12 ha",
            "",
        ]

    def test_a_frame_and_underlines_are_no_table(self) -> None:
        maker = Maker()
        sheet = maker.sheet()
        letterhead(sheet)
        sheet.rule(130, 84, 180, 84).rule(330, 84, 500, 84)
        for x in (60, 160):
            sheet.rule(x, 130, x, 160)
        for y in (130, 160):
            sheet.rule(60, y, 160, y)
        sheet.text(70, 148, "HỎA TỐC").paragraph(220, BODY)
        source = read(maker)
        assert "|" not in source.raw
        assert "HỎA TỐC" in lines(source)


class TestSignatures:
    @pytest.mark.parametrize("codes", ["unicode", "glyphs"])
    def test_number_and_date_drawn_in_signature_fields_take_their_place(self, codes: str) -> None:
        maker = Maker()
        sheet = maker.sheet()
        blank_letterhead(sheet)
        for box, words in ((MONTH, "3"), (NUMBER, "   173"), (DAY, "05")):
            maker.signature(sheet, box, words, codes=codes)
        maker.signature(sheet, (400, 10, 560, 40), "2030 Ký bởi: UBND huyện")
        sheet.paragraph(200, BODY)
        source = read(maker)
        assert lines(source)[2] == "Số: 173/KH-UBND"
        assert lines(source)[5] == "Sông Lâm, ngày 05 tháng 3 năm 2030"
        assert "Ký bởi" not in source.raw
        assert source.warnings == ()
        assert place(source, "173/KH-UBND")["x0"] == pytest.approx(133, abs=2)

    @pytest.mark.parametrize(
        ("number", "tail"), [("Số:……", "/KH-UBND"), ("Số:", "....../KH-UBND"), ("Số:/KH-UBND", "")]
    )
    def test_dots_that_hold_the_place_go(self, number: str, tail: str) -> None:
        maker = Maker()
        sheet = maker.sheet()
        blank_letterhead(sheet, number, tail)
        maker.signature(sheet, NUMBER, "8")
        assert "Số: 8/KH-UBND" in lines(read(maker))

    def test_a_printed_number_is_not_overwritten(self) -> None:
        maker = Maker()
        sheet = maker.sheet()
        letterhead(sheet)
        maker.signature(sheet, NUMBER, "173")
        source = read(maker)
        assert "Số: 27/KH-UBND" in lines(source)
        assert "173" not in source.raw
        assert any("173" in w for w in source.warnings)

    def test_signer_and_time_are_kept(self) -> None:
        maker = Maker()
        sheet = maker.sheet()
        letterhead(sheet)
        maker.signature(sheet, (300, 500, 400, 560))
        [signature] = read(maker).signatures
        assert (signature.signer, signature.time, signature.field) == (
            "Nguyen Van Thu",
            "2030-03-05T09:15:00+07:00",
            "Signature1",
        )

    @pytest.mark.parametrize(("time", "warns"), [("D:20300307235900+07'00'", False), ("D:20300308000100+07'00'", True)])
    def test_a_signing_date_far_from_the_printed_one_is_told(self, time: str, warns: bool) -> None:
        maker = Maker()
        sheet = maker.sheet()
        letterhead(sheet)
        maker.signature(sheet, (300, 500, 400, 560), time=time)
        warnings = read(maker).warnings
        assert any("2030-03-08" in w for w in warnings) == warns

    def test_damaged_signature_fields_do_not_stop_the_reader(self) -> None:
        maker = Maker()
        sheet = maker.sheet()
        sheet.paragraph(100, BODY)
        maker.signature(sheet, NUMBER, "173")
        source = read(maker.build().replace(b"/Rect [121", b"/Rect [(x)"))
        assert BODY in source.raw

    def test_the_signer_is_the_certificate_that_issued_no_other(self) -> None:
        def element(tag: int, *parts: bytes) -> bytes:
            body = b"".join(parts)
            return (
                bytes((tag, len(body))) + body
                if len(body) < 128
                else bytes((tag, 0x82)) + len(body).to_bytes(2, "big") + body
            )

        def name(words: str) -> bytes:
            return element(0x30, element(0x31, element(0x30, element(6, b"\x55\x04\x03"), element(12, words.encode()))))

        def certificate(issuer: str, subject: str) -> bytes:
            empty = element(0x30)
            return element(
                0x30, element(0x30, element(2, b"\x01"), empty, name(issuer), empty, name(subject), empty), empty
            )

        certificates = (
            certificate("CA gốc", "CA gốc") + certificate("CA gốc", "CA con") + certificate("CA con", "Lê Thị Hòa")
        )
        signed = element(0x30, element(2, b"\x01"), element(0x31), element(0x30), element(0xA0, certificates))
        data = element(0x30, element(6, b"\x2a"), element(0xA0, signed))
        assert der.signer(data) == "Lê Thị Hòa"
        assert der.signer(data[: len(data) // 2]) is None
        assert der.signer(b"\x30\x84\xff\xff\xff\xff") is None
        assert der.signer(b"") is None

    def test_times(self) -> None:
        assert signatures.iso_time("D:20260429141831+07'00'") == "2026-04-29T14:18:31+07:00"
        assert signatures.iso_time("D:20260429141831Z") == "2026-04-29T14:18:31+00:00"
        assert signatures.iso_time("D:20260429") == "2026-04-29T00:00:00"
        assert signatures.iso_time("hôm qua") is None

    def test_maps_to_unicode(self) -> None:
        cmap = b"2 beginbfchar <0014> <0031> <0015> <0032> endbfchar 1 beginbfrange <0016> <0018> <0033> endbfrange"
        assert appearance.to_unicode(cmap) == {0x14: "1", 0x15: "2", 0x16: "3", 0x17: "4", 0x18: "5"}


def words_of(text: str) -> list[Word]:
    return [Word(0, 0, 1, 1, w) for w in text.split()]


class TestQuality:
    @pytest.mark.parametrize(
        "text",
        [
            BODY,
            "TT Chỉ tiêu ĐVT KH 2030 TH 2029 1 Ha 12,5 13,1 2 % 95 97 3 Xã 12 14 UBND HĐND THPT KT-XH",
            "1. Mở đầu " + "." * 200 + " 3 2. Nội dung " + "." * 200 + " 9",
            "Nguyễn Văn An Trần Thị Bình Lê Hoàng Cường Phạm Đức Dũng Vũ Thị Hà Đỗ Quang Hải",
            "The plan of the committee for the development of digital services in the province and the districts",
            "\uf0b7 \uf0b7 \uf0b7 \uf0b7 \uf0b7 " + BODY,
            "",
        ],
    )
    def test_good_layers(self, text: str) -> None:
        assert quality.judge(words_of(text), 0.0) is None

    @pytest.mark.parametrize(
        ("text", "image"),
        [
            ("uY BAN NgAN nAN TINH LAMDONG DQc lap Tu do Hanh phric sd ngdy thing ndm vd vi6c tri6n khai " * 3, 1.0),
            ("K\x8e KR¥FK WUL\x98Q NKDL QKL\x8bP Y\xb6 Q³P " * 6, 0.0),
            ("KӃ KRҥFK WULӇQ NKDL QKLӋP Yө QăP " * 6, 0.0),
            ("\ufffd\ufffd kế \ufffd\ufffd\ufffd hoạch", 0.0),
            ("", 1.0),
            ("12", 0.9),
        ],
    )
    def test_bad_layers(self, text: str, image: float) -> None:
        assert quality.judge(words_of(text), image)


class TestOcr:
    @staticmethod
    def scan() -> Maker:
        maker = Maker()
        maker.sheet().paragraph(100, BODY)
        maker.sheet().image()
        return maker

    def test_a_scanned_page_without_ocr_is_told_and_the_others_are_read(self) -> None:
        source = read(self.scan())
        assert BODY in source.raw
        assert [p.text_source for p in source.pages] == ["pdf", "ocr"]
        assert source.pages[1].ocr_confidence is None
        assert any(w.startswith("Page 2") and "OCR" in w for w in source.warnings)

    def test_ocr_is_asked_for_that_page_alone_and_its_words_are_placed(self) -> None:
        asked = []

        def ocr(request: pdf.PageImageRequest) -> pdf.Recognised:
            grey, colour = request.render(100, False), request.render(72, True)
            asked.append(request)
            assert len(grey.data) == grey.width * grey.height
            assert len(colour.data) == 3 * colour.width * colour.height
            assert grey.width == pytest.approx(595 * 100 / 72, abs=1)
            assert 120 < grey.data[len(grey.data) // 2] < 136
            word = pdf.RecognisedWord
            return pdf.Recognised(
                (word("Số:", 100, 100, 118, 112, 0.9, 0), word("/KH-UBND", 160, 100, 220, 112, 0.5, 0)), ("trang mờ",)
            )

        maker = self.scan()
        maker.signature(maker.sheets[0], NUMBER)
        source = read(maker, ocr=ocr)
        assert [(r.page, r.width, r.height) for r in asked] == [(2, 595, 842)]
        assert lines(source)[-2] == "Số: /KH-UBND"
        assert place(source, "/KH-UBND") == {"page": 2, "x0": 160.0, "y0": 100.0, "x1": 220.0, "y1": 112.0}
        assert source.pages[1].ocr_confidence == pytest.approx(0.7)
        assert source.warnings == ("trang mờ",)

    def test_stamps_fill_what_ocr_read(self) -> None:
        maker = Maker()
        sheet = maker.sheet().image()
        maker.signature(sheet, NUMBER, "9")
        word = pdf.RecognisedWord
        words = (word("Số:", 100, 99, 118, 111, 0.9, 0), word("/KH-UBND", 160, 99, 220, 111, 0.5, 0))
        source = read(maker, ocr=lambda request: pdf.Recognised(words))
        assert lines(source)[0] == "Số: 9/KH-UBND"

    def test_huge_pages_are_rendered_small_and_huge_images_are_not_decoded(self) -> None:
        sizes = []

        def ocr(request: pdf.PageImageRequest) -> pdf.Recognised:
            sizes.append(request.render(600, False))
            return pdf.Recognised(())

        maker = Maker()
        maker.sheet((14400, 14400)).image()
        read(maker, ocr=ocr)
        assert sizes[0].width * sizes[0].height <= 41_000_000
        assert sizes[0].dpi < 60
        bomb = maker.build().replace(b"/Width 4 /Height 4", b"/Width 99999 /Height 99999")
        source = read(bomb, ocr=ocr)
        assert len(sizes) == 1
        assert any("Page 1" in w and "pixels" in w for w in source.warnings)

    def test_a_missing_tool_is_no_matter_of_one_page(self) -> None:
        def ocr(request: pdf.PageImageRequest) -> pdf.Recognised:
            raise MissingTool(request.path, "no tesseract", "Install it")

        with pytest.raises(MissingTool):
            read(self.scan(), ocr=ocr)

    def test_boxes_of_a_page_that_lay_aslant_lead_back_to_it(self) -> None:
        writer = Writer(maps={1: (1, 0, 5, 0, 1, 7, 0, 0, 1)})
        writer.write(Paragraph([Token(Word(10, 20, 30, 40, "Sở"), 1)]))
        assert [writer.words.x0[0], writer.words.y0[0], writer.words.x1[0], writer.words.y1[0]] == [15, 27, 35, 47]


class TestHostile:
    @pytest.mark.parametrize(
        "data", [b"", b"khong phai PDF" * 50, b"%PDF-1.4\n" + b"\x00rac" * 999, b"%PDF-1.7\n%%EOF"]
    )
    def test_garbage(self, data: bytes) -> None:
        with pytest.raises(UnreadableInput, match=r"tờ\.pdf"):
            read(data)

    def test_no_pages(self) -> None:
        with pytest.raises(UnreadableInput, match="without pages"):
            read(Maker())

    def test_cut_off_behind_its_pages_a_pdf_is_put_together_again(self) -> None:
        maker = Maker()
        maker.sheet().paragraph(100, BODY)
        source = read(maker.build()[:-200])
        assert BODY in source.raw
        assert any("damaged" in w for w in source.warnings)

    @pytest.mark.parametrize("share", [0.1, 0.4, 0.7])
    def test_cut_off_before_them_it_is_unreadable(self, share: float) -> None:
        maker = Maker()
        maker.sheet().paragraph(100, BODY)
        data = maker.build()
        with pytest.raises(UnreadableInput):
            read(data[: int(len(data) * share)])

    def test_bytes_before_the_head_are_skipped(self) -> None:
        maker = Maker()
        maker.sheet().paragraph(100, BODY)
        assert BODY in read(b"HTTP/1.1 200 OK\r\n\r\n" + maker.build()).raw

    @pytest.mark.parametrize(("password", "opens"), [("", True), ("bí mật", False)])
    def test_passwords(self, password: str, opens: bool) -> None:
        import pikepdf

        maker = Maker()
        maker.sheet().paragraph(100, BODY)
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(maker.build())) as document:
            document.save(out, encryption=pikepdf.Encryption(owner="chủ", user=password))
        if opens:
            assert BODY in read(out.getvalue()).raw
        else:
            with pytest.raises(UnreadableInput, match="password"):
                read(out.getvalue())

    def test_too_many_pages(self) -> None:
        maker = Maker()
        for _ in range(10_000):
            maker.sheet()
        with pytest.raises(LimitExceeded, match="10,000 pages"):
            read(maker)

    @staticmethod
    def bombs() -> Iterator[bytes]:
        content = zlib.compress(b"0 0 m 1 1 l S\n" * 4_000_000, 9)
        yield b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(content) + content + b"\nendstream"
        twice = zlib.compress(zlib.compress(b"0" * 20_000_000))
        yield b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n" % len(twice) + twice + b"\nendstream"

    def test_streams_that_unpack_to_too_much(self) -> None:
        for bomb in self.bombs():
            maker = Maker()
            maker.sheet().paragraph(100, BODY)
            maker.add(bomb)
            with pytest.raises(LimitExceeded):
                read(maker)

    def test_forms_that_paint_forms(self) -> None:
        maker = Maker()
        sheet = maker.sheet()
        kind = "/Type /XObject /Subtype /Form /BBox [0 0 9 9]"
        inner = maker.add(stream(b"0 0 m 9 9 l S", kind))
        for _ in range(9):
            inner = maker.add(stream(b"/X Do " * 10, f"{kind} /Resources << /XObject << /X {inner} 0 R >> >>"))
        sheet.parts.append("/Im1 Do")
        with pytest.raises(LimitExceeded, match="paints"):
            read(maker.build().replace(b"/Im1 9 0 R", b"/Im1 %d 0 R" % inner))

    def test_a_page_of_countless_objects_is_left_out_and_told(self) -> None:
        maker = Maker()
        maker.sheet().paragraph(100, BODY)
        maker.sheet().parts.append("0 0 m 1 1 l S\n" * 60_000)
        source = read(maker.build(packed=True))
        assert BODY in source.raw
        assert any("Page 2" in w and "objects" in w for w in source.warnings)

    def test_what_follows_a_stream_is_not_unpacked_forever(self) -> None:
        maker = Maker()
        maker.sheet().parts.append("0 0 m 1 1 l S\n" * 1_000_000)
        assert read(maker.build(packed=True).replace(b"\nendstream", b"\nrac \nendstream")).raw == ""

    def test_many_signatures_are_no_bomb(self) -> None:
        maker = Maker()
        sheet = maker.sheet()
        sheet.paragraph(100, BODY)
        for _ in range(40):
            maker.signature(sheet, (300, 500, 400, 560), "1")
        assert len(read(maker).signatures) == 40
