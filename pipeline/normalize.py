"""From the raw text of a source to the normalised text that all offsets refer to, with the map back."""

from __future__ import annotations

import re
import unicodedata

from extractors.text import Text


def normalize(raw: str) -> Text:
    """Placeholder of the shape; the offset map follows."""
    s = unicodedata.normalize("NFC", raw).replace("\r\n", "\n").replace("\r", "\n")
    s = re.sub("[\u200b-\u200d\ufeff\u00ad]", "", s).replace("\u00a0", " ")
    return Text(s)
