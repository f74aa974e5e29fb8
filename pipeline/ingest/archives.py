"""Zip archives of documents: each member is a document of its own, named "archive.zip!/folder/plan.docx".

Members are read into memory one by one; nothing is written to disk, so their names can do no harm. Archives in archives
are opened up to a depth.
"""

from __future__ import annotations

import os
import struct
import zipfile
from functools import lru_cache
from pathlib import Path

from pipeline.errors import KehoachError, LimitExceeded, UnreadableInput
from pipeline.ingest import detect
from pipeline.ingest.files import problem, read_file
from pipeline.ingest.packages import check, member, open_zip

MARK = "!/"
MAX_DEPTH = 3
MAX_DOCUMENT = 256 * 1024 * 1024
_UNICODE_PATH = 0x7075  # Info-ZIP's extra field with the name in UTF-8


def is_member(path: str | Path) -> bool:
    """Whether `path` names a member of an archive rather than a file."""
    outer, mark, _ = str(path).partition(MARK)
    return bool(mark) and not os.path.exists(path) and os.path.isfile(outer)


def is_archive(path: Path) -> bool:
    """Whether the file at `path` is a zip archive of documents (a .docx or .odt, zip files too, is none)."""
    try:
        with path.open("rb") as file:
            if not file.read(4).startswith(b"PK"):
                return False
            file.seek(0)
            with zipfile.ZipFile(file) as package:
                names = set(package.namelist())
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, RuntimeError):
        return False
    return "[Content_Types].xml" not in names and "mimetype" not in names and not _is_office(names)


def _is_office(names: set[str]) -> bool:
    return "word/document.xml" in names or "content.xml" in names


def documents(path: str | Path) -> list[str]:
    """The documents in the zip archive at `path`, as names that `read_member` takes, in the order of the archive.
    Archives inside it are opened too; what is certainly no document (folders, hidden files) is left out.

    Raises UnreadableInput if it is damaged, LimitExceeded if it is a bomb or nested too deep.
    """
    return _documents(_open(str(path)), str(path), 1)


def _documents(package: zipfile.ZipFile, path: str, depth: int) -> list[str]:
    out: list[str] = []
    for name, info in _names(package).items():
        full = f"{path}{MARK}{name}"
        if name.lower().endswith(".zip"):
            if depth >= MAX_DEPTH:
                raise LimitExceeded(path, f"archives nested more than {MAX_DEPTH} deep", "Unpack the inner ones first")
            out += _inner(package, info, full, depth)
        else:
            out.append(full)
    return out


def _inner(package: zipfile.ZipFile, info: zipfile.ZipInfo, full: str, depth: int) -> list[str]:
    """The documents of an archive in an archive; a faulty one stays a single name, whose reading tells the fault."""
    try:
        data = member(package, info, full, MAX_DOCUMENT)
        if detect.media_type(data, full) != detect.ZIP:
            return [full]
        return _documents(open_zip(data, full), full, depth + 1)
    except LimitExceeded as error:
        if "nested" in error.cause:
            raise
        return [full]
    except KehoachError:
        return [full]


def read_member(path: str) -> bytes:
    """The bytes of the member that `path` names. Raises UnreadableInput if there is none or it is damaged or locked,
    LimitExceeded if it is too large or a bomb."""
    outer, *inner = path.split(MARK)
    at, package = outer, _open(outer)
    data = b""
    if len(inner) > MAX_DEPTH:
        raise LimitExceeded(path, f"archives nested more than {MAX_DEPTH} deep", "Unpack the inner ones first")
    for i, name in enumerate(inner):
        info = _names(package).get(name)
        if info is None:
            raise UnreadableInput(path, f"{at} has no member {name}", "List it: unzip -l")
        data = member(package, info, path, MAX_DOCUMENT)
        at = f"{at}{MARK}{name}"
        if i + 1 < len(inner):
            package = open_zip(data, at)
    return data


def _open(path: str) -> zipfile.ZipFile:
    try:
        status = os.stat(path)
    except OSError as e:
        raise problem(path, e) from e
    return _opened(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=2)
def _opened(path: str, changed: int, size: int) -> zipfile.ZipFile:
    """An archive stays open while its members are read: its directory is read once."""
    if size > MAX_DOCUMENT * 8:
        raise LimitExceeded(path, f"{size:,} bytes", "Unpack it and give the folder")
    try:
        package = zipfile.ZipFile(path)
    except OSError as e:
        raise problem(path, e) from e
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as e:
        read_file(path, 16) if size <= 16 else None
        raise UnreadableInput(
            path, f"the zip archive is damaged or cut off ({e})", "Fetch or save the file again"
        ) from e
    check(package, path)
    return package


def _names(package: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The members that may be documents, by names fit for tables: no folders, no hidden files, no way out of the
    archive ("../"), each name once."""
    out: dict[str, zipfile.ZipInfo] = {}
    for info in package.infolist():
        name = _decoded(info).replace("\\", "/")
        parts = [_printable(p) for p in name.split("/") if p.strip() not in ("", ".", "..")]
        if info.is_dir() or not parts or any(p.startswith((".", "__MACOSX")) for p in parts):
            continue
        name = "/".join(parts).replace(MARK, "_/")
        unique, n = name, 2
        while unique in out:
            unique, n = f"{name}~{n}", n + 1
        out[unique] = info
    return out


def _printable(part: str) -> str:
    return "".join(ch if ch.isprintable() else "_" for ch in part)


def _decoded(info: zipfile.ZipInfo) -> str:
    """The member's name. Without the UTF-8 flag `zipfile` reads it as cp437; Windows and macOS write UTF-8 or the
    system's code page all the same."""
    if info.flag_bits & 0x800:
        return info.filename
    extra = _unicode_name(info.extra)
    if extra:
        return extra
    try:
        stored = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "cp1258"):
        try:
            return stored.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _unicode_name(extra: bytes) -> str | None:
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        if kind == _UNICODE_PATH and size > 5 and at + 4 + size <= len(extra):
            try:
                return extra[at + 9 : at + 4 + size].decode("utf-8")
            except UnicodeDecodeError:
                return None
        at += 4 + size
    return None
