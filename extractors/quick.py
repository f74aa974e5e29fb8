"""Frozen records that are made fast. A document makes hundreds of them, and the `__init__` of a frozen dataclass asks
`object.__setattr__` to look up every field by name: twice the time of filling the slots by their own descriptors."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, TypeVar

_Record = TypeVar("_Record")


def quick(record: type[_Record]) -> type[_Record]:
    """`record`, a frozen dataclass with slots and no default factories, with an `__init__` of the same signature that
    fills the slots directly. Raises AttributeError for a class without slots."""
    names = [field.name for field in fields(record)]  # type: ignore[arg-type]
    lines = [f"def __init__(self, {', '.join(names)}):", *(f"    set_{name}(self, {name})" for name in names)]
    made: dict[str, Any] = {f"set_{name}": getattr(record, name).__set__ for name in names}
    exec("\n".join(lines), made)
    init, old = made["__init__"], record.__init__
    init.__defaults__, init.__annotations__ = old.__defaults__, old.__annotations__
    init.__qualname__, init.__module__ = f"{record.__qualname__}.__init__", record.__module__
    record.__init__ = init  # type: ignore[method-assign]
    return record
