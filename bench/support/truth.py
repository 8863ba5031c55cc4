"""What followers of the log should have been told, and whether they were: each change of theirs once, a thing's in order.

The reference is the log itself, read when all is over: of a change it has the image before it, so that the image after it is the
next one's, or the thing as it is.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple


class Image(NamedTuple):
    """n: the number of the write that made it so."""

    n: int
    topic: int
    level: int


class Change(NamedTuple):
    """operation: as the API names it."""

    version: int
    operation: str
    old: Image | None
    new: Image | None


class Told(NamedTuple):
    """An event as it was received. n_before, n_after: -1 where there was no thing."""

    thing: str
    version: int
    operation: str
    n_before: int
    n_after: int


Reference = Mapping[str, Sequence[Change]]
Wants = Callable[[Change], bool]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Of one follower. disordered: events after a later one of the same thing. untrue: what never happened, or not so."""

    expected: int
    lost: int = 0
    doubled: int = 0
    disordered: int = 0
    untrue: int = 0

    @property
    def wrong(self) -> int:
        return self.lost + self.doubled + self.disordered + self.untrue

    def __add__(self, other: "Verdict") -> "Verdict":
        return Verdict(
            self.expected + other.expected,
            self.lost + other.lost,
            self.doubled + other.doubled,
            self.disordered + other.disordered,
            self.untrue + other.untrue,
        )


def reference(
    rows: Iterable[tuple[str, str, int, Image | None]], living: Mapping[str, Image]
) -> dict[str, list[Change]]:
    """rows: the log in the order of seq: thing, operation, version after it, image before it. living: things as they are."""
    names = {"insert": "CREATED", "update": "UPDATED", "delete": "DELETED"}
    found: dict[str, list[Change]] = {}
    for thing, operation, version, old in rows:
        changes = found.setdefault(thing, [])
        if changes:
            changes[-1] = changes[-1]._replace(new=old)
        changes.append(Change(version, names[operation], old, None))
    for thing, changes in found.items():
        if changes[-1].operation != "DELETED":
            changes[-1] = changes[-1]._replace(new=living[thing])
    return found


def gaps(known: Reference) -> int:
    """Changes whose version is not one on from that before: 0, or the log itself is no reference."""
    return sum(
        change.version != before.version + 1 for changes in known.values() for before, change in pairwise(changes)
    )


def judged(known: Reference, told: Iterable[Told], wants: Wants) -> Verdict:
    """Hold what a follower was told against what it wants of all changes."""
    wanted = {
        (thing, change.version): change for thing, changes in known.items() for change in changes if wants(change)
    }
    verdict = Verdict(len(wanted))
    latest: dict[str, int] = {}
    seen: set[tuple[str, int]] = set()
    for each in told:
        key = each.thing, each.version
        change = wanted.get(key)
        if change is None or not _alike(change, each):
            verdict = replace(verdict, untrue=verdict.untrue + 1)
        elif key in seen:
            verdict = replace(verdict, doubled=verdict.doubled + 1)
        else:
            seen.add(key)
            if each.version < latest.get(each.thing, 0):
                verdict = replace(verdict, disordered=verdict.disordered + 1)
            latest[each.thing] = max(each.version, latest.get(each.thing, 0))
    return replace(verdict, lost=len(wanted) - len(seen))


def _alike(change: Change, told: Told) -> bool:
    before, after = (-1 if image is None else image.n for image in (change.old, change.new))
    return (change.operation, before, after) == (told.operation, told.n_before, told.n_after)


def everything(_: Change) -> bool:
    return True


def of_topic(topic: int) -> Wants:
    return lambda change: any(image is not None and image.topic == topic for image in (change.old, change.new))


def from_level(least: int) -> Wants:
    """What is, or was before, at this level or above."""
    return lambda change: any(image is not None and image.level >= least for image in (change.old, change.new))


def deletions(change: Change) -> bool:
    return change.operation == "DELETED"
