"""Archives in S3: whole or not there, whatever fails; each error says what to do."""

import json
import os
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import botocore.loaders
import psycopg
import pyrage
import pytest

from py_api import config
from py_api.archive import files, s3
from py_api.archive.contents import InvalidArchive
from tests.py.archive.conftest import run
from tests.support import command, servers
from tests.support.s3 import Store, serving

pytestmark = pytest.mark.once
PLACE = "s3://backups/tenants/acme.thing"
KEY = "tenants/acme.thing"
PART = 50_000


one_loader = cache(botocore.loaders.create_loader)


@pytest.fixture(scope="module")
def storage() -> Iterator[Store]:
    with serving() as store:
        yield store


@pytest.fixture
def store(storage: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """It is empty, its parts are small, and this process's boto3 uses it."""
    storage.buckets, storage.uploads, storage.parts, storage.gets = {"backups": {}}, {}, [], 0
    storage.refuse_part = storage.cut_after = None
    storage.smallest = PART
    monkeypatch.setattr(s3, "PART", PART)
    monkeypatch.setattr("botocore.session.create_loader", one_loader)  # it reads what S3 is, for a fifth of a second
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name, value in storage.environment().items():
        monkeypatch.setenv(name, value)
    return storage


def write(data: bytes, *, keys: tuple[str, ...] = ()) -> int:
    with files.written(PLACE, compressed=False, keys=keys) as sink:
        for at in range(0, len(data), 30_000):
            sink.write(data[at : at + 30_000])
    return sink.size


def read(identity: Path | None = None) -> bytes:
    with files.read(PLACE, identity) as source:
        return b"".join(iter(lambda: source.read(10_000), b""))


def test_a_tenant_there_and_back(
    server: servers.Server, db: psycopg.Connection[Any], tenant: str, store: Store
) -> None:
    def said(*arguments: str) -> dict[str, Any]:
        result = run(server.url, "tenant", *arguments, "--json")
        assert result.returncode == 0, result.stderr
        said: dict[str, Any] = json.loads(result.stdout)
        return said

    db.execute('select thing.create_class(%s, \'Word\', \'[{"name": "text", "type": "text"}]\')', (tenant,))
    db.execute(
        f"insert into tenant_{tenant}.tc_word (text) select 'word ' || i from generate_series(1, 1000) i".encode()
    )
    backup = said("backup", tenant, "-o", PLACE)
    assert (backup["file"], backup["bytes"]) == (PLACE, len(store.buckets["backups"][KEY]))
    assert said("verify", PLACE)["tenant"] == tenant
    copy = f"{tenant}_copy"
    try:
        said("restore", PLACE, "--as", copy)
        query = "select count(*), md5(string_agg(t::text, ',' order by id)) from tenant_{}.tc_word t"
        rows = [db.execute(query.format(slug).encode()).fetchone() for slug in (tenant, copy)]
        assert (rows[0] or [0])[0] == 1000
        assert rows[0] == rows[1]
    finally:
        db.execute("select thing.drop_tenant(slug, slug) from thing.tenants where slug = %s", (copy,))


def test_many_parts_and_a_connection_that_breaks(store: Store, tmp_path: Path) -> None:
    data = random.Random(1).randbytes(2 * PART + 1000)
    assert write(data) == len(data)
    assert sorted(store.parts) == [1000, PART, PART]
    store.cut_after = 70_000
    assert read() == data
    assert store.gets == 2
    identity = pyrage.x25519.Identity.generate()
    (tmp_path / "key.txt").write_text(str(identity))
    assert write(data, keys=(str(identity.to_public()),)) > len(data)
    assert read(tmp_path / "key.txt") == data
    write(b"")
    assert store.buckets["backups"][KEY] == b""
    assert not store.uploads


def test_an_object_that_is_written_again_meanwhile(store: Store) -> None:
    store.buckets["backups"][KEY] = bytes(3_000_000)
    store.cut_after = 2_000_000
    with files.read(PLACE) as source, pytest.raises(InvalidArchive, match="written again"):  # noqa: PT012
        source.read(1)
        write(b"x" * 3000)
        source.read(3_000_000)


@pytest.mark.parametrize("encrypted", [False, True])
@pytest.mark.parametrize("number", [1, 3])
def test_a_part_that_is_refused(store: Store, number: int, encrypted: bool) -> None:
    """What was there stays, and no parts do."""
    store.buckets["backups"][KEY] = b"earlier"
    store.refuse_part = number
    keys = (str(pyrage.x25519.Identity.generate().to_public()),) if encrypted else ()
    with pytest.raises(s3.StorageError, match="may not be written") as raised:
        write(bytes(2 * PART + 1000), keys=keys)
    assert raised.value.code == "S3_FORBIDDEN"
    assert (store.buckets, store.uploads) == ({"backups": {KEY: b"earlier"}}, {})


def test_a_backup_that_fails(server: servers.Server, store: Store) -> None:
    failed = run(server.url, "tenant", "backup", "nobody_here", "-o", PLACE)
    assert (failed.returncode, "nobody_here" in failed.stderr) == (1, True), failed.stderr
    with pytest.raises(KeyboardInterrupt), files.written(PLACE, compressed=True) as sink:  # noqa: PT012
        sink.write(bytes(1000))
        raise KeyboardInterrupt
    assert (store.buckets, store.uploads) == ({"backups": {}}, {})


def test_parts_that_cannot_be_removed(store: Store) -> None:
    with pytest.raises(s3.StorageError, match="not finished"), files.written(PLACE, compressed=False):  # noqa: PT012
        store.uploads.clear()
        raise InvalidArchive("no")


@pytest.mark.parametrize(
    ("place", "environment", "code", "said"),
    [
        ("s3://nowhere/key", {}, "S3_NO_BUCKET", "there is no bucket nowhere"),
        (PLACE, {}, "S3_NO_OBJECT", f"there is no object {PLACE}"),
        (PLACE, {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}, "S3_NO_CREDENTIALS", "no credentials"),
        (PLACE, {"AWS_ACCESS_KEY_ID": "another"}, "S3_FORBIDDEN", "InvalidAccessKeyId"),
        (PLACE, {"AWS_SECRET_ACCESS_KEY": "wrong"}, "S3_FORBIDDEN", "SignatureDoesNotMatch"),
        (PLACE, {"AWS_ENDPOINT_URL_S3": "http://127.0.0.1:9"}, "S3_UNREACHABLE", "cannot be reached"),
        (PLACE, {"AWS_ENDPOINT_URL_S3": "nothing"}, "S3_FAILED", "Invalid endpoint"),
        ("s3://B!/key", {}, "S3_FAILED", "Invalid bucket name"),
        ("s3://backups", {}, None, "does not name an object"),
    ],
)  # fmt: skip
def test_errors(store: Store, place: str, environment: dict[str, str], code: str | None, said: str) -> None:
    refused = command.called("tenant", "verify", place, "--json", **environment)
    error = json.loads(refused.stderr)["error"]
    assert (refused.returncode, error["code"], said in error["message"]) == (3 if code else 1, code, True), error
    assert error["hint"]


def test_without_the_extra(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "find_spec", lambda _: None)
    refused = command.called("tenant", "verify", PLACE)
    assert (refused.returncode, "pip install 'thingbase[s3]'" in refused.stderr) == (3, True), refused.stderr
