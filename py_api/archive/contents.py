"""What an archive holds: a tar of pieces, each with its hash in its name, so that none is used before it is checked.

    manifest.<hash>.json       what thing.archive_manifest says, and the program that wrote it
    tables/0001/000001.<hash>  the first piece of COPY BINARY of the manifest's first table; every table has one
    ...
    end.<hash>.json            {entries, digest, rows}: how many entries there are, a hash over all their names, and
                               how many rows each table has: what is cut off or taken out is missed

A hash is SHA-256. Reading and writing hold one piece at a time.
"""

import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from tarfile import BLOCKSIZE, REGTYPE, USTAR_FORMAT, HeaderError, TarInfo
from typing import Any, Protocol

from py_api import json_text
from py_api.errors import Failure

FORMAT = 1
PIECE = 4 * 2**20  # bytes of a table, before they are compressed
LARGEST = 64 * 2**20  # bytes of an entry that is read: manifests are larger than pieces where there are many classes
_PARTS = ("definitions", "core", "classes")  # of tables, in their order (thing.archive_tables)
_NAME = re.compile(
    r"(?P<stem>manifest|end|tables/(?P<table>\d{4,6})/(?P<piece>\d{6,9}))\.(?P<hash>[0-9a-f]{64})(\.json)?"
)


class Source(Protocol):
    """A binary file to read; a pipe, too."""

    def read(self, size: int, /) -> bytes: ...


class Sink(Protocol):
    def write(self, data: bytes, /) -> Any: ...


class InvalidArchive(Failure):
    """As the database's error of this code (docs/errors.md): the archive is damaged, cut off, newer, or none."""

    code = "INVALID_ARCHIVE"

    def as_json(self) -> dict[str, Any]:
        return {**super().as_json(), "code": self.code}


@dataclass(frozen=True, slots=True)
class Entry:
    """table: of a piece, its number from 0 on."""

    stem: str
    table: int | None
    data: bytes


class Writer:
    def __init__(self, file: Sink) -> None:
        self._file = file
        self._names = _Names()
        self._time = int(time.time())
        self._table, self._piece = 0, 0

    def manifest(self, manifest: Mapping[str, Any]) -> None:
        self._add("manifest", json_text.dumps(manifest).encode(), ".json")

    def piece(self, table: int, data: bytes) -> None:
        """The next piece of a table; tables come in their order."""
        self._piece = self._piece + 1 if table == self._table else 1
        self._table = table
        self._add(f"tables/{table + 1:04}/{self._piece:06}", data)

    def end(self, rows: list[int]) -> None:
        end = {**self._names.said(), "rows": rows}
        self._add("end", json_text.dumps(end).encode(), ".json")
        self._file.write(bytes(2 * BLOCKSIZE))

    def _add(self, stem: str, data: bytes, suffix: str = "") -> None:
        info = TarInfo(f"{stem}.{sha256(data).hexdigest()}{suffix}")
        info.size, info.mtime, info.mode = len(data), self._time, 0o600
        self._names.add(info.name)
        self._file.write(info.tobuf(USTAR_FORMAT))
        self._file.write(data)
        self._file.write(bytes(-len(data) % BLOCKSIZE))


class _Names:
    """Of the entries so far: as much as their number and a hash over them, however many there are."""

    def __init__(self) -> None:
        self.number = 0
        self._hash = sha256()

    def add(self, name: str) -> None:
        self._hash.update(f"\n{name}".encode() if self.number else name.encode())
        self.number += 1

    def said(self) -> dict[str, Any]:
        return {"entries": self.number, "digest": self._hash.hexdigest()}


def entries(file: Source) -> Iterator[Entry]:
    """The manifest, every piece, the end, each checked. Comes to the end only where nothing is missing.

    Errors: InvalidArchive.
    """
    names = _Names()
    table, piece = -1, 0
    while True:
        name, data = _next(file, names.number > 0)
        parts = _NAME.fullmatch(name)
        if parts is None or (parts["stem"] == "manifest") != (names.number == 0):
            raise InvalidArchive(*(_DAMAGED if names.number else _FOREIGN))
        if sha256(data).hexdigest() != parts["hash"]:
            raise InvalidArchive(f"the archive is damaged: {parts['stem']} is not what was written", ANOTHER)
        if parts["stem"] == "end":
            _check_end(_json(data), names)
            yield Entry(parts["stem"], None, data)
            return
        names.add(name)
        if parts["table"]:
            expected = (table, piece + 1) if int(parts["table"]) == table + 1 else (table + 1, 1)
            if (int(parts["table"]) - 1, int(parts["piece"])) != expected:
                raise InvalidArchive("the archive is damaged: a piece is missing", ANOTHER)
            table, piece = expected
        yield Entry(parts["stem"], table if parts["table"] else None, data)


