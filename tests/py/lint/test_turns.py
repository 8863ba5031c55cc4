"""Plain English: turns of phrase that read badly, with the plainer form. docs, SQL, Python."""

import re
from pathlib import Path

import pytest

from py_api.config import ROOT, SQL

pytestmark = pytest.mark.once
# What to avoid -> what to write.
TURNS = {
    r"anew": "again; recreated, rebuilt",
    r"whoever|whomever": "the client, the caller, the role that",
    r"nobody|everybody": "no one, everyone; or say what fails",
    r"there (?:is|are|was|were) none": "not found, does not exist",
    r"nor was there": "and never did",
    r"that there (?:is not|are not|is|are)(?=[.,:;)]|$)": "existing, unknown; or leave it out",
    r"wants an?": "needs a",
    r"(?<!there )(?<!that )(?:is|are) no (?!longer\b|more\b|such\b)[a-z]+": "is not a",
    r"pass(?:es|ed)? (?:\w+ ){1,4}by": "bypass",
    r"all the same": "still, anyway",
    r"hence": "so",
}
TURN = re.compile(r"(?<![\w`'\"])(?:" + "|".join(f"(?:{turn})" for turn in TURNS) + r")(?![\w])", re.IGNORECASE)
NAMES = re.compile(r"\bNOBODY\b|\b_\w+")  # in Python
# A migration is never edited: databases keep the checksum of the one they ran.
PAGES = sorted(
    [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").glob("*.md"),
        *(ROOT / "py_api").rglob("*.py"),
        *(path for path in SQL.rglob("*.sql") if path.parent.name != "migrations" or path.parent.parent != SQL),
    ]
)


def turns(page: Path) -> list[str]:
    return [
        f"{page.relative_to(ROOT)}:{number}: {found[0]}"
        for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1)
        for found in TURN.finditer(NAMES.sub("", line))
    ]


def test_pages_are_in_plain_words() -> None:
    assert [turn for page in PAGES for turn in turns(page)] == []
