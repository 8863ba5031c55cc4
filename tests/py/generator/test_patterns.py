"""Texts made up for patterns: they match, have the length, and are the same for the same seed."""

import re
from random import Random

import psycopg
import pytest

from py_api.errors import Failure
from py_api.generator.patterns import Pattern
from py_api.generator.words import FORMATS

PATTERNS = [
    (r"^[A-Z]{2}-[0-9]+$", 6, 9),
    (r"^[A-Z][A-Za-z]+/[A-Za-z_/-]+$", 0, 40),
    (r"^(?:\+|00)[1-9]\d{6,14}$", 0, None),
    (r"^[[:upper:]][[:lower:]]*( [[:alpha:]]+)?$", 5, 12),
    (r"^[^abc]{4}$", 0, None),
    (r"a.c|x\.y?", 0, None),
    (r"^\w+@\w+\.(com|org)$", 20, 30),
]


@pytest.mark.parametrize(("pattern", "least", "most"), PATTERNS)
def test_they_match(db: psycopg.Connection[tuple[bool]], pattern: str, least: int, most: int | None) -> None:
    made = Pattern(pattern, least, most)
    rng = Random(5)
    texts = made.draw(rng, 200)
    assert all(least <= len(text) <= (most or 1000) for text in texts)
    matching = db.execute('select bool_and(t collate "C" ~ %s) from unnest(%s::text[]) t', (pattern, texts)).fetchone()
    assert matching == (True,)
    again = Pattern(pattern, least, most)
    rng = Random(5)
    assert texts == again.draw(rng, 200)


def test_how_many_there_are() -> None:
    assert Pattern("^[A-Z]{2}$").size == 676
    assert Pattern("^(red|green|blue)[0-9]?$").size == 33
    assert Pattern("^[a-z]+$").size is None


def test_what_cannot_be_made_up() -> None:
    with pytest.raises(Failure, match="no texts can be made up"):
        Pattern(r"^(a)\1$")
    with pytest.raises(Failure, match="no text of 9 to 10 characters was found"):
        Pattern("^[a-z]{3}$", 9, 10).draw(Random(1), 1)


def test_formats(db: psycopg.Connection[tuple[str, str, int, str]]) -> None:
    """Those of ours are those of the registry."""
    rows = db.execute(
        "select name, pattern, max_length, replace(condition, '{value}', 't') from thing.formats"
    ).fetchall()
    assert set(FORMATS) <= {row[0] for row in rows}
    for name, pattern, longest, condition in rows:
        made, rng = Pattern(FORMATS.get(name, pattern), 0, longest), Random(name)
        texts = made.draw(rng, 100)
        (good,) = db.execute(  # type: ignore[misc]
            f'select bool_and(t collate "C" ~ %s and {condition or "true"}) from unnest(%s::text[]) t'.replace(
                "'%", "'%%"
            ),
            (pattern, texts),
        ).fetchone()
        assert good, (name, [t for t in texts if not re.search(pattern, t)][:3])
