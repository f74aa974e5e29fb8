"""Signer and recipients of a document."""

from __future__ import annotations

import re
from functools import cache

from extractors import vocabulary
from extractors.facts import Signer
from extractors.outline import RECIPIENTS, SIGNATURE, Block, Outline
from extractors.text import bare, fold

_AUTHORITY = re.compile(r"(TM|T/M|KT|K/T|TL|T/L|TUQ|T/UQ|TUN|Q)(\s?[./,:]\s?|\s)(?=\S)")
_TITLE = re.compile(
    r"^(?:(?:(?:Đại|Trung|Thượng|Thiếu)\s(?:tướng|tá|úy)|(?:TS|ThS|PGS|GS|BS|BSCKI{1,2}|CKI{1,2}|KS|CN)\.)\s*)+"
)
_HEAD = re.compile(r"\W{0,4}n[oơ]i\s?nh")


@cache
def _positions() -> frozenset[str]:
    return frozenset(bare(fold(row["name"])) for row in vocabulary.rows("positions"))


def _plain(words: str) -> str:
    return " ".join(words.replace("*", " ").split())


def _is_position(words: str) -> bool:
    plain = bare(fold(words)).split()
    return any(" ".join(plain[:n]) in _positions() for n in (5, 4, 3, 2, 1))


def _authority(words: str) -> str:
    """The line with plain spacing: "KT.GIÁM ĐỐC" → "KT. GIÁM ĐỐC"; "T/M BAN THƯỜNG VỤ" stays."""
    m = _AUTHORITY.match(words)
    if not m:
        return words
    mark = "" if "/" in m[1] else "/" if "/" in m[2] else "."
    return f"{m[1]}{mark} {words[m.end() :].strip(' .,:')}"


def first_signature(outline: Outline) -> list[Block]:
    """The blocks of the first signature (an annexed plan may carry another)."""
    out: list[Block] = []
    for block in outline.blocks:
        if block.zone == SIGNATURE and block.kind == "signature":
            out.append(block)
        elif out and block.zone not in (SIGNATURE, RECIPIENTS):
            break
    return out


def signer(text: str, outline: Outline) -> tuple[Signer, tuple[int, int] | None]:
    """Who signed, and where it stands."""
    blocks = first_signature(outline)
    authorities: list[str] = []
    position = name = None
    for block in blocks:
        words = _plain(text[block.start : block.end])
        if _AUTHORITY.match(words) and words.isupper():
            authorities.append(_authority(words))
        elif not words.isupper() and position_or(authorities, position):
            name = name or _TITLE.sub("", words)
        elif _is_position(words):
            position = f"{position}; {words}" if position and name is None and not authorities else position or words
        elif authorities and position is None and words.isupper():
            authorities[-1] += f" {words}"
        elif words.isupper() and name is None and position and len(words.split()) <= 5:
            name = words.title()
    if not blocks:
        return Signer(), None
    span = (blocks[0].start, blocks[-1].end)
    return Signer(name, position, "; ".join(authorities) or None), span


def position_or(authorities: list[str], position: str | None) -> bool:
    """Whether a name may follow: an authority or a position was printed."""
    return bool(authorities) or position is not None


def recipients(text: str, outline: Outline) -> tuple[str, ...]:
    """The lines of the first "Nơi nhận", without dash and closing marks; one that goes on joins the one before."""
    out: list[str] = []
    begun = False
    for block in outline.blocks:
        if block.zone == RECIPIENTS and block.kind == "recipients":
            begun = True
            printed = text[block.start : block.end]
            words = _plain(text[block.words : block.end]).rstrip(" .,;")
            dash = block.words > block.start
            if (
                _HEAD.match(bare(fold(printed)))
                or not any(ch.isalpha() for ch in words)
                or (not dash and not out and len(words) < 4)
            ):
                continue
            if out and not dash and (words[0].islower() or words[0] == "("):
                out[-1] += f" {words}"
            else:
                out.append(words)
        elif begun and block.zone not in (SIGNATURE, RECIPIENTS):
            break
    return tuple(out)
