"""The reader for web pages of portals and legal databases, and for HTML that calls itself .doc.

The tree comes from lxml, which Word needs anyway; the document inside the page is found by `content`. trafilatura was
weighed and left out: it is made for news, drops short lines such as letterheads, and brings nine packages along.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from typing import TYPE_CHECKING

from pipeline.errors import LimitExceeded, UnreadableInput
from pipeline.ingest import detect
from pipeline.ingest.encodings import decode, share_of_syllables
from pipeline.ingest.flow import Node, compose, paragraphs
from pipeline.ingest.source import Page, Source

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_BYTES = 64 * 1024 * 1024
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,30})", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"\s*<\?xml[^>]{0,100}?encoding=[\"']([\w.:-]{2,30})")
_OLD_FONT = re.compile(rb"[\"':,]\s*(?:\.Vn|VNI-)", re.IGNORECASE)
_SUFFICES = 0.8  # share of known syllables that shows a page to be decoded
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}\?>")


def read_bytes(data: bytes, path: str = "-") -> Source:
    """The source of an HTML page (or of the HTML in an .mht) in `data`: the document without navigation, tables kept,
    letterhead tables as lines.

    Raises UnreadableInput if there is no text in it or its encoding is unknown, LimitExceeded above 64 MiB.
    """
    sha = hashlib.sha256(data).hexdigest()
    if len(data) > MAX_BYTES:
        raise LimitExceeded(path, f"{len(data):,} bytes of HTML", f"The limit is {MAX_BYTES:,} bytes")
    if detect.simple(data[: detect.HEAD]) == detect.MHTML:
        data = _html_part(data, path)
    text, encoding = _decoded(data, path)
    nodes = _nodes(text, path, encoding.startswith(("TCVN3", "VNI")))
    if encoding.endswith(" in utf-8") and _OLD_FONT.search(data):
        # Runs in fonts of an old encoding beside runs in Unicode: each is decoded by its own font, if that suffices.
        by_fonts = _nodes(data.decode("utf-8"), path, False)
        if share_of_syllables(" ".join(p.text for p in paragraphs(by_fonts))) >= _SUFFICES:
            nodes, encoding = by_fonts, "utf-8"
    if not any(p.text.strip() for p in paragraphs(nodes)):
        raise UnreadableInput(
            path, "there is no text in the page (it is loaded by scripts)", "Save it from the browser once it is shown"
        )
    raw, blocks = compose(nodes)
    return Source(path, sha, detect.HTML, raw, encoding, (Page(1, "html"),), blocks)


def _nodes(text: str, path: str, decoded: bool) -> list[Node]:
    """The document inside the page `text`."""
    from pipeline.ingest.html import content, elements

    return content.without_preface(elements.nodes(content.main(_tree(text, path)), decoded))


def _tree(text: str, path: str) -> _Element:
    from lxml import etree

    # Character references to lone surrogates and zero bytes are no text; the parser would stop there.
    text = _DECLARATION.sub("", text, count=1).replace("\x00", "")
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=True, encoding="utf-8")
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as e:
        raise UnreadableInput(path, f"no HTML in it ({e})", "Fetch the page again") from e
    if any(e.type_name == "ERR_RESOURCE_LIMIT" for e in parser.error_log):
        raise LimitExceeded(path, "elements nested more than 2,000 deep", "Print the page to PDF and give that")
    if root is None:
        raise UnreadableInput(path, "no HTML in it", "Fetch the page again")
    return root


def _decoded(data: bytes, path: str) -> tuple[str, str]:
    """(text, encoding). Byte order marks and valid UTF-8 win over what the page declares: portals declare anything."""
    try:
        return decode(data, path)
    except UnreadableInput:
        found = _XML_ENCODING.match(data[:200]) or _CHARSET.search(data[:8192])
        if found is None:
            raise
        name = found[1].decode("ascii")
        try:
            codecs.lookup(name)
            text = data.decode(name, "replace")
        except (LookupError, ValueError):
            text = ""
        if not text or text.count("\ufffd") > len(text) // 200:
            raise
        return text, name.lower()


def _html_part(data: bytes, path: str) -> bytes:
    """The first HTML part of a page saved with its images in one file (.mht)."""
    import email
    import email.policy

    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                return payload
    raise UnreadableInput(path, "no HTML in the saved page (.mht)", "Save the page as HTML")
