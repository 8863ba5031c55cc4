"""The client's side of WebSocket frames (RFC 6455), as cheap as Python can: of what a server of ours sends.

websockets' own client costs some 30 us a message, which for 10,000 messages a second is a third of a core: it would be
the load tool that is measured.
"""

import base64
import os
from collections.abc import Iterator
from struct import Struct

TEXT, CLOSE, PING, PONG = 0x1, 0x8, 0x9, 0xA
MASK = b"\0\0\0\0"  # which changes nothing: it is for proxies that there are none of here
_SHORT, _LONG = Struct("!H"), Struct("!Q")


def handshake(host: str, path: str, subprotocol: str) -> bytes:
    key = base64.b64encode(os.urandom(16)).decode()
    return (
        f"GET {path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: {subprotocol}\r\n\r\n"
    ).encode()


def frame(opcode: int, payload: bytes) -> bytes:
    """A whole message, masked, as a client has to send it."""
    size = len(payload)
    if size < 126:
        head = bytes((0x80 | opcode, 0x80 | size))
    elif size < 65536:
        head = bytes((0x80 | opcode, 0x80 | 126)) + _SHORT.pack(size)
    else:
        head = bytes((0x80 | opcode, 0x80 | 127)) + _LONG.pack(size)
    return head + MASK + payload


class Frames:
    """Cuts what is received into whole frames, which a server does not mask, and does not fragment here."""

    __slots__ = ("_rest",)

    def __init__(self) -> None:
        self._rest = b""

    def received(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        """Opcode and payload of each. To be used up before the next call."""
        if self._rest:
            data = self._rest + data
        at, end = 0, len(data)
        while end - at >= 2:
            opcode, size, start = data[at], data[at + 1], at + 2
            if opcode & 0xF0 != 0x80 or size > 127:
                raise ValueError(f"a server does not send frames like {data[at : at + 2].hex()}")
            if size == 126:
                start += 2
                if end < start:
                    break
                (size,) = _SHORT.unpack_from(data, at + 2)
            elif size == 127:
                start += 8
                if end < start:
                    break
                (size,) = _LONG.unpack_from(data, at + 2)
            if end < start + size:
                break
            yield opcode & 0x0F, data[start : start + size]
            at = start + size
        self._rest = data[at:]
