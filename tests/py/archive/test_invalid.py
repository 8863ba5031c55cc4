"""Archives that are damaged, cut off, foreign or newer are refused, and nothing is left of the attempt."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from py_api.archive import contents
from py_api.archive.contents import Entry, InvalidArchive, Writer
from tests.py.archive.conftest import Source, done, left_over, run


@pytest.fixture(scope="module")
def plain(source: Source, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The archive, not compressed."""
    path = tmp_path_factory.mktemp("plain") / "plain.tar"
    done(source.url, "tenant", "backup", source.slug, "-o", path, "--no-compress")
    return path.read_bytes()


def read(data: bytes) -> None:
    contents.check(io.BytesIO(data))


def rewritten(data: bytes, change: Callable[[dict[str, Any], list[Entry]], None]) -> bytes:
    """An archive with right hashes and other contents."""
    entries = list(contents.entries(io.BytesIO(data)))
    manifest, pieces = json.loads(entries[0].data), entries[1:]
    change(manifest, pieces)
    file = io.BytesIO()
    writer = Writer(file)
    writer.manifest(manifest)
    for piece in pieces:
        assert piece.table is not None
        writer.piece(piece.table, piece.data)
    writer.end([])
    return file.getvalue()


def test_each_piece_changed(plain: bytes) -> None:
    """A byte in the middle of every header and every content."""
    read(plain)
    place = 0
    while any(plain[place : place + 512]):
        size = int(plain[place + 124 : place + 135], 8)
        for at in (place, place + 40, place + 150, *([place + 512 + size // 2] if size else [])):
            changed = bytearray(plain)
            changed[at] ^= 0x55
            with pytest.raises(InvalidArchive):
                read(bytes(changed))
        place += 512 + size + -size % 512


def test_cut_off_and_pieces_missing(plain: bytes) -> None:
    for size in (0, 100, 512, 5000, len(plain) // 2, len(plain) - 1024 - 300):
        with pytest.raises(InvalidArchive):
            read(plain[:size])
    place, blocks = 0, []
    while any(plain[place : place + 512]):
        size = 512 + int(plain[place + 124 : place + 135], 8)
        blocks.append(plain[place : place + size + -size % 512])
        place += len(blocks[-1])
    for missing in (0, 1, len(blocks) // 2, len(blocks) - 1):
        with pytest.raises(InvalidArchive):
            read(b"".join(blocks[:missing] + blocks[missing + 1 :]))
    with pytest.raises(InvalidArchive):
        read(b"".join([*blocks[:2], blocks[3], blocks[2], *blocks[4:]]))
    with pytest.raises(InvalidArchive):
        read(b"".join([*blocks[:-1], blocks[-2], blocks[-1]]))


def test_compressed_and_damaged(source: Source, elsewhere: str, tmp_path: Path) -> None:
    before, whole = left_over(elsewhere), source.file.read_bytes()
    for at in range(4, len(whole), len(whole) // 8):
        changed = bytearray(whole)
        changed[at] ^= 0x55
        (tmp_path / "changed").write_bytes(changed)
        (tmp_path / "cut").write_bytes(whole[:at])
        for name in ("changed", "cut"):
            refused = run(elsewhere, "tenant", "restore", tmp_path / name)
            assert (refused.returncode, "INVALID_ARCHIVE" in refused.stderr) == (1, True), (at, name, refused.stderr)
    assert left_over(elsewhere) == before


@pytest.mark.parametrize("text", [b"", b"x" * 5000, b"\x28\xb5\x2f\xfdzzzzzzzz", b"PGDMP\x01\x0e\x00" + bytes(2000)])
def test_foreign(elsewhere: str, tmp_path: Path, text: bytes) -> None:
    (tmp_path / "foreign").write_bytes(text)
    refused = run(elsewhere, "tenant", "restore", tmp_path / "foreign", "--json")
    assert (refused.returncode, json.loads(refused.stderr)["error"]["code"]) == (1, "INVALID_ARCHIVE")


def _newer_format(manifest: dict[str, Any], _pieces: list[Entry]) -> None:
    manifest["format"] = 2


def _newer_core(manifest: dict[str, Any], _pieces: list[Entry]) -> None:
    manifest["core"] += 1


def _unknown_column(manifest: dict[str, Any], _pieces: list[Entry]) -> None:
    manifest["tables"][0]["columns"][1] = "colour"


def _other_type(manifest: dict[str, Any], _pieces: list[Entry]) -> None:
    manifest["tables"][-1]["types"][1] = "box"


def _foreign_table(manifest: dict[str, Any], _pieces: list[Entry]) -> None:
    manifest["tables"][-1]["name"] = "pg_authid"


def _rows_of_another(_manifest: dict[str, Any], pieces: list[Entry]) -> None:
    last, first = pieces[-1], pieces[0]
    pieces[-1] = Entry(last.stem, last.table, first.data)


def _half_a_row(_manifest: dict[str, Any], pieces: list[Entry]) -> None:
    last = pieces[-1]
    pieces[-1] = Entry(last.stem, last.table, last.data[:-5])


@pytest.mark.parametrize(
    "change",
    [_newer_format, _newer_core, _unknown_column, _other_type, _foreign_table, _rows_of_another, _half_a_row],
)
def test_whole_but_not_for_this_core(
    plain: bytes, elsewhere: str, tmp_path: Path, change: Callable[[dict[str, Any], list[Entry]], None]
) -> None:
    before = left_over(elsewhere)
    (tmp_path / "file").write_bytes(rewritten(plain, change))
    refused = run(elsewhere, "tenant", "restore", tmp_path / "file")
    assert (refused.returncode, "INVALID_ARCHIVE" in refused.stderr) == (1, True), refused.stderr
    assert left_over(elsewhere) == before


def test_a_restore_that_fails_in_the_middle(source: Source, elsewhere: str) -> None:
    """The server lacks a rule that the schema uses."""
    before = left_over(elsewhere)
    with psycopg.connect(elsewhere, autocommit=True) as db:
        db.execute("select thing.unregister_rule('odd')")
    refused = run(elsewhere, "tenant", "restore", source.file)
    assert (refused.returncode, "UNKNOWN_RULE" in refused.stderr) == (1, True), refused.stderr
    assert left_over(elsewhere) == before


def test_rows_in_the_way(plain: bytes, elsewhere: str, tmp_path: Path) -> None:
    """A thing's reference points to a thing that is not in the archive."""

    def change(manifest: dict[str, Any], pieces: list[Entry]) -> None:
        number = next(n for n, table in enumerate(manifest["tables"]) if table["name"] == "thing_instances")
        at = next(n for n, piece in enumerate(pieces) if piece.table == number)
        nothing = b"PGCOPY\n\xff\r\n\x00" + bytes(8) + b"\xff\xff"
        pieces[at] = Entry("", number, nothing)

    before = left_over(elsewhere)
    (tmp_path / "file").write_bytes(rewritten(plain, change))
    refused = run(elsewhere, "tenant", "restore", tmp_path / "file")
    assert (refused.returncode, "INVALID_ARCHIVE" in refused.stderr) == (1, True), refused.stderr
    assert left_over(elsewhere) == before
