"""Which documents of an archive are the same: the same bytes under several names, and nearly identical wording.

What has to be remembered of every document (its place in the archive, number, issuer, date, signature) lies on disk,
so that memory doesn't grow with the archive.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.archive import likeness

Row = dict[str, Any]


class Register:
    """What is known of the documents so far. `scratch`: an empty folder of its own."""

    def __init__(self, scratch: Path) -> None:
        scratch.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(scratch / "documents.sqlite", isolation_level=None)
        self._db.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
            "CREATE TABLE seen (n INTEGER PRIMARY KEY, id TEXT UNIQUE, path TEXT, number TEXT, issuer TEXT, date TEXT,"
            " signed INTEGER UNIQUE);"
            "CREATE TABLE same (path TEXT PRIMARY KEY, id TEXT, original TEXT);"
            "CREATE TABLE near (n INTEGER PRIMARY KEY, of INTEGER, similarity REAL); BEGIN"
        )
        self._path = scratch / "signatures.bin"
        self._file = self._path.open("wb")
        self._signed = 0

    def first(self, document_id: str, path: str) -> bool:
        """Whether `document_id` is new; else `path` is noted as another name of it."""
        new = self._db.execute("INSERT OR IGNORE INTO seen (id, path) VALUES (?, ?)", (document_id, _clean(path)))
        if not new.rowcount:
            self.repeated(path, document_id)
        return bool(new.rowcount)

    def repeated(self, path: str, document_id: str, original: str | None = None) -> None:
        """Note that the bytes of `path` are those of an earlier document, at `original` if that was not read."""
        values = (_clean(path), document_id, _clean(original or ""))
        self._db.execute("INSERT OR IGNORE INTO same VALUES (?, ?, ?)", values)

    def add(self, document_id: str, document: Mapping[str, Any], text: str) -> None:
        """Note a new document's own fields and the signature of its text."""
        signature = likeness.signature(text) if text else b""
        signed = None
        if signature:
            self._file.write(signature)
            signed, self._signed = self._signed, self._signed + 1
        values = (document["number"], document["issuer"], document["date"], signed, document_id)
        self._db.execute("UPDATE seen SET number = ?, issuer = ?, date = ?, signed = ? WHERE id = ?", values)

    def compare(self) -> None:
        """Find the nearly identical ones. Of a pair the one that lacks a number or date, else the later one in the
        archive, is marked as similar to the other; of several others, to the most similar."""
        self._file.close()
        signatures = likeness.read(self._path)
        for one, other, share in likeness.near_pairs(signatures):
            found = self._db.execute(
                "SELECT n FROM seen WHERE signed IN (?, ?) ORDER BY number IS NULL, date IS NULL, n", (one, other)
            ).fetchall()
            (original,), (copy,) = found
            self._db.execute(
                "INSERT INTO near VALUES (?, ?, ?) ON CONFLICT (n) DO UPDATE SET of = excluded.of, "
                "similarity = excluded.similarity WHERE excluded.similarity > similarity "
                "OR (excluded.similarity = similarity AND excluded.of < of)",
                (copy, original, share),
            )

    def similar_to(self, document_id: str) -> tuple[str, float] | None:
        """The document that `document_id` is nearly identical with, and how much."""
        found = self._db.execute(
            "SELECT o.id, similarity FROM near JOIN seen s USING (n) JOIN seen o ON o.n = near.of WHERE s.id = ?",
            (document_id,),
        ).fetchone()
        return (found[0], found[1]) if found else None

    def rows(self) -> Iterator[Row]:
        """The table `duplicates`: the same bytes first, then near ones, each by path."""
        query = (
            "SELECT same.id, same.path, o.number, o.issuer, o.date, 'same bytes', 1.0, o.id,"
            " coalesce(o.path, same.original), o.number, o.issuer, o.date"
            " FROM same LEFT JOIN seen o ON o.id = same.id ORDER BY same.path"
        )
        near = (
            "SELECT s.id, s.path, s.number, s.issuer, s.date, 'near', similarity, o.id, o.path, o.number, o.issuer,"
            " o.date FROM near JOIN seen s USING (n) JOIN seen o ON o.n = near.of ORDER BY s.path"
        )
        names = (
            "document_id", "path", "number", "issuer", "date", "relation", "similarity", "of_document_id", "of_path",
            "of_number", "of_issuer", "of_date",
        )  # fmt: skip
        for sql in (query, near):
            for values in self._db.execute(sql):
                row = dict(zip(names, values, strict=True))
                yield row | {"same_paper": "yes" if _same_paper(row) else "no"}

    def close(self) -> None:
        """Let go of the files."""
        self._file.close()
        self._db.close()


def _clean(path: str) -> str:
    """A path that SQLite takes: names on disk need not be UTF-8."""
    return path.encode("utf-8", "replace").decode()


def _same_paper(row: Row) -> bool:
    """Whether two nearly identical documents may be one paper: their issuers and numbers don't contradict."""
    if row["relation"] == "same bytes":
        return True
    pairs = ((row["issuer"], row["of_issuer"]), (row["number"], row["of_number"]))
    return all(one == other or one is None or other is None for one, other in pairs)
