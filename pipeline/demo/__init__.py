"""The demonstration archive: made-up documents of real units, with their truth. `python -m pipeline.demo OUT`."""

from __future__ import annotations

from pipeline.demo.archive import generate

__all__ = ["generate"]
