"""Character encodings of Vietnamese text."""

from __future__ import annotations

from pipeline.errors import UnreadableInput


def decode(data: bytes, path: str = "-") -> tuple[str, str]:
    """(text, name of the encoding) of `data`. Raises UnreadableInput if no table explains it."""
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError as e:
        raise UnreadableInput(path, "no known encoding explains these bytes", "Save it as UTF-8") from e
