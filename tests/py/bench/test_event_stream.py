"""The load tool's event streams, wherever they are torn."""

import random

import pytest

from bench.support.event_stream import END, Chunks, Events

pytestmark = pytest.mark.once
STREAM = b':\n\nid: c1\nevent: next\ndata: {"a":\ndata: 1}\n\nid: c2\n\nevent: complete\ndata:\n\n'
SAID = [
    (None, None, None), (b"next", b"c1", b'{"a":\n1}'), (None, b"c2", None), (b"complete", None, b""),
]  # fmt: skip


def test_blocks_of_chunks() -> None:
    for seed in range(100):
        chance = random.Random(seed)
        sent, at = b"", 0
        while at < len(STREAM):
            size = chance.randint(1, 30)
            piece = STREAM[at : at + size]
            sent += b"%x\r\n%b\r\n" % (len(piece), piece)
            at += size
        sent += b"0\r\n\r\n"
        chunks, events, ended, at = Chunks(), Events(), False, 0
        found: list[tuple[bytes | None, ...]] = []
        while at < len(sent):
            size = chance.choice((1, 2, 5, 40, 1000))
            for chunk in chunks.received(sent[at : at + size]):
                assert not ended
                ended = chunk == END
                found += events.received(chunk)
            at += size
        assert ended
        assert found == SAID
