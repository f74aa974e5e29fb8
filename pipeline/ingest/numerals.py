"""Numbers as word processors and browsers print them before list items."""

from __future__ import annotations

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_COUNTING = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def written(count: int, form: str) -> str:
    """`count` in a Word number format (`w:numFmt`, ECMA-376 part 1, 17.18.59); OpenDocument and HTML know a few of the
    same. Formats that plans don't use are written as decimals, "none" and "bullet" as nothing."""
    if form in ("none", "bullet"):
        return ""
    if form in ("upperRoman", "lowerRoman"):
        return _roman(count) if form == "upperRoman" else _roman(count).lower()
    if form in ("upperLetter", "lowerLetter"):
        letters = _letters(count)
        return letters.upper() if form == "upperLetter" else letters
    if form == "decimalZero":
        return f"{count:02d}"
    if form == "vietnameseCounting":
        return _counted(count)
    if form == "numberInDash":
        return f"- {count} -"
    return f"({count})" if form == "decimalEnclosedParen" else str(count)


def _letters(count: int) -> str:
    """a … z, then aa, bb: Word repeats the letter. It has no format for the Vietnamese alphabet (a, b, c, d, đ)."""
    if count < 1:
        return ""
    return chr(ord("a") + (count - 1) % 26) * min((count - 1) // 26 + 1, 30)


def _roman(count: int) -> str:
    if not 0 < count < 4000:
        return str(count)
    out = ""
    for size, letters in _ROMAN:
        while count >= size:
            out, count = out + letters, count - size
    return out


def _counted(count: int) -> str:
    """The number in Vietnamese words up to 99: "mười lăm", "hai mươi mốt"."""
    if not 0 <= count < 100:
        return str(count)
    tens, ones = divmod(count, 10)
    if tens == 0:
        return _COUNTING[ones]
    word = "lăm" if ones == 5 else "mốt" if ones == 1 and tens > 1 else _COUNTING[ones]
    head = "mười" if tens == 1 else f"{_COUNTING[tens]} mươi"
    return f"{head} {word}" if ones else head
