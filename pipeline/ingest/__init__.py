"""Readers: one per medium, each gives a `Source`."""

from pipeline.ingest.source import Page, Signature, Source, SourceBlock, Words

__all__ = ["Page", "Signature", "Source", "SourceBlock", "Words"]
