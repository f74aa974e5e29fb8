"""Recognition: what is done to page images needs no tesseract; what reads them skips without it (not in CI)."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

from benchmarks import scans
from pipeline import as_dict, extract_source
from pipeline.doctor import findings, report
from pipeline.errors import LimitExceeded, MissingTool, UnreadableInput
from pipeline.ingest import reader
from pipeline.ingest.encodings import share_of_syllables
from pipeline.ingest.ocr import (
    OcrOptions,
    cache,
    chosen,
    cleaning,
    geometry,
    handwriting,
    images,
    noise,
    pixels,
    recognition,
    tesseract,
)
from pipeline.ingest.ocr import page as pages
from pipeline.ingest.ocr.handwriting import Unread
from pipeline.ingest.ocr.tesseract import Token
from pipeline.ingest.pdf.words import mapped

TEXT = [
    "Căn cứ Quyết định số 318/QĐ-UBND ngày 07 tháng 5 năm 2023 của Ủy ban nhân dân tỉnh về đơn giản hóa thủ tục.",
    "Phòng Nội vụ chủ trì, phối hợp với Văn phòng theo dõi, đôn đốc các đơn vị thực hiện nhiệm vụ được giao trong năm.",
    "Phấn đấu đến hết năm có ít nhất 85% hồ sơ được giải quyết đúng hạn, mức độ hài lòng của người dân đạt trên 90%.",
    "Các xã, thị trấn báo cáo kết quả thực hiện trước ngày 15 tháng 12 để tổng hợp, trình Chủ tịch quyết định.",
] * 8


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name in ("KEHOACH_OCR", "KEHOACH_DPI", "KEHOACH_OCR_CACHE"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "cache"


def needs(condition: bool, what: str) -> Any:
    """A mark that skips without a tool, but never in CI: there a missing tool is a failure."""
    return pytest.mark.skipif(not condition and not os.environ.get("CI"), reason=f"needs {what}")


needs_tesseract = needs("vie" in tesseract.languages(), f"tesseract with Vietnamese data: {tesseract.INSTALL}")
needs_osd = needs("osd" in tesseract.languages(), "tesseract's osd data: apt-get install -y tesseract-ocr-osd")
needs_font = needs(scans.available(), "a Vietnamese font: apt-get install -y fonts-liberation2")


def lines_of_letters(width: int = 1200, height: int = 900, lean: float = 0.0) -> Any:
    """A grey page with rows of dark blocks as high as letters; `lean`: degrees the rows fall to the right."""
    out = np.full((height, width), 255, np.uint8)
    for top in range(120, height - 120, 60):
        for left in range(100, width - 100, 26):
            y = round(top + np.tan(np.radians(lean)) * (left - width / 2))
            out[y : y + 24, left : left + 14] = 20
    return out


def token(text: str, x0: float, y0: float, x1: float, y1: float, sure: float = 0.95, line: int = 0) -> Token:
    return Token(text, x0, y0, x1, y1, sure, line)


class TestPixels:
    def test_red_turns_into_paper_and_black_stays(self) -> None:
        image = np.full((200, 200, 3), 255, np.uint8)
        image[50:90, 50:90] = (220, 30, 40)
        image[120:160, 50:90] = (10, 10, 10)
        grey = pixels.to_grey(image)
        assert grey[70, 70] > 200
        assert grey[140, 70] < 30

    def test_a_page_by_lamplight_has_no_colour_on_it(self) -> None:
        assert not pixels.is_coloured(np.full((80, 80, 3), (250, 235, 200), np.uint8))

    def test_shadow_is_evened_out_and_an_even_page_left_alone(self) -> None:
        page = lines_of_letters()
        assert pixels.even(page) is page
        shadow = (page * np.linspace(1.0, 0.5, page.shape[1])).astype(np.uint8)
        evened = pixels.even(shadow)
        assert evened[20, -20] > 225
        assert (evened[130, 1080:1110] < 100).any()

    def test_black_and_white_is_told_from_grey(self) -> None:
        page = lines_of_letters()
        assert pixels.is_bilevel(page)
        noise_ = np.random.default_rng(1).normal(0, 12, page.shape)
        assert not pixels.is_bilevel(np.clip(page + noise_ - 30, 0, 255).astype(np.uint8))


class TestGeometry:
    @pytest.mark.parametrize("lean", [-3.0, -0.8, 0.0, 1.5, 4.0])
    def test_skew_is_measured_and_taken_out(self, lean: float) -> None:
        page = lines_of_letters(lean=lean)
        angle = geometry.skew(pixels.parts(pixels.ink(page), 200))
        assert angle == pytest.approx(lean, abs=0.3)
        if lean:
            straight, _ = geometry.straightened(page, angle)
            assert abs(geometry.skew(pixels.parts(pixels.ink(straight), 200))) <= 0.3

    def test_an_empty_page_has_no_skew(self) -> None:
        empty = np.full((400, 400), 255, np.uint8)
        assert geometry.skew(pixels.parts(pixels.ink(empty), 200)) == 0.0

    @pytest.mark.parametrize("times", [0, 1, 2, 3])
    def test_the_way_back_from_a_turn(self, times: int) -> None:
        page = np.full((60, 100), 255, np.uint8)
        page[10:14, 20:26] = 0
        out, back = geometry.turned(page, times)
        ys, xs = np.nonzero(out == 0)
        box = mapped((xs.min(), ys.min(), xs.max() + 1, ys.max() + 1), tuple(back.ravel()))
        assert box == pytest.approx((20, 10, 26, 14))

    def test_a_photographed_sheet_is_found_and_flattened(self) -> None:
        table = Image.new("L", (1000, 1300), 60)
        corners = [(120, 90), (900, 130), (870, 1210), (90, 1180)]
        ImageDraw.Draw(table).polygon(corners, fill=235)
        found = geometry.sheet(np.asarray(table))
        assert found is not None
        assert np.abs(found - np.array(corners)).max() < 15
        flat, _ = geometry.flattened(np.asarray(table), found)
        assert np.median(flat) > 225
        assert (flat > 200).mean() > 0.97

    def test_a_scan_is_no_photo(self) -> None:
        assert geometry.sheet(lines_of_letters()) is None


class TestCleaning:
    def test_rulings_are_found_and_taken_off(self) -> None:
        page = lines_of_letters()
        page[400:404, 80:1120] = 0
        page[60:850, 60:64] = 0
        cleaned = cleaning.clean(page, 200)
        assert any(abs(h[1] - 402) < 4 and h[2] - h[0] > 1000 for h in cleaned.horizontal)
        assert any(abs(v[0] - 62) < 4 and v[3] - v[1] > 700 for v in cleaned.vertical)
        assert cleaned.grey[100:110, 62].min() > 200
        assert cleaned.grey[130, 105] < 60

    def test_a_ring_goes_and_letters_stay(self) -> None:
        page = lines_of_letters(height=1400)
        page[700:] = 255
        image = Image.fromarray(page)
        ImageDraw.Draw(image).ellipse((500, 800, 800, 1100), outline=30, width=8)
        stamped = np.asarray(image)
        cleaned = cleaning.clean(stamped, 200)
        assert (cleaned.grey[780:] < 100).sum() < 0.1 * (stamped[780:] < 100).sum()
        assert (cleaned.grey[:700] < 100).sum() == (page[:700] < 100).sum()
        assert cleaned.gone

    def test_a_clean_page_is_not_touched(self) -> None:
        page = lines_of_letters()
        assert cleaning.clean(page, 200).grey is page


class TestNoise:
    def test_dirt_goes_and_a_badly_printed_word_in_its_line_stays(self) -> None:
        good = [token("kế", 0, 0, 30, 20), token("hoạch", 35, 0, 80, 20), token("cũa", 85, 0, 110, 20, 0.4)]
        dirt = [token("¿Í", 300, 200, 330, 220, 0.1, 1), token("|", 500, 0, 502, 20, 0.97, 0)]
        assert noise.without_noise([*good, *dirt], [], 20) == good

    def test_over_a_stamp_only_sure_words_stay(self) -> None:
        line = [token("CHỦ", 100, 100, 140, 120), token("GWx", 150, 100, 180, 120, 0.7)]
        assert noise.without_noise(line, [(90, 50, 250, 200)], 20) == line[:1]

    def test_a_registry_stamp_is_its_frame_with_its_words(self) -> None:
        frame = [(100.0, 100.0, 400.0, 100.0), (102.0, 210.0, 398.0, 210.0)], [(100.0, 100.0, 100.0, 210.0)]
        words = [token("ĐẾN", 110, 140, 160, 170), token("Số:", 180, 130, 210, 150), token("Kính", 500, 150, 560, 170)]
        boxes = noise.registry_stamps(words, *frame, 200)
        assert noise.outside(words, boxes) == words[2:]
        assert noise.registry_stamps(words[2:], *frame, 200) == []


class TestHandwriting:
    """A line of a letterhead with drawn components: figures like print, or larger and off the line."""

    @staticmethod
    def parts(boxes: list[tuple[int, int, int, int]]) -> pixels.Parts:
        page = np.zeros((1000, 1000), np.uint8)
        for x, y, w, h in boxes:
            page[y : y + h, x : x + w] = 255
        found = pixels.parts(page, 200)
        return found._replace(letter=20.0)

    SYMBOL = tuple((200 + 20 * i, 100, 12, 20) for i in range(5))

    def test_printed_figures_stay(self) -> None:
        parts = self.parts([(150, 100, 12, 20), (170, 101, 12, 20), *self.SYMBOL])
        line = [token("Số:", 100, 95, 140, 122), token("27/KH-X", 148, 95, 300, 122)]
        assert handwriting.blank(line, parts, 1000) == (line, [])

    @pytest.mark.parametrize(
        "figures", [[(145, 88, 18, 34), (168, 92, 16, 30)], [(148, 104, 13, 27), (170, 96, 12, 20)]]
    )
    def test_written_figures_are_left_blank(self, figures: list[tuple[int, int, int, int]]) -> None:
        parts = self.parts([*figures, *self.SYMBOL])
        line = [token("Số:", 100, 95, 140, 122), token("27", 144, 90, 186, 124), token("/KH-X", 192, 95, 300, 122)]
        kept, unread = handwriting.blank(line, parts, 1000)
        assert [t.text for t in kept] == ["Số:", "/KH-X"]
        assert [u.what for u in unread] == ["number"]
        assert unread[0].box == (144, 90, 186, 124)

    def test_what_is_no_figure_is_never_made_one(self) -> None:
        line = [
            token("Số:", 100, 95, 140, 122),
            token("†0+", 144, 90, 186, 124, 0.4),
            token("/QĐ-UBND", 192, 95, 300, 122),
        ]
        kept, unread = handwriting.blank(line, self.parts([*self.SYMBOL]), 1000)
        assert [t.text for t in kept] == ["Số:", "/QĐ-UBND"]
        assert unread

    def test_a_written_day_is_left_blank_and_a_printed_month_stays(self) -> None:
        year = [(400 + 16 * i, 100, 12, 20) for i in range(4)]
        parts = self.parts([(150, 84, 20, 40), (300, 100, 12, 20), *year])
        line = [
            token("ngày", 100, 95, 140, 122), token("8", 148, 82, 172, 126), token("tháng", 190, 95, 280, 122),
            token("6", 298, 98, 314, 122), token("năm", 330, 95, 390, 122), token("2031", 398, 98, 470, 122),
        ]  # fmt: skip
        kept, unread = handwriting.blank(line, parts, 1000)
        assert [t.text for t in kept] == ["ngày", "tháng", "6", "năm", "2031"]
        assert [u.what for u in unread] == ["day"]

    def test_numbers_of_the_running_text_are_no_matter(self) -> None:
        line = [token("số", 100, 700, 140, 722), token("27/KH-X", 148, 690, 300, 722, 0.4)]
        assert handwriting.blank(line, self.parts([]), 1000) == (line, [])


class TestCache:
    READING = pages.Reading(
        (token("Số:", 1, 2, 3, 4),), ((0.0, 1.0, 2.0, 1.0),), (), (Unread("day", (1.0, 2.0, 3.0, 4.0)),), 595.0, 842.0,
        (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0),
    )  # fmt: skip
    NAME = "ab" + "0" * 62

    def test_what_is_put_is_got(self) -> None:
        assert cache.get(self.NAME) is None
        cache.put(self.NAME, self.READING)
        assert cache.get(self.NAME) == self.READING

    def test_a_damaged_file_is_as_good_as_none(self) -> None:
        cache.put(self.NAME, self.READING)
        next(cache.folder().glob("*/*")).write_bytes(b"damaged")
        assert cache.get(self.NAME) is None

    def test_a_folder_that_cannot_be_written_is_no_error(self, own_cache: Path) -> None:
        own_cache.write_text("a file stands where the folder would")
        cache.put(self.NAME, self.READING)
        assert cache.get(self.NAME) is None

    def test_what_was_not_used_for_longest_goes_first(self) -> None:
        for i in range(4):
            cache.put(f"{i:x}0" + "0" * 62, self.READING)
            path = next(cache.folder().glob(f"{i:x}0/*"))
            os.utime(path, (1000 + i, 1000 + i))
        size = path.stat().st_size
        cache.sweep(limit=2 * size)
        assert sorted(p.parent.name for p in cache.folder().glob("*/*")) == ["20", "30"]

    def test_the_name_depends_on_pixels_size_and_resolution(self) -> None:
        page = np.zeros((4, 6), np.uint8)
        names = {
            cache.key(page, (4, 6), 300, 1), cache.key(page, (6, 4), 300, 1), cache.key(page, (4, 6), 200, 1),
            cache.key(page + 1, (4, 6), 300, 1), cache.key(page, (4, 6), 300, 2),
        }  # fmt: skip
        assert len(names) == 5


class TestTools:
    def test_without_tesseract_the_one_command_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(tesseract, "version", lambda: None)
        with pytest.raises(MissingTool, match="apt-get install -y tesseract-ocr tesseract-ocr-vie") as error:
            tesseract.check("plan.tif")
        assert error.value.exit_code == 4

    def test_without_vietnamese_data_too(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(tesseract, "version", lambda: "5.3.0")
        monkeypatch.setattr(tesseract, "languages", lambda: frozenset({"eng"}))
        with pytest.raises(MissingTool, match="Vietnamese"):
            tesseract.check("plan.tif")

    def test_words_of_the_table(self) -> None:
        head = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
        rows = [
            "4\t1\t1\t1\t1\t0\t0\t0\t9\t9\t-1\t",
            "5\t1\t1\t1\t1\t1\t10\t20\t30\t8\t96.5\tKế",
            "5\t1\t1\t1\t2\t1\t1\t2\t3\t4\t50\t ",
        ]
        assert tesseract.parse(head + "\n".join(rows)) == [Token("Kế", 10, 20, 40, 28, 0.965, 0)]

    def test_doctor_says_what_is_missing_in_both_languages(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(tesseract, "version", lambda: None)
        assert any(f.name == "tesseract" and f.version is None for f in findings())
        assert "missing" in report("en")
        assert tesseract.INSTALL in report("vi")
        assert "chưa cài" in report("vi")

    def test_options_from_the_environment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert chosen() == OcrOptions()
        monkeypatch.setenv("KEHOACH_OCR", "always")
        monkeypatch.setenv("KEHOACH_DPI", "200")
        monkeypatch.setenv("KEHOACH_OCR_CACHE", "0")
        assert chosen() == OcrOptions("always", 200, False)
        monkeypatch.setenv("KEHOACH_DPI", "many")
        assert chosen().dpi == 300


def encoded(image: Image.Image, form: str = "PNG", **settings: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form, **settings)
    return buffer.getvalue()


class TestImages:
    NEVER = OcrOptions("never")

    def test_never_records_pages_without_text_and_says_so(self) -> None:
        source = images.read_bytes(encoded(Image.new("L", (827, 1169), 255), dpi=(100, 100)), "scan.png", self.NEVER)
        assert source.raw == ""
        assert [round(v or 0) for v in (source.pages[0].width, source.pages[0].height)] == [595, 842]
        assert "switched off" in source.warnings[0]

    def test_size_is_that_of_a4_where_the_image_does_not_say(self) -> None:
        source = images.read_bytes(encoded(Image.new("L", (1654, 2339), 255)), "scan.png", self.NEVER)
        assert source.pages[0].width == pytest.approx(595, abs=2)

    def test_each_page_of_a_tiff(self) -> None:
        page = Image.new("1", (800, 1100), 1)
        data = encoded(page, "TIFF", save_all=True, append_images=[page, page], compression="group4")
        assert [p.number for p in images.read_bytes(data, "scan.tif", self.NEVER).pages] == [1, 2, 3]
        with pytest.raises(LimitExceeded, match="3 pages"):
            images.read_bytes(data, "scan.tif", OcrOptions("never", max_pages=2))

    def test_too_many_pixels_are_refused_before_they_are_unpacked(self) -> None:
        with pytest.raises(LimitExceeded, match="pixels"):
            images.read_bytes(
                encoded(Image.new("1", (9000, 9000), 1)), "big.png", OcrOptions("never", max_pixels=10**6)
            )

    @pytest.mark.parametrize("cut", [40, 300])
    def test_cut_off_images_are_unreadable(self, cut: int) -> None:
        data = encoded(Image.effect_noise((400, 400), 80))[:cut]
        with pytest.raises(UnreadableInput):
            images.read_bytes(data, "cut.png", self.NEVER)

    def test_transparent_parts_are_paper(self) -> None:
        assert images._array(Image.new("RGBA", (20, 20), (0, 0, 0, 0))).min() == 255


@needs_tesseract
@needs_font
class TestReading:
    """Whole pages, made by benchmarks.scans from texts of our own."""

    @staticmethod
    def sheet(seed: int, **look: Any) -> tuple[scans.Sheet, bytes]:
        chosen_look = scans.Look(**{"dpi": 200, **look})
        made = scans.make(seed, TEXT, chosen_look)
        return made, encoded(made.image, dpi=(chosen_look.dpi, chosen_look.dpi))

    def test_a_clean_page_is_read_with_boxes_and_confidence(self) -> None:
        made, data = self.sheet(3)
        source = reader.read_bytes(data, "scan.png")
        assert share_of_syllables(source.raw) > 0.97
        assert f"Số: {made.number}/" in source.raw
        assert "318/QĐ-UBND" in source.raw
        assert (source.pages[0].ocr_confidence or 0) > 0.9
        at = source.raw.index("318/QĐ-UBND")
        (box,) = source.boxes(at, at + 11)
        assert 0 < box["x0"] < box["x1"] < 596
        assert source.raw.index("Số:") < source.raw.index("CỘNG HÒA") < source.raw.index("ngày")

    def test_handwriting_is_blank_with_a_warning_and_a_box(self) -> None:
        made, data = self.sheet(6, handwritten=True)
        source = reader.read_bytes(data, "scan.png")
        assert made.written[0] not in source.raw.split("Căn cứ")[0]
        head = source.raw[:600]
        assert "Số: /" in head
        assert "ngày tháng" in head
        assert {"number", "day"} <= {u.what for u in source.unread}
        (box,) = {u.box for u in source.unread if u.what == "number"}
        assert box
        assert 0 < box[0] < box[2] < 300
        record = as_dict(extract_source(source))
        assert record["document"]["number"] is None
        assert {"number_unread", "day_unread"} <= set(record["document"]["flags"])
        (warning,) = (w for w in record["warnings"] if w["code"] == "number_unread")
        assert warning["page"] == 1
        assert warning["box"] == [round(v, 1) for v in box]

    def test_stamp_and_signature_leave_the_text_alone(self) -> None:
        made, data = self.sheet(9, grey=False, stamp="red", signature=True)
        source = reader.read_bytes(data, "scan.png")
        wanted = set(made.text.split())
        assert len(wanted & set(source.raw.split())) > 0.93 * len(wanted)

    def test_a_second_run_reads_from_the_cache(self, monkeypatch: pytest.MonkeyPatch) -> None:
        _, data = self.sheet(3)
        first = reader.read_bytes(data, "scan.png")
        monkeypatch.setattr(recognition, "read_page", lambda *a: pytest.fail("read again"))
        assert reader.read_bytes(data, "scan.png").raw == first.raw

    def test_a_scanned_pdf_aslant_has_its_boxes_where_the_words_lie(self) -> None:
        made, _ = self.sheet(4, skew=3.0)
        data = encoded(made.image, "PDF", resolution=200)
        source = reader.read_bytes(data, "scan.pdf")
        assert source.pages[0].text_source == "ocr"
        left = source.boxes(*self.span(source.raw, "Độc lập"))[0]
        straight = reader.read_bytes(encoded(self.sheet(4)[0].image, "PDF", resolution=200), "scan.pdf")
        level = straight.boxes(*self.span(straight.raw, "Độc lập"))[0]
        # Turned by 3 degrees against the clock about the middle, what stands above and right of it moves left and up.
        assert level["x0"] - left["x0"] > 5
        assert abs(left["y0"] - level["y0"]) > 1

    @staticmethod
    def span(text: str, words: str) -> tuple[int, int]:
        at = text.index(words)
        return at, at + len(words)

    @needs_osd
    def test_a_page_on_its_side_is_turned(self) -> None:
        made, _ = self.sheet(5)
        side = made.image.transpose(Image.Transpose.ROTATE_90)
        source = reader.read_bytes(encoded(side, dpi=(200, 200)), "scan.png")
        assert "318/QĐ-UBND" in source.raw
        box = source.boxes(*self.span(source.raw, "318/QĐ-UBND"))[0]
        assert box["y1"] - box["y0"] > box["x1"] - box["x0"]

    def test_ruled_tables_become_rows(self) -> None:
        image = Image.new("L", (1654, 1200), 255)
        draw = ImageDraw.Draw(image)
        font = scans._font(9)
        rows = [
            ("STT", "Nội dung", "Đơn vị"),
            ("1", "Ban hành kế hoạch", "Sở Nội vụ"),
            ("2", "Tổ chức hội nghị", "Văn phòng"),
        ]
        xs = (150, 300, 1000, 1500)
        for r in range(4):
            draw.line((150, 200 + 90 * r, 1500, 200 + 90 * r), fill=0, width=3)
        for x in xs:
            draw.line((x, 200, x, 470), fill=0, width=3)
        for r, row in enumerate(rows):
            for x, words in zip(xs, row, strict=False):
                draw.text((x + 20, 225 + 90 * r), words, font=font, fill=0)
        source = reader.read_bytes(encoded(image, dpi=(200, 200)), "table.png")
        assert "1 | Ban hành kế hoạch | Sở Nội vụ" in source.raw
        assert [b.kind for b in source.blocks].count("row") == 3
