"""kill -9 at random points: a rerun ends with the same tables, byte for byte, as an undisturbed run.

KEHOACH_SOAK=N sets the number of points (make soak: 100).
"""

from __future__ import annotations

import os
import random
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.faults import archive

POINTS = int(os.environ.get("KEHOACH_SOAK", "30"))
COUNT = 48


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    folder = tmp_path_factory.mktemp("undisturbed")
    source = archive.make(folder / "in", COUNT)
    (source / "unreadable.txt").write_bytes(bytes(range(128, 256)) * 30)
    code, errors = archive.run(source, folder / "out", "--workers", "1")
    assert code == 1, errors
    return source, archive.content(folder / "out")


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_a_parent_killed_again_and_again(seed: int, tmp_path: Path, undisturbed: tuple[Path, dict[str, str]]) -> None:
    source, wanted = undisturbed
    rng = random.Random(seed)
    for _ in range(max(1, POINTS // 6)):
        process = archive.start(source, tmp_path / "out", "--workers", "2", sleep=0.02)
        with suppress(Exception):
            process.wait(timeout=rng.uniform(0.2, 3.0))
        process.kill()
        process.communicate()
    code, errors = archive.run(source, tmp_path / "out", "--workers", "2")
    assert code == 1, errors
    assert archive.content(tmp_path / "out") == wanted
    assert not [p for p in (tmp_path / "out").rglob("*") if p.suffix in (".part", ".spool")]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_workers_killed_again_and_again(seed: int, tmp_path: Path, undisturbed: tuple[Path, dict[str, str]]) -> None:
    source, wanted = undisturbed
    rng = random.Random(seed)
    process = archive.start(source, tmp_path / "out", "--workers", "2", sleep=0.1)
    killed = 0
    while process.poll() is None and killed < max(1, POINTS // 6):
        time.sleep(rng.uniform(0.5, 1.2))
        workers = archive.children(process.pid)
        if workers:
            with suppress(ProcessLookupError):
                os.kill(rng.choice(workers), signal.SIGKILL)
                killed += 1
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 1, errors
    assert killed
    assert archive.content(tmp_path / "out") == wanted


def test_history_order_and_number_of_workers_leave_no_trace(
    tmp_path: Path, undisturbed: tuple[Path, dict[str, str]]
) -> None:
    source, wanted = undisturbed
    grown = tmp_path / "in"
    for part in ("huyện 03", "huyện 00", "huyện 02"):
        (grown / part).mkdir(parents=True)
        for path in (source / part).iterdir():
            (grown / part / path.name).write_bytes(path.read_bytes())
        assert archive.run(grown, tmp_path / "out", "--workers", "0")[0] == 0
    before = {p.name for p in (tmp_path / "out/store").iterdir()}
    archive.make(grown, 10, first=900)
    (grown / "huyện 01").mkdir()
    for path in [*(source / "huyện 01").iterdir(), *(source / "huyện 04").iterdir(), source / "unreadable.txt"]:
        to = grown / path.relative_to(source)
        to.parent.mkdir(exist_ok=True)
        to.write_bytes(path.read_bytes())
    assert archive.run(grown, tmp_path / "out", "--workers", "2")[0] == 1
    assert before < {p.name for p in (tmp_path / "out/store").iterdir()}
    for path in (grown / "huyện 90").iterdir():
        path.unlink()
    assert archive.run(grown, tmp_path / "out", "--workers", "2", "--verify")[0] == 1
    assert archive.content(tmp_path / "out") == wanted
