"""Small .docx files for tests, written as the XML that Word writes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/></Types>'
)


def run(text: str, properties: str = "") -> str:
    """A run with `properties` (the inside of its w:rPr)."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*runs: str, number: tuple[int, int] | None = None, style: str = "", properties: str = "") -> str:
    """A paragraph of `runs` (XML) or plain words; `number`: (numId, ilvl)."""
    inside = "".join(r if r.startswith("<") else run(r) for r in runs)
    chosen = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number:
        chosen += f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>'
    return f"<w:p><w:pPr>{chosen}{properties}</w:pPr>{inside}</w:p>"


def cell(*content: str, properties: str = "") -> str:
    """A cell of paragraphs (XML) or plain words, one paragraph each."""
    inside = "".join(c if c.startswith("<") else paragraph(c) for c in content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def table(*rows: list[str], bordered: bool = True) -> str:
    """A table of rows of cells (XML) or plain words."""
    lines = '<w:tblBorders><w:insideH w:val="single"/><w:insideV w:val="single"/></w:tblBorders>' if bordered else ""
    body = "".join("<w:tr>" + "".join(c if c.startswith("<") else cell(c) for c in row) + "</w:tr>" for row in rows)
    grid = '<w:gridCol w:w="2000"/>' * max(map(len, rows))
    return f"<w:tbl><w:tblPr>{lines}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"


def level(depth: int, form: str, pattern: str, more: str = "") -> str:
    """One level of an abstract numbering."""
    start = f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
    return f'{start}{more}<w:lvlText w:val="{pattern}"/></w:lvl>'


def numbering(abstract: dict[int, str], numbers: dict[int, tuple[int, str]]) -> str:
    """numbering.xml: levels by abstract id; (abstract id, overrides) by numId."""
    inside = "".join(f'<w:abstractNum w:abstractNumId="{k}">{v}</w:abstractNum>' for k, v in abstract.items())
    inside += "".join(
        f'<w:num w:numId="{k}"><w:abstractNumId w:val="{a}"/>{o}</w:num>' for k, (a, o) in numbers.items()
    )
    return f"<w:numbering {_SPACES}>{inside}</w:numbering>"


def document(*body: str, section: str = "", **parts: str) -> bytes:
    """A .docx of `body`. `parts` are the insides of further parts: styles, numbering (a whole one), footnotes, header1,
    footer1; `section`: the inside of the last w:sectPr (relationship ids are the parts' names)."""
    inside = f"<w:body>{''.join(body)}<w:sectPr>{section}</w:sectPr></w:body>"
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _relations({"main": ("officeDocument", "word/document.xml")}),
        "word/document.xml": f"<w:document {_SPACES}>{inside}</w:document>",
        "word/_rels/document.xml.rels": _relations({p: (p.rstrip("0123456789"), f"{p}.xml") for p in parts}),
    }
    roots = {"header": "hdr", "footer": "ftr"}
    for name, part in parts.items():
        root = roots.get(name.rstrip("0123456789"), name)
        whole = part.startswith("<w:numbering")
        files[f"word/{name}.xml"] = part if whole else f"<w:{root} {_SPACES}>{part}</w:{root}>"
    return zipped(files)


def _relations(targets: dict[str, tuple[str, str]]) -> str:
    inside = "".join(
        f'<Relationship Id="{key}" Type="{_KINDS}/{kind}" Target="{target}"/>'
        for key, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """A zip package of `files`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return out.getvalue()
