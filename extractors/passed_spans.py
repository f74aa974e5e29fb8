"""Spans that a scan passes over: citations and names of indices, whose numbers are no figures."""

from __future__ import annotations

from bisect import bisect_right

Spans = tuple[list[int], list[int]]  # starts and ends, sorted: what is no figure (citations, names of indices)


def span_end(spans: Spans, at: int) -> int:
    """The end of the span that offset `at` lies in; 0 if in none. Spans may nest two deep."""
    i = bisect_right(spans[0], at)
    end = max(spans[1][max(0, i - 3) : i], default=0)
    return end if end > at else 0
