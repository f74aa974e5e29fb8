"""The comparison report in a real browser, made from an archive of our own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from pipeline.cli import cli
from pipeline.report.comparison import comparison_page, tiles
from pipeline.report.of_archive import place
from tests.chromium import Page, started

HEAD = """ỦY BAN NHÂN DÂN
{unit}
Số: {number}/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
{place}, ngày {day} tháng 01 năm {year}

KẾ HOẠCH
Cải cách hành chính năm {year}

{basis}

I. MỤC TIÊU
1. Chỉ số PAR INDEX đạt trên {score} điểm; Chỉ số SIPAS đạt ít nhất {sipas}%.
2. Tỷ lệ hồ sơ nộp trực tuyến đạt ít nhất {online}%.
3. Rà soát, đơn giản hóa các thủ tục hành chính thuộc phạm vi quản lý, bảo đảm công khai đầy đủ trên Cổng dịch vụ công,
niêm yết tại bộ phận tiếp nhận và trả kết quả, cập nhật kịp thời khi có sửa đổi, bổ sung theo hướng dẫn của cấp trên.

II. TỔ CHỨC THỰC HIỆN
1. {office}
- Chủ trì, phối hợp với các cơ quan liên quan tổng hợp, báo cáo {committee} trước ngày 15/11/{year}.
</script><img src=x onerror="document.title='run'">

