"""A small archive, runs over it in processes of their own, and what their tables hold."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from tests.faults import plugin

_TEXT = """ỦY BAN NHÂN DÂN TỈNH {province}
Số: {n}/KH-UBND
{province}, ngày {day:02d} tháng 3 năm 2024
KẾ HOẠCH
Cải cách hành chính năm 2024
Căn cứ Quyết định số {m}/QĐ-TTg ngày 15 tháng 7 năm 2021 của Thủ tướng Chính phủ.
Phấn đấu chỉ số PAR INDEX đạt {share}% trở lên, tăng {step} bậc so với năm 2023.
Sở Nội vụ chủ trì, phối hợp với Sở Tài chính tham mưu báo cáo trước ngày {day:02d}/11/2024.
"""
_PROVINCES = ("LÀO CAI", "BÌNH ĐỊNH", "CÀ MAU", "HÀ GIANG")


def plan(n: int) -> str:
    """A plan that no other number gives."""
    return _TEXT.format(
        n=n + 1, m=n + 100, day=n % 28 + 1, share=80 + n % 15, step=n % 5 + 1, province=_PROVINCES[n % 4]
    )


def make(folder: Path, count: int, first: int = 0) -> Path:
    """`count` plans in folders of ten."""
    for n in range(first, first + count):
        path = folder / f"huyện {n // 10:02d}" / f"{n:04d}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(plan(n), encoding="utf-8")
    return folder


def start(source: Path | str, out: Path | str, *args: str, sleep: float = 0.0, **more: str) -> subprocess.Popen[bytes]:
    """A run of the command line."""
    environment = os.environ | {"KEHOACH_FAULTS": plugin.__name__, plugin.SLEEP: str(sleep)} | more
    command = [sys.executable, "-m", "pipeline.cli", "batch", str(source), str(out), "--quiet", *args]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, cwd=Path(__file__).parents[2]
    )


def run(source: Path | str, out: Path | str, *args: str, sleep: float = 0.0, **more: str) -> tuple[int, str]:
    """Exit code and messages of a whole run."""
    process = start(source, out, *args, sleep=sleep, **more)
    _, errors = process.communicate(timeout=300)
    return process.returncode, errors.decode()


def content(out: Path) -> dict[str, str]:
    """The tables, by name."""
    return {
        str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in ("tables", "records", "parquet")
        for path in sorted((out / folder).rglob("*"))
        if path.is_file()
    }


def children(pid: int) -> list[int]:
    """The processes that `pid` has started and that still run, deepest first."""
    from pipeline.archive.process import family

    return family(pid)[:0:-1]
