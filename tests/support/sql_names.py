"""The names in SQL: what a column of a tenant could capture, if it were called the same."""

import re
from collections.abc import Iterator

_TOKEN = re.compile(
    r"""(?P<skip>--[^\n]*|/\*.*?\*/|[eE]?'(?:[^']|'')*'|\$\d+|\d[\d.]*)"""
    r"""|(?P<quoted>"(?:[^"]|"")*")|(?P<word>[A-Za-z_]\w*)|(?P<other>::|\S)""",
    re.DOTALL,
)
# Words of SQL that stand in our statements, and the tables and columns of the core that are named without an alias.
_KNOWN = """
    all and array as asc begin between by case collate commit conflict constraints cross delete desc distinct do else
    end except exists false filter first for from full group having ilike immediate in insert into is join key last lateral
    left like limit materialized natural no not nothing null nulls of offset on only or order ordinality over partition
    precision recursive release returning rollback row rows savepoint select set share similar then to true union update using
    values when where with within without zone
    excluded pg_catalog public source_id target_id thing thing_classes thing_instances dry_run
"""


_WORDS = frozenset(_KNOWN.split())


def capturable(sql: str) -> Iterator[str]:
    """Names of ours that a column's name could be: all but keywords, functions, types, and what is qualified."""
    tokens = [(m.lastgroup, m.group()) for m in _TOKEN.finditer(sql) if m.lastgroup != "skip"]
    for (_, before), (kind, name), (_, after) in zip(
        [("", ""), *tokens], tokens, [*tokens[1:], ("", "")], strict=False
    ):
        called = after == "(" and before != ")"
        apart = kind == "word" and before not in (".", "::") and not called
        if apart and not name.startswith("_") and name.lower() not in _WORDS:
            yield name


def words(sql: str) -> set[str]:
    """Every identifier, quoted or not, in literals too: what functions execute stands there."""
    return set(re.findall(r"[A-Za-z_]\w*", sql))