Nơi nhận:
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Trần Văn Hòa
"""
BASIS = "Căn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ ban hành Chương trình tổng thể cải cách hành chính;"
PROVINCES = [("Bình Định", 70), ("Phú Yên", 80), ("Kon Tum", 65)]
DISTRICTS = [("huyện Tuy Phước", "Bình Định"), ("huyện Phù Cát", "Bình Định"), ("huyện Tây Hòa", "Phú Yên")]
HOSTILE = "=cmd <img src=x onerror=document.title=1>.txt"


def _archive(folder: Path) -> None:
    folder.mkdir()
    for n, (name, online) in enumerate(PROVINCES):
        for year in (2023, 2024):
            text = HEAD.format(
                unit=f"TỈNH {name.upper()}", place=name, number=10 + n, day=f"{5 + n:02}", year=year, basis=BASIS,
                score=80 + n, sipas=85 + n, online=online + year - 2023, office="Sở Nội vụ", committee="UBND tỉnh",
            )  # fmt: skip
            (folder / f"{name}-{year}.txt").write_text(text, encoding="utf-8")
    for n, (name, province) in enumerate(DISTRICTS):
        at = [p for p, _ in PROVINCES].index(province)
        text = HEAD.format(
            unit=name.upper(), place=name.removeprefix("huyện "), number=40 + n, day=f"{20 + n}", year=2024,
            basis=f"{BASIS} Kế hoạch số {10 + at}/KH-UBND ngày {5 + at:02}/01/2024 của UBND tỉnh {province};",
            score=82, sipas=90, online=60 + 5 * n, office="Phòng Nội vụ", committee="UBND huyện",
        )  # fmt: skip
        (folder / (HOSTILE if n == 0 else f"{name}.txt")).write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    _archive(folder / "archive")
    for arguments in (
        ["batch", str(folder / "archive"), str(folder / "out"), "--quiet", "--workers", "0"],
        ["view", str(folder / "out"), "--lang", "vi"],
        ["compare", str(folder / "out"), "--html", "--quiet", "--workers", "1", "--lang", "vi"],
    ):
        result = CliRunner().invoke(cli, arguments, catch_exceptions=False)
        assert result.exit_code == 0, result.output
    return folder / "out"


@pytest.fixture(scope="module")
def comparison(out: Path) -> dict[str, Any]:
    return json.loads((out / "compare" / "comparison.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def page(out: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with started(tmp_path_factory.mktemp("profile")) as driver:
        yield Page(driver, out / "compare" / "report.html")


@pytest.mark.parametrize(
    "view", ["overview", "coverage", "targets", "indices", "bodies", "cascade", "calendar", "reuse", "conflicts"]
)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_view_is_drawn_without_complaint(page: Page, view: str, theme: str) -> None:
    page.open(f"#{view}", theme=theme)
    page.until(f"document.querySelector('#view-{view} .content').children.length > 0")
    if view not in ("conflicts", "reuse"):
        page.until(f"document.querySelector('#view-{view} canvas') !== null")
    assert page.find(f"nav [data-view={view}]").get_attribute("aria-current") == "page"
    assert page.complaints() == []
    assert page.requests() == []
    assert "run" not in page.driver.title
    assert page.js("document.querySelectorAll('img, iframe').length") == 0


def test_a_value_leads_to_its_words_and_their_page(page: Page, out: Path, comparison: dict[str, Any]) -> None:
    measure = next(m for m in comparison["measures"] if "trực tuyến" in m["name"])
    assert measure["localities"] >= 5
    page.open(f"#targets/{measure['id']}")
    page.until("document.querySelectorAll('#view-targets td button.num').length > 4")
    page.click("#view-targets td button.num")
    assert page.seen("#drawer")
    assert "%" in page.find("#drawer blockquote").text
    address = page.find("#drawer a").get_attribute("href")
    page.driver.get(address)
    page.until("document.documentElement.dataset.ready === 'yes'")
    page.until("document.querySelectorAll('mark.on').length > 0")
    assert "%" in page.find("mark.on").text


def test_a_cell_of_the_matrix_leads_to_its_words(page: Page) -> None:
    page.open("#coverage")
    page.until("document.querySelector('#view-coverage canvas') !== null")
    place = page.js(
        "(() => { const el = document.querySelector('#view-coverage .chart'), chart = echarts.getInstanceByDom(el);"
        "const p = chart.convertToPixel({seriesIndex: 0}, chart.getOption().series[0].data[0].value);"
        "const b = el.getBoundingClientRect(); return [b.left + p[0], b.top + p[1]] })()"
    )
    for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
        page.command(
            "Input.dispatchMouseEvent", type=kind, x=place[0], y=place[1], button="left", clickCount=1, buttons=1
        )
    page.until("!document.getElementById('drawer').hidden")
    assert "Chỉ số" in page.find("#drawer blockquote").text


def test_the_cascade_names_who_has_no_plan(page: Page) -> None:
    page.open("#cascade")
    page.until("document.querySelectorAll('#view-cascade .gap').length > 0")
    assert "76/NQ-CP" in page.find("#view-cascade .stack").text
    assert "chưa có kế hoạch" in page.find("#view-cascade .gap").text


def test_copied_passages_stand_side_by_side(page: Page) -> None:
    page.open("#reuse")
    page.until("document.querySelectorAll('#view-reuse .pair').length > 0")
    quotes = page.js(
        "Array.from(document.querySelector('#view-reuse .pair').querySelectorAll('blockquote'), q => q.textContent)"
    )
    assert len(quotes) == 2
    assert all("thủ tục hành chính" in q for q in quotes)


def test_the_drawer_closes_by_key_and_gives_the_focus_back(page: Page) -> None:
    from selenium.webdriver.common.keys import Keys

    page.open("#targets")
    page.until("document.querySelector('#view-targets td button.num') !== null")
    page.js("document.querySelector('#view-targets td button.num').focus()")
    page.press(Keys.ENTER)
    assert page.js("document.activeElement.id") == "drawer"
    page.press(Keys.ESCAPE)
    assert page.js("document.getElementById('drawer').hidden")
    assert page.js("document.activeElement.classList.contains('num')")


def test_both_languages(page: Page) -> None:
    page.open("#coverage")
    assert page.find("#view-coverage h2").text == "Độ phủ"
    page.click("#language")
    assert page.find("#view-coverage h2").text == "Coverage"
    page.click("#language")


def test_hostile_file_names_stay_in_their_folder(tmp_path: Path) -> None:
    for name in ("../../etc/passwd", "/etc/passwd", "a/../../b", "C:\\x\\y", "."):
        assert place(tmp_path, name).resolve().is_relative_to(tmp_path / "view")


def test_the_report_of_nothing_says_so(tmp_path: Path) -> None:
    empty: dict[str, Any] = {
        "counts": dict.fromkeys(("documents", "localities", "nodes", "edges", "measures", "targets", "passages"), 0),
        "documents": {}, "localities": {}, "evidence": {}, "measures": [], "index_years": [], "calendar": [],
        "coverage": {k: {"rows": [], "columns": [], "cells": []} for k in ("indices", "cited")}, "programmes": [],
        "responsibilities": {"bodies": [], "tasks": []}, "reuse": {"documents": [], "passages": []}, "conflicts": [],
    }  # fmt: skip
    (tmp_path / "report.html").write_text(comparison_page(empty, {}, {}, lang="en"), encoding="utf-8")
    with started(tmp_path / "profile") as driver:
        page = Page(driver, tmp_path / "report.html")
        for view in ("overview", "coverage", "targets", "indices", "bodies", "cascade", "calendar", "reuse"):
            page.open(f"#{view}")
            assert page.complaints() == []


def test_long_lists_are_cut_and_said_to_be(comparison: dict[str, Any]) -> None:
    row = comparison["calendar"][0]
    text = comparison_page(comparison | {"calendar": [row] * 7000}, {}, {}, lang="en")
    assert '"left_out":{"calendar":1000}' in text


def test_there_is_a_tile_for_every_province() -> None:
    from extractors import vocabulary

    renumbered = vocabulary.rows("provinces_2025")
    for units, column in (("63", "old"), ("34", "new")):
        codes = [t["code"] for t in tiles() if t["units"] == units]
        assert sorted(codes) == sorted({row[column] for row in renumbered})
        spots = {(t["column"], t["row"]) for t in tiles() if t["units"] == units}
        assert len(spots) == len(codes)


def test_the_plotting_library_is_the_published_one() -> None:
    import hashlib

    from pipeline.report.page import ASSETS

    digest = hashlib.sha256((ASSETS / "vendor" / "echarts.min.js").read_bytes()).hexdigest()
    assert digest in (ASSETS / "vendor" / "README.md").read_text("utf-8")
    assert (ASSETS / "vendor" / "echarts.LICENSE").exists()
