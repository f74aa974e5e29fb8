"""What people put right: applied on every run, flagged, and never fatal where it doesn't fit."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.archive import corrections, tables
from pipeline.archive.review import Review
from tests.stored_documents import OTHER, archive, doubtful, line, stored
from tests.test_export import PLAN

HEAD = "document,layer,id,quote,start,field,value,by,when\n"
PATH = "kế hoạch.txt"


def corrected(*rows: str, head: str = HEAD) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The plan's record with these corrections, and what became of each."""
    record: dict[str, Any] = json.loads(line(PLAN, PATH))
    fixes = corrections.parse((head + "\n".join(rows)).encode())
    fixes.apply(record, record["source"]["sha256"][:16], PATH)
    return record, list(fixes.rows())


def test_a_fact_is_put_right_by_its_id_and_flagged() -> None:
    before = json.loads(line(PLAN, PATH))["targets"][0]
    record, results = corrected(f"{PATH},targets,{before['id']},,,unit,phần trăm,An,2024-05-01")
    fact = record["targets"][0]
    assert fact["unit"] == "phần trăm"
    assert "corrected" in fact["flags"]
    assert fact["confidence"] == 1.0
    assert results[0] | {"status": "applied", "was": before["unit"], "by": "An"} == results[0]


def test_a_quote_holds_where_ids_have_moved() -> None:
    record, results = corrected(
        f"{PATH},citations,c99,Quyết định số 77/QĐ-UBND ngày 09/01/2023 của UBND tỉnh,,role,subject,,"
    )
    assert results[0]["status"] == "applied"
    assert [c["role"] for c in record["citations"] if c["number"] == "77/QĐ-UBND"] == ["subject"]


def test_a_document_s_unit_gets_its_code_and_reaches_all_its_rows(tmp_path: Path) -> None:
    (tmp_path / "corrections.csv").write_text(HEAD + f"{PATH},document,,,,province,Yên Bái,An,2024\n", "utf-8")
    for _ in range(2):  # survives reruns
        tables.write(tmp_path, archive(), formats=("csv", "jsonl"))
        with (tmp_path / "tables/targets.csv").open(encoding="utf-8-sig", newline="") as file:
            assert {r["province"] for r in csv.DictReader(file) if r["path"] == PATH} == {"Yên Bái"}
    with (tmp_path / "tables/documents.csv").open(encoding="utf-8-sig", newline="") as file:
        row = next(r for r in csv.DictReader(file) if r["path"] == PATH)
    assert (row["province_code"], row["flags"]) == ("15", "corrected")
    records = [json.loads(x) for x in (tmp_path / "records/records.jsonl").read_text("utf-8").splitlines()]
    assert "Yên Bái" in {r["document"]["province"] for r in records}


def test_numbers_lists_and_nothing_are_read_as_the_schema_has_them() -> None:
    record, results = corrected(
        f'{PATH},indices,i2,,,value,"86,5",,',
        f"{PATH},indices,i2,,,rank,,,",
        f"{PATH},document,,,,period,2023; 2025,,",
        f"{PATH},document,,,,recipients,UBND tỉnh; Lưu: VT,,",
        f"{PATH},document,,,,signer_name,Lý Thị Mai Anh,,",
    )
    assert {r["status"] for r in results} == {"applied"}, results
    assert record["indices"][1]["value"] == 86.5
    assert record["indices"][1]["rank"] is None
    assert record["document"]["period"] == [2023, 2025]
    assert record["document"]["recipients"] == ["UBND tỉnh", "Lưu: VT"]
    assert record["document"]["signer"]["name"] == "Lý Thị Mai Anh"


