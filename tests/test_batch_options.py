"""The options of `kehoach batch` that say what is written and what files don't say."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.stored_documents import OTHER
from tests.test_cli import kehoach
from tests.test_meta import HEADLESS


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "kho" / "Tây Ninh" / "Huyện Gò Dầu"
    folder.mkdir(parents=True)
    (folder / "kh.txt").write_text(HEADLESS, encoding="utf-8")
    (folder / "bc.txt").write_text(OTHER, encoding="utf-8")
    (folder / "bản sao.txt").write_text(OTHER, encoding="utf-8")
    return tmp_path / "kho"


def rows(out: Path, table: str) -> list[dict[str, str]]:
    with (out / "tables" / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_folders_meta_and_copies_reach_the_tables(archive: Path, tmp_path: Path) -> None:
    meta = tmp_path / "meta.csv"
    meta.write_text("path,issuer\n**/kh.txt,UBND huyện\n", encoding="utf-8")
    out = kehoach("batch", str(archive), str(tmp_path / "out"), "--meta", str(meta), "--lang", "vi", "--workers", "1")
    assert out.returncode == 0, out.stderr
    assert "Đã đọc 2 văn bản" in out.stderr.decode()
    found = {Path(r["path"]).name: r for r in rows(tmp_path / "out", "documents")}
    assert found["kh.txt"]["issuer"] == "UBND huyện Gò Dầu"
    assert "district_from_folder" in found["kh.txt"]["flags"]
    assert [r["relation"] for r in rows(tmp_path / "out", "duplicates")] == ["same bytes"]
    assert (tmp_path / "out/kehoach.sqlite").is_file()
    assert (tmp_path / "out/kehoach.xlsx").is_file()


def test_formats_and_a_log_for_programs(archive: Path, tmp_path: Path) -> None:
    out = kehoach("batch", str(archive), str(tmp_path / "out"), "--formats", "csv", "--log-json", "--workers", "1")
    assert out.returncode == 0
    events = [json.loads(line) for line in out.stderr.splitlines()]
    assert events[-1]["total"] == 3
    assert not (tmp_path / "out/kehoach.sqlite").exists()
    again = kehoach("batch", str(archive), str(tmp_path / "out"), "--formats", "csv,sqlite", "--quiet")
    assert (again.returncode, again.stderr) == (0, b"")
    assert (tmp_path / "out/kehoach.sqlite").exists()


@pytest.mark.parametrize("option", [("--formats", "csv,pdf"), ("--formats", ""), ("--meta", "setup.cfg")])
def test_wrong_options_are_usage_errors(archive: Path, tmp_path: Path, option: tuple[str, str]) -> None:
    out = kehoach("batch", str(archive), str(tmp_path / "out"), *option)
    assert out.returncode == 2
    assert b"Error" in out.stderr
