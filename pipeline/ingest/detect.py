"""The type of a file by its content; its name is not looked at (portals hand out HTML called .doc)."""

from __future__ import annotations

import re
from typing import Final

from pipeline.errors import UnreadableInput

TEXT: Final = "text/plain"
HTML: Final = "text/html"
MHTML: Final = "multipart/related"
PDF: Final = "application/pdf"
RTF: Final = "application/rtf"
DOC: Final = "application/msword"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT: Final = "application/vnd.oasis.opendocument.text"
WORD_XML: Final = "application/vnd.ms-word+xml"
ZIP: Final = "application/zip"
IMAGES: Final = frozenset(
    {"image/png", "image/jpeg", "image/tiff", "image/bmp", "image/gif", "image/webp", "image/heic"}
)

HEAD = 8192  # bytes that tell all types but those inside zip and OLE files
_ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"II+\x00", "image/tiff"),
    (b"MM\x00+", "image/tiff"),
    (b"GIF8", "image/gif"),
)
# What is told apart only to name it in the error.
_FOREIGN: tuple[tuple[bytes, str, str], ...] = (
    (b"Rar!\x1a\x07", "a RAR archive", "Unpack it and give the folder"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "Unpack it and give the folder"),
    (b"\x1f\x8b", "a gzip file", "Unpack it first (gunzip)"),
    (b"BZh", "a bzip2 file", "Unpack it first (bunzip2)"),
    (b"\xfd7zXZ\x00", "an xz file", "Unpack it first (unxz)"),
    (b"\x28\xb5\x2f\xfd", "a zstd file", "Unpack it first (unzstd)"),
    (b"\x7fELF", "a program", "Give documents only"),
    (b"MZ\x90\x00", "a program", "Give documents only"),
    (b"SQLite format 3\x00", "a database", "Give documents only"),
    (b"ID3", "a sound recording", "Give documents only"),
    (b"OggS", "a recording", "Give documents only"),
    (b"\x1aE\xdf\xa3", "a recording", "Give documents only"),
    (b"AT&TFORM", "a DjVu file", "Convert it to PDF"),
)
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,4000}?-->\s*){0,8}"
    rb"<(?:!doctype\s+html|html|head|body|meta|title|table|div|article|section|main|center|span|font|h[1-6]|p|style|script)\b",
    re.IGNORECASE | re.DOTALL,
)
_WORD_XML = re.compile(rb"progid=\"Word\.Document\"|<w:wordDocument\b|<pkg:package\b")
_MHTML = re.compile(rb"(?:^|\n)content-type:\s*multipart/related", re.IGNORECASE)
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def media_type(data: bytes, path: str = "-") -> str:
    """The media type of `data`, one of the constants of this module. What is none of them counts as plain text: its
    reader decides.

    Raises UnreadableInput for what is certainly no document (spreadsheets, presentations, programs, other archives),
    for password-protected Word files and for nothing at all.
    """
    if not data:
        raise UnreadableInput(path, "the file is empty (0 bytes)", "Fetch or save the file again")
    head = data[:HEAD]
    if head.startswith(_ZIP_MARKS):
        return _zipped(data, path)
    if head.startswith(_OLE):
        return _ole(data, path)
    known = simple(head)
    if known is not None:
        return known
    for magic, what, advice in _FOREIGN:
        if head.startswith(magic):
            raise UnreadableInput(path, f"{what}, not a document", advice)
    return TEXT


def simple(head: bytes) -> str | None:
    """The type that the first bytes tell, None for text, zip and OLE files."""
    if b"%PDF-" in head[:1024]:
        return PDF
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    if head.startswith(b"BM") and head[6:10] == b"\x00\x00\x00\x00" and head[14:15] in b"\x0c\x28\x6c\x7c":
        return "image/bmp"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"heim", b"heis"):
        return "image/heic"
    text = _ascii(head)
    if text.lstrip().startswith(b"{\\rtf"):
        return RTF
    if _WORD_XML.search(text[:2000]):
        return WORD_XML
    if _HTML.match(text):
        return HTML
    if text[:200].lower().startswith((b"mime-version:", b"from:")) and _MHTML.search(text[:4000]):
        return MHTML
    return None


def _ascii(head: bytes) -> bytes:
    """The first bytes without byte order mark and without the zeros of UTF-16."""
    for bom in _BOMS:
        if head.startswith(bom):
            head = head[len(bom) :]
    return head.replace(b"\x00", b"") if head[:200].count(0) > 60 else head


def _zipped(data: bytes, path: str) -> str:
    from pipeline.ingest.packages import open_zip

    package = open_zip(data, path)
    names = set(package.namelist())
    if "mimetype" in names and package.getinfo("mimetype").file_size < 200:
        kind = package.read("mimetype").decode("ascii", "replace").strip()
        if kind.startswith((ODT, "application/vnd.oasis.opendocument.text-")):
            return ODT
        if kind.startswith("application/vnd.oasis.opendocument."):
            raise UnreadableInput(path, f"an OpenDocument file of type {kind.rpartition('.')[2]}", "Give texts only")
        if kind == "application/epub+zip":
            raise UnreadableInput(path, "an e-book (EPUB)", "Convert it to PDF or HTML")
    if "[Content_Types].xml" in names:
        for folder, what in (("xl/", "an Excel workbook"), ("ppt/", "a PowerPoint presentation")):
            if any(n.startswith(folder) for n in names) and not any(n.startswith("word/") for n in names):
                raise UnreadableInput(path, f"{what}, not a document", "Save what is to be read as .docx or PDF")
        return DOCX
    if any(n.startswith("word/") for n in names):
        return DOCX  # damaged: its reader says what is missing
    return ZIP


def _ole(data: bytes, path: str) -> str:
    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if has("EncryptedPackage"):
        raise UnreadableInput(
            path, "locked with a password (an encrypted Office document)", "Save a copy without the password"
        )
    if has("WordDocument"):
        # The header of the WordDocument stream: magic 0xA5EC, flags at byte 10, bit 8 is fEncrypted ([MS-DOC] 2.5.1).
        at = data.find(b"\xec\xa5", 512)
        if at > 0 and at % 512 == 0 and data[at + 11 : at + 12] and data[at + 11] & 1:
            raise UnreadableInput(path, "locked with a password", "Save a copy without the password")
        return DOC
    for stream, what in (("Workbook", "an Excel workbook"), ("PowerPoint Document", "a PowerPoint presentation")):
        if has(stream):
            raise UnreadableInput(path, f"{what}, not a document", "Save what is to be read as .docx or PDF")
    raise UnreadableInput(path, "an OLE file without a Word document in it", "Save it as .docx or PDF")
