"""Readers: one per medium, each gives a `Source`."""

from pipeline.ingest.source import Page, Source

__all__ = ["Page", "Source"]
