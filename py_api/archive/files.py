"""Where archives are: files, pipes and S3, compressed or not. What reads them finds out how they were written."""

import io
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

from py_api.archive import encryption, s3
from py_api.archive.contents import ANOTHER, InvalidArchive, Sink, Source
from py_api.errors import Failure, Unavailable

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PIPE = "-"
LEVEL = 3
_ZSTD = b"\x28\xb5\x2f\xfd"  # what its frames begin with
_BUFFER = 2**20


def is_remote(path: str) -> bool:
    return path.startswith(s3.SCHEME)


class _Counting:
    def __init__(self, file: Any) -> None:
        self._file = file
        self.size = 0

    def write(self, data: bytes) -> int:
        self._file.write(data)
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        self._file.flush()


class Written:
    """What an archive is written to."""

    def __init__(self, sink: Sink, file: _Counting) -> None:
        self._file = file
        self.write = sink.write

    @property
    def size(self) -> int:
        """Bytes of the file, packed: all of them once the block of `written` has ended."""
        return self._file.size


@contextmanager
def written(path: str, *, compressed: bool, keys: Sequence[str] = ()) -> Iterator[Written]:
    """A file to write; it has its name once it is whole. Only its owner may read it: it holds a tenant's rows.

    keys: public ones; only who has one of their private ones can read it.
    """
    with _opened_to_write(path) as file:
        counting = _Counting(file)
        with _packed(counting, compressed, keys) as sink:
            yield Written(sink, counting)
        file.flush()


@contextmanager
def _opened_to_write(path: str) -> Iterator[Any]:
    if path == PIPE:
        yield sys.stdout.buffer
    elif is_remote(path):
        with s3.written(path) as upload:
            yield upload
    else:
        with _new_file(Path(path)) as file:
            yield file


@contextmanager
def _new_file(target: Path) -> Iterator[BinaryIO]:
    if not target.parent.is_dir():
        raise Unavailable(f"there is no folder {target.parent}", "Make it, or name another file.")
    partial = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with open(partial, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def _packed(file: Any, compressed: bool, keys: Sequence[str]) -> Iterator[Sink]:
    if keys:
        with encryption.encrypting(file, keys) as sink, _packed(sink, compressed, ()) as packed:
            yield packed
        return
    if not compressed:
        yield file
        return
    parameter = zstd.CompressionParameter
    options: dict[int, int] = {parameter.compression_level: LEVEL, parameter.checksum_flag: 1}
    with zstd.ZstdFile(file, "wb", options=options) as sink:
        yield sink


@contextmanager
def read(path: str, identity: Path | None = None) -> Iterator[Source]:
    """identity: the file of a private key. Errors: InvalidArchive, also of what is read within the block."""
    with _opened(path) as file:
        if not file.peek(len(encryption.MAGIC)).startswith(encryption.MAGIC):
            with _unpacked(file) as source:
                yield source
        elif identity is None:
            raise Failure("the archive is encrypted", "Name the file of its private key: --identity FILE")
        else:
            with encryption.decrypting(file, identity) as plain, _unpacked(plain) as source:
                yield source


@contextmanager
def _unpacked(file: io.BufferedReader) -> Iterator[Source]:
    if not file.peek(len(_ZSTD)).startswith(_ZSTD):
        yield file
        return
    try:
        with zstd.ZstdFile(cast("BinaryIO", file), "rb") as source:
            yield cast("Source", source)
    except (zstd.ZstdError, EOFError) as error:
        raise InvalidArchive(f"the archive is damaged or cut off: {error}", ANOTHER) from error


@contextmanager
def _opened(path: str) -> Iterator[io.BufferedReader]:
    if path == PIPE:
        yield cast("io.BufferedReader", sys.stdin.buffer)
        return
    if is_remote(path):
        with s3.read(path) as remote:
            yield remote
        return
    with Path(path).open("rb", buffering=_BUFFER) as file:
        yield cast("io.BufferedReader", file)
