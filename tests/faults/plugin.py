"""Harm done to a worker before it reads a document, by the document's name (KEHOACH_FAULTS names this module)."""

from __future__ import annotations

import ctypes
import os
import time
from pathlib import Path

SLEEP = "KEHOACH_FAULT_SLEEP"
MARKS = "KEHOACH_FAULT_MARKS"


def _first_time(name: str) -> bool:
    mark = Path(os.environ[MARKS]) / name
    try:
        mark.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def before(path: str) -> None:
    """Do what the name of `path` says: loop, bomb, abort, fault (a segmentation fault), once (dies the first time)."""
    name = os.path.basename(path)
    time.sleep(float(os.environ.get(SLEEP, "0")))
    if name.startswith("loop"):
        while True:
            pass
    if name.startswith("bomb"):
        hoard = []
        while True:
            hoard.append(bytearray(16 << 20))
    if name.startswith("stray"):  # a program that a worker started and that hangs
        import subprocess

        subprocess.run(["sleep", "3600"], check=False)
    if name.startswith("abort"):
        os.abort()
    if name.startswith("fault"):
        ctypes.string_at(0)
    if name.startswith("once") and _first_time(name):
        os.abort()
