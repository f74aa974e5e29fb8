"""The name of a signer from the certificates inside a signature (PKCS #7, RFC 2315; X.509, RFC 5280).

Only the few fields that carry names are read; nothing is verified.
"""

from __future__ import annotations

from collections.abc import Iterator

_SEQUENCE, _SET, _OID, _CONTEXT_0 = 0x30, 0x31, 0x06, 0xA0
_COMMON_NAME = bytes((0x55, 0x04, 0x03))
_MOST = 200  # elements on one level


def _elements(data: bytes, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """(tag, start, end of the content) of the elements on one level. Stops at the first fault."""
    for _ in range(_MOST):
        if start + 2 > end:
            return
        tag, size = data[start], data[start + 1]
        start += 2
        if size & 0x80:
            count = size & 0x7F
            if not 0 < count <= 4 or start + count > end:
                return
            size = int.from_bytes(data[start : start + count], "big")
            start += count
        if start + size > end:
            return
        yield tag, start, start + size
        start += size


def _common_name(data: bytes, start: int, end: int) -> str | None:
    for _, s, e in _elements(data, start, end):
        for _, s2, e2 in _elements(data, s, e):
            parts = list(_elements(data, s2, e2))
            if len(parts) == 2 and data[parts[0][1] : parts[0][2]] == _COMMON_NAME:
                tag, s3, e3 = parts[1]
                return data[s3:e3].decode("utf-16-be" if tag == 0x1E else "utf-8", "replace").strip()
    return None


def _certificate(data: bytes, start: int, end: int) -> tuple[bytes, bytes, str | None] | None:
    """(issuer, subject, common name of the subject) of a certificate's content."""
    body = next(_elements(data, start, end), None)
    if body is None or body[0] != _SEQUENCE:
        return None
    fields = [f for f in _elements(data, body[1], body[2]) if f[0] != _CONTEXT_0]
    if len(fields) < 5:
        return None
    issuer, subject = fields[2], fields[4]
    return data[issuer[1] : issuer[2]], data[subject[1] : subject[2]], _common_name(data, subject[1], subject[2])


def signer(data: bytes) -> str | None:
    """The common name in the certificate of a signature (the content of its /Contents) that issued no other one there;
    None if the bytes are no such signature."""
    outer = next(_elements(data, 0, len(data)), None)
    if outer is None:
        return None
    content = [e for e in _elements(data, outer[1], outer[2]) if e[0] == _CONTEXT_0]
    if not content:
        return None
    signed = next(_elements(data, content[0][1], content[0][2]), None)
    if signed is None:
        return None
    found = []
    for tag, start, end in _elements(data, signed[1], signed[2]):
        if tag == _CONTEXT_0:
            found = [c for _, s, e in _elements(data, start, end) if (c := _certificate(data, s, e))]
    issuers = {issuer for issuer, subject, _ in found if issuer != subject}
    leaves = [name for _, subject, name in found if subject not in issuers]
    return leaves[0] if leaves else None
