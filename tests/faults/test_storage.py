"""Disks that are full or read-only, files that vanish or change while a run is on its way."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline.archive import batch, spool, store
from pipeline.archive.batch import run_batch
from pipeline.archive.spool import Spool
from pipeline.archive.store import StoredDocument
from tests.faults import archive

LAYERS = ("citations", "indices", "targets", "responsibilities")


@contextmanager
def _disk(folder: Path, options: str) -> Iterator[Path]:
    """A small disk of its own at `folder`."""
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], capture_output=True)
    if made.returncode:
        pytest.skip("needs the right to mount")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_says_so_and_corrupts_nothing(tmp_path: Path) -> None:
    source = archive.make(tmp_path / "in", 40)
    with _disk(tmp_path / "disk", "size=200k") as disk:
        code, errors = archive.run(source, disk / "out", "--workers", "2")
        assert code == 3
        assert "No space left" in errors
        assert "continues" in errors
        subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
        code, errors = archive.run(source, disk / "out", "--workers", "2")
        assert code == 0, errors
        got = archive.content(disk / "out")
    assert archive.run(source, tmp_path / "out")[0] == 0
    assert got == archive.content(tmp_path / "out")


def test_a_read_only_output_says_so(tmp_path: Path) -> None:
    source = archive.make(tmp_path / "in", 2)
    with _disk(tmp_path / "disk", "size=1m") as disk:
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        code, errors = archive.run(source, disk / "out")
    assert code == 3
    assert "Read-only" in errors
    assert "can be written" in errors


def test_files_that_vanish_change_or_come_during_the_run(tmp_path: Path) -> None:
    source = archive.make(tmp_path / "in", 40)
    process = archive.start(source, tmp_path / "out", "--workers", "1", sleep=0.1)
    while not list((tmp_path / "out").glob("spool/*")):
        assert process.poll() is None
        time.sleep(0.05)
    last = sorted(source.rglob("*.txt"))[-4:]
    last[0].unlink()
    last[1].write_text(archive.plan(500), encoding="utf-8")
    (source / "zz.txt").write_text(archive.plan(501), encoding="utf-8")
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    assert archive.run(source, tmp_path / "fresh")[0] == 0
    assert archive.content(tmp_path / "out") == archive.content(tmp_path / "fresh")
    with (tmp_path / "out/tables/documents.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["path"]: row for row in csv.DictReader(file)}
    assert rows[str(last[1].relative_to(source))]["number"] == "501/KH-UBND"
    assert str(last[0].relative_to(source)) not in rows


def test_a_finished_archive_is_not_done_again(tmp_path: Path) -> None:
    source = archive.make(tmp_path / "in", 6)
    first = run_batch(str(source), tmp_path / "out", workers=0, layers=LAYERS)
    again = run_batch(str(source), tmp_path / "out", workers=0, layers=LAYERS)
    assert (first.processed, again.processed) == (6, 0)
    assert first.counts == again.counts
    moved = next(source.rglob("0003.txt"))
    os.utime(moved, ns=(1, 1))
    moved.write_text(archive.plan(77), encoding="utf-8")
    assert run_batch(str(source), tmp_path / "out", workers=0, layers=LAYERS).processed == 1
    assert run_batch(str(source), tmp_path / "out", workers=0, layers=("indices",)).processed == 6


def test_the_same_bytes_are_processed_once_and_listed(tmp_path: Path) -> None:
    source = archive.make(tmp_path / "in", 3)
    (source / "copy.txt").write_text(archive.plan(1), encoding="utf-8")
    summary = run_batch(str(source), tmp_path / "out", workers=0, layers=LAYERS)
    assert (summary.documents, summary.duplicates, summary.processed) == (4, 1, 3)
    (copy,) = store.duplicates(str(tmp_path / "out"))
    assert (copy.path, copy.original) == ("huyện 00/0001.txt", "copy.txt")
    assert [d.path for d in store.rows(str(tmp_path / "out"))] == ["copy.txt", "huyện 00/0000.txt", "huyện 00/0002.txt"]


def test_a_torn_row_is_cut_off_and_the_rest_saved(tmp_path: Path) -> None:
    def row(n: int) -> StoredDocument:
        return StoredDocument(f"{n}.txt", "", f"{n:064x}", 9, "ok", json.dumps({"n": n, "chữ": "ổ"}))

    path = spool.folder(str(tmp_path)) / "a.spool"
    rows = Spool(path, "k" * 10, "r")
    for n in (3, 1, 2):
        rows.append(row(n))
    rows.close()
    path.write_bytes(path.read_bytes()[:-5])
    (tmp_path / "store").mkdir()
    assert spool.salvage(str(tmp_path)) == 1
    (shard,) = store.shards(str(tmp_path), "")
    assert [r for r, _ in store.merged([shard], ("path", "record"))] == [(r.path, r.record) for r in (row(1), row(3))]


def test_two_runs_into_one_place_are_refused(tmp_path: Path) -> None:
    source = archive.make(tmp_path / "in", 1)
    (tmp_path / "out").mkdir()
    with batch._locked(str(tmp_path / "out")), pytest.raises(batch.InUse, match="another run"):
        run_batch(str(source), tmp_path / "out", workers=0, layers=LAYERS)


def test_stores_that_only_this_process_sees(tmp_path: Path) -> None:
    import fsspec

    fs = fsspec.filesystem("memory")
    for n in range(5):
        fs.pipe_file(f"/plans/sub/{n}.txt", archive.plan(n).encode())
    first = run_batch("memory://plans", "memory://tables-out", workers=2, layers=LAYERS)
    assert (first.documents, first.failed, first.counts["documents"]) == (5, 0, 5)
    assert run_batch("memory://plans", "memory://tables-out", workers=2, layers=LAYERS).processed == 0
    local = tmp_path / "plans/sub"
    local.mkdir(parents=True)
    for n in range(5):
        (local / f"{n}.txt").write_bytes(archive.plan(n).encode())
    run_batch(f"file://{tmp_path / 'plans'}", tmp_path / "out", workers=0, layers=LAYERS)
    assert fs.cat_file("/tables-out/tables/documents.csv") == (tmp_path / "out/tables/documents.csv").read_bytes()