def test_a_wrong_fact_is_removed() -> None:
    record, _ = corrected(f"{PATH},responsibilities,r1,,,remove,yes,,")
    assert "r1" not in {r["id"] for r in record["responsibilities"]}


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("other.txt,document,,,,kind,Kế hoạch,,", "no such document"),
        (f"{PATH},poems,c1,,,kind,Kế hoạch,,", "no layer"),
        (f"{PATH},citations,c999,,,kind,Kế hoạch,,", "no fact c999"),
        (f"{PATH},citations,,words that nobody wrote,,kind,Kế hoạch,,", "no fact has this quote"),
        (f"{PATH},citations,,,,kind,Kế hoạch,,", "neither the id nor the quote"),
        (f"{PATH},citations,c1,,,start,5,,", "no field 'start'"),
        (f"{PATH},citations,c1,,,role,boss,,", "role is one of"),
        (f"{PATH},document,,,,date,hôm qua,,", "right form"),
        (f"{PATH},indices,i1,,,year,nhiều,,", "is no integer"),
        (f"{PATH},citations,c1,,,kind,,,", "cannot be empty"),
        (f"{PATH},document,,,,period,2023,,", "write 2021; 2025"),
        (",document,,,,kind,Kế hoạch,,", "no document named"),
    ],
)
def test_what_does_not_fit_is_reported_and_changes_nothing(row: str, why: str) -> None:
    record, results = corrected(row)
    assert results[0]["status"] == "wrong"
    assert why in results[0]["message"]
    assert record == json.loads(line(PLAN, PATH))


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"", b"a,b\n1,2\n", bytes(range(128, 256)), b'document,layer\n"'])
def test_a_file_that_is_no_table_is_reported_and_never_fatal(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "corrections.csv").write_bytes(data)
    counts = tables.write(tmp_path, archive()[:1], formats=("csv",))
    assert counts["corrections"] == 1
    assert "cannot be read" in (tmp_path / "tables/corrections.csv").read_text("utf-8")


def test_a_table_saved_by_a_spreadsheet_is_read() -> None:
    head = HEAD.replace(",", ";").replace("document", "Document")
    row = f"{PATH};citations;c1;;;title;'=1+1;;".replace(",", ";")
    for text in ("\ufeff" + head + row, (head + row)):
        record = json.loads(line(PLAN, PATH))
        fixes = corrections.parse(text.encode("utf-16" if text[0] != "\ufeff" else "utf-8"))
        assert fixes.apply(record, "x", PATH), list(fixes.rows())
        assert record["citations"][0]["title"] == "=1+1"


def test_the_review_list_can_be_filled_in_and_saved_as_corrections(tmp_path: Path) -> None:
    documents = [doubtful(PLAN, PATH), stored(OTHER, "b.txt")]
    tables.write(tmp_path, documents)
    with (tmp_path / "tables/review.csv").open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        rows, names = list(reader), list(reader.fieldnames or [])
    fact = next(r for r in rows if r["layer"] == "citations" and r["document"] == PATH)
    assert fact["quote"] in fact["context"]
    assert "confidence" in fact["why"]
    fact |= {"field": "title", "value": "tên khác", "by": "An"}
    with (tmp_path / "corrections.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)
    assert tables.write(tmp_path, documents)["corrections"] == 1
    with (tmp_path / "tables/citations.csv").open(encoding="utf-8-sig", newline="") as file:
        assert any(r["title"] == "tên khác" and r["flags"] == "corrected" for r in csv.DictReader(file))
    with (tmp_path / "tables/review.csv").open(encoding="utf-8-sig", newline="") as file:
        assert not any((r["id"], r["document"]) == (fact["id"], PATH) for r in csv.DictReader(file))


def lowered(text: str, path: str, confidence: float) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(doubtful(text, path, confidence).record or "")
    return record


def test_review_sorts_by_usefulness_and_keeps_the_most_useful() -> None:
    review, short = Review(), Review(limit=3)
    for some in (review, short):
        some.add(lowered(PLAN, "a", 0.6))
        some.add(lowered(OTHER, "b", 0.2))
        some.add(lowered(PLAN, "c", 0.9))
    rows = list(review.rows())
    useful = [r["usefulness"] for r in rows]
    assert useful == sorted(useful, reverse=True)
    assert {r["document"] for r in rows if r["layer"] != "document"} == {"a", "b"}
    assert rows[:3] == list(short.rows())
    assert review.seen == short.seen == len(rows)


def test_a_document_without_number_or_issuer_is_worth_a_look() -> None:
    review = Review()
    review.add(json.loads(line("Kế hoạch\nCải cách hành chính\n- 100% hồ sơ được số hóa.", "x")))
    row = next(r for r in review.rows() if r["layer"] == "document")
    assert "number" in row["why"]
    assert "issuer" in row["why"]


def test_stored_documents_are_not_changed_by_corrections() -> None:
    assert stored(PLAN, PATH).record == line(PLAN, PATH)
