"""Which documents an archive holds."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path

from pipeline.archive import storage
from pipeline.errors import KehoachError
from pipeline.ingest import archives, detect

TEXTS = frozenset({".txt", ".text", ".md", ""})
SUFFIXES = TEXTS | {
    ".pdf", ".docx", ".docm", ".dotx", ".doc", ".dot", ".rtf", ".odt", ".ott", ".html", ".htm", ".xhtml", ".mht",
    ".mhtml", ".zip", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp",
}  # fmt: skip
# Not looked into for members: there are too many of them.
_NEVER_ARCHIVES = frozenset(".txt .text .md .pdf .html .htm .xhtml .png .jpg .jpeg .tif .tiff .rtf".split())
# Never documents, whatever they begin with: not even looked into.
_OTHERS = frozenset(
    ".csv .tsv .json .jsonl .xml .yaml .yml .toml .ini .cfg .log .py .ipynb .js .css .sh .bat .exe .dll .so .xlsx .xls "
    ".xlsm .ods .pptx .ppt .odp .parquet .arrow .db .sqlite .gz .xz .bz2 .7z .rar .tar .mp3 .mp4 .avi .mov .wav .gif "
    ".svg .ico .ttf .otf .lock .part .tmp".split()
)


@dataclass(frozen=True, slots=True)
class Found:
    """A document of an archive, before it is read. `path` names it in tables: relative to the archive if that is a
    folder. `stamp` changes with its content, "" if nothing tells; `changed`: when it did, in ns, None if unknown."""

    path: str
    location: str
    size: int
    stamp: str
    changed: int | None = None


def found(source: str) -> Iterator[Found]:
    """The documents of `source` in the order of paths: a folder (all documents below it), a glob pattern, one file,
    "@FILE" (a list, one path or URL a line), each also as an fsspec URL. Members of zip archives are documents too
    ("archive.zip!/plan.docx").

    In a folder, files are taken by their suffix; those of unknown suffix if their content is that of a document.
    Hidden files and folders are passed over; symbolic links are followed once, so that a loop ends. What cannot be
    read (a folder without permission, a loop of links) stays in the list: reading it tells the cause. Raises
    FileNotFoundError if there is nothing of that name.
    """
    source = storage.local(source)
    if storage.is_folder(source):
        # Lists the folder before the first document is asked for, so that a wrong name shows at once.
        return _below(source, "", set())
    return iter(_named(source))


def documents(source: str) -> list[Path]:
    """The locations of the documents of `source`, sorted. See `found`."""
    return sorted(Path(one.location) for one in found(source))


def _named(source: str) -> list[Found]:
    """The documents of a list, a pattern or one file."""
    if source.startswith("@"):
        lines = Path(source[1:]).read_text(encoding="utf-8-sig").splitlines()
        names = [storage.local(line.strip()) for line in lines if line.strip()]
    elif storage.exists(source) or (not storage.is_url(source) and archives.is_member(source)):
        names = [source]
    else:
        names = _globbed(source)
    if not names:
        raise FileNotFoundError(source)
    once = {one.path: one for name in names for one in _files(_entry(name), name)}
    return [once[path] for path in sorted(once)]


def _globbed(pattern: str) -> list[str]:
    if storage.is_url(pattern):
        fs, path = storage.system(pattern)
        return [fs.unstrip_protocol(p) for p in fs.glob(path) if not fs.isdir(p)]
    return [p for p in glob.glob(pattern, recursive=True) if not os.path.isdir(p)]


def _entry(name: str) -> storage.Entry:
    size, stamp = storage.status(name)
    return storage.Entry(name, name, False, size, stamp)


def _below(folder: str, prefix: str, seen: set[tuple[int, int]]) -> Iterator[Found]:
    """What lies below `folder`, in the order of the paths that begin with `prefix`."""
    try:
        if not storage.is_url(folder):
            status = os.stat(folder)
            if (status.st_dev, status.st_ino) in seen:
                return
            seen.add((status.st_dev, status.st_ino))
        entries = storage.entries(folder)
    except OSError:
        yield Found(prefix.rstrip("/") or folder, folder, 0, "")
        return
    keyed: list[tuple[str, storage.Entry, list[Found]]] = []
    for entry in entries:
        path = prefix + printable(entry.name)
        if entry.name.startswith((".", "~$")):
            continue
        if entry.is_folder:
            keyed.append((f"{path}/", entry, []))
        elif _is_document(entry):
            files = _files(entry, path)
            keyed.append((files[0].path, entry, files))
    for key, entry, files in sorted(keyed, key=itemgetter(0)):
        if entry.is_folder:
            yield from _below(entry.location, key, seen)
        else:
            yield from files


def printable(name: str) -> str:
    """`name` as UTF-8 can hold it: bytes that are no UTF-8 are written out (\\xff)."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _files(entry: storage.Entry, path: str) -> list[Found]:
    """The file itself, or its members if it is an archive of documents, by path."""
    stamp = f"{entry.size}:{entry.stamp}" if entry.stamp else ""
    changed = int(entry.stamp) if entry.stamp.isdigit() and not storage.is_url(entry.location) else None
    if Path(entry.name).suffix.lower() in _NEVER_ARCHIVES:
        return [Found(printable(path), entry.location, entry.size, stamp, changed)]
    inside = _members(entry.location)
    return sorted(
        (Found(printable(path) + m, entry.location + m, entry.size, stamp, changed) for m in inside or [""]),
        key=lambda one: one.path,
    )


def _members(location: str) -> list[str]:
    """The members of an archive as "!/name"; nothing for other files."""
    try:
        here = storage.local_copy(location) if storage.is_url(location) else location
    except (OSError, KehoachError):
        return []
    return [str(p)[len(here) :] for p in expanded(Path(here)) if str(p) != str(Path(here))]


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


def _is_document(entry: storage.Entry) -> bool:
    """By name, or by content where the name tells nothing. Files with no suffix and plain text in them count."""
    suffix = Path(entry.name).suffix
    known = _by_name(Path(entry.name))
    if known is not None and suffix:
        return known
    if not storage.is_url(entry.location) and not _is_regular(Path(entry.location)):
        return False
    try:
        with storage.opened(entry.location) as file:
            head = file.read(detect.HEAD)
    except OSError:
        return suffix == ""
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) or detect.simple(head) is not None:
        return True
    return suffix == "" and bool(head) and 0 not in head and not head.startswith((b"#!", b"\x7f"))
