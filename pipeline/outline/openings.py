"""What a line opens with: the type of a document, a word of the preamble."""

from __future__ import annotations

import re
from functools import cache

from extractors import document_types

_BASIS = re.compile(
    r"can cu\b|thuc hien\b|theo (?:de nghi|quyet dinh|ke hoach|cong van|chi dao|y kien|noi dung|tinh than)\b|"
    r"xet\b|thi hanh\b|trien khai\b|tiep theo\b|nham\b|tren co so\b|chap hanh\b|tiep tuc thuc hien\b|"
    r"theo chuong trinh\b|phuc dap\b|de (?:thuc|trien|tiep|nang|tang|bao|dam|kip|chu|day|cu the|hoan)\b|sau khi\b|"
    r"hien nay\b|trong (?:thoi gian|nhung nam)\b"
)


@cache
def _first_words() -> frozenset[str]:
    return frozenset(name.split()[0] for name in document_types.names())


def type_at(text: str, bared: str, start: int, end: int) -> int:
    """End of the type words that a line begins with ("KẾ HOẠCH", also damaged), or -1. In capitals or alone."""
    words = bared[start : min(end, start + 60)].split()
    if not words or words[0].strip(":.*") not in _first_words():
        return -1
    known = document_types.names()
    for n in (4, 3, 2, 1):
        if len(words) < n:
            continue
        name = " ".join(words[:n]).strip(":.*")
        if name in known:
            stop = start
            for word in words[:n]:
                stop = bared.index(word, stop) + len(word)
            stop = min(stop, end)
            printed = text[start:stop].rstrip(":.*")
            alone = not bared[stop:end].strip(" :.*")
            if printed.isupper() or (alone and printed[0].isupper()):
                return start + len(printed)
    return -1


def is_basis(bared: str, start: int) -> bool:
    """Whether a line opens with a word of the preamble ("Căn cứ", "Thực hiện", "Theo đề nghị", "Xét" …)."""
    return _BASIS.match(bared, start) is not None
