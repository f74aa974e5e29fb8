"""What files don't say: a table `--meta FILE.csv` and the names of folders, as hints for one document by its path.

The table has a column `path` (a file, a folder, or a pattern with `*`, `?` and `**`, relative to the archive) and any
of pipeline.hints.FIELDS. Its rows are tried from the top; for every field the first row that matches and has a value
counts. Folder names give the locality only ("Huyện Gò Dầu", "tinh_tay_ninh", "BinhDinh"), and only where the gazetteer
knows just one unit they can mean.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from extractors import places
from extractors.text import LOWER, UPPER, bare, fold
from pipeline.hints import FIELDS, UNITS, Hints

Pairs = tuple[tuple[str, str], ...]

_LEVEL = {
    "tinh": 1, "thanh pho": 0, "tp": 0, "huyen": 2, "quan": 2, "thi xa": 2, "xa": 3, "phuong": 3, "thi tran": 3,
    "dac khu": 3,
}  # fmt: skip
_TYPED = re.compile(r"(?:^|\s)(thanh pho|thi tran|thi xa|dac khu|tinh|huyen|quan|phuong|xa|tp)(?: uy)? (?=\S)")
_ORDER = re.compile(r"^\d{1,3}[ .)]+(?=\D)")
_CAMEL = re.compile(rf"(?<=[{LOWER}])(?=[{UPPER}])")


@dataclass(frozen=True, slots=True)
class Meta:
    """A user's table: rows without wildcards by their path, the others as patterns in order. `for_path` asks it and,
    unless `folders` is False, the names of the folders. Can be pickled, so that workers get it."""

    exact: dict[str, list[tuple[int, Pairs]]] = field(default_factory=dict)
    patterns: tuple[tuple[int, re.Pattern[str], Pairs], ...] = ()
    folders: bool = True

    def for_path(self, path: str) -> Hints:
        """The hints for the document at `path` (relative to the archive). Pure: the same path, the same hints."""
        path = path.replace("\\", "/").removeprefix("./")
        rows = list(self.exact.get(path, ()))
        at = path.find("/")
        while at >= 0:
            rows += self.exact.get(path[:at], ())
            at = path.find("/", at + 1)
        rows += [(n, pairs) for n, pattern, pairs in self.patterns if pattern.fullmatch(path)]
        values: dict[str, str] = {}
        for _, pairs in sorted(rows):
            for name, value in pairs:
                values.setdefault(name, value)
        return Hints(tuple(sorted(values.items())), from_folders(path) if self.folders else ())


NOTHING = Meta()


def for_path(path: str, meta: Meta = NOTHING) -> Hints:
    """The hints for the document at `path`: from `meta`, and from its folders' names."""
    return meta.for_path(path)


def load(file: str | Path) -> Meta:
    """The table in `file` (CSV, UTF-8, with comma or semicolon).

    Raises ValueError, in words for the user, if it has no column `path`, an unknown column or an impossible level or
    date; OSError if it cannot be read.
    """
    with Path(file).open(encoding="utf-8-sig", newline="") as lines:
        head = lines.readline()
        lines.seek(0)
        reader = csv.DictReader(lines, delimiter=";" if head.count(";") > head.count(",") else ",")
        columns = [(name or "").strip().lower() for name in reader.fieldnames or []]
        unknown = sorted(set(columns) - {"path", "note", *FIELDS})
        if "path" not in columns or unknown:
            wrong = f"unknown columns {', '.join(unknown)}" if unknown else "no column path"
            raise ValueError(f"{file}: {wrong}. Columns: path, {', '.join(FIELDS)}, note")
        reader.fieldnames = columns
        return compiled([_row(row, reader.line_num, file) for row in reader])


_LEVELS = ("central", "province", "department", "district", "commune", "party", "other")
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?|-Q[1-4])?")


