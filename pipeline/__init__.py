"""Kehoach: Vietnamese administrative plans to data. `pipeline.extract_text(text)`, `pipeline.extract_file(path)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.frames import load
    from pipeline.process import extract_file, extract_source, extract_text
    from pipeline.records import Record, as_dict, to_json

__all__ = ["Record", "as_dict", "extract_file", "extract_source", "extract_text", "load", "to_json"]

_HOMES = {
    "load": "pipeline.frames",
    "extract_file": "pipeline.process",
    "extract_source": "pipeline.process",
    "extract_text": "pipeline.process",
    "Record": "pipeline.records",
    "as_dict": "pipeline.records",
    "to_json": "pipeline.records",
}


def __getattr__(name: str) -> object:
    # Nothing is imported until it is used, so that `kehoach --help` answers at once.
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
