"""Would the harness of the fault run notice?"""

import pytest

from bench.support.truth import (
    Change,
    Image,
    Told,
    Verdict,
    deletions,
    everything,
    from_level,
    gaps,
    judged,
    of_topic,
    reference,
)

pytestmark = pytest.mark.once
ROWS: list[tuple[str, str, int, Image | None]] = [
    ("a", "insert", 1, None),
    ("b", "insert", 1, None),
    ("a", "update", 2, Image(1, 0, 3)),
    ("a", "update", 3, Image(3, 0, 7)),
    ("b", "delete", 2, Image(2, 1, 9)),
]
KNOWN = reference(ROWS, {"a": Image(4, 0, 2)})
CHANGES = {
    "a": [
        Change(1, "CREATED", None, Image(1, 0, 3)),
        Change(2, "UPDATED", Image(1, 0, 3), Image(3, 0, 7)),
        Change(3, "UPDATED", Image(3, 0, 7), Image(4, 0, 2)),
    ],
    "b": [Change(1, "CREATED", None, Image(2, 1, 9)), Change(2, "DELETED", Image(2, 1, 9), None)],
}
TOLD = [
    Told("a", 1, "CREATED", -1, 1),
    Told("b", 1, "CREATED", -1, 2),
    Told("a", 2, "UPDATED", 1, 3),
    Told("a", 3, "UPDATED", 3, 4),
    Told("b", 2, "DELETED", 2, -1),
]


def test_the_log_with_images_after_each_change() -> None:
    assert KNOWN == CHANGES
    assert gaps(KNOWN) == 0
    assert gaps({"a": KNOWN["a"][::2]}) == 1


def test_all_is_well_in_any_order_of_different_things() -> None:
    assert judged(KNOWN, TOLD, everything) == Verdict(5)
    assert judged(KNOWN, [TOLD[1], TOLD[4], TOLD[0], TOLD[2], TOLD[3]], everything) == Verdict(5)


@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        (TOLD[:2] + TOLD[3:], Verdict(5, lost=1)),
        (TOLD[:-1], Verdict(5, lost=1)),
        ([], Verdict(5, lost=5)),
        ([*TOLD, TOLD[2]], Verdict(5, doubled=1)),
        ([TOLD[0], TOLD[1], TOLD[3], TOLD[2], TOLD[4]], Verdict(5, disordered=1)),
        ([*TOLD[:2], TOLD[3], TOLD[4], TOLD[2], TOLD[3]], Verdict(5, disordered=1, doubled=1)),
        ([*TOLD, Told("a", 4, "UPDATED", 4, 5)], Verdict(5, untrue=1)),
        ([*TOLD[:3], Told("a", 3, "UPDATED", 3, 5), TOLD[4]], Verdict(5, lost=1, untrue=1)),
        ([*TOLD[:3], Told("a", 3, "DELETED", 3, 4), TOLD[4]], Verdict(5, lost=1, untrue=1)),
    ],
)
def test_what_is_wrong_is_found(told: list[Told], verdict: Verdict) -> None:
    assert judged(KNOWN, told, everything) == verdict


def test_who_filters_wants_what_is_or_was_so() -> None:
    assert judged(KNOWN, [TOLD[0], TOLD[2], TOLD[3]], of_topic(0)) == Verdict(3)
    assert judged(KNOWN, [TOLD[2], TOLD[3], TOLD[1], TOLD[4]], from_level(5)) == Verdict(4)
    assert judged(KNOWN, [TOLD[4]], deletions) == Verdict(1)
    assert judged(KNOWN, TOLD, of_topic(0)) == Verdict(3, untrue=2)
