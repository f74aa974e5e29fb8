"""One reading process, as its guard holds it: started, spoken to, and killed with all its children."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

_WATCH_AFTER = 1.0  # seconds: most documents are done before their memory is looked at


class Silence(Exception):
    """The process says no more. `reason`: timeout, memory or died; `foreign`: killed by someone else. `said`: its last
    words on standard error."""

    def __init__(self, reason: str, cause: str = "", foreign: bool = False, said: str = "") -> None:
        self.reason, self.cause, self.foreign, self.said = reason, cause, foreign, said
        super().__init__(cause or reason)


class Process:
    """A running `pipeline.archive.child` in a session of its own, so that Ctrl-C reaches only the run."""

    def __init__(self) -> None:
        self._errors = tempfile.TemporaryFile(prefix="kehoach-")  # noqa: SIM115  closed by `kill`
        self._child = subprocess.Popen(
            [sys.executable, "-m", "pipeline.archive.child"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=self._errors, bufsize=0, start_new_session=True, env=_environment(),
        )  # fmt: skip
        assert self._child.stdout is not None
        self._out = self._child.stdout.fileno()
        self._poll = select.poll()
        self._poll.register(self._out, select.POLLIN)
        self._waiting: list[bytes] = []
        self._part = b""
        self._since = time.monotonic()
        self._told = False
        self._end: Silence | None = None

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._child.pid

    def alive(self) -> bool:
        """Whether it runs."""
        return self._child.poll() is None

    def send(self, command: dict[str, Any]) -> None:
        """Give a command; what a dead process doesn't take shows at the next event."""
        assert self._child.stdin is not None
        if self._end is not None:
            return
        view = memoryview(json.dumps(command).encode() + b"\n")
        with suppress(BrokenPipeError):
            while view:
                view = view[self._child.stdin.write(view) or 0 :]

    def stop(self) -> None:
        """Tell it to end after the document in hand, once."""
        if not self._told:
            self._told = True
            self.send({"c": "stop"})

    def event(self, until: float, deadline: float, memory: int) -> dict[str, Any] | None:
        """The next event, None at the time `until`. Raises Silence when the process is dead, when it says nothing by
        `deadline`, or when it and its children take more than `memory` bytes (0: not looked at)."""
        while not self._waiting:
            if self._end is not None:
                raise self._end
            left = until - time.monotonic()
            if not self._poll.poll(max(0.0, left) * 1000):
                self._check(deadline, memory)
                return None
            block = os.read(self._out, 1 << 16)
            if not block:
                self._end = self._ended()
                raise self._end
            *lines, self._part = (self._part + block).split(b"\n")
            self._waiting = lines
            self._since = time.monotonic()
        event: dict[str, Any] = json.loads(self._waiting.pop(0))
        return event

    def _check(self, deadline: float, memory: int) -> None:
        now = time.monotonic()
        if now >= deadline:
            self.kill()
            raise Silence("timeout")
        if memory and now - self._since > _WATCH_AFTER and sum(map(_resident, family(self.pid))) > 1.25 * memory:
            self.kill()
            raise Silence("memory")

    def _ended(self) -> Silence:
        code = self._child.wait()
        said = self._last_words()
        self.kill()
        cause = f"{signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
        if "MemoryError" in said or "bad_alloc" in said or "std::bad_alloc" in said:
            return Silence("memory")
        return Silence("died", cause, code == -signal.SIGKILL, said[-500:])

    def _last_words(self) -> str:
        size = os.fstat(self._errors.fileno()).st_size
        return os.pread(self._errors.fileno(), 4000, max(0, size - 4000)).decode("utf-8", "replace")

    def kill(self) -> None:
        """End it and everything it started, at once."""
        members = family(self.pid) if self._child.poll() is None else []
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        for pid in members:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        self._child.wait()
        for stream in (self._child.stdin, self._child.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        self._errors.close()


def _environment() -> dict[str, str]:
    """Ours, with the package where this process found it; no threads in libraries: a process a core is faster."""
    root = str(Path(__file__).parent.parent.parent)
    paths = [root, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    threads = dict.fromkeys(("OMP_THREAD_LIMIT", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    return threads | os.environ | {"PYTHONPATH": os.pathsep.join(paths)}


def family(pid: int) -> list[int]:
    """`pid` and all that descends from it (Linux; elsewhere only `pid`)."""
    out, waiting = [], [pid]
    while waiting:
        current = waiting.pop()
        out.append(current)
        with suppress(OSError, ValueError):
            for task in os.listdir(f"/proc/{current}/task"):
                waiting += map(int, Path(f"/proc/{current}/task/{task}/children").read_text().split())
    return out


def _resident(pid: int) -> int:
    with suppress(OSError, ValueError, IndexError):
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return 0
