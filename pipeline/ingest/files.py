"""Opening the files of an archive, whatever lies under their names."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from pipeline.errors import LimitExceeded, UnreadableInput

MAX_BYTES = 512 * 1024 * 1024
_KINDS = (
    (stat.S_ISDIR, "a folder", "Give a file, or use: kehoach batch FOLDER OUT"),
    (stat.S_ISFIFO, "a named pipe (FIFO)", "Give a regular file, or pipe its content to: kehoach extract -"),
    (stat.S_ISSOCK, "a socket", "Give a regular file"),
    (stat.S_ISCHR, "a device", "Give a regular file"),
    (stat.S_ISBLK, "a device", "Give a regular file"),
)
_ADVICE = {
    errno.ENOENT: "Check the path",
    errno.EACCES: "Ask its owner for the right to read it (chmod +r)",
    errno.ELOOP: "The symbolic link leads back to itself: remove it",
    errno.ENAMETOOLONG: "Check the path",
    errno.EIO: "The disk or network share is faulty: copy the file elsewhere",
}


def problem(path: str | Path, error: OSError) -> UnreadableInput:
    """`error` in words, with advice."""
    cause = {
        errno.EACCES: "no permission to read it",
        errno.ELOOP: "a loop of symbolic links",
        errno.ENOENT: "there is no such file",
    }.get(error.errno or 0, error.strerror or str(error))
    return UnreadableInput(str(path), cause, _ADVICE.get(error.errno or 0, "Check the path and its permissions"))


def read_file(path: str | Path, limit: int = MAX_BYTES) -> bytes:
    """The bytes of the regular file at `path`. Never waits: pipes and devices are refused before they are read.

    Raises UnreadableInput naming the cause (missing, permissions, loop of links, not a regular file), LimitExceeded
    above `limit` bytes.
    """
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as e:
        # Sockets cannot be opened at all; say what they are rather than "no such device".
        raise _kind_of(path) or problem(path, e) from e
    except ValueError as e:
        raise UnreadableInput(repr(str(path)), f"no valid path ({e})", "Check the path") from e
    status = os.fstat(handle)
    refused = _refusal(path, status.st_mode)
    if refused is not None:
        os.close(handle)
        raise refused
    with os.fdopen(handle, "rb") as file:
        if status.st_size > limit:
            raise LimitExceeded(str(path), f"{status.st_size:,} bytes", f"Split it; the limit is {limit:,} bytes")
        try:
            return file.read(limit + 1)[:limit]
        except OSError as e:
            raise problem(path, e) from e


def _refusal(path: str | Path, mode: int) -> UnreadableInput | None:
    for test, what, advice in _KINDS:
        if test(mode):
            return UnreadableInput(str(path), f"{what}, not a file", advice)
    return None


def _kind_of(path: str | Path) -> UnreadableInput | None:
    try:
        return _refusal(path, os.stat(path).st_mode)
    except OSError:
        return None
