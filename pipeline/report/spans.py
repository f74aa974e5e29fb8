"""Spans over a text, cut where any of them begins or ends, so that nested and overlapping ones can all be shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]` belongs to fact `id`, whose first letter is its layer."""

    start: int
    end: int
    id: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch that the same spans cover: `ids` innermost (shortest) first, `ending` those that end with it."""

    start: int
    end: int
    ids: tuple[str, ...]
    ending: tuple[str, ...]


def pieces(start: int, end: int, spans: Sequence[Span]) -> Iterator[Piece]:
    """The pieces of `[start, end)`, in order and without gaps; `spans` are those that touch it."""
    cuts = sorted({start, end, *(p for s in spans for p in (s.start, s.end) if start < p < end)})
    waiting = sorted(spans, key=attrgetter("start"))
    active: list[Span] = []
    at = 0
    for a, b in pairwise(cuts):
        while at < len(waiting) and waiting[at].start <= a:
            active.append(waiting[at])
            at += 1
        active = sorted((s for s in active if s.end > a), key=lambda s: (s.end - s.start, s.id))
        yield Piece(a, b, tuple(s.id for s in active), tuple(s.id for s in active if s.end == b))


def by_line(text: str, spans: Iterable[Span]) -> Iterator[tuple[int, int, list[Span]]]:
    """Each line of `text` as (start, end, spans that touch it), in time linear in both."""
    waiting = sorted(spans, key=attrgetter("start", "end"))
    active: list[Span] = []
    at = start = 0
    size = len(text)
    while start <= size:
        end = text.find("\n", start)
        end = size if end < 0 else end
        while at < len(waiting) and waiting[at].start < max(end, start + 1):
            active.append(waiting[at])
            at += 1
        active = [s for s in active if s.end > start]
        yield start, end, active
        start = end + 1
