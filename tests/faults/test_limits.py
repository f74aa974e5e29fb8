"""One bad document takes only itself along."""

from __future__ import annotations

import csv
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.faults import archive, plugin


def _failures(out: Path) -> dict[str, dict[str, str]]:
    with (out / "tables/failures.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["path"]: row for row in csv.DictReader(file)}


def _documents(out: Path) -> set[str]:
    with (out / "tables/documents.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["path"] for row in csv.DictReader(file)}


def test_loops_bombs_and_crashes_fail_alone_with_cause_and_advice(tmp_path: Path) -> None:
    source = archive.make(tmp_path / "in", 12)
    good = {str(p.relative_to(source)) for p in source.rglob("*.txt")}
    for n, name in enumerate(("loop", "bomb", "abort", "fault", "once", "stray")):
        (source / f"{name}.txt").write_text(archive.plan(100 + n), encoding="utf-8")
    code, errors = archive.run(
        source, tmp_path / "out", "--workers", "2", "--timeout", "4", "--memory", "700",
        **{plugin.MARKS: str(tmp_path)},
    )  # fmt: skip
    assert code == 1, errors
    failures = _failures(tmp_path / "out")
    assert set(failures) == {f"{name}.txt" for name in ("loop", "bomb", "abort", "fault", "stray")}
    assert _documents(tmp_path / "out") >= good | {"once.txt"}
    assert "not done within 4 s" in failures["loop.txt"]["cause"]
    assert "not done within 4 s" in failures["stray.txt"]["cause"]
    assert "700 MiB" in failures["bomb.txt"]["cause"]
    assert "SIGABRT" in failures["abort.txt"]["cause"]
    assert "SIGSEGV" in failures["fault.txt"]["cause"]
    assert all(row["advice"] and row["stage"] for row in failures.values())
    assert b"sleep\x003600" not in b"".join(p.read_bytes() for p in Path("/proc").glob("[0-9]*/cmdline") if p.exists())


def test_failures_are_not_tried_again_unless_that_may_help(tmp_path: Path) -> None:
    source = archive.make(tmp_path / "in", 2)
    (source / "once.txt").write_text(archive.plan(50), encoding="utf-8")
    (source / "big.txt").write_text(archive.plan(51) * 40, encoding="utf-8")
    marks = {plugin.MARKS: str(tmp_path)}
    assert archive.run(source, tmp_path / "out", "--max-bytes", "9000", **marks)[0] == 1
    assert "9,000 bytes" in _failures(tmp_path / "out")["big.txt"]["advice"]
    assert archive.run(source, tmp_path / "out", **marks)[0] == 0


def test_a_document_of_too_many_pages_is_not_read(tmp_path: Path) -> None:
    import pypdfium2

    source = archive.make(tmp_path / "in", 1)
    pdf = pypdfium2.PdfDocument.new()
    for _ in range(3):
        pdf.new_page(595, 842)
    pdf.save(source / "long.pdf")
    assert archive.run(source, tmp_path / "out", "--max-pages", "2")[0] == 1
    assert _failures(tmp_path / "out")["long.pdf"]["cause"] == "3 pages"


@pytest.mark.parametrize("times", [1, 2])
def test_ctrl_c_ends_with_130_and_the_next_run_continues(tmp_path: Path, times: int) -> None:
    source = archive.make(tmp_path / "in", 40)
    process = archive.start(source, tmp_path / "out", "--workers", "2", sleep=0.15)
    _wait_for_work(process, tmp_path / "out")
    for _ in range(times):
        process.send_signal(signal.SIGINT)
        time.sleep(0.3)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130, errors
    assert not (tmp_path / "out/tables/documents.csv").exists()
    assert archive.run(source, tmp_path / "out")[0] == 0
    assert archive.run(source, tmp_path / "other", "--workers", "1")[0] == 0
    assert archive.content(tmp_path / "out") == archive.content(tmp_path / "other")


def _wait_for_work(process: subprocess.Popen[bytes], out: Path) -> None:
    """Until documents are being done."""
    for _ in range(600):
        if any(p.stat().st_size > 2000 for p in out.glob("spool/*")):
            return
        assert process.poll() is None
        time.sleep(0.05)
    raise AssertionError("nothing is done")


def test_no_process_outlives_a_parent_that_is_killed(tmp_path: Path) -> None:
    source = archive.make(tmp_path / "in", 40)
    process = archive.start(source, tmp_path / "out", "--workers", "2", sleep=0.15)
    _wait_for_work(process, tmp_path / "out")
    workers = archive.children(process.pid)
    assert len(workers) == 2
    process.kill()
    process.communicate()
    time.sleep(0.5)
    assert not [pid for pid in workers if os.path.exists(f"/proc/{pid}") and not _is_zombie(pid)]


def _is_zombie(pid: int) -> bool:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
