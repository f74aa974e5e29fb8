"""The words of the pages in English and Vietnamese: `data/words.csv`, and the codes of the record from messages.csv."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

_OWN = Path(__file__).parent / "data" / "words.csv"
_MESSAGES = Path(__file__).parent.parent / "data" / "messages.csv"


@cache
def words() -> dict[str, tuple[str, str]]:
    """(English, Vietnamese) by key; a code of the record stands under "value:CODE"."""
    out: dict[str, tuple[str, str]] = {}
    for path in (_MESSAGES, _OWN):
        with path.open(encoding="utf-8", newline="") as file:
            out |= {row["key"]: (row["en"], row["vi"]) for row in csv.DictReader(file)}
    return out


def word(key: str, lang: str) -> str:
    """Word `key` in `lang` ("en" or "vi"); the key itself if there is none."""
    found = words().get(key)
    return found[lang == "vi"] if found else key
