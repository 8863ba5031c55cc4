"""The load tool's WebSocket frames, held to those of `websockets`."""

import random

import pytest
from websockets.frames import Frame, Opcode
from websockets.protocol import Protocol, Side, State

from bench.support.frames import CLOSE, PING, TEXT, Frames, frame

pytestmark = pytest.mark.once
SIZES = (0, 1, 125, 126, 127, 65_535, 65_536, 70_000)


def test_what_a_server_sends_is_cut_into_frames_wherever_it_is_torn() -> None:
    sent = [(TEXT, bytes([65 + n]) * size) for n, size in enumerate(SIZES)] + [(PING, b"1f"), (CLOSE, b"\x03\xf5slow")]
    stream = b"".join(Frame(Opcode(opcode), data).serialize(mask=False) for opcode, data in sent)
    for seed in range(50):
        chance, frames, at = random.Random(seed), Frames(), 0
        found: list[tuple[int, bytes]] = []
        while at < len(stream):
            size = chance.choice((1, 2, 3, 9, 100, 4_000, 100_000))
            found += frames.received(stream[at : at + size])
            at += size
        assert found == sent


@pytest.mark.parametrize("size", SIZES)
def test_a_server_understands_what_is_sent(size: int) -> None:
    server = Protocol(Side.SERVER, state=State.OPEN, max_size=None)
    server.receive_data(frame(TEXT, b"x" * size))
    (found,) = server.events_received()
    assert isinstance(found, Frame)
    assert (found.opcode, found.data) == (Opcode.TEXT, b"x" * size)


def test_what_only_a_broken_server_would_send() -> None:
    for data in (Frame(Opcode.TEXT, b"masked").serialize(mask=True), b"\x01\x02ab"):
        with pytest.raises(ValueError, match="does not send"):
            list(Frames().received(data))
