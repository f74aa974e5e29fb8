"""A whole archive: documents and MB a second by engine, overhead, peak memory, and what a finished archive costs again.

    python -m benchmarks.archive [--documents N ...] [--speed N] [--dask]

Each run is a process of its own; times are those of the phase "process" of its run.json (listing and tables beside it).
On a machine that has other work too, look at the processor time.
The bare loop reads, extracts and makes JSON of the same files in one process, and keeps nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.texts import documents

_LOOP = """
import sys, time
from pathlib import Path
from pipeline.process import extract_file
from pipeline.records import to_json
paths = sorted(Path(sys.argv[1]).rglob("*.txt"))
to_json(extract_file(paths[0]), indent=None)
began, spent = time.perf_counter(), time.process_time()
for path in paths:
    to_json(extract_file(path), indent=None)
print(time.perf_counter() - began, time.process_time() - spent)
"""


def generate(folder: Path, count: int) -> int:
    """Write `count` documents below `folder`; gives their bytes."""
    size = 0
    for n, text in enumerate(documents(count)):
        path = folder / f"{n // 1000:03d}" / f"{n:06d}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        data = text.encode()
        path.write_bytes(data)
        size += len(data)
    return size


def bare(source: Path) -> tuple[float, float]:
    """Seconds and processor seconds of the bare loop over `source`."""
    done = subprocess.run([sys.executable, "-c", _LOOP, str(source)], capture_output=True, text=True, check=True)
    wall, cpu = map(float, done.stdout.split())
    return wall, cpu


def batch(source: Path, out: Path, *args: str) -> dict[str, Any]:
    """What `run.json` says of a run with `args`; `wall` and `cpu` in seconds, with all child processes."""
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "pipeline.cli", "batch", str(source), str(out), "--quiet", *args]
    subprocess.run(command, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    run: dict[str, Any] = json.loads((out / "run.json").read_text("utf-8"))
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return run | {"wall": time.perf_counter() - began, "cpu": cpu}


def engine(source: Path, out: Path, scheduler: str | None, workers: int) -> dict[str, float]:
    """Seconds (`list`, `process`) and processor seconds (`cpu`) of one engine over `source`, tables left out."""
    code = f"import benchmarks.archive as b; b.work({str(source)!r}, {str(out)!r}, {scheduler!r}, {workers})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def work(source: str, out: str, scheduler: str | None, workers: int) -> None:
    """What `engine` measures, in the process it starts."""
    from pipeline.archive import batch, plan, run_file, storage, store
    from pipeline.archive.guard import Control
    from pipeline.archive.settings import Settings

    storage.make_folder(store.folder(out))
    settings, began = Settings(), time.perf_counter()
    plan.make(source, out, settings, workers, verify=False, retry_failed=False)
    listed, spent = time.perf_counter(), run_file.processor_time()
    for _ in batch._engine(scheduler, workers, private=False).run(plan.tasks(out, settings), Control()):
        pass
    figures = {"list": listed - began, "process": time.perf_counter() - listed}
    print(json.dumps(figures | {"cpu": run_file.processor_time() - spent}))


def speed(folder: Path, count: int, dask: bool) -> None:
    """Print rates by engine and the overhead of each."""
    source = folder / f"in{count}"
    size = generate(source, count)
    loop, loop_cpu = bare(source)
    print(f"{count:,} documents, {size / 1e6:.1f} MB; load before {os.getloadavg()[0]:.1f}")
    rate = f"{count / loop:8.1f} documents/s {size / loop / 1e6:6.2f} MB/s"
    print(f"{'bare loop':24} {rate}  ({loop_cpu:.1f} s of processor)", flush=True)
    runs = [("pool", None, 1), ("pool", None, 2)] + ([("Dask local", "local", n) for n in (1, 2)] if dask else [])
    first: dict[str, float] = {}
    for name, scheduler, workers in runs:
        run = engine(source, folder / f"{name}{workers}", scheduler, workers)
        spent = run["process"]
        first.setdefault(name, spent)
        print(
            f"{f'{name}, {workers}':24} {count / spent:8.1f} documents/s {size / spent / 1e6:6.2f} MB/s  "
            f"{first[name] / spent:5.2f} x one worker, {spent / loop:5.3f} x the bare loop "
            f"({run['cpu'] / loop_cpu:5.3f} x its processor time); listing {run['list']:.2f} s",
            flush=True,
        )


def growth(folder: Path, count: int) -> None:
    """Print peak memory at `count` documents, and the cost of running again."""
    source, out = folder / f"grown{count}", folder / f"out{count}"
    generate(source, count)
    first = batch(source, out, "--workers", "2")
    again = batch(source, out, "--workers", "2")
    mega = 1024**2
    print(
        f"{count:8,} documents: parent {first['this_run']['parent_memory'] / mega:6.0f} MiB, "
        f"worker {first['this_run']['worker_memory'] / mega:6.0f} MiB; run {first['wall']:7.1f} s, again "
        f"{again['wall']:6.2f} s = {again['wall'] / first['wall']:.2%} (list {again['phases']['list']:.2f} s)"
    )


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, nargs="*", default=[1000, 10000], help="sizes for memory and resume")
    parser.add_argument("--speed", type=int, default=2000, help="documents for the rates")
    parser.add_argument("--dask", action="store_true", help="Dask local too")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kehoach-bench-") as name:
        speed(Path(name), args.speed, args.dask)
        for count in args.documents:
            growth(Path(name), count)


if __name__ == "__main__":
    main()
