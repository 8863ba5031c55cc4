"""Archives that only the holder of a key can read: files of age, whose own program reads them too (age-encryption.org).

The cipher works on files, not in steps: it runs in a thread, and a pipe of this process leads to it.
"""

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from py_api.archive.contents import ANOTHER, InvalidArchive
from py_api.config import package
from py_api.errors import Failure

MAGIC = b"age-encryption.org/v1"
_SSH = "ssh-"
LAST_WORDS = 1.0  # seconds, for a thread that has failed to say so


def recipients(keys: Sequence[str]) -> list[Any]:
    """Public keys: age1..., ssh-ed25519 ..., ssh-rsa ... Errors: Failure for what is none."""
    package("pyrage", "age")
    import pyrage

    found = []
    for key in keys:
        try:
            kind = pyrage.ssh if key.startswith(_SSH) else pyrage.x25519
            found.append(kind.Recipient.from_str(key))
        except pyrage.RecipientError as error:
            raise Failure(f"{key!r} is not a public key of age: {error}", "age-keygen makes keys.") from error
    return found


def identities(path: Path) -> list[Any]:
    """The private keys of a file: of age-keygen, or of ssh-keygen. Errors: Failure for what has none."""
    package("pyrage", "age")
    import pyrage

    text = path.read_text(encoding="utf-8")
    try:
        if "PRIVATE KEY-----" in text:
            return [pyrage.ssh.Identity.from_buffer(text.encode())]
        lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
        found = [pyrage.x25519.Identity.from_str(line) for line in lines]
    except pyrage.IdentityError as error:
        raise Failure(f"{path} is not a private key of age: {error}", "age-keygen -o key.txt makes one.") from error
    if not found:
        raise Failure(f"{path} holds no private key of age", "age-keygen -o key.txt makes one.")
    return found


@contextmanager
def encrypting(file: Any, keys: Sequence[str]) -> Iterator[Any]:
    """A file to write, of which the other file gets what is encrypted."""
    to = recipients(keys)
    import pyrage

    with _through(lambda source: pyrage.encrypt_io(source, file, to), reads=True) as sink:
        yield sink


@contextmanager
def decrypting(file: Any, path: Path) -> Iterator[Any]:
    """A file to read. Errors: InvalidArchive, Failure where no key fits: at the latest at the block's end."""
    keys = identities(path)
    import pyrage

    def work(sink: Any) -> None:
        try:
            pyrage.decrypt_io(file, sink, keys)
        except pyrage.DecryptError as error:
            raise Failure(f"the archive cannot be decrypted: {error}", f"Is {path} the right key?") from error
        except OSError as error:
            raise InvalidArchive(f"the archive is damaged or cut off: {error}", ANOTHER) from error

    with _through(work, reads=False) as source:
        yield source
        while source.read(2**20):  # also the last bytes are checked
            pass


@contextmanager
def _through(work: Callable[[Any], None], *, reads: bool) -> Iterator[Any]:
    """Our end of a pipe, while a thread works at the other one. What fails there fails here."""
    inlet, outlet = os.pipe()
    failures: list[Exception] = []

    def run() -> None:
        try:
            with theirs:
                work(theirs)
        except Exception as error:
            failures.append(error)

    source, sink = os.fdopen(inlet, "rb"), os.fdopen(outlet, "wb")
    theirs, ours = (source, sink) if reads else (sink, source)
    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield ours
    except Exception:
        thread.join(LAST_WORDS)
        if failures:  # and what has failed here has failed for that
            raise failures[0] from None
        raise
    finally:
        with suppress(BrokenPipeError):
            ours.close()
        thread.join()
    if failures:
        raise failures[0]
