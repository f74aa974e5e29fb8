"""Dask: a scheduler and workers as separate processes, some of which are killed; object storage."""

from __future__ import annotations

import csv
import io
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults import archive, plugin

ROOT = Path(__file__).parents[2]


def _free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@contextmanager
def _cluster(folder: Path, workers: int, sleep: float) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and `workers` workers, each a process of its own, as on several hosts; the scheduler comes first."""
    port = _free_port()
    address = f"tcp://127.0.0.1:{port}"
    environment = os.environ | {
        "PYTHONPATH": str(ROOT), "KEHOACH_FAULTS": plugin.__name__, plugin.SLEEP: str(sleep),
    }  # fmt: skip
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": environment, "cwd": folder}
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--port", str(port), "--no-dashboard"]
    dask_worker = [
        sys.executable, "-m", "distributed.cli.dask_worker", address, "--no-nanny", "--nthreads", "1", "--no-dashboard",
    ]  # fmt: skip
    started = [subprocess.Popen([*dask, "--host", "127.0.0.1"], **quiet)]  # type: ignore[call-overload]
    started += [subprocess.Popen(dask_worker, **quiet) for _ in range(workers)]  # type: ignore[call-overload]
    try:
        yield address, started
    finally:
        for process in started:
            process.kill()
            process.wait()


@pytest.mark.slow
def test_a_worker_of_the_cluster_killed_in_the_middle(tmp_path: Path) -> None:
    source = archive.make(tmp_path / "in", 40)
    with _cluster(tmp_path, 2, 0.1) as (address, started):
        process = archive.start(source, tmp_path / "out", "--scheduler", address)
        while len(list((tmp_path / "out").glob("store/*.parquet"))) < 2:
            assert process.poll() is None, process.communicate()
            time.sleep(0.05)
        started[1].kill()
        _, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
    assert archive.run(source, tmp_path / "one", "--workers", "1")[0] == 0
    assert archive.content(tmp_path / "out") == archive.content(tmp_path / "one")
    assert json.loads((tmp_path / "out/run.json").read_text("utf-8"))["engine"] == "dask"


@pytest.mark.slow
def test_a_scheduler_that_dies(tmp_path: Path) -> None:
    source = archive.make(tmp_path / "in", 40)
    with _cluster(tmp_path, 2, 0.1) as (address, started):
        process = archive.start(source, tmp_path / "out", "--scheduler", address)
        while len(list((tmp_path / "out").glob("store/*.parquet"))) < 2:
            assert process.poll() is None, process.communicate()
            time.sleep(0.05)
        started[0].kill()
        _, errors = process.communicate(timeout=90)
    assert process.returncode == 3
    assert "scheduler" in errors.decode()
    assert archive.run(source, tmp_path / "out", "--workers", "2")[0] == 0
    assert archive.run(source, tmp_path / "one", "--workers", "1")[0] == 0
    assert archive.content(tmp_path / "out") == archive.content(tmp_path / "one")


def test_a_scheduler_that_is_not_there(tmp_path: Path) -> None:
    source = archive.make(tmp_path / "in", 2)
    more = {"DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "2s"}
    code, errors = archive.run(source, tmp_path / "out", "--scheduler", f"tcp://127.0.0.1:{_free_port()}", **more)
    assert code == 3
    assert "is it running" in errors


@pytest.mark.slow
def test_dask_on_this_machine_gives_the_same_tables(tmp_path: Path) -> None:
    source = archive.make(tmp_path / "in", 24)
    (source / "abort.txt").write_text(archive.plan(200), encoding="utf-8")
    code, errors = archive.run(source, tmp_path / "out", "--scheduler", "local", "--workers", "2")
    assert code == 1, errors
    assert archive.run(source, tmp_path / "one", "--workers", "1")[0] == 1
    assert archive.content(tmp_path / "out") == archive.content(tmp_path / "one")


@pytest.mark.slow
def test_an_archive_and_a_store_in_object_storage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(port=_free_port(), verbose=False)
    server.start()
    try:
        _, port = server.get_host_and_port()
        keys = {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}", "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1",
        }  # fmt: skip
        for name, value in keys.items():
            monkeypatch.setenv(name, value)
        s3 = boto3.client("s3", endpoint_url=keys["AWS_ENDPOINT_URL"])
        s3.create_bucket(Bucket="archive")
        local = archive.make(tmp_path / "in", 24)
        for path in local.rglob("*.txt"):
            s3.put_object(Bucket="archive", Key=f"plans/{path.relative_to(local)}", Body=path.read_bytes())
        code, errors = archive.run("s3://archive/plans", "s3://archive/out", "--workers", "2", **keys)
        assert code == 0, errors
        assert archive.run(local, tmp_path / "out", "--workers", "1")[0] == 0
        for name in ("tables/documents.csv", "tables/citations.csv", "records/records.jsonl"):
            body = s3.get_object(Bucket="archive", Key=f"out/{name}")["Body"].read()
            assert body == (tmp_path / "out" / name).read_bytes()
        code, errors = archive.run("s3://archive/plans", "s3://archive/out", "--workers", "2", **keys)
        run = json.load(io.BytesIO(s3.get_object(Bucket="archive", Key="out/run.json")["Body"].read()))
        assert (code, run["this_run"]["documents"]) == (0, 0), errors
        documents = s3.get_object(Bucket="archive", Key="out/tables/documents.csv")["Body"].read().decode("utf-8-sig")
        assert len(list(csv.DictReader(io.StringIO(documents)))) == 24
    finally:
        server.stop()
