"""A class of py_api has one job: one of more than 250 lines has several."""

import ast

import pytest

from py_api.config import ROOT

MOST_LINES = 250
TOO_LONG: set[str] = set()


@pytest.mark.once
def test_classes_are_short() -> None:
    too_long = set()
    for path in (ROOT / "py_api").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and (node.end_lineno or 0) - node.lineno + 1 > MOST_LINES:
                too_long.add(f"{node.name} of {path.relative_to(ROOT / 'py_api').as_posix()}")
    assert too_long == TOO_LONG, "split by what they do; take from the list what has been split"
