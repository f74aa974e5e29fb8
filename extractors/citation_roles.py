"""What a document is cited for: basis, subject, amends, amended, replaces, mention."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.citation_mention import Mention
from extractors.facts import Document
from extractors.outline import PREAMBLE, Outline
from extractors.text import Text


def assign(text: Text, mentions: Sequence[Mention], outline: Outline, document: Document | None) -> None:
    """Set `role` of each mention."""
    for c in mentions:
        block = outline.block_at(c.start)
        if c.form != "self" and c.outer is None and block is not None and block.zone == PREAMBLE:
            c.role = "basis"
