"""A person's file as text: bounded, regular, UTF-8. What is not is a Finding, never an exception."""

import os
import stat
from pathlib import Path

from planner.files.locate import SourceText
from planner.outcome import Finding

YAML_LIMIT = 1_000_000
"""Bytes: a session of 200 activities takes some 30,000."""
CALENDAR_LIMIT = 10_000_000
"""Bytes: a calendar of 10,000 events takes some 4,000,000."""
PLAN_LIMIT = 10_000_000

_SIGNATURES = {
    b"%PDF": "PDF",
    b"PK\x03\x04": "zip",  # also .xlsx, .docx, .ods
    b"\x89PNG": "image",
    b"\xff\xd8\xff": "image",
    b"GIF8": "image",
    b"\xd0\xcf\x11\xe0": "office",
    b"\x1f\x8b": "gzip",
}
_OTHER_UNICODE = {  # by the mark at the start: of the longer ones first, which begin as the others do
    b"\xff\xfe\0\0": "UTF-32",
    b"\0\0\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}


def read_bytes(path: Path, file: str, limit: int) -> bytes | Finding:
    """The bytes of a regular file of at most `limit` bytes. Devices and pipes are not opened."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            return Finding("is-a-folder", file, facts={"name": file})
        if not stat.S_ISREG(status.st_mode):
            return Finding("not-a-file", file, facts={"name": file})
        if status.st_size <= limit:
            with open(path, "rb", opener=_without_waiting) as stream:
                data = stream.read(limit + 1)
            if data is None:
                return Finding("not-a-file", file, facts={"name": file})
            if len(data) <= limit:
                return data
            status = path.stat()  # it grew while being read
    except (FileNotFoundError, NotADirectoryError):
        return Finding("no-such-file", file, facts={"name": file})
    except (OSError, ValueError):  # ValueError: a NUL in the name
        return Finding("cannot-read", file, facts={"name": file})
    return Finding("file-too-large", file, facts={"name": file, "bytes": status.st_size, "limit_bytes": limit})


def _without_waiting(path: str, flags: int) -> int:
    """Opens what calls itself a file and may yet wait for ever, as /proc/kmsg does: it then has nothing to read."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def read_text(path: Path, file: str, limit: int = YAML_LIMIT) -> SourceText | Finding:
    """The text of a file in UTF-8, with or without byte order mark."""
    data = read_bytes(path, file, limit)
    return data if isinstance(data, Finding) else decode(data, file)


def decode(data: bytes, file: str) -> SourceText | Finding:
    """The text that bytes in UTF-8 mean."""
    for signature, kind in (*_SIGNATURES.items(), *_OTHER_UNICODE.items()):
        if data.startswith(signature):
            return Finding("not-text-file", file, facts={"name": file, "kind": kind})
    if b"\0" in data:
        return Finding("not-text-file", file, facts={"name": file, "kind": "binary"})
    try:
        return SourceText(file, data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return _not_utf_8(data, file, error.start)


def _not_utf_8(data: bytes, file: str, at: int) -> Finding:
    """Points at the first byte that is not UTF-8, in the line as Windows would show it."""
    before = data[:at].decode("utf-8-sig", errors="replace")
    source = SourceText(file, before + data[at:].decode("cp1252", errors="replace"))
    place = source.place(len(before))
    return Finding("not-utf-8", file, place.line, place.column, 1, place.excerpt, facts={"name": file})
