"""The guard of one reading process: gives it documents, keeps the limits, and replaces it when it dies.

A document that takes too long, too much memory or its process along is set aside, and the rest of its shard goes on in
a fresh process. At the end of the shard it is tried once more, alone; only then does it count as failed.
"""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pipeline.archive import spool, work
from pipeline.archive.process import Process, Silence
from pipeline.archive.store import StoredDocument
from pipeline.archive.work import Item, Outcome, Task

_FINISH = 600.0  # seconds to write a shard
_START = 120.0
_TRIES = 3
_FOREIGN = 4  # ends by someone else's hand that one document may meet alone


class Killed(Exception):
    """The run is to end at once."""


class Fatal(OSError):
    """The machine is at fault (a full disk), not a document."""


@dataclass(slots=True)
class Control:
    """What the run tells its guards, and they it. `stopping()`: end after the documents in hand. `killed()`: end at
    once. `done(status, bytes, pages by OCR)` is called after every document."""

    stopping: Callable[[], bool] = lambda: False
    killed: Callable[[], bool] = lambda: False
    done: Callable[[str, int, int], None] = lambda status, size, pages: None


@dataclass(slots=True)
class _Death:
    """How a document's process ended: `reason` is timeout, memory, or died."""

    index: int
    stage: str
    reason: str
    cause: str
    foreign: bool = False


