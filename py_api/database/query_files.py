"""Statements stand in queries/, one file each, and are named by file."""

from functools import cache
from pathlib import Path

_QUERIES = Path(__file__).parents[1] / "queries"


@cache
def statement(name: str) -> str:
    return (_QUERIES / f"{name}.sql").read_text(encoding="utf-8")
