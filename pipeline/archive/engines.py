"""Engines: what works through the shards. Each takes tasks one by one as it can use them and gives outcomes in any
order; what they write is the same.

* `InProcess`: this very process; for notebooks and for stores only it can see. Nothing here can be killed, so time and
  memory are not limited.
* `Pool`: one guarded process a core on this machine.
* `pipeline.archive.cluster.Cluster`: Dask distributed.
"""

from __future__ import annotations

import os
import queue
import threading
import time
import uuid
from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from pipeline.archive import spool, work
from pipeline.archive.guard import Control, Guard, Killed
from pipeline.archive.work import Outcome, Task


class Engine(Protocol):
    """Works through tasks."""

    name: str
    workers: int

    def run(self, tasks: Iterable[Task], control: Control) -> Iterator[Outcome]:
        """The outcomes of `tasks`. Ends early when `control` says so. Raises OSError if the store cannot be written,
        Killed when it is to end at once."""
        ...


class InProcess:
    """Everything in this process, one document after the other."""

    name = "in-process"
    workers = 1

    def run(self, tasks: Iterable[Task], control: Control) -> Iterator[Outcome]:
        """See `Engine`."""
        work.load()
        for task in tasks:
            if control.stopping():
                return
            yield self._one(task, control)

    def _one(self, task: Task, control: Control) -> Outcome:
        outcome, began = Outcome(), time.monotonic()
        path = os.path.join(spool.folder(task.out), f"{uuid.uuid4().hex}{spool.SUFFIX}")
        left = list(task.items)
        rows = spool.Spool(path, task.key, task.retry)

        def take(event: dict[str, Any]) -> None:
            """Count a document."""
            if event["e"] == "done":
                if event["exhausted"]:
                    rows.append(work.out_of_memory(left[event["i"]], task.settings))
                outcome.take(event, left[event["i"]].path)
                control.done(event["status"], event["bytes"], event["ocr"])

        vocabulary = os.environ.get("KEHOACH_VOCABULARY")
        assert task.settings.vocabulary in (None, vocabulary), "vocabulary is loaded once a process"
        try:
            while left and not control.stopping():
                done = [*work.run(left, task.settings, rows, convert=True, emit=take, stopping=control.stopping)]
                left = left[len(done) :] if done else []
        finally:
            rows.close()
        spool.finish(path, task.out)
        outcome.stopped = control.stopping()
        outcome.seconds = time.monotonic() - began
        return outcome


class Pool:
    """A guarded process for each of `workers` threads; the threads only wait."""

    name = "pool"

    def __init__(self, workers: int) -> None:
        self.workers = workers

    def run(self, tasks: Iterable[Task], control: Control) -> Iterator[Outcome]:
        """See `Engine`."""
        source, lock, ended = iter(tasks), threading.Lock(), threading.Event()
        results: queue.Queue[Outcome | BaseException | None] = queue.Queue()
        inner = Control(lambda: ended.is_set() or control.stopping(), control.killed, control.done)

        def serve() -> None:
            """One thread: task after task, with one guard."""
            guard = Guard(inner)
            try:
                while not inner.stopping():
                    with lock:
                        task = next(source, None)
                    if task is None:
                        break
                    results.put(guard.run(task))
            except BaseException as error:  # handed to the one who waits
                ended.set()
                results.put(error)
            finally:
                guard.close()
                results.put(None)

        threads = [threading.Thread(target=serve, name=f"guard-{i}", daemon=True) for i in range(self.workers)]
        for thread in threads:
            thread.start()
        yield from _gathered(results, self.workers)
        for thread in threads:
            thread.join()


def _gathered(results: queue.Queue[Outcome | BaseException | None], workers: int) -> Iterator[Outcome]:
    """Outcomes until every worker has ended; then the first error, if there was one."""
    errors: list[BaseException] = []
    while workers:
        try:
            # With a timeout, so that a signal is seen.
            result = results.get(timeout=0.5)
        except queue.Empty:
            continue
        if result is None:
            workers -= 1
        elif isinstance(result, BaseException):
            errors.append(result)
        else:
            yield result
    for error in errors:
        if not isinstance(error, Killed):
            raise error
    if errors:
        raise errors[0]
