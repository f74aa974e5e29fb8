"""Character encodings of Vietnamese text, told apart by the words they make.

Text from before Unicode (TCVN3 or ABC, VNI, VISCII) reaches archives in two ways: as bytes, and as Unicode text in
which every letter stands for the byte of the old font ("céng hoµ"). Both are decoded with the tables of
`data/encodings.csv`; the table that makes most words known syllables wins, if it makes enough of them.
"""

from __future__ import annotations

import codecs
import csv
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pipeline.errors import UnreadableInput

_DATA = Path(__file__).parent.parent / "data"
_SAMPLE = 60_000  # characters that are looked at
_ENOUGH = 0.6  # share of known syllables: right tables make 0.93 and more, wrong ones 0.38 and less
_BYTES_TO_ONE_BAD = 200  # UTF-8 with fewer bad bytes than that is a damaged file, not another encoding
_DOUBTFUL = 0.5  # below it even valid UTF-8 is suspected to be an old font's bytes
_WORD = re.compile(r"[^\W\d_]+")
_MARKED = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_CONTROL = re.compile("[\x01-\x08\x0e-\x1f]")
_LEGACY = ("tcvn3", "vni", "viscii")
_NAMES = {"tcvn3": "TCVN3 (ABC)", "vni": "VNI", "viscii": "VISCII"}
# Bytes that cp1252 leaves undefined are carried through as the control characters of Latin-1.
_CP1252 = {chr(b): bytes([b]).decode("cp1252", "ignore") or chr(b) for b in range(0x80, 0xA0)}
_TO_BYTE = {ord(ch): chr(b) for b, ch in ((ord(k), v) for k, v in _CP1252.items())}


@cache
def syllables() -> frozenset[str]:
    """The known syllables, lower case, NFC, older and newer tone placement alike."""
    return frozenset((_DATA / "syllables.txt").read_text(encoding="utf-8").split())


@cache
def _table(name: str) -> Mapping[str, str]:
    """An encoding's letters by the Latin-1 characters of their bytes."""
    with (_DATA / "encodings.csv").open(encoding="utf-8", newline="") as file:
        return {
            bytes.fromhex(row["bytes"]).decode("latin-1"): row["letter"]
            for row in csv.DictReader(file)
            if row["encoding"] == name
        }


@cache
def _pattern(name: str) -> re.Pattern[str]:
    keys = sorted(_table(name), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, keys)))


def _decode_legacy(latin: str, name: str) -> str:
    """`latin` (each character a byte, as Latin-1) in encoding `name`."""
    table = _table(name)
    if name == "vni":
        text = _pattern(name).sub(lambda m: table[m[0]], latin)
    else:
        text = latin.translate({ord(k): v for k, v in table.items()})
    return "".join(_CP1252.get(ch, ch) for ch in text) if re.search("[\x80-\x9f]", text) else text


def share_of_syllables(text: str) -> float:
    """Share of known syllables among the words of `text` that have a letter beyond ASCII; 1.0 if none has."""
    known = syllables()
    words = [w for w in _WORD.findall(unicodedata.normalize("NFC", text[:_SAMPLE]).lower()) if not w.isascii()]
    return sum(w in known for w in words) / len(words) if words else 1.0


def _unicode(data: bytes) -> tuple[str, str] | None:
    """Byte order marks first, then UTF-16 without one (every other byte zero), then strict UTF-8."""
    for bom, name in ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(bom):
            try:
                return data.decode(name), name
            except UnicodeDecodeError:
                return None
    head = data[:2000]
    if len(head) >= 4 and head.count(0) > len(head) // 8:
        name = "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"
        try:
            return data.decode(name), name
        except UnicodeDecodeError:
            return None
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return None


def _best_legacy(latin: str) -> tuple[str, str, float]:
    """(text, name, share) of the old table that explains `latin` best."""
    sample = latin[:_SAMPLE]
    shares = {name: share_of_syllables(_decode_legacy(sample, name)) for name in _LEGACY}
    name = max(shares, key=lambda n: shares[n])
    return _decode_legacy(latin, name), _NAMES[name], shares[name]


def _share_as_cp1258(data: bytes) -> float:
    text = data.decode("cp1258", "replace")
    return 0.0 if "\ufffd" in text else share_of_syllables(text)


def decode(data: bytes, path: str = "-") -> tuple[str, str]:
    """(text, name of the encoding) of `data`: utf-8, utf-8-sig, utf-16, cp1258, TCVN3 (ABC), VNI, VISCII, with
    " NFD" behind it where letters and marks are apart, " in utf-8" where an old font's bytes were saved as Unicode, and
    "utf-8 with damaged bytes" where only a few are wrong.

    Raises UnreadableInput if the bytes are binary, or no table makes enough known syllables of them.
    """
    found = _unicode(data)
    if found is not None:
        text, name = found
        if "\x00" in text or len(_CONTROL.findall(text[:2000])) > len(text[:2000]) // 10:
            raise UnreadableInput(path, "binary data, not text", "Convert it to text, or name its real type")
        share = share_of_syllables(text)
        if share < _DOUBTFUL:
            latin = text.translate(_TO_BYTE)
            old, old_name, old_share = _best_legacy(latin)
            if old_share >= _ENOUGH and old_share > share + 0.2:
                return old, f"{old_name} in {name}"
        return text, name + (" NFD" if _MARKED.search(text[:_SAMPLE]) else "")
    if b"\x00" in data:
        raise UnreadableInput(path, "binary data, not text", "Convert it to text, or name its real type")
    old, old_name, share = _best_legacy(data.decode("latin-1"))
    windows_share = _share_as_cp1258(data)
    if max(share, windows_share) < _ENOUGH:
        best = max(share, windows_share)
        mended = data.decode("utf-8", "replace")
        if mended.count("\ufffd") <= len(mended) // _BYTES_TO_ONE_BAD and share_of_syllables(mended) >= _ENOUGH:
            return mended, "utf-8 with damaged bytes"
        raise UnreadableInput(
            path,
            f"no known encoding explains these bytes (UTF-8, UTF-16, cp1258, TCVN3, VNI, VISCII; the best makes "
            f"{best:.0%} Vietnamese syllables)",
            "Save the text as UTF-8",
        )
    # cp1258 text is kept with its marks apart, as read: normalisation composes it and keeps the map.
    return (data.decode("cp1258"), "cp1258") if windows_share > share else (old, old_name)


_VIETNAMESE = re.compile("[\u0102-\u0103\u0110-\u0111\u0128-\u0129\u0168-\u0169\u01a0-\u01b0\u1ea0-\u1ef9]")


def font_encoding(font: str) -> str | None:
    """The encoding that a font's name tells: tcvn3 (.VnTime, .VnArial …), vni (VNI-Times …), None for Unicode fonts."""
    name = font.lstrip()
    if name.startswith((".Vn", ".VN", ".vn")):
        return "tcvn3"
    return "vni" if name[:4].upper() == "VNI-" else None


def decode_font(text: str, font: str) -> str:
    """`text` as set in `font`: decoded if the font is one of an encoding before Unicode; TCVN3 fonts whose name ends in
    H (.VnTimeH) print capitals. Unicode text left in such a font (Word shows it in another one) stays as it is."""
    name = font_encoding(font)
    if name is None or _VIETNAMESE.search(text) or _MARKED.search(text):
        return text
    decoded = text if text.isascii() else _decode_legacy(text.translate(_TO_BYTE), name)
    if share_of_syllables(decoded) < share_of_syllables(text):
        return text
    return decoded.upper() if name == "tcvn3" and font.rstrip().endswith("H") else decoded
