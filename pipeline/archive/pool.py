"""A pool of processes that works through documents; one bad document takes only itself along."""

from __future__ import annotations

import json
import os
from collections.abc import Generator, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from pipeline.errors import KehoachError, MissingTool

Outcome = tuple[str, str | None, dict[str, Any] | None]
"""(path, record as one line of JSON, None) or (path, None, row of the table `failures`)."""

_CHUNK = 8
_NONE: Mapping[str, str] = {}


def failure(path: str, error: Exception) -> dict[str, Any]:
    """The row of the table `failures` for `error`; a document whose tool is missing is skipped, not failed."""
    if isinstance(error, KehoachError):
        row = _row(path, error.stage, error.page, error.cause, error.advice)
        return row | {"status": "skipped"} if isinstance(error, MissingTool) else row
    return _row(path, "extract", None, f"{type(error).__name__}: {error}", "Report this document to the developers")


def _row(path: str, stage: str, page: int | None, cause: str, advice: str) -> dict[str, Any]:
    return {"path": path, "status": "failed", "stage": stage, "page": page, "cause": cause, "advice": advice}


def process(path: str, root: str, layers: Sequence[str], converted: Mapping[str, str] = _NONE) -> Outcome:
    """Extract one document. `root` is taken off the record's path, so that tables don't depend on where they lie.
    `converted`: see `run`."""
    from dataclasses import replace

    from pipeline.ingest.reader import ReadOptions
    from pipeline.process import extract_file
    from pipeline.records import to_json

    name = os.path.relpath(path, root) if root else path
    try:
        record = extract_file(path, layers=layers, options=ReadOptions(converted=converted))
        record = replace(record, source=replace(record.source, path=name))
        return name, to_json(record, indent=None, layers=layers), None
    except Exception as error:  # whatever a hostile file provokes is that file's failure, not the batch's
        return name, None, failure(name, error)


def _chunk(paths: Sequence[str], root: str, layers: Sequence[str], converted: Mapping[str, str]) -> list[Outcome]:
    return [process(p, root, layers, converted) for p in paths]


def _alone(path: str, root: str, layers: Sequence[str]) -> Outcome:
    """Process one document in a worker of its own: the one that killed a shared worker is found that way."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        try:
            return pool.submit(process, path, root, layers).result()
        except BrokenProcessPool:
            name = os.path.relpath(path, root) if root else path
            cause = "the process that read it died (memory, or a fault in a library)"
            return name, None, _row(name, "extract", None, cause, "Try it alone: kehoach extract FILE")


def run(
    paths: Sequence[Path], *, root: str, layers: Sequence[str], workers: int, converted: Mapping[str, str] = _NONE
) -> Iterator[Outcome]:
    """The outcomes of `paths`, in their order. At most a few chunks per worker wait at once, so memory stays flat.
    `converted`: the .docx made of .doc and .rtf files beforehand, by path (see pipeline.ingest.office.convert)."""
    names = [str(p) for p in paths]
    if workers <= 1:
        for name in names:
            yield process(name, root, layers, converted)
        return
    chunks = [names[i : i + _CHUNK] for i in range(0, len(names), _CHUNK)]
    while chunks:
        chunks = yield from _through_pool(chunks, root, layers, workers, converted)


def _through_pool(
    chunks: list[list[str]], root: str, layers: Sequence[str], workers: int, converted: Mapping[str, str]
) -> Generator[Outcome, None, list[list[str]]]:
    """Work through `chunks` until done or a worker dies; returns the chunks that are left."""
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        waiting: list[tuple[int, Future[list[Outcome]]]] = []
        following = 0
        for i in range(len(chunks)):
            while following < len(chunks) and following < i + 4 * workers:
                try:
                    chunk = chunks[following]
                    made = {name: converted[name] for name in chunk if name in converted}
                    waiting.append((following, pool.submit(_chunk, chunk, root, layers, made)))
                except BrokenProcessPool:
                    break
                following += 1
            try:
                outcomes = waiting.pop(0)[1].result()
            except (BrokenProcessPool, IndexError):
                for name in chunks[i]:
                    yield _alone(name, root, layers)
                return chunks[i + 1 :]
            yield from outcomes
    return []


def as_record(line: str) -> dict[str, Any]:
    """The record of one line of JSON."""
    record: dict[str, Any] = json.loads(line)
    return record
