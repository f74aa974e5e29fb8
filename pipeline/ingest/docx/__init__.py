"""The reader for .docx: the parts of the package themselves, parsed by lxml.

python-docx is not used: it knows neither numbering nor tracked changes nor text boxes nor notes, so all that matters
would be read from its XML anyway, and building its objects costs more than the reading.
"""

from __future__ import annotations

import hashlib
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.errors import UnreadableInput
from pipeline.ingest import detect
from pipeline.ingest.docx import numbering, styles
from pipeline.ingest.docx.body import Walker
from pipeline.ingest.docx.names import R, W
from pipeline.ingest.flow import Node, Paragraph, compose, paragraphs
from pipeline.ingest.layout import is_nation
from pipeline.ingest.packages import member, open_zip, parse_xml
from pipeline.ingest.source import Page, Source

if TYPE_CHECKING:
    from lxml.etree import _Element

_ADVICE = "Open it in Word or LibreOffice and save it again as .docx"


@dataclass(slots=True)
class _Package:
    """The parts of one file, parsed when asked for."""

    zipped: zipfile.ZipFile
    path: str
    names: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # Some writers use backslashes or another case than their own relationships do.
        self.names = {n.replace("\\", "/").lstrip("/").lower(): n for n in self.zipped.namelist()}

    def part(self, name: str) -> _Element | None:
        """The root of part `name`, None if there is none."""
        stored = self.names.get(name.lower())
        return None if stored is None else parse_xml(member(self.zipped, stored, self.path), self.path, name)

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """(kind, target) of the relationships of part `name` by their ids; those out of the package left out."""
        folder, base = posixpath.split(name)
        root = self.part(posixpath.join(folder, "_rels", base + ".rels"))
        out: dict[str, tuple[str, str]] = {}
        for element in root if root is not None else ():
            if element.get("TargetMode") == "External":
                continue
            target = element.get("Target", "")
            # join() drops the folder before a target that begins with a slash.
            target = posixpath.normpath(posixpath.join(folder, target)).lstrip("/")
            out[element.get("Id", "")] = (element.get("Type", "").rpartition("/")[2], target)
        return out

    def main(self) -> str:
        """The name of the main part."""
        for kind, target in self.relations("").values():
            if kind == "officeDocument":
                return target
        return "word/document.xml"


def read_bytes(data: bytes, path: str = "-", *, text_source: str = "docx", media_type: str = detect.DOCX) -> Source:
    """The source of a .docx in `data`: body with automatic numbers, tables, text boxes and accepted changes, headers
    before it and footers behind it (kind header, footer), footnotes and endnotes last.

    `text_source` and `media_type` tell of what this .docx was made. Raises UnreadableInput for damaged or hostile
    files, LimitExceeded for bombs.
    """
    package = _Package(open_zip(data, path), path)
    name = package.main()
    root = package.part(name)
    body = None if root is None else root.find(f"{W}body")
    if root is None or body is None:
        raise UnreadableInput(path, f"the package has no text ({name} is missing or cut off)", _ADVICE)
    relations = package.relations(name)
    by_kind = dict(relations.values())
    folder = posixpath.dirname(name)
    walker = Walker(
        styles.read(package.part(by_kind.get("styles", posixpath.join(folder, "styles.xml")))),
        numbering.read(package.part(by_kind.get("numbering", posixpath.join(folder, "numbering.xml")))),
        path,
    )
    nodes = list(walker.nodes(body))
    margins = list(_margins(package, body, relations, walker))
    notes = _notes(package, by_kind, folder, walker)
    heads = [p for p in margins if p.kind != "footer"]
    feet = [p for p in margins if p.kind == "footer"]
    raw, blocks = compose([*heads, *nodes, *feet, *([Paragraph("")] if notes else []), *notes])
    if not raw.strip():
        raise _without_text(package)
    warnings: tuple[str, ...] = ()
    if walker.unread:
        warnings = (f"{walker.unread} embedded part(s) in another format (altChunk) were not read",)
    sha = hashlib.sha256(data).hexdigest()
    return Source(path, sha, media_type, raw, None, (Page(1, text_source),), blocks, warnings=warnings)


def _without_text(package: _Package) -> UnreadableInput:
    pictures = sum("/media/" in name for name in package.names)
    if pictures:
        cause, advice = (
            f"there is no text in it, only {pictures} picture(s)",
            "Save it as PDF: scanned pages are read there",
        )
        return UnreadableInput(package.path, cause, advice)
    return UnreadableInput(package.path, "there is no text in it", "Check that it is the right file")


def _margins(
    package: _Package, body: _Element, relations: dict[str, tuple[str, str]], walker: Walker
) -> Iterator[Paragraph]:
    """Paragraphs of headers and footers, each part once. A header that holds a letterhead is part of the text."""
    seen: set[str] = set()
    for reference in body.iter(f"{W}headerReference", f"{W}footerReference"):
        kind, target = relations.get(reference.get(f"{R}id", ""), ("", ""))
        if kind not in ("header", "footer") or target in seen:
            continue
        seen.add(target)
        root = package.part(target)
        if root is None:
            continue
        found = list(paragraphs(Walker(walker.styles, walker.numbering, walker.path).nodes(root)))
        counts = kind == "header" and any(is_nation(p.text) for p in found)
        for paragraph in found:
            text = paragraph.text.strip()
            if text and not text.isdecimal():
                yield Paragraph(text, "paragraph" if counts else kind, paragraph.font)


def _notes(package: _Package, by_kind: dict[str, str], folder: str, walker: Walker) -> list[Node]:
    """Footnotes, then endnotes, in the order of their references, each with its number in brackets."""
    out: list[Node] = []
    references = walker.notes
    for kind in ("footnotes", "endnotes"):
        wanted = list(dict.fromkeys(key for k, key in references if k == kind))
        if not wanted:
            continue
        root = package.part(by_kind.get(kind, posixpath.join(folder, f"{kind}.xml")))
        elements = {} if root is None else {e.get(f"{W}id", ""): e for e in root}
        for number, key in enumerate(wanted, 1):
            if key not in elements:
                continue
            inner = Walker(walker.styles, walker.numbering, walker.path)
            text = " ".join(t for p in paragraphs(inner.nodes(elements[key])) if (t := p.text.strip()))
            if text:
                out.append(Paragraph(f"[{number}] {text}", "footnote"))
    return out
