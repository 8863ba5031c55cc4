"""Statements stand in queries/, one file each, and are named by file."""

from functools import cache
from importlib import resources

_QUERIES = resources.files("py_api") / "queries"


@cache
def statement(name: str) -> str:
    return (_QUERIES / f"{name}.sql").read_text(encoding="utf-8")
