"""Offset maps: from a span of the normalised text back to the raw text it came from."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass

Edit = tuple[int, int, str]
"""(start, end, replacement): that stretch of the earlier text becomes `replacement`."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One step's edits as parallel arrays: where each stands in the later text and in the earlier one."""

    later_start: array[int]
    later_end: array[int]
    earlier_start: array[int]
    earlier_end: array[int]

    def start(self, offset: int) -> int:
        """Earlier offset of the character that stands at `offset` in the later text."""
        i = bisect_right(self.later_start, offset) - 1
        if i < 0:
            return offset
        if offset < self.later_end[i]:
            return self.earlier_start[i]
        return self.earlier_end[i] + offset - self.later_end[i]

    def end(self, offset: int) -> int:
        """Earlier offset just behind the character that ends at `offset` in the later text."""
        i = bisect_right(self.later_start, offset - 1) - 1
        if i < 0:
            return offset
        # A deletion that stands right behind the character lies outside the span.
        if offset <= self.later_end[i] and self.later_end[i] > self.later_start[i]:
            return self.earlier_end[i]
        return self.earlier_end[i] + offset - self.later_end[i]


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """The layers between the normalised text and the raw one, last step first."""

    layers: tuple[Layer, ...] = ()

    def raw(self, start: int, end: int) -> tuple[int, int]:
        """The raw span that `[start, end)` of the normalised text came from (removed matter inside it included)."""
        if end <= start:
            for layer in self.layers:
                start = layer.start(start)
            return start, start
        for layer in self.layers:
            start, end = layer.start(start), layer.end(end)
        return start, end

    def then(self, layer: Layer | None) -> OffsetMap:
        """This map with one more step after it; None is a step that changed nothing."""
        return self if layer is None else OffsetMap((layer, *self.layers))


def apply(text: str, edits: Iterable[Edit]) -> tuple[str, Layer | None]:
    """`text` with `edits` (in order, not overlapping) carried out, and the layer that leads back."""
    parts: list[str] = []
    ls, le, es, ee = (array("q") for _ in range(4))
    at = size = 0
    for start, end, replacement in edits:
        parts.append(text[at:start])
        size += start - at
        ls.append(size)
        size += len(replacement)
        le.append(size)
        es.append(start)
        ee.append(end)
        parts.append(replacement)
        at = end
    if not parts:
        return text, None
    parts.append(text[at:])
    return "".join(parts), Layer(ls, le, es, ee)


def chain(text: str, *steps: Callable[[str], Iterable[Edit]]) -> tuple[str, OffsetMap]:
    """`text` after all `steps` (each gives the edits it wants), and the composed map back."""
    offsets = OffsetMap()
    for step in steps:
        text, layer = apply(text, step(text))
        offsets = offsets.then(layer)
    return text, offsets
