"""The command line: data on standard output, messages on standard error, exit codes of the design."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_export import PLAN


def kehoach(
    *args: str, stdin: bytes | None = None, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    import os

    return subprocess.run(
        [sys.executable, "-m", "pipeline.cli", *args], input=stdin, capture_output=True, env=os.environ | (env or {})
    )


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


def test_piped_output_is_json(plan: Path) -> None:
    out = kehoach("extract", str(plan))
    assert out.returncode == 0
    assert json.loads(out.stdout)["document"]["issuer"] == "Sở Nội vụ tỉnh Lào Cai"
    assert out.stderr == b""


def test_standard_input_is_read(plan: Path) -> None:
    out = kehoach("extract", "-", "--layers", "indices", stdin=PLAN.encode("utf-16"))
    record = json.loads(out.stdout)
    assert record["source"]["encoding"] == "utf-16"
    assert [i["code"] for i in record["indices"]][-1] == "SIPAS"
    assert "targets" not in record


def test_several_files_give_a_line_each_and_a_bad_one_only_a_message(plan: Path, tmp_path: Path) -> None:
    out = kehoach("extract", str(plan), str(tmp_path / "missing.txt"), str(plan))
    assert out.returncode == 1
    assert len(out.stdout.splitlines()) == 2
    assert "missing.txt" in out.stderr.decode()


def test_an_unreadable_file_alone_is_exit_code_3(tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(bytes(range(128, 256)) * 30)
    out = kehoach("extract", str(bad))
    assert out.returncode == 3
    assert out.stdout == b""
    assert "bad.txt" in out.stderr.decode()


@pytest.mark.parametrize(
    "args", [("extract",), ("extract", "x", "--layers", "poems"), ("nonsense",), ("extract", "x", "--format", "csv")]
)
def test_wrong_use_is_exit_code_2_and_says_why(args: tuple[str, ...]) -> None:
    out = kehoach(*args)
    assert out.returncode == 2
    assert out.stderr


def test_files_are_written_under_the_document_s_name(plan: Path, tmp_path: Path) -> None:
    assert kehoach("extract", str(plan), "-o", str(tmp_path / "out")).returncode == 0
    assert json.loads((tmp_path / "out/plan.txt.json").read_text("utf-8"))["schema_version"] == "1"
    assert kehoach("extract", str(plan), "--format", "csv", "-o", str(tmp_path / "out")).returncode == 0
    with (tmp_path / "out/plan.txt.targets.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {"percentage", "deadline"} <= {row["type"] for row in csv.DictReader(file)}


def test_csv_of_one_layer_goes_to_standard_output(plan: Path) -> None:
    out = kehoach("extract", str(plan), "--format", "csv", "--layers", "citations")
    table = list(csv.DictReader(out.stdout.decode().splitlines()))
    assert "77/QĐ-UBND" in {row["number"] for row in table}


@pytest.mark.parametrize(("lang", "word"), [("vi", "Chỉ tiêu"), ("en", "Targets")])
def test_the_table_speaks_both_languages(plan: Path, lang: str, word: str) -> None:
    out = kehoach("extract", str(plan), "--format", "table", "--lang", lang)
    assert word in out.stdout.decode()


def test_a_batch_writes_tables_and_lists_failures(plan: Path, tmp_path: Path) -> None:
    archive = tmp_path / "archive" / "huyện"
    archive.mkdir(parents=True)
    (archive / "a.txt").write_text(PLAN, encoding="utf-8")
    (archive / "=b.txt").write_text(PLAN.replace("31/KH-SNV", "32/KH-SNV"), encoding="utf-8")
    (archive / "bad.txt").write_bytes(bytes(range(128, 256)) * 30)
    out = kehoach("batch", str(tmp_path / "archive"), str(tmp_path / "out"), "--workers", "2")
    assert out.returncode == 1
    assert out.stdout == b""
    with (tmp_path / "out/tables/documents.csv").open(encoding="utf-8-sig", newline="") as file:
        numbers = {row["path"]: row["number"] for row in csv.DictReader(file)}
    assert numbers == {"huyện/=b.txt": "32/KH-SNV", "huyện/a.txt": "31/KH-SNV"}
    with (tmp_path / "out/tables/failures.csv").open(encoding="utf-8-sig", newline="") as file:
        failures = list(csv.DictReader(file))
    assert [f["path"] for f in failures] == ["huyện/bad.txt"]
    assert failures[0]["advice"]
    assert json.loads((tmp_path / "out/run.json").read_text("utf-8"))["failed"] == 1


def test_a_batch_is_the_same_at_any_number_of_workers(plan: Path, tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    for i in range(20):
        (archive / f"{i}.txt").write_text(PLAN.replace("31/", f"{i + 1}/"), encoding="utf-8")
    for workers in ("1", "2"):
        assert kehoach("batch", str(archive), str(tmp_path / workers), "--workers", workers, "--quiet").returncode == 0
    one, two = ((tmp_path / w / "records/records.jsonl").read_bytes() for w in ("1", "2"))
    assert one == two
    assert len(one.splitlines()) == 20


def test_an_archive_that_is_not_there_is_exit_code_3(tmp_path: Path) -> None:
    out = kehoach("batch", str(tmp_path / "none"), str(tmp_path / "out"))
    assert out.returncode == 3
    assert "none" in out.stderr.decode()


def test_evaluation_of_gold_against_itself_is_perfect(tmp_path: Path) -> None:
    gold = Path(__file__).parent / "gold/shared"
    out = kehoach("evaluate", str(gold), str(gold), "--json")
    layers = json.loads(out.stdout)["layers"]
    assert all(layer["strict"][2] == 1.0 for layer in layers.values())


def test_schema_is_printed() -> None:
    assert json.loads(kehoach("schema").stdout)["title"].startswith("Kehoach")


def test_a_user_s_own_vocabulary_adds_an_index(tmp_path: Path) -> None:
    import extractors

    header = (Path(extractors.__file__).parent / "data/indices.csv").read_text("utf-8-sig").splitlines()[0].split(",")
    row = dict.fromkeys(header, "") | {"code": "XYZI", "kind": "name", "form": "Chỉ số hạnh phúc số"}
    folder = tmp_path / "own"
    folder.mkdir()
    with (folder / "indices.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header)
        writer.writeheader()
        writer.writerow(row)
    text = "Phấn đấu nâng cao Chỉ số hạnh phúc số của xã.".encode()
    out = kehoach("extract", "-", "--layers", "indices", "--vocabulary", str(folder), stdin=text)
    assert [i["code"] for i in json.loads(out.stdout)["indices"]] == ["XYZI"]
