"""An encrypted archive is read with its key alone, by the program of age as well."""

from pathlib import Path

import pyrage
import pytest

from py_api.archive import contents, files
from py_api.archive.contents import InvalidArchive
from py_api.errors import Failure
from tests.py.archive.conftest import Source, done, run
from tests.py.archive.test_round_trip import same
from tests.support import command

pytestmark = pytest.mark.once


@pytest.fixture
def key(tmp_path: Path) -> tuple[str, Path]:
    """A public key, and the file of its private one, as age-keygen writes it."""
    identity = pyrage.x25519.Identity.generate()
    (tmp_path / "key.txt").write_text(f"# created: today\n# public key: {identity.to_public()}\n{identity}\n")
    return str(identity.to_public()), tmp_path / "key.txt"


def test_there_and_back(source: Source, elsewhere: str, tmp_path: Path, key: tuple[str, Path]) -> None:
    public, private = key
    file = tmp_path / "file"
    done(source.url, "tenant", "backup", source.slug, "-o", file, "--recipient", public)
    assert source.slug.encode() not in file.read_bytes()
    refused = run(elsewhere, "tenant", "restore", file)
    assert (refused.returncode, "the archive is encrypted" in refused.stderr) == (1, True), refused.stderr
    verified = command.called("tenant", "verify", file, "--identity", private)
    assert verified.returncode == 0, verified.stderr
    done(elsewhere, "tenant", "restore", file, "--identity", private)
    same(elsewhere, source.slug, source)


def test_wrong_keys(source: Source, tmp_path: Path, key: tuple[str, Path]) -> None:
    file = tmp_path / "file"
    refused = run(source.url, "tenant", "backup", source.slug, "-o", file, "--recipient", "age1nobody")
    assert (refused.returncode, "is not a public key" in refused.stderr) == (1, True), refused.stderr
    assert not file.exists()
    with files.written(str(file), compressed=True, keys=[key[0]]) as sink:
        sink.write(b"x" * 100_000)
    other = tmp_path / "other.txt"
    other.write_text(str(pyrage.x25519.Identity.generate()))
    with pytest.raises(Failure, match="cannot be decrypted"), files.read(str(file), other) as plain:
        plain.read(1)
    other.write_text("# nothing\n")
    with pytest.raises(Failure, match="holds no private key"), files.read(str(file), other) as plain:
        plain.read(1)


def test_damaged(source: Source, tmp_path: Path, key: tuple[str, Path]) -> None:
    file = tmp_path / "file"
    done(source.url, "tenant", "backup", source.slug, "-o", file, "--recipient", key[0], "--no-compress")
    whole = file.read_bytes()
    for at in (300, len(whole) // 2, len(whole) - 10):
        changed = bytearray(whole)
        changed[at] ^= 0x55
        for data in (bytes(changed), whole[:at]):
            file.write_bytes(data)
            # what is cut off within the cipher's own head, whose length differs, is told as not to be decrypted
            with pytest.raises((InvalidArchive, Failure)), files.read(str(file), key[1]) as plain:
                contents.check(plain)
