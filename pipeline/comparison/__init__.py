"""Localities side by side: `compare(OUT)` gives what `kehoach compare` writes. See pipeline/corpus/README.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.comparison.run import compare

__all__ = ["compare"]


def __getattr__(name: str) -> object:
    if name == "compare":
        from pipeline.comparison.run import compare

        return compare
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
