"""Server-sent events over HTTP/1.1 as they come in, chunked: cheap, for a client that follows thousands a second."""

from collections.abc import Iterator

END = b""  # what the last, empty chunk gives


class Chunks:
    """Cuts a chunked body into the pieces it was sent in. After the last comes END."""

    __slots__ = ("_rest",)

    def __init__(self) -> None:
        self._rest = b""

    def received(self, data: bytes) -> Iterator[bytes]:
        """To be used up before the next call."""
        data = self._rest + data if self._rest else data
        at = 0
        while (line := data.find(b"\r\n", at)) >= 0:
            start = line + 2
            size = int(data[at:line], 16)
            if len(data) < start + size + 2:
                break
            yield data[start : start + size]
            at = start + size + 2
        self._rest = data[at:]


class Events:
    """Blocks of an event stream whose lines end with a line feed: (event, id, data); None for what a block does not say."""

    __slots__ = ("_rest",)

    def __init__(self) -> None:
        self._rest = b""

    def received(self, data: bytes) -> Iterator[tuple[bytes | None, bytes | None, bytes | None]]:
        """To be used up before the next call."""
        data = self._rest + data if self._rest else data
        at = 0
        while (end := data.find(b"\n\n", at)) >= 0:
            event = cursor = None
            lines: list[bytes] = []
            for line in data[at:end].split(b"\n"):
                name, _, value = line.partition(b":")
                value = value.removeprefix(b" ")
                if name == b"data":
                    lines.append(value)
                elif name == b"event":
                    event = value
                elif name == b"id":
                    cursor = value
            yield event, cursor, b"\n".join(lines) if lines else None
            at = end + 2
        self._rest = data[at:]