@dataclass(slots=True)
class Guard:
    """Guards one process at a time; not for use by two threads at once."""

    control: Control = field(default_factory=Control)
    process: Process | None = None
    documents: int = 0
    last_words: str = ""

    def run(self, task: Task) -> Outcome:
        """Do all of `task` and write its shard. Raises Killed, Fatal."""
        outcome = Outcome()
        began = time.monotonic()
        path = os.path.join(spool.folder(task.out), f"{uuid.uuid4().hex}{spool.SUFFIX}")
        suspects = self._all(task, path, outcome)
        for item in suspects:
            if self.control.stopping():
                break
            self._alone(task, item, path, outcome)
        outcome.stopped = self.control.stopping()
        if os.path.exists(path):
            self._finish(task, path, outcome)
        outcome.seconds = time.monotonic() - began
        return outcome

    def close(self) -> None:
        """End the process."""
        if self.process is not None:
            self.process.kill()
            self.process = None

    def _fresh(self) -> Process:
        self.close()
        self.documents = 0
        process = self.process = Process()
        try:
            self._event(time.monotonic() + _START, 0)
        except Silence as silence:
            self.last_words = silence.said  # the first command will show that it is dead
        return process

    def _ready(self, task: Task) -> Process:
        """The process there is, a new one if it is old."""
        if self.process is None or not self.process.alive() or self.documents >= task.settings.recycle:
            return self._fresh()
        return self.process

    def _all(self, task: Task, path: str, outcome: Outcome) -> list[Item]:
        """Every document once, in as many processes as that takes; gives those that took theirs along."""
        left = list(task.items)
        suspects: list[Item] = []
        convert, idle = True, 0
        while left and not self.control.stopping():
            at, death = self._some(task, left, path, outcome, convert)
            if death is None:
                break
            outcome.deaths += 1
            if death.index >= 0:
                suspects.append(left[death.index])
                at = death.index + 1
            convert = convert and at > 0  # it died in the conversion: each document is converted by itself
            idle = 0 if at else idle + 1
            if idle == _TRIES + 2:
                raise Fatal(
                    None, f"workers die before they begin ({death.cause or death.reason}): {self.last_words}", None
                )
            left = left[at:]
        return suspects

    def _alone(self, task: Task, item: Item, path: str, outcome: Outcome) -> None:
        """Try `item` once more, with a process of its own. A process that someone else killed (an operator, the system
        short of memory) says little of the document: such ends count only when they go on."""
        for _ in range(_FOREIGN):
            self._fresh()
            _, death = self._some(task, [item], path, outcome, False)
            self.close()
            if death is None:
                return
            outcome.deaths += 1
            row = _verdict(task, item, death)
            if not death.foreign:
                break
        rows = spool.Spool(path, task.key, task.retry)
        try:
            rows.append(row)
        except OSError as e:
            raise Fatal(e.errno, e.strerror, path) from e
        finally:
            rows.close()
        outcome.count("failed", item.bytes, 0)
        self.control.done("failed", item.bytes, 0)

    def _some(
        self, task: Task, items: list[Item], path: str, outcome: Outcome, convert: bool
    ) -> tuple[int, _Death | None]:
        """One command to one process: how many documents are done, and how it died if it did."""
        limits = task.settings.limits
        process = self._ready(task)
        process.send(
            {
                "c": "run", "items": [[i.path, i.location, i.sha256, i.bytes] for i in items], "spool": path,
                "settings": task.settings.as_json(), "key": task.key, "retry": task.retry, "convert": convert,
            }
        )  # fmt: skip
        done, index, stage = 0, -1, "ingest"
        deadline = time.monotonic() + _START
        while True:
            try:
                event = self._event(deadline, limits.memory)
            except Silence as silence:
                self.close()
                return done, _Death(index, stage, silence.reason, silence.cause, silence.foreign)
            kind = event["e"]
            if kind == "idle":
                outcome.worker_memory = max(outcome.worker_memory, event["memory"])
                return done, None
            if kind == "convert":
                deadline = time.monotonic() + _START + 3 * event["n"]
            elif kind == "begin":
                if event["i"] != index:
                    deadline = time.monotonic() + limits.seconds
                index, stage = event["i"], event["stage"]
            elif kind == "done":
                done, deadline = event["i"] + 1, time.monotonic() + _START
                self.documents += 1
                if event["exhausted"]:
                    self.close()
                    return done, _Death(index, "extract", "memory", "")
                outcome.take(event, items[event["i"]].path)
                self.control.done(event["status"], event["bytes"], event["ocr"])
                index = -1

    def _event(self, deadline: float, memory: int) -> dict[str, Any]:
        """The next event. Raises Silence when the process is dead or has been killed, Fatal, Killed."""
        assert self.process is not None
        while True:
            if self.control.killed():
                self.close()
                raise Killed
            if self.control.stopping():
                self.process.stop()
            event = self.process.event(min(deadline, time.monotonic() + 0.2), deadline, memory)
            if event is None:
                continue
            if event["e"] == "fatal":
                self.close()
                raise Fatal(event["errno"], event["message"], event["file"])
            return event

    def _finish(self, task: Task, path: str, outcome: Outcome) -> None:
        """Make the shard; a process that is killed at it is replaced."""
        for attempt in range(_TRIES):
            self._ready(task).send({"c": "finish", "spool": path, "out": task.out})
            try:
                event = self._event(time.monotonic() + _FINISH, 0)
            except Silence as silence:
                self.close()
                outcome.deaths += 1
                if not os.path.exists(path):
                    return  # it died behind its work
                if attempt + 1 == _TRIES:
                    raise Fatal(None, f"the shard could not be written: {silence.cause}", path) from silence
                continue
            outcome.worker_memory = max(outcome.worker_memory, event["memory"])
            return


def _verdict(task: Task, item: Item, death: _Death) -> StoredDocument:
    """The row of a document that took two processes along."""
    limits = task.settings.limits
    if death.reason == "timeout":
        cause, advice = f"not done within {limits.seconds:g} s", "Raise --timeout, or split it"
        return work.failed(item, death.stage, None, cause, advice)
    if death.reason == "memory" or death.foreign:
        return work.out_of_memory(item, task.settings)
    cause = f"the process that read it died ({death.cause}): a fault in a library"
    return work.failed(item, death.stage, None, cause, "Open it and save it again; report it to the developers")
