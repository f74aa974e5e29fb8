"""Across an archive: every document one node, typed edges with their evidence. See README.md here."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.corpus.exports import graph
    from pipeline.corpus.records import records

__all__ = ["graph", "records"]


def __getattr__(name: str) -> object:
    if name in __all__:
        from importlib import import_module

        return getattr(
            import_module({"graph": "pipeline.corpus.exports", "records": "pipeline.corpus.records"}[name]), name
        )
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
