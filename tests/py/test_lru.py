"""What caches hold: entries and bytes, of one and of several that share a room."""

import pytest

from py_api.lru import Lru, Room, remembered

pytestmark = pytest.mark.once


def _lru(entries: int, room: int | Room, largest: int | None = None) -> Lru[str, str]:
    return Lru(entries, room, lambda _key, value: len(value), largest)


def test_it_holds_so_many_entries_and_bytes_at_most() -> None:
    kept = _lru(3, 10)
    for name in "abcd":
        kept.put(name, name)
    assert [name for name, _ in kept.items()] == ["b", "c", "d"]
    assert kept.get("b") == "b"
    kept.put("e", "12345678")  # with b, the one used last of the others
    assert [name for name, _ in kept.items()] == ["d", "b", "e"]
    kept.put("f", "123456789")
    assert [name for name, _ in kept.items()] == ["f"] or kept.used <= 10
    assert kept.used == sum(len(value) for _, value in kept.items()) <= 10


def test_what_is_too_large_is_not_kept_and_leaves_the_others() -> None:
    kept = _lru(10, 100, largest=20)
    kept.put("a", "small")
    kept.put("b", "x" * 21)
    assert "b" not in kept
    assert kept.get("a") == "small"
    kept.put("a", "x" * 101)  # and what it stood for is gone
    assert len(kept) == kept.used == 0


def test_a_value_that_has_grown_is_counted_anew() -> None:
    kept = _lru(10, 100)
    kept.put("a", "x")
    kept.put("a", "x" * 50)
    assert kept.used == 50
    kept.pop("a")
    kept.pop("a")
    assert kept.used == 0


def test_who_fills_a_shared_room_displaces_its_own() -> None:
    room = Room(1_000)
    attacker, victim = _lru(10_000, room), _lru(10_000, room)
    for number in range(10):
        victim.put(str(number), "x" * 10)
    for number in range(5_000):
        attacker.put(str(number), "y" * 10)
    assert len(victim) == 10
    assert room.used == attacker.used + victim.used <= room.size
    del attacker
    assert room.used == victim.used == 100


def test_only_results_of_short_texts_are_remembered() -> None:
    asked: list[str] = []

    @remembered(2, longest=3)
    def answer(text: str) -> int:
        asked.append(text)
        return len(text)

    assert [answer(text) for text in ("abc", "abc", "long", "long")] == [3, 3, 4, 4]
    assert asked == ["abc", "long", "long"]


def test_room_is_made_before_what_comes() -> None:
    cache = _lru(10, 100)
    for key in "abc":
        cache.put(key, "x" * 30)
    cache.make_room(50)
    assert [key for key, _ in cache.items()] == ["c"]


def test_entries_alone_bound_what_has_no_size() -> None:
    cache: Lru[str, str] = Lru(2)
    for key in "abc":
        cache.put(key, "x" * 10**6)
    assert [key for key, _ in cache.items()] == ["b", "c"]
