"""Archives that are damaged, cut off, foreign or newer are refused, and nothing is left of the attempt."""

import io
import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from tarfile import GNU_FORMAT, TarInfo
from typing import Any

import psycopg
import pytest
from psycopg.types.json import Jsonb

from py_api.archive import contents
from py_api.archive.contents import Entry, InvalidArchive, Writer
from tests.py.archive.conftest import Source, done, left_over, run

pytestmark = pytest.mark.once


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
    manifest, pieces = json.loads(entries[0].data), entries[1:-1]
    manifest["rows"] = json.loads(entries[-1].data)["rows"]
    change(manifest, pieces)
    rows = manifest.pop("rows")
    file = io.BytesIO()
    writer = Writer(file)
    writer.manifest(manifest)
    for piece in pieces:
        assert piece.table is not None
        writer.piece(piece.table, piece.data)
    writer.end(rows)
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
    for at in range(4, len(whole) * 15 // 16, len(whole) // 8):  # (of the end, the last bytes are not needed)
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


def _unknown_part(manifest: dict[str, Any], _pieces: list[Entry]) -> None:
    manifest["tables"][-1]["part"] = "extras"


def _no_table(manifest: dict[str, Any], pieces: list[Entry]) -> None:
    manifest["tables"].pop()
    manifest["rows"].pop()
    del pieces[-1]


def _twice(manifest: dict[str, Any], pieces: list[Entry]) -> None:
    manifest["tables"].append(manifest["tables"][-1])
    manifest["rows"].append(manifest["rows"][-1])
    pieces.append(Entry("", len(manifest["tables"]) - 1, pieces[-1].data))


def _more_rows_written(manifest: dict[str, Any], _pieces: list[Entry]) -> None:
    manifest["rows"][-1] += 1


def _no_rows_said(manifest: dict[str, Any], _pieces: list[Entry]) -> None:
    manifest["rows"] = []


def _older_core_with_other_tables(manifest: dict[str, Any], _pieces: list[Entry]) -> None:
    """It says that an older core made it, and has a table of the core that none had."""
    manifest["core"] -= 1
    table = next(table for table in manifest["tables"] if table["part"] == "core")
    table["name"] = "thing_others"


def _half_a_row(_manifest: dict[str, Any], pieces: list[Entry]) -> None:
    last = pieces[-1]
    pieces[-1] = Entry(last.stem, last.table, last.data[:-5])


@pytest.mark.parametrize(
    "change",
    [
        _newer_format,
        _newer_core,
        _unknown_column,
        _other_type,
        _foreign_table,
        _rows_of_another,
        _half_a_row,
        _unknown_part,
        _no_table,
        _twice,
        _more_rows_written,
        _no_rows_said,
        _older_core_with_other_tables,
    ],
)
def test_whole_but_not_for_this_core(
    plain: bytes, elsewhere: str, tmp_path: Path, change: Callable[[dict[str, Any], list[Entry]], None]
) -> None:
    before = left_over(elsewhere)
    (tmp_path / "file").write_bytes(rewritten(plain, change))
    refused = run(elsewhere, "tenant", "restore", tmp_path / "file")
    assert (refused.returncode, "INVALID_ARCHIVE" in refused.stderr) == (1, True), refused.stderr
    assert left_over(elsewhere) == before
    if change is _newer_core:
        assert "made by a newer core" in refused.stderr
        assert "db upgrade" in refused.stderr


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
        manifest["rows"][number] = 0

    before = left_over(elsewhere)
    (tmp_path / "file").write_bytes(rewritten(plain, change))
    refused = run(elsewhere, "tenant", "restore", tmp_path / "file")
    assert (refused.returncode, "INVALID_ARCHIVE" in refused.stderr) == (1, True), refused.stderr
    assert left_over(elsewhere) == before


STOLEN = "create table thing.stolen (a {} generated always as (({}"
SAID = {  # what an expression of the schema says in the archive
    "constant": f"true)) stored); {STOLEN.format('boolean', 'true')}",
    "number": f"1 > 0)) stored); {STOLEN.format('numeric', '1')}",
}


@pytest.mark.parametrize("kind", SAID)
def test_sql_in_the_place_of_an_expression(source: Source, elsewhere: str, tmp_path: Path, kind: str) -> None:
    """It is never run."""
    slug, field = f"{source.slug}_sql", '{"name": "yes", "type": "boolean", "expression": "true", "stored": true}'
    with psycopg.connect(source.url, autocommit=True) as db:
        db.execute("select thing.create_tenant(%s)", (slug,))
        db.execute("select thing.create_class(%s, 'Odd', %s)", (slug, f"[{field}]"))
        tree = Jsonb({kind: SAID[kind], "type": "boolean"})
        fields = f"tenant_{slug}.thing_class_fields"
        db.execute(f"update {fields} set expression = jsonb_set(expression, '{{tree}}', %s)".encode(), (tree,))
        done(source.url, "tenant", "backup", slug, "-o", tmp_path / "hostile")
        db.execute("select thing.drop_tenant(%s, %s)", (slug, slug))
    before = left_over(elsewhere)
    refused = run(elsewhere, "tenant", "restore", tmp_path / "hostile")
    with psycopg.connect(elsewhere) as db:
        assert db.execute("select to_regclass('thing.stolen')").fetchone() == (None,)
    assert (refused.returncode, "INVALID_ARCHIVE" in refused.stderr) == (1, True), refused.stderr
    assert left_over(elsewhere) == before


def _named(data: bytes, stem: str = "manifest") -> bytes:
    info = TarInfo(f"{stem}.{sha256(data).hexdigest()}.json")
    info.size = len(data)
    return info.tobuf(GNU_FORMAT) + data + bytes(-len(data) % 512)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"[" * 100_000,
        b"\xff\xfe",
        b'{"format": 1}',
        b'{"format": 1, "tenant": {"slug": "a", "label": null}, "core": 1, "extensions": {}, "tables": [{}]}',
    ],
)
def test_a_manifest_that_says_something_else(data: bytes) -> None:
    with pytest.raises(InvalidArchive):
        read(_named(data))


def test_a_manifest_without_a_table_of_the_core(plain: bytes) -> None:
    def change(manifest: dict[str, Any], pieces: list[Entry]) -> None:
        for table in manifest["tables"]:
            table["part"] = "definitions"

    with pytest.raises(InvalidArchive):
        read(rewritten(plain, change))


def test_an_entry_of_a_size_below_zero() -> None:
    """It would be read to the end of the file, which may be packed as small as one likes."""

    class Endless:
        def read(self, size: int) -> bytes:
            assert size >= 0
            return header.read(size)

    info = TarInfo(f"manifest.{'0' * 64}.json")
    info.size = -2048
    header = io.BytesIO(info.tobuf(GNU_FORMAT))
    with pytest.raises(InvalidArchive):
        contents.check(Endless())
