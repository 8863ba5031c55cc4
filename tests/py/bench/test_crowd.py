"""Would the harness notice what a crowd of clients did not get, got twice, or should not have got?"""

import pytest

from bench.support.crowd import Deliveries, Write, deliveries, percentile
from bench.support.crowd_process import Samples

pytestmark = pytest.mark.once
TOPICS = [0, 1, 0]
WRITES = [Write(7, 0, 1_000_000, 3_000_000), Write(8, 1, 2_000_000, 5_000_000)]


def samples(*of: tuple[int, int, int]) -> Samples:
    """Client, number, milliseconds."""
    made = Samples()
    for client, number, when in of:
        made.clients.append(client)
        made.numbers.append(number)
        made.times.append(when * 1_000_000)
    return made


def test_all_is_well() -> None:
    found = deliveries(samples((0, 7, 4), (2, 7, 9), (1, 8, 5)), WRITES, TOPICS)
    assert found == Deliveries(3, 0, 0, 0, [0.0, 1.0, 6.0], [3.0, 3.0, 8.0])
    assert (found.wrong, found.percentile(0.5), found.percentile(0.99)) == (0, 1.0, 6.0)
    assert percentile([], 0.5) == 0


def test_what_is_wrong_is_counted() -> None:
    twice = deliveries(samples((0, 7, 4), (0, 7, 9), (1, 8, 5)), WRITES, TOPICS)
    assert (twice.missing, twice.doubled, twice.foreign) == (1, 1, 0)
    others = deliveries(samples((0, 7, 4), (2, 7, 4), (1, 7, 5), (1, 9, 5)), WRITES, TOPICS)
    assert (others.missing, others.doubled, others.foreign, others.wrong) == (1, 0, 2, 3)
