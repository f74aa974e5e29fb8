"""Across an archive: every document one node, typed edges with their evidence. See README.md here."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.corpus.exports import graph

__all__ = ["graph"]


def __getattr__(name: str) -> object:
    if name in __all__:
        from importlib import import_module

        return getattr(import_module("pipeline.corpus.exports"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
