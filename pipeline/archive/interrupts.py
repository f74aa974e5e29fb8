"""Ctrl-C and SIGTERM during a run: once ends it behind the documents in hand, twice at once."""

from __future__ import annotations

import signal
import sys
import threading
from types import FrameType
from typing import Any


class Interrupts:
    """Counts signals while the context is open. In other threads than the main one it only stands by."""

    def __init__(self) -> None:
        self._count = 0
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Interrupts:
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                self._before[number] = signal.signal(number, self._take)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _take(self, number: int, frame: FrameType | None) -> None:
        self._count += 1
        if self._count == 1:
            sys.stderr.write("\nkehoach: stopping behind the documents in hand; once more stops at once\n")
        elif self._count > 2:
            raise KeyboardInterrupt

    def stopping(self) -> bool:
        """Whether no new document is to be begun."""
        return self._count > 0

    def killed(self) -> bool:
        """Whether the run is to end at once."""
        return self._count > 1
