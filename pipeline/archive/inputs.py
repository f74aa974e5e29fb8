"""Which documents an archive holds."""

from __future__ import annotations

import glob
import stat
from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import KehoachError
from pipeline.ingest import archives, detect

TEXTS = frozenset({".txt", ".text", ".md", ""})
SUFFIXES = TEXTS | {
    ".pdf", ".docx", ".docm", ".dotx", ".doc", ".dot", ".rtf", ".odt", ".ott", ".html", ".htm", ".xhtml", ".mht",
    ".mhtml", ".zip", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp",
}  # fmt: skip
# Never documents, whatever they begin with: not even looked into.
_OTHERS = frozenset(
    ".csv .tsv .json .jsonl .xml .yaml .yml .toml .ini .cfg .log .py .ipynb .js .css .sh .bat .exe .dll .so .xlsx .xls "
    ".xlsm .ods .pptx .ppt .odp .parquet .arrow .db .sqlite .gz .xz .bz2 .7z .rar .tar .mp3 .mp4 .avi .mov .wav .gif "
    ".svg .ico .ttf .otf .lock .part .tmp".split()
)


def documents(source: str) -> list[Path]:
    """The documents of `source`, sorted: a folder (all documents below it), a glob pattern, one file. Members of zip
    archives are documents too ("archive.zip!/plan.docx").

    In a folder, files are taken by their suffix; those of unknown suffix if their content is that of a document.
    Hidden files and folders are passed over; symbolic links are followed once, so that a loop ends. What cannot be
    read (a folder without permission, a loop of links) stays in the list: reading it tells the cause. Raises
    FileNotFoundError if there is nothing of that name.
    """
    path = Path(source)
    if path.is_dir():
        return sorted(d for p in _below(path) for d in expanded(p))
    if path.exists() or path.is_symlink() or archives.is_member(path):
        return sorted(expanded(path))
    found = [Path(p) for p in glob.glob(source, recursive=True)]
    if not found:
        raise FileNotFoundError(source)
    return sorted(d for p in found if not p.is_dir() for d in expanded(p))


def expanded(path: Path) -> list[Path]:
    """The documents in the file at `path`: its members if it is a zip archive of documents, else itself. A damaged or
    empty archive stays, so that reading it tells what is wrong."""
    if not _is_regular(path) or not archives.is_archive(path):
        return [path]
    try:
        members = [m for m in archives.documents(path) if _by_name(Path(m)) is not False]
    except KehoachError:
        return [path]
    return [Path(m) for m in members] or [path]


def _is_regular(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except (OSError, ValueError):
        return False


def _by_name(path: Path) -> bool | None:
    """Whether a name is that of a document; None if only the content can tell."""
    suffix = path.suffix.lower()
    return True if suffix in SUFFIXES else False if suffix in _OTHERS else None


def _below(folder: Path) -> Iterator[Path]:
    seen: set[tuple[int, int]] = set()
    stack = [folder]
    while stack:
        current = stack.pop()
        try:
            status = current.stat()
            entries = list(current.iterdir())
        except OSError:
            yield current
            continue
        if (status.st_dev, status.st_ino) in seen:
            continue
        seen.add((status.st_dev, status.st_ino))
        for entry in entries:
            if entry.name.startswith((".", "~$")):
                continue
            if entry.is_dir():
                stack.append(entry)
            elif _is_document(entry):
                yield entry


def _is_document(path: Path) -> bool:
    """By name, or by content where the name tells nothing. Files with no suffix and plain text in them count."""
    known = _by_name(path)
    if known is not None and path.suffix:
        return known
    if not _is_regular(path):
        return False
    try:
        with path.open("rb") as file:
            head = file.read(detect.HEAD)
    except OSError:
        return path.suffix == ""
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) or detect.simple(head) is not None:
        return True
    return path.suffix == "" and bool(head) and 0 not in head and not head.startswith((b"#!", b"\x7f"))
