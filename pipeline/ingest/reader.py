"""One door to all readers: looks what a file is and lets the reader of that medium make its source.

Readers are imported when a file of theirs comes: plain text needs no XML library, Word no PDF library.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import LimitExceeded, MissingTool, UnreadableInput
from pipeline.ingest import archives, detect, plain
from pipeline.ingest.files import read_file
from pipeline.ingest.source import Source

if TYPE_CHECKING:
    from pipeline.ingest.ocr import OcrOptions

MAX_LINE = 2_000_000  # characters; a whole plan on one line has some 100,000
_LINE_END = re.compile("[\n\r\x0b\x0c\x85\u2028\u2029]")
_CONVERTED = {detect.DOC: "doc", detect.RTF: "rtf", detect.WORD_XML: "doc"}


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read. `ocr`: how scans are read, None for the usual way. `converted`: .docx files that
    LibreOffice made beforehand, by the path of their originals (see office.convert)."""

    ocr: OcrOptions | None = None
    converted: Mapping[str, str] = field(default_factory=dict)


DEFAULT = ReadOptions()


def read(path: str | Path, options: ReadOptions = DEFAULT) -> Source:
    """The source of the document at `path`: a file, or a member of a zip archive ("archive.zip!/plan.docx").

    Raises a KehoachError naming file and cause: UnreadableInput, LimitExceeded, MissingTool.
    """
    name = str(path)
    data = archives.read_member(name) if archives.is_member(name) else read_file(name)
    return read_bytes(data, name, options)


def read_bytes(data: bytes, path: str = "-", options: ReadOptions = DEFAULT) -> Source:
    """The source of a document's `data`; its type is told by its content, `path` is only a name for messages.

    Raises as `read` does.
    """
    source = _source(data, path, options)
    if len(source.raw) > MAX_LINE:
        longest = max(map(len, _LINE_END.split(source.raw)))
        if longest > MAX_LINE:
            raise LimitExceeded(
                path,
                f"a line of {longest:,} characters, no plan's",
                f"Break its lines; the limit is {MAX_LINE:,} characters",
            )
    return source


def _source(data: bytes, path: str, options: ReadOptions) -> Source:
    kind = detect.media_type(data, path)
    if kind == detect.TEXT:
        return plain.read_bytes(data, path)
    if kind == detect.DOCX:
        from pipeline.ingest import docx

        return docx.read_bytes(data, path)
    if kind in (detect.HTML, detect.MHTML):
        from pipeline.ingest import html

        return html.read_bytes(data, path)
    if kind == detect.ODT:
        from pipeline.ingest import odt

        return odt.read_bytes(data, path)
    if kind in _CONVERTED:
        return _office(data, path, kind, options)
    if kind == detect.ZIP:
        raise UnreadableInput(
            path,
            "a zip archive, not a document",
            f"Name one of its members ({path}!/plan.docx), or use: kehoach batch ARCHIVE OUT",
        )
    return _pages(data, path, kind, options)


def _office(data: bytes, path: str, kind: str, options: ReadOptions) -> Source:
    from pipeline.ingest import docx, office

    made = options.converted.get(path)
    if made is None:
        return office.read_bytes(data, path, kind)
    source = docx.read_bytes(read_file(made), path, text_source=_CONVERTED[kind], media_type=kind)
    return replace(source, sha256=office.digest(data))


def _pages(data: bytes, path: str, kind: str, options: ReadOptions) -> Source:
    """PDF and images; an installation without their libraries says so."""
    try:
        from pipeline.ingest import ocr, pdf

        chosen = options.ocr or ocr.chosen()
        if kind != detect.PDF:
            return ocr.read_bytes(data, path, chosen)
        if chosen.mode == "never":
            return pdf.read_bytes(data, path)
        return pdf.read_bytes(data, path, ocr=ocr.page_reader(chosen), always=chosen.mode == "always")
    except ModuleNotFoundError as e:
        what = "PDF" if kind == detect.PDF else f"images ({kind})"
        raise MissingTool(
            path,
            f"the reader for {what} needs the Python package {e.name}",
            "Install it: pip install --upgrade kehoach",
        ) from e
