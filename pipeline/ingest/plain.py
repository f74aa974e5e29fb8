"""The reader for plain text: bytes of any encoding Vietnamese has been written in."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pipeline.errors import LimitExceeded, UnreadableInput
from pipeline.ingest.encodings import decode
from pipeline.ingest.source import Source

MAX_BYTES = 64 * 1024 * 1024


def read_bytes(data: bytes, path: str = "-") -> Source:
    """The source of plain-text `data`; `path` is only a name for messages.

    Raises UnreadableInput if no encoding explains the bytes, LimitExceeded above 64 MiB.
    """
    if len(data) > MAX_BYTES:
        raise LimitExceeded(path, f"{len(data):,} bytes of text", f"Split it; the limit is {MAX_BYTES:,} bytes")
    text, encoding = decode(data, path)
    return Source(path, hashlib.sha256(data).hexdigest(), "text/plain", text, encoding)


def read(path: str | Path) -> Source:
    """The source of the plain-text file at `path`. Raises UnreadableInput if it cannot be opened or decoded."""
    try:
        if not Path(path).is_file():
            raise UnreadableInput(str(path), "not a regular file", "Give the path of a text file, or - for stdin")
        size = Path(path).stat().st_size
        if size > MAX_BYTES:
            raise LimitExceeded(str(path), f"{size:,} bytes of text", f"Split it; the limit is {MAX_BYTES:,} bytes")
        data = Path(path).read_bytes()
    except OSError as e:
        raise UnreadableInput(str(path), e.strerror or str(e), "Check the path and its permissions") from e
    return read_bytes(data, str(path))
