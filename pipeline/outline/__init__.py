"""The outline of a text: `build(text)` gives its blocks, tables and sections (types in `extractors.outline`)."""

from __future__ import annotations

from extractors.outline import ANNEX, BODY, PREAMBLE, Block, Outline
from extractors.text import Text
from pipeline.outline.body import Body
from pipeline.outline.header import Head
from pipeline.outline.lines import Draft, split

__all__ = ["build"]


def build(text: Text) -> Outline:
    """The outline of a normalised text. Lines that are still broken in mid-sentence are read as one block.

    Takes any text, also an empty one; never raises. Offsets refer to `text.text`. One pass, linear in its length.
    """
    plain, bared = text.text, text.bare
    lines = split(plain)
    head = Head(plain, bared, text.fold, lines)
    head.read()
    body = Body(plain, bared, text.fold, lines, head)
    body.read()
    _name_headings(plain, body.drafts)
    sections = body.tree.sections(plain, body.drafts)
    blocks = tuple(
        Block(d.start, d.end, d.kind, d.zone, d.label, d.words, d.level, d.path, d.parent, d.heading, d.table, d.cells)
        for d in body.drafts
    )
    return Outline(blocks, tuple(body.tables), sections)


def _name_headings(text: str, drafts: list[Draft]) -> None:
    """Marks the blocks that open a section: numbered or bulleted blocks stand below them, or they are short titles with
    paragraphs or a table below."""
    for draft in drafts:
        if draft.parent < 0 or draft.zone not in (BODY, ANNEX, PREAMBLE):
            continue
        above = drafts[draft.parent]
        if above.kind == "row":
            continue
        if draft.label is not None and draft.table < 0:
            above.heading = True
        if above.style and above.style not in "-+*·•" and not above.heading:
            above.heading = text[above.end - 1] not in ".;" and above.end - above.words < 200
    for draft in drafts:
        if draft.heading and draft.kind == "item" and draft.style and draft.style[0].isalpha():
            words = text[draft.words : draft.end]
            if words.isupper() or words[-1:] not in (".", ";") or len(words) < 60:
                draft.kind = "heading"
