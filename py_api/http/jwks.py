"""The keys that others sign tokens with: a JWKS, of a file or a URL."""

import asyncio
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import jwt

from py_api.errors import ApiError, Failure

if TYPE_CHECKING:
    from collections.abc import Callable

BY_KEY = ("RS256", "ES256")
RSA_BITS = 2048  # the least
MOST_KEYS = 100  # of a key set
FETCH_SECONDS = 5.0
LARGEST_KEYS = 1024 * 1024
KEYS_SECONDS = 3600.0  # after which the keys are fetched again
RETRY_SECONDS = 30.0  # a key that is not known makes us look again, so often at most


class Keys:
    """A JWKS, of a file or a URL."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._keys: dict[str | None, jwt.PyJWK] = {}
        self._looked = float("-inf")
        self._lock = asyncio.Lock()
        self.gone: Callable[[], None] = lambda: None  # called when a key is there no more
        if urlsplit(source).scheme not in ("", "http", "https"):
            raise Failure(f"THINGBASE_JWKS is neither a file nor an http(s) URL: {source}")

    async def find(self, kid: str | None, algorithm: str) -> Any:
        """The public key for a token's header, or None. A token without kid needs a set of one key."""
        age = time.monotonic() - self._looked
        if age > KEYS_SECONDS or (self._find(kid) is None and age > RETRY_SECONDS):
            async with self._lock:
                if time.monotonic() - self._looked >= age:  # no other request has fetched it meanwhile
                    await self._look()
        key = self._find(kid)
        return key.key if key and key.algorithm_name == algorithm else None

    def _find(self, kid: str | None) -> jwt.PyJWK | None:
        if kid is None and len(self._keys) == 1:
            return next(iter(self._keys.values()))
        return self._keys.get(kid)

    async def _look(self) -> None:
        self._looked = time.monotonic()
        try:
            text = await asyncio.wait_for(asyncio.to_thread(_read, self._source), FETCH_SECONDS * 2)
            keys = dict(filter(None, map(_key, json.loads(text)["keys"][:MOST_KEYS])))
        except (OSError, TimeoutError, ValueError, KeyError, TypeError, RecursionError) as error:
            if not self._keys:
                raise ApiError("the keys for checking tokens cannot be loaded", "KEYS_UNAVAILABLE", 503) from error
            return  # the old ones serve on
        before, self._keys = self._keys, keys
        if any(kid not in keys or keys[kid].key != key.key for kid, key in before.items()):
            self.gone()


def _key(entry: Any) -> tuple[str | None, jwt.PyJWK] | None:
    """One that signs tokens; None for what is none, or none that is taken: the others are not to suffer from it."""
    if not isinstance(entry, dict) or entry.get("kty") not in ("RSA", "EC") or entry.get("use", "sig") != "sig":
        return None
    try:
        key = jwt.PyJWK(entry)
    except (jwt.PyJWTError, TypeError, ValueError, AttributeError):
        return None
    kid = entry.get("kid")
    if key.algorithm_name not in BY_KEY or not (kid is None or isinstance(kid, str)):
        return None
    if entry["kty"] == "RSA" and key.key.key_size < RSA_BITS:
        return None
    return kid, key


def _read(source: str) -> bytes:
    if not urlsplit(source).scheme:
        return Path(source).read_bytes()
    request = Request(source, headers={"accept": "application/json"})  # noqa: S310 - the scheme was looked at
    try:
        with urlopen(request, timeout=FETCH_SECONDS) as answer:  # noqa: S310
            text: bytes = answer.read(LARGEST_KEYS + 1)
    except HTTPError as error:
        error.close()
        raise
    if len(text) > LARGEST_KEYS:
        raise ValueError("the key set is too large")
    return text