def _row(row: dict[str, str | None], line: int, file: str | Path) -> tuple[str, Pairs]:
    values = {k: " ".join(v.split()) for k, v in row.items() if k in ("path", *FIELDS) and v and v.strip()}
    if values.get("level", "other") not in _LEVELS:
        raise ValueError(f"{file}, line {line}: level {values['level']!r}; use one of {', '.join(_LEVELS)}")
    if "date" in values and not _DATE.fullmatch(values["date"]):
        raise ValueError(f"{file}, line {line}: date {values['date']!r}; write 2024-05-31, 2024-05 or 2024")
    path = values.pop("path", "").replace("\\", "/").removeprefix("./").rstrip("/")
    return path, tuple(sorted(values.items()))


def compiled(rows: Iterable[tuple[str, Pairs]]) -> Meta:
    """The table of `rows` (path or pattern, pairs of field and value), in their order. Rows without a path or a value
    count for nothing."""
    exact: dict[str, list[tuple[int, Pairs]]] = {}
    patterns = []
    for n, (path, pairs) in enumerate(rows):
        if not path or not pairs:
            continue
        if any(ch in path for ch in "*?["):
            patterns.append((n, re.compile(_pattern(path)), pairs))
        else:
            exact.setdefault(path, []).append((n, pairs))
    return Meta(exact, tuple(patterns))


def _pattern(glob: str) -> str:
    """A glob as a regular expression: `**/` is any folders, `*` and `?` stay inside one name; a pattern that names a
    folder means all below it."""
    out = ""
    for piece in re.split(r"(\*\*/|\*\*|\*|\?)", glob):
        out += {"**/": "(?:[^/]+/)*", "**": ".*", "*": "[^/]*", "?": "[^/]"}.get(piece) or re.escape(piece)
    return out + "(?:/.*)?"


def from_folders(path: str) -> Pairs:
    """The units that the folders of `path` name: pairs of province, district, commune and name; none if two folders
    contradict each other or the names are ambiguous."""
    folder = path.replace("\\", "/").rpartition("/")[0]
    return _of_folder(folder) if folder else ()


@lru_cache(maxsize=4096)
def _of_folder(folder: str) -> Pairs:
    found: dict[str, places.Unit] = {}
    for name in folder.split("/")[-8:]:
        unit = _unit(name, found)
        if unit is None:
            continue
        if UNITS[unit.level - 1] in found and found[UNITS[unit.level - 1]].code != unit.code:
            return ()
        found[UNITS[unit.level - 1]] = unit
    if not found:
        return ()
    lowest = max(found.values(), key=lambda unit: unit.level)
    above = places.parents(lowest)
    whole = {"province": above.province, "district": above.district, "commune": above.commune}
    for level, unit in found.items():
        other = whole[level]
        if other is None or places.key(other.name) != places.key(unit.name):
            return ()
    return tuple((level, unit.name) for level, unit in whole.items() if unit)


def _unit(name: str, above: dict[str, places.Unit]) -> places.Unit | None:
    """The one unit that a folder's name means, inside the units of the folders above it."""
    words = " ".join(_ORDER.sub("", _CAMEL.sub(" ", name.replace("_", " ")).replace("-", " ")).split())
    plain = bare(fold(words))
    typed = _TYPED.search(plain)
    province = above["province"].name if "province" in above else None
    district = above["district"].name if "district" in above else None
    if typed:
        own, level = words[typed.end() :], _LEVEL[typed[1]]
        for at in (level,) if level else (1, 2):
            unit = _known(own, at, province, district, bare_too=True)
            if unit and (level or unit.type == "thành phố"):
                return unit
        return None
    if not any(ch.isalpha() for ch in words):
        return None
    # Without its type word a name means a province, or a unit inside the one that the folder above names.
    lowest = 3 if district else 2 if province else 1
    return next(
        (u for at in range(1, lowest + 1) if (u := _known(words, at, province, district, bare_too=at == 1))), None
    )


def _known(name: str, level: int, province: str | None, district: str | None, *, bare_too: bool) -> places.Unit | None:
    inside = {"province": province if level > 1 else None, "district": district if level > 2 else None}
    unit = places.unique(name, level=level, **inside)
    if unit is None and bare_too and name.isascii():
        unit = places.repaired(name, level=level, province=inside["province"])
    return unit
