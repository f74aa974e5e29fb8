"""Pages of placed words to the `raw`, `blocks` and `words` of a source: from a text layer or from recognition alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.ingest.pdf import furniture, layout, rulings, tables
from pipeline.ingest.pdf.paragraphs import Joiner, PageFlow
from pipeline.ingest.pdf.words import Word, turn
from pipeline.ingest.pdf.writing import Writer


@dataclass(slots=True)
class Assembly:
    """Takes page after page. A page is finished when the next one is known, for what both have in their margins."""

    writer: Writer = field(default_factory=Writer)
    joiner: Joiner = field(default_factory=Joiner)
    waiting: PageFlow | None = None
    marks: set[tuple[str, int]] = field(default_factory=set)

    def add(
        self, words: Sequence[Word], drawn: rulings.Drawn, number: int, size: tuple[float, float], turned: int = 0
    ) -> None:
        """The next page: its words and rulings in points, its size; `turned`: quarter turns that set it upright."""
        self._flush(self._flow(list(words), drawn, PageFlow(number, *size, [], []), turned))

    def finish(self) -> None:
        """Writes what was held back."""
        self._flush(None)

    def _flow(self, words: list[Word], drawn: rulings.Drawn, page: PageFlow, turned: int) -> PageFlow:
        """The page with its lines in order and its tables."""
        if turned:
            size = (page.width, page.height)
            words = [
                w._replace(x0=b[0], y0=b[1], x1=b[2], y1=b[3]) for w in words for b in (turn(w[:4], turned, *size),)
            ]
            both = [rulings.Line(*turn(n, turned, *size)) for n in (*drawn.horizontal, *drawn.vertical)]
            flat = [n for n in both if n.x1 - n.x0 >= n.y1 - n.y0]
            drawn = rulings.Drawn(flat, [n for n in both if n.x1 - n.x0 < n.y1 - n.y0], 0.0, 0)
            if turned % 2:
                page.width, page.height = page.height, page.width
            self.writer.turns[page.number] = (turned, page.width, page.height)
        page.grids, rest = tables.find(drawn, words)
        parts = furniture.without_stamps(layout.pieces(rest), page.height, page.number == 1)
        page.lines = layout.order(parts, page.width)
        furniture.footnotes(page.lines, page.height)
        return page

    def _flush(self, following: PageFlow | None) -> None:
        """Finishes the page that waits, without what it shares with the margins of the pages beside it."""
        page = self.waiting
        self.waiting = following
        marks = _marks(page) if page else set()
        if page:
            shared = self.marks | (_marks(following) if following else set())
            margin = furniture.margin_lines(page.lines, page.height)
            page.lines = [
                n
                for n in page.lines
                if not (n in margin and (furniture.is_page_number(n) or furniture.mark_of(n) in shared))
            ]
            for block in self.joiner.page(page):
                self.writer.write(block)
        self.marks = marks
        if following is None:
            for block in self.joiner.finish():
                self.writer.write(block)


def _marks(page: PageFlow) -> set[tuple[str, int]]:
    return {furniture.mark_of(n) for n in furniture.margin_lines(page.lines, page.height)}
