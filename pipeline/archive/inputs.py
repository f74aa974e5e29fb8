"""Which files an archive holds."""

from __future__ import annotations

import glob
from pathlib import Path

SUFFIXES = frozenset({".txt", ".text", ".md"})


def documents(source: str) -> list[Path]:
    """The documents of `source`, sorted: a folder (all its text files, below it too), a glob pattern, one file.

    Hidden files and folders are passed over; symbolic links are followed once, so that a loop ends. Raises
    FileNotFoundError if there is nothing of that name.
    """
    path = Path(source)
    if path.is_dir():
        return sorted(_below(path))
    if path.exists():
        return [path]
    found = [Path(p) for p in glob.glob(source, recursive=True)]
    if not found:
        raise FileNotFoundError(source)
    return sorted(p for p in found if not p.is_dir())


def _below(folder: Path) -> list[Path]:
    out: list[Path] = []
    seen: set[tuple[int, int]] = set()
    stack = [folder]
    while stack:
        current = stack.pop()
        try:
            status = current.stat()
            entries = list(current.iterdir())
        except OSError:
            continue
        if (status.st_dev, status.st_ino) in seen:
            continue
        seen.add((status.st_dev, status.st_ino))
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir():
                stack.append(entry)
            elif entry.suffix.lower() in SUFFIXES:
                out.append(entry)
    return out
