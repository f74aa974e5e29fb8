"""The store of a batch: Parquet shards, one row a document, and the listing that says which documents count now.

`OUT/store/<hash>.parquet` holds finished work and is never changed; `OUT/store/listing.parquet` is the last listing of
the archive. A row counts if the listing has its path with its bytes: removed and changed files drop out by themselves.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """One document as stored. `path` is relative to the archive, `document_id` the first 16 digits of `sha256`, `bytes`
    the file's size. `status`: ok, failed or skipped. `record`: the published form as one line of JSON, None unless ok.
    `stage`, `page`, `cause`, `advice` say why a document failed or was skipped."""

    path: str
    document_id: str
    sha256: str
    bytes: int
    status: str
    record: str | None = None
    stage: str | None = None
    page: int | None = None
    cause: str | None = None
    advice: str | None = None
