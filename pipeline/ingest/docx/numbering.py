"""Automatic numbering of Word: "1.", "II.", "1.1.", "a)" stand nowhere in the text and are counted here.

Rules: ECMA-376 part 1, 17.9. Paragraphs that share an abstract numbering share its counters; a `startOverride` sets
them back at its first paragraph; a level starts anew after a higher one (or as `lvlRestart` says).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pipeline.ingest.docx.names import W, integer, value
from pipeline.ingest.numerals import written

if TYPE_CHECKING:
    from lxml.etree import _Element

_PLACEHOLDER = re.compile(r"%([1-9])")
# Glyphs of symbol fonts that serve as bullets, by what they look like.
_SYMBOLS = {
    0xF0B7: "·", 0xF0A7: "▪", 0xF0D8: "➢", 0xF0FC: "✓", 0xF076: "❖", 0xF02D: "-", 0xF0A8: "♦", 0xF06E: "■",
    0xF071: "❑", 0xF0E8: "➔", 0xF0F0: "⇨", 0xF06C: "●", 0xF0AE: "→", 0xF02B: "+", 0xF02A: "*", 0xF0D7: "×",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Level:
    """One level: number format, pattern ("%1.%2."), first number, after which level it restarts (None: any higher)."""

    form: str = "decimal"
    pattern: str = ""
    start: int = 1
    restart: int | None = None
    legal: bool = False
    gap: str = " "
    style: str | None = None


@dataclass(slots=True)
class Numbering:
    """The numberings of a document and their counters. `label` is called for every numbered paragraph, in order."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)  # by numId
    abstract: dict[str, str] = field(default_factory=dict)  # numId → abstractNumId
    overrides: dict[str, dict[int, int]] = field(default_factory=dict)
    counters: dict[str, dict[int, int]] = field(default_factory=dict)  # by abstractNumId
    seen: set[str] = field(default_factory=set)

    def level_of_style(self, number: str, style: str) -> int:
        """The level that numbering `number` ties to paragraph style `style`, 0 if none."""
        return next((i for i, level in self.levels.get(number, {}).items() if level.style == style), 0)

    def label(self, number: str, depth: int) -> str:
        """The printed label of the next paragraph of numbering `number` at level `depth`, with the blank behind it;
        "" where there is no such level or it prints nothing."""
        levels = self.levels.get(number)
        if not levels or depth not in levels:
            return ""
        counters = self.counters.setdefault(self.abstract[number], {})
        if number not in self.seen:
            self.seen.add(number)
            for i, first in self.overrides.get(number, {}).items():
                counters[i] = first - 1
        level = levels[depth]
        counters[depth] = counters.get(depth, level.start - 1) + 1
        for i in [i for i in counters if i > depth]:
            after = levels[i].restart if i in levels else None
            # lvlRestart: 0 never, n only after level n (counted from 1) or a higher one.
            if after is None or depth < after:
                del counters[i]
        label = _PLACEHOLDER.sub(lambda m: self._part(levels, counters, int(m[1]) - 1, level), level.pattern)
        label = label.strip()
        return label + level.gap if label else ""

    def _part(self, levels: dict[int, Level], counters: dict[int, int], depth: int, printed: Level) -> str:
        level = levels.get(depth, Level())
        count = counters.setdefault(depth, level.start)
        return written(count, "decimal" if printed.legal and level.form not in ("none", "bullet") else level.form)


def symbol(text: str, font: str = "") -> str:
    """`text` with glyphs of symbol fonts (private use U+F0xx, or any character set in such a `font`) written as
    characters that look like them; unknown ones stay."""
    if font.startswith(("Symbol", "Wingdings")) and "%" not in text:
        moved = "".join(_SYMBOLS.get(0xF000 + ord(ch), ch) if " " < ch <= "\xff" else ch for ch in text)
        if moved != text:
            return moved
    return "".join(_SYMBOLS.get(ord(ch), ch) if "\uf000" <= ch <= "\uf0ff" else ch for ch in text)


def _level(element: _Element) -> Level:
    form = element.find(f".//{W}numFmt")
    text = element.find(f"{W}lvlText")
    gap = element.find(f"{W}suff")
    restart = element.find(f"{W}lvlRestart")
    legal = element.find(f"{W}isLgl")
    kind = (value(form) if form is not None else None) or "decimal"
    pattern = (value(text) if text is not None else None) or ""
    fonts = element.find(f"{W}rPr/{W}rFonts")
    pattern = symbol(pattern, fonts.get(f"{W}ascii", "") if fonts is not None else "")
    return Level(
        kind,
        pattern or ("•" if kind == "bullet" else ""),
        integer(element.find(f"{W}start"), 0 if element.find(f"{W}start") is None else 1),
        None if restart is None else integer(restart, 0),
        legal is not None and value(legal) not in ("0", "false", "off"),
        "" if gap is not None and value(gap) == "nothing" else " ",
        value(element.find(f"{W}pStyle")),
    )


def _levels(element: _Element) -> dict[int, Level]:
    out = {}
    for lvl in element.findall(f"{W}lvl"):
        depth = lvl.get(f"{W}ilvl", "0")
        if depth.isdecimal():
            out[int(depth)] = _level(lvl)
    return out


def read(root: _Element | None) -> Numbering:
    """The numberings of the part `numbering.xml`."""
    out = Numbering()
    if root is None:
        return out
    abstracts: dict[str, dict[int, Level]] = {}
    named: dict[str, str] = {}
    links: dict[str, str] = {}
    for element in root.findall(f"{W}abstractNum"):
        key = element.get(f"{W}abstractNumId", "")
        abstracts[key] = _levels(element)
        style, link = value(element.find(f"{W}styleLink")), value(element.find(f"{W}numStyleLink"))
        if style:
            named[style] = key
        if link:
            links[key] = link
    for num in root.findall(f"{W}num"):
        number, key = num.get(f"{W}numId", ""), value(num.find(f"{W}abstractNumId")) or ""
        key = named.get(links.get(key, ""), key)
        levels = dict(abstracts.get(key, {}))
        for change in num.findall(f"{W}lvlOverride"):
            depth = change.get(f"{W}ilvl", "0")
            if not depth.isdecimal():
                continue
            first = change.find(f"{W}startOverride")
            own = change.find(f"{W}lvl")
            if own is not None:
                levels[int(depth)] = _level(own)
            if first is not None:
                start = integer(first, 1)
                out.overrides.setdefault(number, {})[int(depth)] = start
                levels[int(depth)] = replace(levels.get(int(depth), Level()), start=start)
        out.levels[number], out.abstract[number] = levels, key
    return out
