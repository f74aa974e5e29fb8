"""Zip packages (.docx, .odt, archives) and their XML, opened so that a hostile file can do no harm.

Sizes are checked in the directory before anything is unpacked; `zipfile` never unpacks more than the directory states.
XML is parsed without entities, DTDs or network.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from pipeline.errors import LimitExceeded, UnreadableInput

if TYPE_CHECKING:
    from lxml import etree

MAX_MEMBERS = 20_000
MAX_PART = 96 * 1024 * 1024  # the XML of a 5,000-page plan has some 60 MB
MAX_TOTAL = 2 * 1024 * 1024 * 1024
MAX_RATIO = 250  # tables of empty cells reach 100
_RATIO_COUNTS_FROM = 4 * 1024 * 1024
_BAD_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)


def open_zip(data: bytes, path: str) -> zipfile.ZipFile:
    """The zip package in `data`. Raises UnreadableInput if it is damaged, LimitExceeded if it is a bomb: too many
    members, or too much when unpacked."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except _BAD_ZIP as e:
        raise UnreadableInput(
            path, f"the zip package is damaged or cut off ({e})", "Fetch or save the file again"
        ) from e
    check(package, path)
    return package


def check(package: zipfile.ZipFile, path: str) -> None:
    """Raises LimitExceeded if the directory of `package` announces too much."""
    infos = package.infolist()
    if len(infos) > MAX_MEMBERS:
        raise LimitExceeded(
            path, f"{len(infos):,} members in the zip package", f"Split it; the limit is {MAX_MEMBERS:,} members"
        )
    total = sum(i.file_size for i in infos)
    if total > MAX_TOTAL:
        raise LimitExceeded(
            path, f"{total:,} bytes when unpacked, a decompression bomb", f"The limit is {MAX_TOTAL:,} bytes"
        )


def member(package: zipfile.ZipFile, name: str | zipfile.ZipInfo, path: str, limit: int = MAX_PART) -> bytes:
    """The bytes of one member. Raises KeyError if there is none of that name, LimitExceeded above `limit` or at a
    compression ratio that only bombs have, UnreadableInput if it is damaged or locked with a password."""
    info = name if isinstance(name, zipfile.ZipInfo) else package.getinfo(name)
    if info.file_size > limit:
        raise LimitExceeded(
            path, f"{info.filename} has {info.file_size:,} bytes when unpacked", f"The limit is {limit:,} bytes"
        )
    if info.file_size > _RATIO_COUNTS_FROM and info.file_size > MAX_RATIO * max(info.compress_size, 1):
        raise LimitExceeded(
            path,
            f"{info.filename} unpacks to {info.file_size // max(info.compress_size, 1):,} times its size, "
            "a decompression bomb",
            f"The limit is {MAX_RATIO} times",
        )
    if info.flag_bits & 1:
        raise UnreadableInput(path, f"{info.filename} is locked with a password", "Unpack it with the password first")
    try:
        return package.read(info)
    except _BAD_ZIP as e:
        raise UnreadableInput(path, f"{info.filename} is damaged ({e})", "Fetch or save the file again") from e


def parse_xml(data: bytes, path: str, name: str) -> etree._Element:
    """The root element of XML `data` (`name`: the member, for messages). Raises UnreadableInput if it declares a
    document type (no office program writes one: entity bombs do) or is not well-formed."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, huge_tree=False
    )
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data[:4096]:
        raise _declares_entities(path, name)
    # Strict Open XML differs from the transitional form only in the names of its namespaces.
    if b"http://purl.oclc.org/ooxml/" in data[:8192]:
        data = _transitional(data)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as e:
        raise UnreadableInput(path, f"{name} is not well-formed XML ({e})", "Open it in Word and save it again") from e
    if root.getroottree().docinfo.internalDTD is not None:
        raise _declares_entities(path, name)
    return root


def _declares_entities(path: str, name: str) -> UnreadableInput:
    return UnreadableInput(
        path,
        f"{name} declares a document type with entities, as entity bombs do and no office program does",
        "Open it in Word or LibreOffice and save it again",
    )


def _transitional(data: bytes) -> bytes:
    for strict, usual in (
        (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
        (
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        ),
    ):  # fmt: skip
        data = data.replace(strict, usual)
    return data
