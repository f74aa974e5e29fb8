"""What a batch writes: every format tells the same, in Vietnamese, safely, and the same bytes for the same input."""

from __future__ import annotations

import csv
import json
import sqlite3
import zipfile
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas
import pytest

from pipeline.archive import outputs, tables, writers
from pipeline.export import columns, datapackage
from pipeline.export.jsonl_files import JsonlParts
from pipeline.export.tables import PER_DOCUMENT, TABLES, rows, values
from pipeline.export.xlsx_file import XlsxFile
from pipeline.records import LAYERS
from tests.stored_documents import OTHER, archive, line, stored
from tests.test_export import PLAN


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("out")
    tables.write(home, archive())
    return home


def read_csv(out: Path, table: str) -> list[dict[str, str]]:
    with (out / "tables" / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def expected(table: str) -> list[dict[str, Any]]:
    """The rows that the archive's records give."""
    records = [json.loads(d.record) for d in archive() if d.record]
    return [row for record in records for row in rows(record, table)]


def test_counts_are_those_of_the_records(out: Path) -> None:
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    for table in PER_DOCUMENT:
        assert summary["rows"][table] == len(expected(table)) > 0
    assert summary["rows"]["failures"] == 2
    assert summary["documents"]["level"] == {"department": 2, "district": 1}
    assert {f["status"] for f in summary["failures"]} == {"failed", "skipped"}


@pytest.mark.parametrize("table", PER_DOCUMENT)
def test_csv_has_every_row_in_the_order_of_the_archive(out: Path, table: str) -> None:
    found = read_csv(out, table)
    wanted = expected(table)
    assert [row["document_id"] for row in found] == [row["document_id"] for row in wanted]
    assert list(found[0]) == list(TABLES[table])
    for name in ("issuer", "province", "quote", "title", "task", "heading"):
        if name in TABLES[table]:
            assert [row[name].removeprefix("'") for row in found] == [row[name] or "" for row in wanted]


@pytest.mark.parametrize("table", PER_DOCUMENT)
def test_fast_rows_are_the_rows(table: str) -> None:
    record = json.loads(line(OTHER, "a.txt"))
    assert values(record, table) == [tuple(row[c] for c in TABLES[table]) for row in rows(record, table)]


def test_no_csv_cell_is_a_formula_whatever_files_and_messages_are_called(out: Path) -> None:
    for table in TABLES:
        for row in read_csv(out, table):
            for cell in row.values():
                assert not cell.lstrip().startswith(("=", "+", "-", "@", "|", "\t")) or cell.lstrip("-").isdigit(), cell
    assert read_csv(out, "documents")[0]["path"].startswith("'=cmd")
    assert read_csv(out, "failures")[0]["cause"].startswith("'=HYPERLINK")


def test_pandas_reads_the_csv_without_help(out: Path) -> None:
    frame = pandas.read_csv(out / "tables/targets.csv")
    assert list(frame.columns) == list(TABLES["targets"])
    assert "Tây Ninh" in set(frame["province"])


def test_jsonl_holds_the_records_unchanged(out: Path) -> None:
    lines = (out / "records/records.jsonl").read_text("utf-8").splitlines()
    assert lines == [d.record for d in archive() if d.record]


def test_jsonl_is_split_into_parts_of_bounded_size(tmp_path: Path) -> None:
    parts = JsonlParts(tmp_path, part=100)
    for n in range(5):
        parts.write("x" * (150 if n == 2 else 45))
    parts.close()
    sizes = {p.name: p.stat().st_size for p in tmp_path.iterdir()}
    assert sizes == {"records.jsonl": 92, "records_2.jsonl": 151, "records_3.jsonl": 92}


@pytest.mark.parametrize("table", PER_DOCUMENT)
def test_parquet_is_partitioned_and_reads_back_with_duckdb(out: Path, table: str) -> None:
    assert (out / f"parquet/{table}/province=Tây Ninh/year=2024/part-0.parquet").is_file()
    found = duckdb.sql(
        f"SELECT * FROM read_parquet('{out}/parquet/{table}/**/*.parquet', hive_partitioning = true)"
    ).df()
    wanted = expected(table)
    assert len(found) == len(wanted)
    assert set(found["province"]) == {row["province"] for row in wanted} == {"Lào Cai", "Tây Ninh"}
    assert set(found["year"].astype(int)) == {2023, 2024}
    if "quote" in TABLES[table]:
        assert sorted(found["quote"]) == sorted(row["quote"] for row in wanted)


def test_parquet_reads_with_pandas_and_keeps_an_index_s_own_year(out: Path) -> None:
    frame = pandas.read_parquet(out / "parquet/indices")
    assert {"index_year", "year", "province"} <= set(frame.columns)
    own = {(row["code"], row["year"]) for row in expected("indices")}
    got = {(c, None if pandas.isna(y) else int(y)) for c, y in zip(frame["code"], frame["index_year"], strict=True)}
    assert got == own


def test_xlsx_has_a_sheet_a_table_with_text_as_text(out: Path) -> None:
    book = openpyxl.load_workbook(out / "kehoach.xlsx")
    assert book.sheetnames == list(TABLES)
    sheet = book["citations"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref
    assert [c.value for c in sheet[1]] == list(TABLES["citations"])
    wanted = expected("citations")
    assert sheet.max_row == len(wanted) + 1
    quotes = [c.value for c in sheet[chr(ord("A") + TABLES["citations"].index("quote"))][1:]]
    assert quotes == [row["quote"] for row in wanted]
    paths = book["documents"]["B"][1:]
    assert paths[0].value.startswith("=cmd")
    assert {c.data_type for c in paths} == {"s"}
    with zipfile.ZipFile(out / "kehoach.xlsx") as parts:
        sheets = [parts.read(n) for n in parts.namelist() if "worksheets/" in n]
    assert not any(b"<f>" in s or b"hyperlink" in s for s in sheets)


def test_a_full_sheet_goes_on_in_another(tmp_path: Path) -> None:
    book = XlsxFile(tmp_path / "a.xlsx", sheet_rows=4)
    book.write("failures", [(f"{n}.txt", "failed", "ingest", n, "x" * 40_000, None) for n in range(8)])
    book.close()
    read = openpyxl.load_workbook(tmp_path / "a.xlsx")
    names = [n for n in read.sheetnames if n.startswith("failures")]
    assert names == ["failures", "failures_2", "failures_3"]
    paths = [c.value for n in names for c in read[n]["A"][1:]]
    assert paths == [f"{n}.txt" for n in range(8)]
    assert all(read[n]["A1"].value == "path" and read[n].freeze_panes == "A2" for n in names)
    assert len(read["failures"]["E2"].value) == 32_767


def test_sqlite_has_keys_indexes_and_views(out: Path) -> None:
    with sqlite3.connect(out / "kehoach.sqlite") as db:
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        for table in PER_DOCUMENT:
            assert db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == len(expected(table))
        with pytest.raises(sqlite3.IntegrityError):
            db.execute("INSERT INTO documents (document_id) SELECT document_id FROM documents LIMIT 1")
        keys = db.execute("PRAGMA foreign_key_list(citations)").fetchall()
        assert [key[2:5] for key in keys] == [("documents", "document_id", "document_id")]  # Datasette wants all three
        indexes = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'index'")}
        assert {"citations_by_key", "targets_by_due", "documents_by_issuer"} <= indexes
        cited = dict(db.execute("SELECT number, documents FROM most_cited").fetchall())
        assert cited["77/QĐ-UBND"] == 2
        for view in ("overview", "deadlines", "duties"):
            assert db.execute(f"SELECT * FROM {view}").fetchall()


@pytest.mark.parametrize("words", ["dang uy", "Đảng ủy", '"so hoa"', "chi dao tuyen truyen"])
def test_search_needs_no_diacritics_not_even_of_the_letter_d(tmp_path: Path, words: str) -> None:
    text = OTHER.replace("2. Nhiệm vụ", "2. Nhiệm vụ\n- Đảng ủy các xã chỉ đạo tuyên truyền, số hóa 100% hồ sơ.")
    tables.write(tmp_path, [stored(text, "a.txt")], formats=("sqlite",))
    with sqlite3.connect(tmp_path / "kehoach.sqlite") as db:
        found = db.execute(
            "SELECT r.task FROM responsibilities r JOIN responsibilities_fts f ON f.rowid = r.rowid "
            "WHERE responsibilities_fts MATCH ?",
            (words,),
        ).fetchall()
        titles = db.execute("SELECT count(*) FROM documents_fts WHERE documents_fts MATCH 'chuyen doi so'").fetchone()
    assert titles == (1,)
    assert any("Đảng ủy" in task or "số hóa" in task for (task,) in found)


def test_the_same_input_gives_the_same_bytes(tmp_path: Path, out: Path) -> None:
    tables.write(tmp_path, archive())
    files = sorted(p.relative_to(out) for p in out.rglob("*") if p.is_file())
    assert files == sorted(p.relative_to(tmp_path) for p in tmp_path.rglob("*") if p.is_file())
    for name in files:
        assert (tmp_path / name).read_bytes() == (out / name).read_bytes(), name


def test_processes_of_their_own_write_the_same_bytes(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "_MANY", 1)
    monkeypatch.setattr(tables, "_AT_ONCE", 1)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    tables.write(tmp_path, archive())
    names = sorted(p.relative_to(out) for p in out.rglob("*") if p.is_file())
    assert names == sorted(p.relative_to(tmp_path) for p in tmp_path.rglob("*") if p.is_file())
    for name in names:
        assert (tmp_path / name).read_bytes() == (out / name).read_bytes(), name


def test_what_goes_wrong_in_a_process_of_its_own_is_told(tmp_path: Path) -> None:
    writer = writers.Apart("sqlite", tmp_path, tmp_path)
    writer.write("poems", [("x",)])
    with pytest.raises(OSError, match="KeyError"):
        writer.close()


def test_a_process_that_dies_is_noticed_and_one_left_alone_ends(tmp_path: Path) -> None:
    writer = writers.Apart("parquet", tmp_path, tmp_path)
    writer.abandon()
    with pytest.raises((OSError, ValueError)):
        writer.write("failures", [])
    other = writers.Apart("parquet", tmp_path, tmp_path)
    other._process.stdin.close()  # type: ignore[union-attr]  # as if this process had been killed
    assert other._process.wait(30) == 1
    other.abandon()


def test_an_empty_archive_has_all_tables_without_rows(tmp_path: Path) -> None:
    counts = tables.write(tmp_path, [])
    assert set(counts.values()) == {0}
    for table in TABLES:
        assert read_csv(tmp_path, table) == []
        assert len(pandas.read_parquet(tmp_path / "parquet" / table)) == 0
    assert (tmp_path / "records/records.jsonl").read_bytes() == b""
    assert openpyxl.load_workbook(tmp_path / "kehoach.xlsx")["targets"].max_row == 1


def test_formats_are_chosen_and_those_of_an_earlier_run_taken_away(tmp_path: Path) -> None:
    tables.write(tmp_path, archive())
    (tmp_path / "tables/mine.csv").write_text("kept")
    tables.write(tmp_path, archive()[:1], formats=("csv",))
    names = {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()}
    assert names == {f"tables/{t}.csv" for t in TABLES} | {"tables/mine.csv", "datapackage.json", "summary.json"}


def test_a_workbook_is_left_out_unasked_when_there_are_too_many_rows(tmp_path: Path) -> None:
    tables.write(tmp_path, archive(), xlsx_rows=10)
    assert not (tmp_path / "kehoach.xlsx").exists()
    assert json.loads((tmp_path / "summary.json").read_text("utf-8"))["left_out"] == ["xlsx"]
    tables.write(tmp_path, archive(), formats=("xlsx",), xlsx_rows=10)
    assert (tmp_path / "kehoach.xlsx").exists()


def test_a_failure_in_the_middle_leaves_the_old_tables(tmp_path: Path) -> None:
    tables.write(tmp_path, archive())
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}

    def broken() -> Any:
        yield archive()[0]
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space"):
        tables.write(tmp_path, broken())
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before


def test_tables_go_to_a_url_too() -> None:
    fsspec = pytest.importorskip("fsspec")
    fs = fsspec.filesystem("memory")
    fs.pipe_file("/bucket/out/corrections.csv", b"document,layer,field,value\nx,document,kind,y\n")
    fs.pipe_file("/bucket/out/records/records_7.jsonl", b"old")
    tables.write("memory://bucket/out", archive())
    assert fs.exists("/bucket/out/tables/documents.csv")
    assert not fs.exists("/bucket/out/records/records_7.jsonl")
    assert b"no such document" in fs.cat_file("/bucket/out/tables/corrections.csv")
    assert outputs.read("memory://bucket/out", "summary.json")


def test_every_column_is_described_in_both_languages() -> None:
    for table in TABLES:
        assert columns.about(table).en != columns.about(table).vi
        for column in columns.columns(table):
            assert column.en
            assert column.vi
            assert column.type in ("string", "integer", "number", "any")


def test_the_page_on_tables_is_not_stale() -> None:
    page = Path(__file__).parent.parent / "docs/tables.md"
    assert page.read_text("utf-8") == columns.markdown(), "run: python -m pipeline.export.columns > docs/tables.md"


def test_the_data_package_describes_every_column_and_is_valid(out: Path) -> None:
    package = json.loads((out / "datapackage.json").read_text("utf-8"))
    described = {r["name"]: r for r in package["resources"]}
    for table in TABLES:
        fields = described[table]["schema"]["fields"]
        assert [f["name"] for f in fields] == list(TABLES[table])
        assert all(f["description"] and f["description_vi"] for f in fields)
    for resource in package["resources"]:
        paths = resource["path"] if isinstance(resource["path"], list) else [resource["path"]]
        assert all((out / p).is_file() for p in paths)
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.Package(str(out / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "note", "type"])


def test_a_package_lists_only_what_there_is() -> None:
    assert [r["name"] for r in datapackage.package(("sqlite",))["resources"]] == ["sqlite"]


def test_layers_left_out_give_empty_tables(tmp_path: Path) -> None:
    record = json.loads(line(PLAN, "a.txt"))
    for layer in LAYERS[1:]:
        del record[layer]
    document = stored(PLAN, "a.txt")
    tables.write(tmp_path, [type(document)("a.txt", "", "", 0, "ok", json.dumps(record))])
    assert read_csv(tmp_path, "citations")
    assert read_csv(tmp_path, "targets") == []
