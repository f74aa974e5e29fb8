"""What is written: tables safe for spreadsheets, JSON that the schema accepts, the same bytes every time."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import pipeline
from pipeline.export.csv_files import Writer, safe
from pipeline.export.tables import PER_DOCUMENT, TABLES, rows
from pipeline.records import LAYERS, as_dict, schema_text

PLAN = """UBND TỈNH LÀO CAI
SỞ NỘI VỤ
Số: 31/KH-SNV
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Lào Cai, ngày 12 tháng 02 năm 2023

KẾ HOẠCH
Nâng cao chỉ số hài lòng năm 2023

Căn cứ Quyết định số 77/QĐ-UBND ngày 09/01/2023 của UBND tỉnh về giao chỉ tiêu cải cách hành chính;

I. MỤC TIÊU
- Chỉ số SIPAS năm 2023 đạt từ 86% trở lên.
- 100% hồ sơ được số hóa trước ngày 30/9/2023.

II. TỔ CHỨC THỰC HIỆN
1. Văn phòng Sở
- Chủ trì, phối hợp với Thanh tra Sở kiểm tra việc tiếp công dân.
- Định kỳ hằng quý báo cáo UBND tỉnh.

Nơi nhận:
- UBND tỉnh;
- Lưu: VT.

GIÁM ĐỐC

Lý Thị Mai
"""


@pytest.fixture(scope="module")
def record() -> dict[str, Any]:
    return as_dict(pipeline.extract_text(PLAN, path="plan.txt"))


def test_every_layer_finds_its_facts(record: dict[str, Any]) -> None:
    assert record["document"]["number"] == "31/KH-SNV"
    assert "77/QĐ-UBND" in [c["number"] for c in record["citations"]]
    assert ("SIPAS", 2023, 86) in [(i["code"], i["year"], i["value"]) for i in record["indices"]]
    assert {"percentage", "deadline", "frequency"} <= {t["type"] for t in record["targets"]}
    assert {"lead", "coordinate"} <= {r["role"] for r in record["responsibilities"]}


def test_quotes_are_the_text_and_lead_back_to_the_raw_text(record: dict[str, Any]) -> None:
    for layer in LAYERS:
        for fact in record[layer]:
            assert record["text"][fact["start"] : fact["end"]] == fact["quote"]
            assert PLAN[fact["raw_start"] : fact["raw_end"]].split() == fact["quote"].split()


def test_the_published_schema_accepts_records_and_refuses_others(record: dict[str, Any]) -> None:
    schema = json.loads(schema_text())
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    plain = json.loads(json.dumps(record))
    assert not list(validator.iter_errors(plain))
    plain["citations"][0]["form"] = "other"
    assert list(validator.iter_errors(plain))


def test_the_same_input_gives_the_same_bytes() -> None:
    first, second = (pipeline.to_json(pipeline.extract_text(PLAN)) for _ in range(2))
    assert first == second


def test_layers_and_text_can_be_left_out() -> None:
    out = as_dict(pipeline.extract_text(PLAN, layers=("indices",)), layers=("indices",), text=False)
    assert out["indices"]
    assert not {"text", "citations", "targets"} & set(out)


@pytest.mark.parametrize(
    "cell", ["=1+1", "+84", "-5 + cmd", "@SUM(A1)", "\t=1", " =1", "\u200b=1", "＝1", "|calc", "%0A"]
)
def test_no_cell_can_become_a_formula(cell: str) -> None:
    assert safe(cell).startswith("'")


@pytest.mark.parametrize("cell", ["Kế hoạch 5-KH", "100%", "", "a=b"])
def test_harmless_cells_stay_as_they_are(cell: str) -> None:
    assert safe(cell) == cell


def test_numbers_stay_numbers() -> None:
    assert safe(-3) == -3
    assert safe(None) == ""


def test_csv_opens_in_a_spreadsheet() -> None:
    file = io.StringIO(newline="")
    writer = Writer(file, ("=name", "value"))
    writer.write({"=name": 'có "ngoặc", phẩy\nvà dòng', "value": 2.5})
    text = file.getvalue()
    assert text.startswith("\ufeff'=name,value\r\n")
    assert list(csv.reader(io.StringIO(text[1:], newline="")))[1] == ['có "ngoặc", phẩy\nvà dòng', "2.5"]


@pytest.mark.parametrize("table", PER_DOCUMENT)
def test_every_column_of_every_table_is_filled_by_its_rows(record: dict[str, Any], table: str) -> None:
    found = list(rows(record, table))
    assert found
    for row in found:
        assert set(row) == set(TABLES[table])


def test_a_document_that_is_not_a_plan_gives_an_empty_record() -> None:
    out = as_dict(pipeline.extract_text(""))
    assert out["document"]["kind"] is None
    assert out["citations"] == out["targets"] == []


def test_gold_texts_are_shipped_as_samples() -> None:
    raw = {p.name for p in (Path(__file__).parent.parent / "data/raw").glob("*.txt")}
    gold = {p.name for p in (Path(__file__).parent / "gold/shared").glob("*.txt")}
    assert raw == gold
