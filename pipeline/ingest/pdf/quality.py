"""Whether a page's text layer can be trusted.

Bad layers are of two kinds: fonts without a proper map to Unicode ("7KӁQJ"), and layers that an OCR engine of another
language put under a scan ("uY BAN NgAN nAN"). Dot leaders, tables of figures, names and abbreviations are no sign of
either, so only words are judged, and only when there are enough of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from pipeline.ingest.encodings import syllables
from pipeline.ingest.pdf.words import Word

_LETTERS = re.compile(r"[^\W\d_]+")
_STRANGE = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f\x7f-\x9f]")
_BULLETS = re.compile("[\uf020-\uf0ff]")  # what Symbol and Wingdings draw as bullets and arrows
_FOREIGN = frozenset("the of and to in for is on with by at from et le la les des de un une pour du en".split())
_ENOUGH = 12  # words: fewer say nothing
_IMAGE = 0.5  # share of the page an image covers that makes it a scan
_OUTLINES = 300
_FEW = 15  # letters: fewer on a scan are a stamp or a page number


def judge(words: Sequence[Word], image_share: float, paths: int = 0) -> str | None:
    """Why the text layer `words` of a page does not do, None if it does. `image_share`: the share of the page that
    images cover; `paths`: how many drawings it has (letters drawn as outlines make hundreds)."""
    text = unicodedata.normalize("NFC", " ".join([w.text for w in words]))
    letters = sum(map(len, found := _LETTERS.findall(text)))
    scan = image_share >= _IMAGE
    if letters < _FEW and (scan or paths > _OUTLINES):
        return "no text layer"
    strange = len(_STRANGE.findall(_BULLETS.sub("", text))) if _STRANGE.search(text) else 0
    if strange > 3 and strange > 0.05 * len(text):
        return "the fonts do not say which characters they draw"
    spoken = [t for t in found if len(t) > 1 and not (t.isascii() and t.isupper() and len(t) < 7)]
    if len(spoken) < _ENOUGH:
        return None
    known = syllables()
    lower = [t.lower() for t in spoken]
    share = sum(t in known for t in lower) / len(lower)
    marked = sum(not t.isascii() for t in lower) / len(lower)
    if marked >= 0.1 and sum(t in known for t in lower if not t.isascii()) < 0.5 * marked * len(lower):
        return "the text layer is garbled"
    if scan and share < 0.7 and not _foreign(lower):
        return "the text layer is garbled"
    if scan and marked < 0.25 and share < 0.85 and not _foreign(lower):
        return "the text layer has lost the Vietnamese letters"
    if share < 0.3 and not _foreign(lower):
        return "the fonts do not say which characters they draw"
    return None


def _foreign(words: Sequence[str]) -> bool:
    return sum(w in _FOREIGN for w in words) > 0.08 * len(words)
