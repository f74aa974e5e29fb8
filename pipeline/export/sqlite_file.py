"""One SQLite file with all tables: keys, indexes, views, full-text search; opens in Datasette as it is.

Search goes without diacritics ("quyet dinh" finds "Quyết định") by FTS5's `remove_diacritics 2`. That leaves `đ`, which
isn't a letter with a mark for Unicode: the generated column `plain` repeats the words with `d` for it.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.export.columns import columns
from pipeline.export.tables import TABLES

_TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "any": ""}
_FACTS = ("citations", "indices", "targets", "responsibilities", "sections")
_KEYS = {
    "documents": "PRIMARY KEY (document_id)",
    # The parent's column is named, though SQLite doesn't need it: Datasette does.
    **dict.fromkeys(
        _FACTS, "PRIMARY KEY (document_id, id), FOREIGN KEY (document_id) REFERENCES documents (document_id)"
    ),
    "duplicates": "PRIMARY KEY (path, relation), FOREIGN KEY (of_document_id) REFERENCES documents (document_id)",
    "failures": "PRIMARY KEY (path)",
}  # fmt: skip
_INDEXES = {
    "documents": ("path", "number", "issuer", "province, district, commune", "date", "kind", "similar_to"),
    "citations": ("key", "number", "province, date"),
    "indices": ("code, year", "province, date"),
    "targets": ("due", "type", "unit_responsible", "province, date"),
    "responsibilities": ("body", "role", "province, date"),
}
_SEARCHED = {
    "documents": ("number", "issuer", "title", "recipients"),
    "citations": ("quote", "title"),
    "targets": ("quote", "measure", "unit_responsible"),
    "responsibilities": ("body", "task"),
}
_VIEWS = {
    "overview": "SELECT province, level, kind, substr(date, 1, 4) AS year, count(*) AS documents, "
    "sum(citations) AS citations, sum(targets) AS targets, sum(responsibilities) AS responsibilities "
    "FROM documents GROUP BY 1, 2, 3, 4",
    "most_cited": "SELECT key, min(kind) AS kind, min(number) AS number, max(cited_date) AS cited_date, "
    "max(cited_issuer) AS cited_issuer, max(title) AS title, count(*) AS mentions, "
    "count(DISTINCT document_id) AS documents FROM citations WHERE key IS NOT NULL AND form <> 'self' "
    "GROUP BY key ORDER BY documents DESC, key",
    "deadlines": "SELECT due, unit_responsible, measure, quote, path, issuer, province, document_id, id FROM targets "
    "WHERE due IS NOT NULL AND status = 'target' ORDER BY due",
    "duties": "SELECT body, role, count(*) AS tasks, count(DISTINCT document_id) AS documents FROM responsibilities "
    "GROUP BY body, role ORDER BY tasks DESC, body, role",
}
_TEXT = re.compile("[\x00\ud800-\udfff]")


def _name(column: str) -> str:
    return f'"{column}"'


def _plain(parts: Sequence[str]) -> str:
    words = " || ' ' || ".join(f"coalesce({_name(p)}, '')" for p in parts)
    return f"replace(replace({words}, 'đ', 'd'), 'Đ', 'D')"


class SqliteFile:
    """Writes all tables into the file `path`, which must not exist."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, isolation_level=None)
        # The file has another name until it is whole: a journal would protect nothing.
        self._db.execute("PRAGMA journal_mode=OFF")
        self._db.execute("PRAGMA synchronous=OFF")
        self._db.execute("PRAGMA cache_size=-32000")
        self._db.execute("BEGIN")
        self._insert: dict[str, str] = {}
        for table in TABLES:
            self._create(table)

    def _create(self, table: str) -> None:
        described = columns(table)
        parts = [f"{_name(c.name)} {_TYPES[c.type]}".strip() for c in described]
        if table in _SEARCHED:
            parts.append(f"plain TEXT GENERATED ALWAYS AS ({_plain(_SEARCHED[table])}) VIRTUAL")
        if table in _KEYS:
            parts.append(_KEYS[table])
        self._db.execute(f"CREATE TABLE {table} ({', '.join(parts)})")
        names = ", ".join(_name(c.name) for c in described)
        marks = ", ".join("?" * len(described))
        self._insert[table] = f"INSERT INTO {table} ({names}) VALUES ({marks})"

    def write(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """Append `rows` (values in the order of the table's columns)."""
        try:
            self._db.executemany(self._insert[table], rows)
        except UnicodeEncodeError:  # a path that isn't UTF-8
            self._db.executemany(self._insert[table], [tuple(map(_clean, row)) for row in rows])

    def close(self) -> None:
        """Index the tables and finish the file."""
        for table, keys in _INDEXES.items():
            for key in keys:
                name = f"{table}_by_{key.replace(', ', '_')}"
                self._db.execute(f"CREATE INDEX {name} ON {table} ({', '.join(map(_name, key.split(', ')))})")
        for view, query in _VIEWS.items():
            self._db.execute(f"CREATE VIEW {view} AS {query}")
        for table, searched in _SEARCHED.items():
            names = ", ".join(map(_name, (*searched, "plain")))
            self._db.execute(
                f'CREATE VIRTUAL TABLE {table}_fts USING fts5({names}, content="{table}", '
                'tokenize="unicode61 remove_diacritics 2")'
            )
            self._db.execute(f"INSERT INTO {table}_fts ({table}_fts) VALUES ('rebuild')")
        self._db.execute("COMMIT")
        self._db.execute("ANALYZE")
        self._db.close()


def _clean(value: Any) -> Any:
    return _TEXT.sub("\ufffd", value) if isinstance(value, str) else value
