"""The process that reads documents: started, watched and, if it must be, killed by `pipeline.archive.guard`.

Commands come as JSON lines on standard input, events leave as JSON lines on what was standard output; whatever
libraries print goes to standard error.
"""

from __future__ import annotations

import json
import os
import select
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from pipeline.archive import spool, work
from pipeline.archive.settings import from_json


def _die_with_parent() -> None:
    """Linux ends this process when its guard dies, however that dies; elsewhere the end of standard input does."""
    with suppress(OSError, AttributeError):
        import ctypes
        import signal

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def _limit_memory(size: int) -> None:
    """RLIMIT_DATA counts what is really allocated (numpy, PDFium and tesseract too) and not the libraries that are
    mapped. Programs that this process starts inherit it, each for itself."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        resource.setrlimit(resource.RLIMIT_DATA, (size if hard == resource.RLIM_INFINITY else min(size, hard), hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _memory() -> int:
    """Peak memory of this process in bytes."""
    try:
        import resource
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _run(command: dict[str, Any], emit: Callable[[dict[str, Any]], None], stopping: Callable[[], bool]) -> None:
    settings = from_json(command["settings"])
    if settings.vocabulary:
        os.environ["KEHOACH_VOCABULARY"] = settings.vocabulary
    _limit_memory(settings.limits.memory)
    items = [work.Item(*fields) for fields in command["items"]]
    rows = spool.Spool(command["spool"], command["key"], command["retry"])
    try:
        for _ in work.run(items, settings, rows, convert=command["convert"], emit=emit, stopping=stopping):
            pass
    finally:
        rows.close()
    emit({"e": "idle", "memory": _memory()})


class _Commands:
    """Lines of standard input, with a look ahead."""

    def __init__(self) -> None:
        self._waiting = b""

    def __iter__(self) -> Iterator[dict[str, Any]]:
        while True:
            line, end, rest = self._waiting.partition(b"\n")
            if end:
                self._waiting = rest
                yield json.loads(line)
            elif block := os.read(0, 1 << 16):
                self._waiting += block
            else:
                return

    def told_to_stop(self) -> bool:
        """Whether anything waits while documents are done: that is the word to stop, or the guard's end."""
        return bool(self._waiting) or bool(select.select([0], [], [], 0)[0])


def main() -> None:
    """Serve until standard input ends."""
    _die_with_parent()
    events = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")

    held = bytearray()

    def emit(event: dict[str, Any]) -> None:
        """Send an event. The end of a document waits for what follows at once, so that the guard wakes up once."""
        held.extend(json.dumps(event).encode() + b"\n")
        if event["e"] != "done":
            events.write(held)
            held.clear()

    work.load()
    emit({"e": "ready"})
    commands = _Commands()
    for command in commands:
        try:
            if command["c"] == "run":
                _run(command, emit, commands.told_to_stop)
            elif command["c"] == "finish":
                spool.finish(command["spool"], command["out"])
                emit({"e": "finished", "memory": _memory()})
        except OSError as error:
            emit({"e": "fatal", "errno": error.errno, "message": error.strerror or str(error), "file": error.filename})
        except Exception:
            emit({"e": "fatal", "errno": None, "message": traceback.format_exc(limit=-3), "file": None})


if __name__ == "__main__":
    with suppress(BrokenPipeError, KeyboardInterrupt):
        main()
