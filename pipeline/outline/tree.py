"""The tree of an outline: which numbered block stands under which, its path, and the published sections."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extractors.outline import Section
from pipeline.outline.labels import ALPHABET, Label
from pipeline.outline.lines import Draft

# The usual order of styles from the outside in; a style seen for the first time goes where this order puts it.
_RANKS = {
    "annex": 0, "part": 10, "chapter": 20, "division": 30, "subdivision": 40, "article": 50, "alpha": 60, "roman": 70,
    "n1": 80, "n2": 90, "n3": 100, "n4": 110, "n5": 115, "letter": 120, "paren": 130, "paren-letter": 140,
}  # fmt: skip
_BULLET = 200
_COUNT = re.compile(r"~\d+\Z")
_BULLET_RANKS = {"*": 200, "-": 210, "+": 230}


@dataclass(slots=True)
class _Open:
    """A section still open: its style, rank, last number, path and index of its block; `entry` in `sections`."""

    style: str
    rank: int
    number: int
    path: str
    base: str
    block: int
    entry: int


@dataclass(slots=True)
class Tree:
    """Grows with the blocks of a document, one after the other."""

    stack: list[_Open] = field(default_factory=list)
    ranks: dict[str, int] = field(default_factory=lambda: dict(_RANKS))
    seen: set[str] = field(default_factory=set)
    paths: dict[str, int] = field(default_factory=dict)
    entries: list[list[object]] = field(default_factory=list)
    last_end: int = 0

    def restart(self) -> None:
        """Closes all sections: what follows (an annex, an annexed plan) numbers anew."""
        self._close(-1)
        self.seen.clear()
        self.ranks = dict(_RANKS)

    def _close(self, rank: int) -> None:
        while self.stack and self.stack[-1].rank >= rank:
            entry = self.entries[self.stack.pop().entry]
            entry[5] = max(self.last_end, int(entry[5]))  # type: ignore[call-overload]

    def _settle(self, label: Label) -> Label:
        """ "C.", "I.", "V." number in Roman figures or in letters: the series that is open and expects it decides."""
        if label.style == "article?":
            return Label(label.printed, "article", label.number, label.words, label.read)
        last = {o.style: o.number for o in self.stack}
        if label.style == "roman" and label.printed in ALPHABET:
            letter = ALPHABET.index(label.printed) + 1
            if last.get("alpha") == letter - 1 and last.get("roman") != label.number - 1 and letter > 1:
                return Label(label.printed, "alpha", letter, label.words, label.printed)
        return label

    def accepts(self, label: Label) -> bool:
        """Whether a doubtful label (a letter and a full stop, which may be an initial) fits a series."""
        if label.style == "article?":
            last = max((o.number for o in self.stack if o.style == "article"), default=0)
            return label.number == last + 1
        if label.style == "roman" and label.printed not in ("I", "V", "X") and len(label.printed) == 1:
            return any(o.style == "roman" for o in self.stack) or label.printed == "1"
        if label.style not in ("alpha", "letter") or label.number == 1:
            return True
        return any(o.style == label.style and 0 < label.number - o.number <= 2 for o in self.stack)

    def _rank(self, label: Label) -> int:
        style = label.style
        if style not in self.ranks:  # a bullet
            known = _BULLET_RANKS.get(style)
            if known is None:
                inner = [o.rank for o in self.stack if o.rank >= _BULLET]
                known = (max(inner) + 5) if inner and style not in self.seen else 215
            self.ranks[style] = known
        if style not in self.seen:
            self.seen.add(style)
            self._place(style)
        return self.ranks[style]

    def _place(self, style: str) -> None:
        """Where the document's own order differs from the usual one, it counts: A under I, I under Điều 1."""
        if style not in ("alpha", "roman"):
            return
        open_styles = {o.style for o in self.stack}
        if "article" in open_styles:
            self.ranks[style] = 55 if style == "alpha" else 57
        elif style == "alpha" and "roman" in open_styles:
            self.ranks[style] = 75

    def open(self, draft: Draft, index: int, label: Label) -> None:
        """Opens the section of a labelled block: sets its label, words, path, level and parent."""
        label = self._settle(label)
        rank = self._rank(label)
        self._close(rank)
        above = self.stack[-1] if self.stack else None
        bullet = rank >= _BULLET
        outer = above.path if above else ""
        if bullet and above and above.rank >= _BULLET:
            outer = above.base
        base = self._base(label, outer)
        path = f"{base}.{label.read}" if base else label.read
        path = self._unique(path)
        draft.label, draft.words, draft.style, draft.number = label.printed, label.words, label.style, label.number
        draft.parent = above.block if above else -1
        draft.level = len(self.stack) + 1
        draft.path = outer if bullet else path
        entry: list[object] = [label.printed, path, None, draft.level, draft.start, draft.end]
        self.stack.append(
            _Open(label.style, rank, label.number, path, outer if bullet else path, index, len(self.entries))
        )
        self.entries.append(entry)

    def _base(self, label: Label, outer: str) -> str:
        """ "2.1" under "II.2" is II.2.1: a composite number already carries the numbers above it."""
        if label.style[0] != "n" or len(label.style) != 2 or label.style == "n1":
            return outer
        for o in reversed(self.stack):
            if o.style in ("n1", "n2", "n3", "n4") and o.rank < self.ranks[label.style]:
                own = _COUNT.sub("", o.path)
                head = label.read.rsplit(".", 1)[0]
                if own == head or own.endswith("." + head):
                    return own[: -len(head)].rstrip(".")
                return outer
        return outer

    def _unique(self, path: str) -> str:
        count = self.paths.get(path, 0) + 1
        self.paths[path] = count
        return path if count == 1 else f"{path}~{count}"

    def governing(self) -> tuple[int, str]:
        """Index of the block and path of the innermost numbered section that is open; (-1, "") if none."""
        for o in reversed(self.stack):
            if o.rank < _BULLET:
                return o.block, o.path
        return -1, ""

    def outermost(self) -> tuple[int, str]:
        """Block and path of the outermost open section that has numbered sections in it; (-1, "") if none."""
        numbered = [o for o in self.stack if o.rank < _BULLET]
        return (numbered[0].block, numbered[0].path) if len(numbered) > 1 else (-1, "")

    def sections(self, text: str, drafts: list[Draft]) -> tuple[Section, ...]:
        """All sections in reading order."""
        self._close(-1)
        by_start = {d.start: d for d in drafts if d.label is not None}
        out = []
        for label, path, _, level, start, end in self.entries:
            draft = by_start.get(start)  # type: ignore[call-overload]
            bullet = draft is None or self.ranks.get(draft.style, _BULLET) >= _BULLET
            heading = None if bullet or draft is None else " ".join(text[draft.words : draft.end].split())
            out.append(Section(label, path, heading, level, start, end))  # type: ignore[arg-type]
        return tuple(out)
