"""Pages are plain to read as text: lines of 100 characters at most."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from py_api.config import ROOT

pytestmark = pytest.mark.once
WIDTH = 100
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


def prose(page: Path) -> Iterator[tuple[int, str]]:
    """Line numbers and lines, without code, tables and what has no place to break."""
    in_code = False
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        if line.lstrip().startswith("```"):
            in_code = not in_code
        elif (
            not in_code
            and not line.startswith("    ")
            and line.lstrip()[:1] != "|"
            and " " in line[:WIDTH].strip().lstrip("-* ")
        ):
            yield number, line


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_lines_are_short(page: Path) -> None:
    assert [f"{page.name}:{number}" for number, line in prose(page) if len(line) > WIDTH] == []
