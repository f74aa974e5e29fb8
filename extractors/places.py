"""Administrative units of Vietnam: names to official codes as of a date."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unit:
    """An administrative unit. `level` 1 province, 2 district, 3 commune (also after July 2025). `type`: "tỉnh",
    "thành phố", "huyện", "quận", "thị xã", "xã", "phường", "thị trấn", "đặc khu"; `name` without the type word."""

    code: str
    name: str
    type: str
    level: int
    parent: str | None
    province: str


def lookup(name: str, *, type: str | None = None, level: int | None = None, date: str | None = None,
           province: str | None = None, district: str | None = None) -> list[Unit]:  # fmt: skip
    """All units that bear `name` (any tone placement, case, zero-padded digits) at `date` (ISO, may be partial; None:
    any time), narrowed by type, level and parents (names). One element: unambiguous."""
    raise NotImplementedError


def unit(code: str, level: int, date: str | None = None) -> Unit | None:
    """The unit of that code and level at `date`."""
    raise NotImplementedError
