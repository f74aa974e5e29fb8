"""Where archives and stores lie: local folders, reached directly, and any fsspec URL (s3://, memory://, …).

Everything is written whole: locally a temporary file is renamed, an object store gets one upload.
"""

from __future__ import annotations

import os
import posixpath
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

from pipeline.errors import LimitExceeded, MissingTool, UnreadableInput
from pipeline.ingest import archives
from pipeline.ingest.files import problem, read_file


@dataclass(frozen=True, slots=True)
class Entry:
    """A name in a folder. `stamp` changes when the content does (time of change or ETag), "" if nothing tells."""

    name: str
    location: str
    is_folder: bool
    size: int
    stamp: str


def local(place: str) -> str:
    """`place` without "file://": what is local is used as a plain path."""
    return place[len("file://") :] if place.startswith("file://") else place


def is_url(place: str) -> bool:
    """Whether `place` lies behind fsspec rather than in the local file system."""
    scheme, mark, _ = place.partition("://")
    return bool(mark) and scheme != "file" and scheme.isidentifier()


def is_private(place: str) -> bool:
    """Whether only this very process can see `place`."""
    return place.startswith("memory://")


def join(folder: str, name: str) -> str:
    """The place `name` in `folder`."""
    return posixpath.join(folder, name) if is_url(folder) else os.path.join(folder, name)


def system(place: str) -> tuple[Any, str]:
    """The fsspec file system of a URL and the path in it. Raises MissingTool if its protocol has no driver."""
    import fsspec

    try:
        fs, path = fsspec.url_to_fs(place)
    except (ImportError, ValueError) as e:
        scheme = place.partition("://")[0]
        advice = "Install it: pip install 'kehoach[s3]'" if scheme in ("s3", "s3a") else f"Install it: {e}"
        raise MissingTool(place, f"no driver for {scheme}:// is installed", advice) from e
    return fs, str(path)


def entries(folder: str) -> list[Entry]:
    """What lies in `folder`, in no order, links followed. Raises OSError if it cannot be listed."""
    if not is_url(folder):
        return [e for item in os.scandir(folder) if (e := _entry(item)) is not None]
    fs, path = system(folder)
    fs.invalidate_cache(path)
    out = []
    for info in fs.ls(path, detail=True):
        name = posixpath.basename(info["name"].rstrip("/"))
        is_folder = info["type"] == "directory"
        if info["name"].rstrip("/") != path.rstrip("/"):
            out.append(Entry(name, join(folder, name), is_folder, int(info.get("size") or 0), _stamp(info)))
    return out


def _entry(item: os.DirEntry[str]) -> Entry:
    try:
        status = item.stat()
        return Entry(item.name, item.path, item.is_dir(), status.st_size, str(status.st_mtime_ns))
    except OSError:
        return Entry(item.name, item.path, False, 0, "")


def exists(place: str) -> bool:
    """Whether there is a file or folder at `place`."""
    if not is_url(place):
        return os.path.lexists(place)
    fs, path = system(place)
    return bool(fs.exists(path))


def is_folder(place: str) -> bool:
    """Whether `place` is a folder."""
    if not is_url(place):
        return os.path.isdir(place)
    fs, path = system(place)
    return bool(fs.isdir(path))


def read(location: str, limit: int) -> bytes:
    """The bytes of the document at `location`, which may be a member of an archive. Raises UnreadableInput,
    LimitExceeded above `limit` bytes."""
    if archives.MARK in location and (is_url(location) or archives.is_member(location)):
        return member(location)
    if not is_url(location):
        if os.path.isdir(location):
            _listable(location)
        return read_file(location, limit)
    fs, path = system(location)
    try:
        size = int(fs.info(path).get("size") or 0)
        if size > limit:
            raise LimitExceeded(location, f"{size:,} bytes", f"Split it; the limit is {limit:,} bytes")
        return bytes(fs.cat_file(path))
    except FileNotFoundError as e:
        raise UnreadableInput(location, "there is no such file", "Check the path") from e
    except OSError as e:
        raise UnreadableInput(location, e.strerror or str(e), "Check the address and your rights there") from e


def _listable(folder: str) -> None:
    """A folder stands among the documents when it could not be listed: say why."""
    try:
        entries(folder)
    except OSError as e:
        raise problem(folder, e) from e


def status(place: str) -> tuple[int, str]:
    """Size and stamp of one file, (0, "") if it cannot be told."""
    try:
        if not is_url(place):
            known = os.stat(place)
            return known.st_size, str(known.st_mtime_ns)
        fs, path = system(place)
        info = fs.info(path)
    except OSError:
        return 0, ""
    return int(info.get("size") or 0), _stamp(info)


def _stamp(info: Mapping[str, Any]) -> str:
    return next((str(info[k]) for k in ("ETag", "etag", "LastModified", "mtime", "created") if info.get(k)), "")


@lru_cache(maxsize=2)
def _copied(place: str, stamp: str) -> tuple[str, Any]:
    """The copy, with what deletes it once it is no longer kept."""
    folder = tempfile.TemporaryDirectory(prefix="kehoach-")
    to = os.path.join(folder.name, "copy" + posixpath.splitext(place)[1])
    fs, path = system(place)
    fs.get_file(path, to)
    return to, folder


def local_copy(place: str) -> str:
    """A local copy of the file behind a URL, kept while its neighbours are read. Raises OSError, MissingTool."""
    return _copied(place, status(place)[1])[0]


def member(location: str) -> bytes:
    """The bytes of a member of an archive, "archive.zip!/plan.docx". Raises as `archives.read_member` does."""
    outer, mark, inner = location.partition(archives.MARK)
    return archives.read_member((local_copy(outer) if is_url(outer) else outer) + mark + inner)


def opened(place: str) -> IO[bytes]:
    """The file at `place`, open for reading at any position."""
    if not is_url(place):
        return open(place, "rb")
    fs, path = system(place)
    file: IO[bytes] = fs.open(path, "rb")
    return file


def make_folder(place: str) -> None:
    """Make a local folder and those above it; object stores need none. Raises OSError."""
    if not is_url(place):
        os.makedirs(place, exist_ok=True)


@contextmanager
def replacing(place: str) -> Iterator[str]:
    """The name of a local file to write; `place` has its content when the context ends without an error, and never a
    part of it. Raises OSError."""
    if is_url(place):
        with tempfile.TemporaryDirectory(prefix="kehoach-") as folder:
            part = os.path.join(folder, "part")
            yield part
            fs, path = system(place)
            fs.put_file(part, path)
        return
    part = f"{place}.{os.getpid()}.part"
    try:
        yield part
        with open(part, "rb") as file:
            os.fsync(file.fileno())
        os.replace(part, place)
    except BaseException:
        with suppress(OSError):
            os.unlink(part)
        raise


def write_text(place: str, text: str) -> None:
    """Write a small text file whole."""
    with replacing(place) as part:
        Path(part).write_text(text, encoding="utf-8")


def sizes(folder: str) -> dict[str, int]:
    """The sizes of all files below `folder`, by name; nothing if there is no such folder."""
    if is_url(folder):
        fs, path = system(folder)
        found = fs.find(path, detail=True) if fs.exists(path) else {}
        return {name[len(path) :].lstrip("/"): int(info["size"]) for name, info in sorted(found.items())}
    files = (p for p in Path(folder).rglob("*") if p.is_file() and not p.name.endswith(".part"))
    return {p.relative_to(folder).as_posix(): p.stat().st_size for p in sorted(files)}
