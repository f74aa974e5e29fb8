"""The engine on Dask distributed: shards go to workers on any number of machines; each worker guards a reading process
of its own, as the pool does. Archive and store must be reachable from all of them (a shared folder, or a URL)."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from typing import Any

from pipeline.archive import settings
from pipeline.archive.guard import Control, Guard, Killed
from pipeline.archive.work import Outcome, Task
from pipeline.errors import KehoachError, MissingTool

_AHEAD = 2  # tasks a thread of the cluster that are submitted beyond those in hand
_LOOK = 0.05  # seconds
_here = threading.local()


class ClusterLost(OSError):
    """The scheduler, or the way to it, is gone."""


class Cluster:
    """Dask at `address` ("tcp://host:8786", or "local": a cluster of `workers` processes on this machine)."""

    name = "dask"

    def __init__(self, address: str, workers: int) -> None:
        self.address = address
        self.workers = workers

    def run(self, tasks: Iterable[Task], control: Control) -> Iterator[Outcome]:
        """See `pipeline.archive.engines.Engine`."""
        client = self._client()
        try:
            yield from _through(client, iter(tasks), control, self._threads(client))
        except _lost() as e:
            raise ClusterLost(
                None, f"the scheduler {self.address} went away ({type(e).__name__}); finished shards are kept", None
            ) from e
        finally:
            with suppress(Exception):
                client.close(timeout=5)
            if self.address == "local":
                with suppress(Exception):
                    client.cluster.close(timeout=10)

    def _client(self) -> Any:
        try:
            import distributed
        except ImportError as e:
            raise MissingTool(
                self.address, "Dask is not installed", "Install it: pip install 'kehoach[cluster]'"
            ) from e
        import dask

        dask.config.set({"distributed.logging.distributed": "error"})
        if self.address == "local":
            cluster = distributed.LocalCluster(  # type: ignore[no-untyped-call]
                n_workers=self.workers, threads_per_worker=1, processes=True, dashboard_address=None,
                silence_logs=50, memory_limit=0,
            )  # fmt: skip
            return distributed.Client(cluster)  # type: ignore[no-untyped-call]
        try:
            return distributed.Client(self.address)  # type: ignore[no-untyped-call]
        except OSError as e:
            raise ClusterLost(None, f"no scheduler answers at {self.address}: is it running?", None) from e

    def _threads(self, client: Any) -> int:
        threads: int = sum(client.nthreads().values())
        self.workers = threads or self.workers
        return max(threads, 1)


def _lost() -> tuple[type[BaseException], ...]:
    from concurrent.futures import CancelledError

    from distributed.comm.core import CommClosedError

    return (CommClosedError, CancelledError, TimeoutError)


def _through(client: Any, tasks: Iterator[Task], control: Control, threads: int) -> Iterator[Outcome]:
    """Keeps the cluster busy with a few tasks ahead; the rest of the plan stays where it is. When the run is to stop,
    what waits is taken back; shards in hand are finished by the workers, or left as spools for the next run."""

    def submit(task: Task) -> Any:
        """One shard to the cluster."""
        return client.submit(do, task, pure=False, key=f"kehoach-{task.number}-{uuid.uuid4().hex}")

    waiting = [submit(task) for task in islice(tasks, threads * (1 + _AHEAD))]
    while waiting:
        if control.killed() or control.stopping():
            client.cancel(waiting)
            if control.killed():
                raise Killed
            return
        # "lost": done, but its worker died before the result came over; the scheduler has it done again.
        ready = [future for future in waiting if future.status not in ("pending", "lost")]
        if not ready:
            if client.status not in ("running", "connecting"):
                raise TimeoutError
            time.sleep(_LOOK)
            continue
        waiting = [future for future in waiting if future not in ready]
        for future in ready:
            if (task := next(tasks, None)) is not None:
                waiting.append(submit(task))
            yield _outcome(future, control)


def _outcome(future: Any, control: Control) -> Outcome:
    if future.status == "cancelled":
        raise TimeoutError
    error = future.exception() if future.status == "error" else None
    if error is not None and type(error).__name__ == "KilledWorker":
        raise ClusterLost(None, f"workers of the cluster keep dying: {error}", None)
    outcome: Outcome = future.result()
    for status, n in outcome.counts.items():
        for _ in range(n):
            control.done(status, outcome.bytes // max(1, sum(outcome.counts.values())), 0)
    return outcome


def do(task: Task) -> Outcome:
    """One shard, on a worker. Each thread of it keeps its reading process for the next shard. Raises KehoachError if
    the worker has another version of the program."""
    if task.key != task.settings.key():
        raise KehoachError(
            "Dask", f"this worker has another version of kehoach ({settings.program()}) or of the vocabulary",
            "Install the same version everywhere",
        )  # fmt: skip
    guard = getattr(_here, "guard", None)
    if guard is None:
        guard = _here.guard = Guard()
    result: Outcome = guard.run(task)
    return result
