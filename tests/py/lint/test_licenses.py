"""Whatever of others comes along or is installed stands in THIRD_PARTY_LICENSES.md, with the licence that it says it has."""

import re
from importlib.metadata import PackageNotFoundError, metadata

import pytest

from py_api.config import ROOT

pytestmark = pytest.mark.once
PAGE = (ROOT / "THIRD_PARTY_LICENSES.md").read_text(encoding="utf-8")
ROW = re.compile(
    r"^\| (?P<name>[a-z0-9-]+) \| (?P<licence>[A-Z][\w.-]*(?: OR [\w.-]+)*) \| (?P<extra>[\w-]*) ?\|", re.MULTILINE
)
REFUSED = re.compile(r"\bA?GPL", re.IGNORECASE)  # the whole would have to be under it


def test_every_locked_package_is_listed() -> None:
    lock = (ROOT / "py_api/requirements.txt").read_text(encoding="utf-8")
    listed = {row["name"]: row["licence"] for row in ROW.finditer(PAGE)}
    assert set(listed) == set(re.findall(r"^([a-z0-9-]+)==", lock, re.MULTILINE))
    for name, licence in listed.items():
        assert not REFUSED.search(licence), name
        try:
            about = metadata(name)
        except PackageNotFoundError:
            continue  # of another platform or Python
        assert "License-Expression" not in about or about["License-Expression"] == licence, name


def test_every_archive_and_font_is_listed() -> None:
    for path in (ROOT / "tests/support/npm").glob("*.tgz"):
        assert re.sub(r"-\d.*", "", path.name) in PAGE
    fonts = [path.name for path in (ROOT / "py_api/http/static/graphiql").glob("*.ttf")]
    assert all(name.startswith("codicon-") for name in fonts)
    assert "codicon-*.ttf" in PAGE


def test_what_goes_into_the_wheel_is_free_of_the_gpl() -> None:
    licences = (ROOT / "py_api/http/static/graphiql/LICENSES").read_text(encoding="utf-8")
    named = re.findall(r"^==== \S+ \S+: (.+)$", licences, re.MULTILINE)
    assert len(named) > 50
    assert set(named) <= {"MIT", "0BSD", "Apache-2.0", "BSD-2-Clause"}
