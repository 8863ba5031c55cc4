"""How many things each class gets, and in which order: what is referred to comes first and is fewer."""

from collections.abc import Mapping, Sequence
from typing import Any

TIMES = 4  # as many of what refers as of what is referred to
DEEPEST = 4

Entry = Mapping[str, Any]


def families(classes: Sequence[Entry]) -> dict[int, set[int]]:
    """By id: the class, and all that extend it."""
    ids = {entry["name"]: entry["id"] for entry in classes}
    parents = {entry["id"]: ids.get(entry.get("extends")) for entry in classes}
    found: dict[int, set[int]] = {entry["id"]: {entry["id"]} for entry in classes}
    for start in parents:
        parent = parents[start]
        while parent is not None:
            found[parent].add(start)
            parent = parents[parent]
    return found


def in_order(classes: Sequence[Entry]) -> list[Entry]:
    """Those that have things, each behind what it must refer to and, where that is possible, what it may refer to."""
    family = families(classes)
    makeable = {entry["id"]: entry for entry in classes if entry.get("table") and not entry.get("rollup")}
    placed: dict[int, Entry] = {}
    waiting = dict(makeable)
    for needs in (_all_targets, _required_targets, _no_targets):
        ready = True
        while ready and waiting:
            ready = False
            for number, entry in list(waiting.items()):
                wanted = set().union(*(family.get(target, set()) for target in needs(entry))) - {number}
                if not wanted & set(waiting):
                    placed[number] = waiting.pop(number)
                    ready = True
                    break
    return list(placed.values())


def weights(classes: Sequence[Entry], ordered: Sequence[Entry]) -> dict[int, int]:
    family = families(classes)
    depths: dict[int, int] = {}
    for entry in ordered:
        targets = {t for target in _all_targets(entry) for t in family.get(target, ()) if t != entry["id"]}
        depths[entry["id"]] = max((depths[t] + 1 for t in targets if t in depths), default=0)
    return {number: TIMES ** min(depth, DEEPEST) for number, depth in depths.items()}


def _all_targets(entry: Entry) -> set[int]:
    return {f["targetId"] for f in entry["fields"] if "targetId" in f}


def _required_targets(entry: Entry) -> set[int]:
    return {f["targetId"] for f in entry["fields"] if "targetId" in f and f["rules"].get("required")}


def _no_targets(_entry: Entry) -> set[int]:
    return set()
