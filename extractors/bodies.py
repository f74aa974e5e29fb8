"""Bodies: organs, their parts, posts and collectives, found in the text and written in canonical form."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.facts import Document
from extractors.text import Text


@dataclass(frozen=True, slots=True)
class Body:
    """A mention of a body. `name`: canonical form as printed, place not resolved ("UBND huyện", "Sở Nội vụ",
    "các phòng, đơn vị trực thuộc Sở"); `canonical`: with the place the document settles ("UBND huyện Cát Tiên").
    `head`: kind of body as in data/body_heads.csv (ubnd, so, phong, bo, party …). `collective`: several bodies.
    `post`: a person's post ("Chủ tịch UBND huyện", "Thủ trưởng các cơ quan")."""

    start: int
    end: int
    name: str
    canonical: str
    head: str
    collective: bool = False
    post: bool = False


def find(text: Text, document: Document | None = None) -> list[Body]:
    """All mentions of bodies in `text`, in order, not overlapping; places resolved through `document`."""
    raise NotImplementedError


def canonical(name: str, document: Document | None = None) -> str:
    """A body's printed name (any spelling) in canonical form, its place resolved through `document`."""
    raise NotImplementedError
