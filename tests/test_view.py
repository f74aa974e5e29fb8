"""The evidence page in a real browser."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from pipeline import as_dict, extract_text
from pipeline.cli import cli
from pipeline.commands.view import view
from pipeline.report.evidence import evidence_page
from pipeline.report.page import asset, embedded_json
from pipeline.report.spans import Span, by_line, pieces
from tests.chromium import Page, started
from tests.pdf_maker import Maker

PLAN = """ỦY BAN NHÂN DÂN
HUYỆN VĨNH LINH
Số: 88/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Vĩnh Linh, ngày 15 tháng 01 năm 2024

KẾ HOẠCH
Đẩy mạnh cải cách hành chính huyện Vĩnh Linh năm 2024

Căn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ; Quyết đinh số 1339/QĐ-UBND ngày 02/5/2024 của UBND tỉnh.

I. MỤC TIÊU
1. Phấn đấu Chỉ số SIPAS đạt trên 90% và Chỉ số PAR INDEX tăng ít nhất 02 bậc so với năm 2023.
2. Ít nhất 80% hồ sơ được nộp trực tuyến trước ngày 30/9/2024.
3. Giải ngân kinh phí 350 triệu đồng cho công tác tuyên truyền.

II. TỔ CHỨC THỰC HIỆN
1. Phòng Nội vụ
- Chủ trì, phối hợp với Phòng Tư pháp rà soát thủ tục hành chính, báo cáo UBND huyện trước ngày 25/11/2024.
2. Phòng Văn hóa và Thông tin
- Đăng tải ít nhất 12 tin, bài về cải cách hành chính trên Cổng thông tin điện tử huyện.
</script><img src=x onerror="document.title='run'"><b>=HYPERLINK("http://example.invalid";"x")</b> & "nháy" 'đơn'

