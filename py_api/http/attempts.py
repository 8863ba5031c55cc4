"""How often somebody may try: buckets that are filled again as time goes by, of one process."""

from hashlib import sha256
from time import monotonic

from py_api.errors import ApiError
from py_api.lru import Lru

BUCKETS = 50_000  # that are known; those who tried last


class Attempts:
    """count at once, then one each `seconds / count`."""

    def __init__(self, count: int, seconds: float) -> None:
        self._count = float(count)
        self._rate = count / seconds
        self._left: Lru[bytes, tuple[float, float]] = Lru(BUCKETS)

    def take(self, *key: str) -> None:
        """One attempt of whom the key names. Errors: TOO_MANY_ATTEMPTS."""
        name = sha256("\0".join(key).encode(errors="surrogatepass")).digest()
        now = monotonic()
        left, at = self._left.get(name) or (self._count, now)
        left = min(self._count, left + (now - at) * self._rate)
        if left < 1.0:
            seconds = int((1.0 - left) / self._rate) + 1
            raise ApiError("too many attempts", "TOO_MANY_ATTEMPTS", 429, retryAfter=seconds)
        self._left.put(name, (left - 1.0, now))
