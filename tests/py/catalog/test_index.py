"""An index that was changed again and again shows what one that is made anew shows, and is what was read."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from py_api.catalog import index as module
from py_api.catalog.index import Head, Index

pytestmark = pytest.mark.once

IDS = st.integers(1, 12)


@st.composite
def heads(draw: st.DrawFn) -> Head:
    """Names come again under other ids, as after a class was renamed or dropped."""
    class_id = draw(IDS)
    name = draw(st.sampled_from("ABCDEFGH")) + str(class_id % 2)
    parent = draw(st.none() | IDS)
    return Head(class_id, name, name.lower(), f"{name.lower()}s", draw(st.integers(0, 99)), draw(st.booleans()), parent)


def shown(index: Index) -> dict[str, Any]:
    words: list[Mapping[str, Head]] = [index.by_name, index.by_singular, index.by_plural]
    return {
        "heads": dict(index),
        "order": list(index),
        "length": len(index),
        "children": index.children,
        "words": [dict(lookup) for lookup in words],
        "lengths": [len(lookup) for lookup in words],
        "absent": [index.by_name.get(f"{letter}{n}") for letter in "ABCDEFGH" for n in (0, 1)],
        "unknown": [index.get(class_id) for class_id in range(15)],
    }


def named_once(found: Mapping[int, Head], changed: list[Head]) -> dict[int, Head]:
    """What a migration would leave: of two classes of one name, the one that was changed last."""
    latest = {head.id: head for head in changed}
    names = {head.name: head.id for head in [*found.values(), *latest.values()]}
    return {i: h for i, h in sorted((dict(found) | latest).items()) if names[h.name] == i}


@given(st.lists(heads()), st.lists(st.tuples(st.lists(heads(), max_size=3), st.sets(IDS, max_size=2))))
def test_changes_show_as_if_read_anew(first: list[Head], steps: list[tuple[list[Head], set[int]]]) -> None:
    expected = named_once({}, first)
    index = Index.of(expected.values())
    for changed, dropped in steps:
        left = {i: h for i, h in expected.items() if i not in dropped}
        after = named_once(left, [head for head in changed if head.id not in dropped])
        differ = [head for i, head in after.items() if expected.get(i) != head]
        index = index.changed(differ, expected.keys() - after.keys())
        expected = after
        assert shown(index) == shown(Index.of(expected.values()))


@given(st.lists(heads()))
def test_rows_of_json_are_read(given_heads: list[Head]) -> None:
    expected = named_once({}, given_heads)
    rows = [[h.id, h.name, h.singular, h.plural, h.changed_version, h.abstract, h.extends] for h in expected.values()]
    for separators in ((",", ":"), (", ", ": ")):
        text = json.dumps(rows, separators=separators)[1:-1].encode()
        assert shown(Index.read(text)) == shown(Index.of(expected.values()))


def test_many_changes_are_written_into_new_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CHANGES", 3)
    first = index = Index.of([Head(1, "A", "a", "as", 0, False, None), Head(2, "B", "b", "bs", 0, False, 1)])
    for number in range(3, 7):
        index = index.changed([Head(number, f"C{number}", f"c{number}", f"c{number}s", 1, False, 1)], ())
    assert not index.changes
    assert index.children == {1: (2, 3, 4, 5, 6)}
    assert list(first) == [1, 2], "who has the old one keeps it"