Nơi nhận:
- UBND tỉnh;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Nguyễn Văn Thu
"""
NAME = "=cmd|' </script><img src=x onerror=document.title=1>.txt"


@pytest.fixture(scope="module")
def record() -> dict[str, Any]:
    # A long middle, so that most of the page is out of view.
    middle = "".join(f"Việc thường xuyên số {n}: theo dõi, tổng hợp tình hình chung của huyện.\n" for n in range(400))
    text = PLAN.replace("II. TỔ CHỨC", middle + "\nII. TỔ CHỨC")
    return json.loads(json.dumps(as_dict(extract_text(text, path=NAME))))


@pytest.fixture(scope="module")
def page(record: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    folder = tmp_path_factory.mktemp("view")
    (folder / "plan.html").write_text(evidence_page(record, lang="vi"), encoding="utf-8")
    with started(folder / "profile") as driver:
        yield Page(driver, folder / "plan.html")


def _fact(record: dict[str, Any], layer: str, words: str) -> str:
    return next(f["id"] for f in record[layer] if words in f["quote"])


def test_a_fact_leads_to_its_words(page: Page, record: dict[str, Any]) -> None:
    page.open()
    name = _fact(record, "targets", "12 tin")
    assert not page.seen(f"mark[data-f~={name}]"), "the words lie far below"
    page.click("#tab-t")
    page.click(f"#row-{name}")
    page.until(f"document.querySelector('mark[data-f~={name}].on') !== null")
    page.until("true")
    assert page.seen(f"mark[data-f~={name}]")
    marked = page.js("Array.from(document.querySelectorAll('mark.on'), m => m.textContent).join('')")
    assert marked == next(f["quote"] for f in record["targets"] if f["id"] == name)
    assert "12" in page.find("#card").text
    assert page.js("location.hash") == f"#{name}"


def test_words_lead_to_their_row(page: Page, record: dict[str, Any]) -> None:
    page.open()
    name = _fact(record, "citations", "76/NQ-CP")
    page.click("#tab-d")
    page.click(f"mark[data-f~={name}]")
    page.until(f"document.querySelector('#row-{name}[aria-selected=true]') !== null")
    assert page.seen(f"#row-{name}")
    assert page.find("#tab-c").get_attribute("aria-selected") == "true"


def test_words_of_several_facts_lead_to_each_in_turn(page: Page, record: dict[str, Any]) -> None:
    page.open()
    shared = page.js("Array.from(document.querySelectorAll('mark'), m => m.dataset.f).find(f => f.includes(' '))")
    names = [n for n in shared.split() if n[0] != "w"]
    found = []
    for _ in names:
        page.click(f'mark[data-f="{shared}"]')
        found.append(page.js("document.querySelector('#rows [aria-selected=true]').id.slice(4)"))
    assert sorted(found) == sorted(names)


def test_an_address_with_a_fact_opens_there(page: Page, record: dict[str, Any]) -> None:
    name = _fact(record, "responsibilities", "Phòng Tư pháp")
    page.open(f"#{name}")
    page.until(f"document.querySelector('mark.on[data-f~={name}]') !== null")
    assert page.seen(f"mark[data-f~={name}]")
    assert page.seen(f"#row-{name}")


def test_layers_are_filtered(page: Page, record: dict[str, Any]) -> None:
    page.open()
    name = _fact(record, "citations", "76/NQ-CP")
    shade = f"getComputedStyle(document.querySelector('mark[data-f=\"{name}\"]')).backgroundColor"
    before = page.js(shade)
    page.click("[data-layer=c]")
    page.until(f"{shade} === 'rgba(0, 0, 0, 0)'")
    assert page.find("[data-layer=c]").get_attribute("aria-pressed") == "false"
    page.press("1")
    page.until(f"{shade} === '{before}'")


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("to chuc thuc hien", 1), ("tổ chức thực hiện", 1), ("tỗ chức thực hiện", 0), ("dang tai", 1), ("Đăng tải", 1),
        ("đang tải", 0), ("hoá và Thông", 1), ("hóa và thông", 1), ("không có ở đây", 0),
    ],
)  # fmt: skip
def test_search_with_and_without_diacritics(page: Page, query: str, hits: int) -> None:
    page.open()
    page.press("/", query)
    page.until("document.getElementById('hits').textContent !== ''")
    assert page.js("Reading.hit()[1]") == hits
    if hits:
        assert page.js("CSS.highlights.get('hits').size") == hits
        assert page.seen(".l.found")
    else:
        assert page.find("#hits").text in ("Không tìm thấy", "Nothing found")


def test_search_goes_from_hit_to_hit(page: Page) -> None:
    from selenium.webdriver.common.keys import Keys

    page.open()
    page.press("/", "thuong xuyen so 39")
    page.until("document.getElementById('hits').textContent === '1/11'")
    page.press(Keys.ENTER, Keys.ENTER)
    assert page.js("Reading.hit()") == [3, 11]
    assert page.seen(".l.found")
    assert "391" in page.find(".l.found").text


def test_rows_are_filtered(page: Page, record: dict[str, Any]) -> None:
    page.open()
    page.click("#tab-r")
    page.press("f", "phong noi vu")
    page.until("document.querySelectorAll('#rows .body').length > 0")
    rows = page.js("Array.from(document.querySelectorAll('#rows .body'), r => r.textContent)")
    assert 0 < len(rows) < len(record["responsibilities"])
    assert all("Nội vụ" in row for row in rows)


def test_it_is_used_by_keyboard_alone(page: Page) -> None:
    from selenium.webdriver.common.keys import Keys

    page.open()
    page.press("j", "j")
    first = page.js("document.querySelector('#rows [aria-selected=true]').id")
    page.press("k")
    assert page.js("document.querySelector('#rows [aria-selected=true]').id") != first
    page.js(
        "document.getElementById('tab-' + document.querySelector('[role=tab][aria-selected=true]').id.slice(4)).focus()"
    )
    page.press(Keys.ARROW_RIGHT)
    assert page.js("document.activeElement.getAttribute('aria-selected')") == "true"
    page.js("document.querySelector('#rows .body').focus()")
    page.press(Keys.ARROW_DOWN, Keys.ENTER)
    assert page.js("document.activeElement.getAttribute('aria-selected')") == "true"
    assert page.js("document.querySelectorAll('mark.on').length") > 0
    page.press(Keys.ESCAPE)
    assert page.js("document.querySelectorAll('mark.on').length") == 0
    page.press("?")
    assert page.js("document.getElementById('keys').open")


def test_vietnamese_and_english(page: Page) -> None:
    page.open()
    assert page.find("#tab-t").text.startswith("Chỉ tiêu")
    page.click("#language")
    assert page.find("#tab-t").text.startswith("Targets")
    assert page.js("document.documentElement.lang") == "en"
    page.click("#language")


def test_light_and_dark(page: Page) -> None:
    paper = "getComputedStyle(document.getElementById('text')).backgroundColor"
    light = page.open().js(paper)
    assert page.open(theme="dark").js(paper) != light
    assert page.open(theme="dark").js("(document.getElementById('theme').click(), true)")
    assert page.js(paper) == light, "the reader's choice goes before the system's"
    page.js("localStorage.clear()")


def test_warnings_and_repairs_are_visible(page: Page, record: dict[str, Any]) -> None:
    assert record["warnings"]
    assert record["repairs"]
    page.open()
    assert page.seen(".note.w")
    page.click(".note.p")
    assert "đinh" in page.find("#rows").text
    page.click("#rows .body")
    assert page.seen("mark.on")


def test_what_a_file_says_does_nothing(page: Page) -> None:
    page.open()
    assert "run" not in page.driver.title
    assert page.js("document.querySelectorAll('img, script[src], #text b, iframe').length") == 0
    assert page.js("document.querySelector('#text').textContent.includes('<img src=x onerror')")
    assert NAME in page.find(".names p").text
    for letter in "citrdws":
        page.js("Panel.show(arguments[0])", letter)
    page.js("(Panel.printed(), true)")
    assert page.complaints() == []
    assert page.requests() == []


def test_the_policy_forbids_network_and_foreign_scripts(page: Page) -> None:
    page.open()
    page.driver.execute_script(
        "const s = document.createElement('script'); s.text; document.head.append(s);"
        "const i = new Image(); i.src = 'https://example.invalid/x.png'; document.body.append(i);"
        "window.refused = false; fetch('https://example.invalid/').catch(() => { window.refused = true; });"
    )
    page.until("window.refused")
    assert any("Content Security Policy" in line for line in page.complaints())
    assert (
        page.js("(() => { try { document.body.innerHTML = '<b>x</b>'; return 'set' } catch { return 'no' } })()")
        == "no"
    )


def test_print_shows_text_and_all_tables(page: Page, record: dict[str, Any]) -> None:
    import base64
    from io import BytesIO

    import pypdfium2

    page.open()
    printed = page.command("Page.printToPDF", printBackground=True)
    document = pypdfium2.PdfDocument(BytesIO(base64.b64decode(printed["data"])))
    text = "".join(document[n].get_textpage().get_text_range() for n in range(len(document)))
    document.close()
    assert "Việc thường xuyên số 399" in text
    assert "Phòng Tư pháp huyện Vĩnh Linh" in " ".join(text.split()), "the table has the full name"


def test_pages_of_a_pdf_show_their_boxes(tmp_path: Path) -> None:
    maker = Maker()
    for n in range(3):
        sheet = maker.sheet()
        sheet.text(80, 100, f"Trang {n + 1}. Kế hoạch cải cách hành chính.")
        sheet.text(80, 400, f"Căn cứ Nghị quyết số {70 + n}/NQ-CP ngày 15/7/2021 của Chính phủ;")
    (tmp_path / "plan.pdf").write_bytes(maker.build())
    out = tmp_path / "plan.html"
    result = CliRunner().invoke(view, [str(tmp_path / "plan.pdf"), "-o", str(out), "--lang", "vi"])
    assert result.exit_code == 0, result.output
    with started(tmp_path / "profile") as driver:
        page = Page(driver, out).open()
        page.click("#row-c3")
        page.until("document.querySelector('.page[data-page=\"3\"] rect.on') !== null")
        assert page.seen("rect.on")
        page.until("document.querySelector('.page[data-page=\"3\"] image').href.baseVal.startsWith('data:image/webp')")
        page.click("rect.on")
        assert page.js("document.querySelector('#row-c3').getAttribute('aria-selected')") == "true"
        page.click("#show-text")
        assert page.seen("mark.on")
        assert page.complaints() == []


def test_a_record_gives_its_page_without_its_file(record: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_text(json.dumps(record), encoding="utf-8")
    out = tmp_path / "out" / "page.html"
    result = CliRunner().invoke(view, [str(tmp_path / "plan.json"), "-o", str(out), "--lang", "en"])
    assert result.exit_code == 0, result.output
    assert "76/NQ-CP" in out.read_text("utf-8")
    del record["text"]
    (tmp_path / "short.json").write_text(json.dumps(record), encoding="utf-8")
    result = CliRunner().invoke(view, [str(tmp_path / "short.json"), "-o", str(out)])
    assert result.exit_code == 3
    assert "--no-text" in result.output


def test_extract_writes_pages_too(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text(PLAN, encoding="utf-8")
    out = tmp_path / "out"
    result = CliRunner().invoke(cli, ["extract", str(tmp_path / "plan.txt"), "--format", "html", "-o", str(out)])
    assert result.exit_code == 0, result.output
    assert "76/NQ-CP" in (out / "plan.txt.html").read_text("utf-8")


def test_a_pdf_that_is_not_at_hand_is_said_to_be_missing(tmp_path: Path) -> None:
    maker = Maker()
    maker.sheet().text(80, 100, "Căn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ về kế hoạch.")
    (tmp_path / "plan.pdf").write_bytes(maker.build())
    CliRunner().invoke(cli, ["extract", str(tmp_path / "plan.pdf"), "-o", str(tmp_path)])
    for there in (True, False):
        result = CliRunner().invoke(view, [str(tmp_path / "plan.pdf.json"), "-o", str(tmp_path / "p.html")])
        assert result.exit_code == 0, result.output
        text = (tmp_path / "p.html").read_text("utf-8")
        assert ("data:image/webp" in text) is there
        assert ('data-w="no_images"' in text) is not there
        (tmp_path / "plan.pdf").unlink(missing_ok=True)


def test_embedded_json_cannot_leave_its_element() -> None:
    hostile = {"</script><!--": "<script>\u2028\u2029&amp;"}
    text = embedded_json(hostile)
    assert not re.search("[<>&\u2028\u2029]", text)
    assert json.loads(text) == hostile


def test_nested_and_overlapping_spans_are_cut_into_pieces() -> None:
    spans = [Span(0, 10, "c1"), Span(4, 6, "t1"), Span(8, 14, "r1")]
    found = [(p.start, p.end, p.ids) for p in pieces(0, 20, spans)]
    assert found == [
        (0, 4, ("c1",)), (4, 6, ("t1", "c1")), (6, 8, ("c1",)), (8, 10, ("r1", "c1")), (10, 14, ("r1",)), (14, 20, ()),
    ]  # fmt: skip


def test_a_span_over_two_lines_is_in_both() -> None:
    lines = list(by_line("một\nhai\n\nba", [Span(2, 6, "c1")]))
    assert [(a, b, [s.id for s in over]) for a, b, over in lines] == [
        (0, 3, ["c1"]), (4, 7, ["c1"]), (8, 8, []), (9, 11, []),
    ]  # fmt: skip


def _light(colour: str) -> float:
    parts = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", [0, 1])
def test_colours_have_the_contrast_that_wcag_asks_for(theme: int) -> None:
    blocks = re.findall(r":root[^{]*\{(.*?)\}", asset("shared/base.css"), re.S)
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", blocks[theme]))
    pairs = [("ink", f"{layer}-tint") for layer in "citrdwp"] + [(layer, "paper") for layer in "citrdwp"]
    pairs += [("soft", "desk"), ("soft", "raised"), ("soft", "faint"), ("ink", "chosen"), ("ink", "hit")]
    pairs += [("accent", "raised"), ("w", "w-tint"), ("t", "t-tint")]
    for one, other in pairs:
        low, high = sorted((_light(colours[one]), _light(colours[other])))
        assert (high + 0.05) / (low + 0.05) >= 4.5, (one, other)