ANOTHER = "Take another copy of the file."
_DAMAGED = ("the archive is damaged: an entry is not what was written", ANOTHER)
_FOREIGN = ("this is not an archive of a tenant", "`tenant backup SLUG -o FILE` writes one.")
_CUT = ("the archive is cut off: its end is missing", ANOTHER)


def _check_end(end: Mapping[str, Any], names: _Names) -> None:
    if {"entries": end.get("entries"), "digest": end.get("digest")} != names.said():
        raise InvalidArchive("the archive is damaged: pieces are missing", ANOTHER)


def _next(file: Source, begun: bool) -> tuple[str, bytes]:
    header = _read(file, BLOCKSIZE)
    if len(header) < BLOCKSIZE:
        raise InvalidArchive(*(_CUT if begun else _FOREIGN))
    try:
        info = TarInfo.frombuf(header, "utf-8", "surrogateescape")
    except HeaderError as error:
        raise InvalidArchive(*(_DAMAGED if begun else _FOREIGN)) from error
    if info.type != REGTYPE or not 0 <= info.size <= LARGEST:
        raise InvalidArchive(*(_DAMAGED if begun else _FOREIGN))
    size = info.size + -info.size % BLOCKSIZE
    data = _read(file, size)
    if len(data) < size:
        raise InvalidArchive(*_CUT)
    return info.name, data[: info.size]


def _read(file: Source, size: int) -> bytes:
    """As much as there is: a pipe gives less at a time."""
    parts = []
    while size and (part := file.read(size)):
        parts.append(part)
        size -= len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def manifest_of(entry: Entry) -> dict[str, Any]:
    """Errors: InvalidArchive where another program is needed to read it."""
    manifest = _json(entry.data)
    if manifest.get("format") != FORMAT:
        raise InvalidArchive(
            f"the archive has format {manifest.get('format')}; this program reads format {FORMAT}",
            "Restore it with the Thingbase that made it, or a newer one.",
        )
    try:
        whole = _is_whole(manifest)
    except (KeyError, TypeError):
        whole = False
    if not whole:
        raise InvalidArchive("the archive is damaged: its manifest does not say what it must", ANOTHER)
    return manifest


def _is_whole(manifest: Mapping[str, Any]) -> bool:
    tenant, tables = manifest["tenant"], manifest["tables"]
    parts = [_PARTS.index(table["part"]) if table["part"] in _PARTS else -1 for table in tables]
    return (
        isinstance(tenant["slug"], str)
        and isinstance(tenant["label"], str | None)
        and isinstance(manifest["core"], int)
        and isinstance(manifest["extensions"], dict)
        and "schemaVersion" in manifest
        and parts == sorted(parts)
        and {*parts} >= {0, 1}
        and -1 not in parts
        and all(
            isinstance(table["bytes"], int)
            and isinstance(table["columns"], list)
            and isinstance(table["types"], list)
            and all(isinstance(text, str) for text in (table["name"], *table["columns"], *table["types"]))
            and len(table["columns"]) == len(table["types"]) > 0
            for table in tables
        )
    )


def rows_of(end: Entry, manifest: Mapping[str, Any]) -> list[int]:
    """How many rows each table of the manifest has. Errors: InvalidArchive."""
    rows = _json(end.data).get("rows")
    if not isinstance(rows, list) or len(rows) != len(manifest["tables"]) or not all(type(n) is int for n in rows):
        raise InvalidArchive("the archive is damaged: its end does not say how many rows each table has", ANOTHER)
    return rows


def _json(data: bytes) -> dict[str, Any]:
    try:
        value = json_text.loads(data)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise InvalidArchive(*_DAMAGED)
    return value


def check(file: Source) -> tuple[dict[str, Any], int]:
    """Read all of an archive: its manifest, and the bytes in it. Errors: InvalidArchive."""
    pieces = entries(file)
    manifest = manifest_of(next(pieces))
    size, last = 0, -1
    for piece in pieces:
        if piece.table is None:
            rows_of(piece, manifest)
        else:
            size, last = size + len(piece.data), piece.table
    if last + 1 != len(manifest["tables"]):
        raise InvalidArchive("the archive is damaged: tables are missing", ANOTHER)
    return manifest, size
