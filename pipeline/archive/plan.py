"""What is left to do: the listing beside the store, cut into shards."""

from __future__ import annotations

import os
import tempfile
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.archive import listing, storage, store
from pipeline.archive.inputs import found
from pipeline.archive.listing import Listed
from pipeline.archive.settings import Settings
from pipeline.archive.work import Item, Task

MAX_DOCUMENTS = 1000
MAX_COST = 24_000_000  # bytes of plain text, some 20 seconds
_MIN_COST = 50_000
_PER_WORKER = 12  # shards a worker at least, so that the last ones end together
_DOCUMENT = 4_000  # what any document costs beside its bytes
# What a byte costs beside a byte of plain text. A scanned page has some 100 kB and takes a second, one with a text
# layer some 30 kB and 5 ms; nobody knows before which it is. Word packages are compressed and full of styles.
_WEIGHT = {".pdf": 2.0, ".png": 5.0, ".jpg": 8.0, ".jpeg": 8.0, ".tif": 8.0, ".tiff": 8.0, ".webp": 10.0,
           ".docx": 0.5, ".doc": 0.5, ".rtf": 0.5, ".odt": 0.5}  # fmt: skip
# Whose result a new run may better without anything having changed: see work.process.
_RETRIED = "listing"


@dataclass(slots=True)
class Plan:
    """What one run will do. `documents` of the archive, of which `duplicates` have the same bytes as another, `todo`
    are to be processed in `shards` shards; `bytes` of all."""

    documents: int = 0
    duplicates: int = 0
    todo: int = 0
    todo_bytes: int = 0
    shards: int = 0
    bytes: int = 0


def cost(path: str, size: int) -> float:
    """What a document is likely to take, in bytes of plain text."""
    return size * _WEIGHT.get(os.path.splitext(path)[1].lower(), 1.0) + _DOCUMENT


def make(source: str, out: str, settings: Settings, workers: int, *, verify: bool, retry_failed: bool) -> Plan:
    """List `source`, look what the store has, and write `OUT/listing.parquet` with the number of the shard that each
    document left will be in. Raises FileNotFoundError if there is no such source, OSError."""
    plan = Plan()
    key, retry = settings.key(), settings.retry()
    prefixes: array[int] = array("Q")
    with tempfile.TemporaryDirectory(prefix="kehoach-") as folder:
        first, second = (os.path.join(folder, n) for n in ("hashed", "joined"))
        listed = listing.hashed(found(source), listing.read(out), verify=verify, prefixes=prefixes)
        listing.write(first, listed, key, retry)
        several = listing.repeated(prefixes)
        del prefixes
        joined = _joined(first, several, out, key, retry, retry_failed, plan)
        listing.write(second, joined, key, retry)
        budget = max(_MIN_COST, min(MAX_COST, plan.todo_bytes // (workers * _PER_WORKER)))
        with storage.replacing(listing.place(out)) as part:
            listing.write(part, _numbered(listing.read_file(second), budget, plan), key, retry)
    return plan


def _joined(
    name: str, several: frozenset[int], out: str, key: str, retry: str, retry_failed: bool, plan: Plan
) -> Iterator[Listed]:
    """The listing with `shard` 0 for what is to be done, None for what is stored or a duplicate."""
    shards = store.shards(out, key)
    listed = list_originals(name, several, plan)
    for one, row, fresh in store.joined(listed, shards, ("path", "sha256", "status", "stage"), retry):
        todo = row is None or (row[2] != "ok" and (not fresh or retry_failed or row[3] == _RETRIED))
        if one.original is None and todo:
            plan.todo += 1
            plan.todo_bytes += int(cost(one.path, one.bytes))
            yield replace(one, shard=0)
        else:
            yield one


def list_originals(name: str, several: frozenset[int], plan: Plan) -> Iterator[Listed]:
    """The listing with its duplicates marked, counted into `plan`."""
    for one in listing.with_originals(listing.read_file(name), several):
        plan.documents += 1
        plan.bytes += one.bytes
        plan.duplicates += one.original is not None
        yield one


def _numbered(listed: Iterator[Listed], budget: float, plan: Plan) -> Iterator[Listed]:
    """Cut what is to be done into shards of `budget`, in the order of paths."""
    number, spent, count = 0, 0.0, 0
    for one in listed:
        if one.shard is None:
            yield one
            continue
        price = cost(one.path, one.bytes)
        if count and (spent + price > budget or count == MAX_DOCUMENTS):
            number, spent, count = number + 1, 0.0, 0
        spent, count = spent + price, count + 1
        plan.shards = number + 1
        yield replace(one, shard=number)


def tasks(out: str, settings: Settings) -> Iterator[Task]:
    """The shards to do, read from the listing one by one."""
    key, retry = settings.key(), settings.retry()
    items: list[Item] = []
    number = 0
    for one in listing.read(out):
        if one.shard is None:
            continue
        if items and one.shard != number:
            yield Task(number, tuple(items), out, settings, key, retry)
            items = []
        number = one.shard
        items.append(Item(one.path, _absolute(one.location), one.sha256, one.bytes))
    if items:
        yield Task(number, tuple(items), out, settings, key, retry)


def _absolute(location: str) -> str:
    """Workers elsewhere have another current folder."""
    return location if storage.is_url(location) else str(Path(location).absolute())
