"""How a batch goes on: a live bar on a terminal, one line now and then in a log, or JSON lines for a program."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any, Protocol

from pipeline.export.terminal import language, say

_EVERY = 30.0  # seconds between two lines of a log
_OFTEN = 5.0  # between two JSON lines


class Progress(Protocol):
    """What a batch calls at its beginning (with what is done already) and after every document; cheap however often."""

    def __call__(
        self, done: int, total: int, failed: int, *, skipped: int = 0, ocr_pages: int = 0, stage: str = ""
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class State:
    """How far a batch is. `total` 0: not known yet. `stage`: what is being done, in words of messages.csv ("" while
    documents are read)."""

    done: int = 0
    total: int = 0
    failed: int = 0
    skipped: int = 0
    ocr_pages: int = 0
    stage: str = ""


def rate(state: State, since: State, seconds: float) -> float:
    """Documents a second since `since`. What was done before the run (a resumed one) doesn't count."""
    return (state.done - since.done) / seconds if seconds > 0 else 0.0


def left(state: State, per_second: float) -> float | None:
    """The seconds still to go, None where nothing tells."""
    if not state.total or per_second <= 0:
        return None
    return max(0.0, (state.total - state.done) / per_second)


def clock_time(seconds: float | None) -> str:
    """Seconds as `1:02:03` or `02:03`; `-:--` for None."""
    if seconds is None:
        return "-:--"
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes:02d}:{rest:02d}"


def line(state: State, per_second: float, lang: str) -> str:
    """One line of a log, in `lang`."""
    percent = f" ({100 * state.done // state.total} %)" if state.total else ""
    parts = [say("progress_done", lang, done=f"{state.done:,}", total=f"{state.total:,}", percent=percent)]
    parts.append(say("progress_rate", lang, n=f"{per_second:.1f}"))
    if state.ocr_pages:
        parts.append(say("progress_ocr", lang, n=f"{state.ocr_pages:,}"))
    if state.failed:
        parts.append(say("progress_failed", lang, n=f"{state.failed:,}"))
    if state.skipped:
        parts.append(say("progress_skipped", lang, n=f"{state.skipped:,}"))
    if state.stage:
        parts.append(say(state.stage, lang))
    elif state.done < state.total:
        parts.append(say("progress_left", lang, time=clock_time(left(state, per_second))))
    return ", ".join(parts)


class _Lines:
    """Writes a line when the last is `every` seconds old, and one at the end."""

    def __init__(self, write: Callable[[State, float, float], None], every: float, clock: Callable[[], float]) -> None:
        self._write, self._every, self._clock = write, every, clock
        self._began = self._last = clock()
        self._first: State | None = None
        self._state = State()
        self._written: State | None = None

    def __call__(
        self, done: int, total: int, failed: int, *, skipped: int = 0, ocr_pages: int = 0, stage: str = ""
    ) -> None:
        self._state = State(done, total, failed, skipped, ocr_pages, stage)
        if self._first is None:
            self._first = State(done, total)
        now = self._clock()
        if now - self._last >= self._every:
            self._last = now
            self.flush(now)

    def flush(self, now: float) -> None:
        """Write the present state unless it stands there already."""
        if self._first is not None and self._state != self._written:
            seconds = now - self._began
            self._write(self._state, rate(self._state, self._first, seconds), seconds)
            self._written = self._state


@contextmanager
def reporter(
    *,
    quiet: bool = False,
    log_json: bool = False,
    lang: str | None = None,
    stream: IO[str] | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Progress]:
    """The function that a batch reports to: shows a bar if `stream` (standard error) is a terminal, else a line every
    half minute; with `log_json` a JSON object every five seconds; with `quiet` nothing."""
    stream = stream or sys.stderr
    lang = language(lang)
    if quiet and not log_json:
        yield silent
    elif log_json or not stream.isatty():
        lines = _Lines(_json_to(stream) if log_json else _words_to(stream, lang), _OFTEN if log_json else _EVERY, clock)
        try:
            yield lines
        finally:
            lines.flush(clock())
    else:
        with _bar(stream, lang) as bar:
            yield bar


def silent(done: int, total: int, failed: int, *, skipped: int = 0, ocr_pages: int = 0, stage: str = "") -> None:
    """Tells nobody."""


def _words_to(stream: IO[str], lang: str) -> Callable[[State, float, float], None]:
    def write(state: State, per_second: float, seconds: float) -> None:
        """One line in words."""
        print(line(state, per_second, lang), file=stream, flush=True)

    return write


def _json_to(stream: IO[str]) -> Callable[[State, float, float], None]:
    def write(state: State, per_second: float, seconds: float) -> None:
        """One JSON object."""
        event: dict[str, Any] = {"event": "progress", "done": state.done, "total": state.total}
        event |= {"failed": state.failed, "skipped": state.skipped, "ocr_pages": state.ocr_pages}
        remaining = left(state, per_second)
        event |= {"stage": state.stage or "documents", "seconds": round(seconds, 1)}
        event |= {"per_second": round(per_second, 2), "left": None if remaining is None else round(remaining)}
        print(json.dumps(event), file=stream, flush=True)

    return write


@contextmanager
def _bar(stream: IO[str], lang: str) -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (BarColumn(bar_width=30), MofNCompleteColumn(), TextColumn("{task.fields[words]}", markup=False))
    began = time.monotonic()
    first: State | None = None
    with Bar(*columns, console=Console(file=stream), refresh_per_second=4) as bar:
        task = bar.add_task("", total=None, words="")
        shown = 0.0

        def step(done: int, total: int, failed: int, *, skipped: int = 0, ocr_pages: int = 0, stage: str = "") -> None:
            """Move the bar, at most ten times a second."""
            nonlocal first, shown
            state = State(done, total, failed, skipped, ocr_pages, stage)
            first = first or State(done, total)
            now = time.monotonic()
            if now - shown < 0.1 and done < total:
                return
            shown = now
            words = line(state, rate(state, first, now - began), lang).partition(", ")[2]
            bar.update(task, completed=done, total=total or None, words=words)

        yield step
