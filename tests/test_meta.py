"""What files don't say: a table and folder names fill what the text leaves open, and say so."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

import pipeline
from extractors.facts import Document
from pipeline.archive import meta
from pipeline.hints import Hints, apply
from pipeline.records import as_dict
from tests.test_export import PLAN

HEADLESS = """KẾ HOẠCH
Nâng cao chất lượng dịch vụ công năm 2024

Căn cứ Quyết định số 15/QĐ-UBND ngày 08/01/2024 của UBND huyện về giao nhiệm vụ;

1. Phòng Nội vụ
- Chủ trì, phối hợp với Văn phòng HĐND và UBND huyện kiểm tra việc tiếp nhận hồ sơ.
"""


@pytest.mark.parametrize(
    ("path", "units"),
    [
        ("Tây Ninh/2024/a.txt", {"province": "Tây Ninh"}),
        ("tinh_tay_ninh/Huyện Gò Dầu/a.txt", {"province": "Tây Ninh", "district": "Gò Dầu"}),
        ("huyen go dau/a.txt", {"province": "Tây Ninh", "district": "Gò Dầu"}),
        ("BinhDinh/a.txt", {"province": "Bình Định"}),
        ("01. Bình Định/02. Hoài Nhơn/a.txt", {"province": "Bình Định", "district": "Hoài Nhơn"}),
        ("TP Quy Nhơn/a.txt", {"province": "Bình Định", "district": "Quy Nhơn"}),
        (
            "Lâm Đồng/Cát Tiên/xã Gia Viễn/a.txt",
            {"province": "Lâm Đồng", "district": "Cát Tiên", "commune": "Gia Viễn"},
        ),
        ("Thành phố Đà Nẵng\\a.txt", {"province": "Đà Nẵng"}),
    ],
)
def test_folders_tell_the_locality(path: str, units: dict[str, str]) -> None:
    assert dict(meta.from_folders(path)) == units


@pytest.mark.parametrize(
    "path",
    [
        "a.txt",
        "Kế hoạch/a.txt",
        "2024/05/a.txt",
        "xã Tân An/a.txt",
        "Hòa Bình/Tây Ninh/a.txt",
        "Châu Thành/a.txt",
        "x/" * 40 + "a",
    ],
)
def test_folders_that_tell_nothing_or_too_much_settle_nothing(path: str) -> None:
    assert meta.from_folders(path) == ()


def test_hints_reach_bodies_and_citations_and_are_marked() -> None:
    hints = meta.for_path("Tây Ninh/Huyện Gò Dầu/kh.txt", meta.compiled([("**/*.txt", (("issuer", "UBND huyện"),))]))
    record = as_dict(pipeline.extract_text(HEADLESS, hints=hints))
    document = record["document"]
    assert (document["issuer"], document["level"]) == ("UBND huyện Gò Dầu", "district")
    assert document["codes"] == {"province": "72", "district": "710"}
    assert {"issuer_from_meta", "province_from_folder", "district_from_folder"} <= set(document["flags"])
    assert record["citations"][0]["issuer"] == "UBND huyện Gò Dầu"
    assert "Phòng Nội vụ huyện Gò Dầu" in {r["body"] for r in record["responsibilities"]}
    without = as_dict(pipeline.extract_text(HEADLESS))
    assert without["document"]["district"] is None
    assert not any("_from_" in flag for flag in without["document"]["flags"])


def test_what_the_text_says_stands() -> None:
    hints = Hints(meta=(("number", "1/KH"), ("province", "Hà Giang")), folder=(("province", "Hà Giang"),))
    assert pipeline.extract_text(PLAN, hints=hints).document == pipeline.extract_text(PLAN).document


def test_a_hint_that_contradicts_the_text_is_left_out_and_flagged() -> None:
    document = Document(issuer="UBND huyện", level="district", province="Lào Cai", date="2023-02-12")
    out = apply(document, Hints(folder=(("province", "Tây Ninh"), ("district", "Gò Dầu"))))
    assert (out.province, out.district) == ("Lào Cai", None)
    assert "folder_contradicts" in out.flags


def test_a_paper_of_the_province_in_a_district_s_folder_stays_the_province_s() -> None:
    document = Document(issuer="Sở Nội vụ", level="department", date="2023-02-12")
    out = apply(document, Hints(folder=(("province", "Tây Ninh"), ("district", "Gò Dầu"))))
    assert (out.province, out.district, out.issuer) == ("Tây Ninh", None, "Sở Nội vụ tỉnh Tây Ninh")


def test_no_hints_change_nothing() -> None:
    document = Document(kind="Kế hoạch")
    assert apply(document, Hints()) is document
    assert not Hints()


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "meta.csv"
    path.write_text(
        "\ufeffpath;province;date;note\n"
        "2024/kh 5.txt;Kon Tum;2024-03;từng tệp\n"
        "2024/*.txt;Gia Lai;;\n"
        "2024;;2024;cả thư mục\n"
        "**/lưu/*.pdf;Phú Yên;2022-Q3;\n",
        encoding="utf-8",
    )
    return path


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("2024/kh 5.txt", {"province": "Kon Tum", "date": "2024-03"}),
        ("2024/kh 6.txt", {"province": "Gia Lai", "date": "2024"}),
        ("./2024/a/b.txt", {"date": "2024"}),
        ("x/lưu/a.pdf", {"province": "Phú Yên", "date": "2022-Q3"}),
        ("lưu/a.pdf", {"province": "Phú Yên", "date": "2022-Q3"}),
        ("x/lưu/y/a.pdf", {}),
        ("20245/kh.txt", {}),
    ],
)
def test_the_first_row_that_matches_counts_for_each_field(table: Path, path: str, found: dict[str, str]) -> None:
    assert dict(meta.load(table).for_path(path).meta) == found


def test_a_table_goes_to_workers(table: Path) -> None:
    loaded = meta.load(table)
    assert pickle.loads(pickle.dumps(loaded)).for_path("2024/a.txt") == loaded.for_path("2024/a.txt")
    assert hash(loaded.for_path("2024/a.txt"))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("province\nx\n", "no column path"),
        ("path,tinh\na,b\n", "unknown columns tinh"),
        ("path,level\na,tỉnh\n", "line 2: level"),
        ("path,date\na,05/2024\n", "line 2: date"),
    ],
)
def test_a_wrong_table_says_what_is_wrong(tmp_path: Path, text: str, why: str) -> None:
    (tmp_path / "m.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=why):
        meta.load(tmp_path / "m.csv")
