"""The map in docs/architecture.md names files that are there."""

import re

import pytest

from py_api.config import ROOT

ROW = re.compile(r"^\| (`py_api/[^|]*|`sql/functions/tables`) \| (.*) \|$", re.MULTILINE)
# What a stranger looks for by file name alone -> where it is.
FIRST_GUESSES = {
    "where an SSE answer is written": "py_api/http/sse.py",
    "where a filter becomes SQL": "py_api/compiler/filter.py",
    "where a unique violation becomes an error of the response": "py_api/engine/violations.py",
    "where the messages of the WebSocket protocol are handled": "py_api/http/graphql_transport_ws.py",
    "where a tenant's pool is opened": "py_api/database/pools.py",
    "where an index is decided": "sql/functions/tables/wanted_constraints_and_indexes.sql",
    "where a new field type is added": "sql/20_field_types.sql",
    "where a token is checked": "py_api/http/auth.py",
    "where the log is read for subscribers": "py_api/events/log_follower.py",
    "where a schema file is parsed": "py_api/schema_file/parser.py",
}


@pytest.mark.once
def test_names_in_the_map() -> None:
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    rows = ROW.findall(text)
    assert len(rows) > 12
    missing = []
    for places, what in rows:
        folders = [ROOT / place for place in re.findall(r"`([\w/.]+)`", places)]
        missing += [str(folder) for folder in folders[:1] if not folder.exists()]
        if folders[0].is_dir():
            for name in re.findall(r"`(\w+)/?`", what):
                if not any(folders[0].rglob(name)) and not any(folders[0].rglob(f"{name}.*")):
                    missing.append(f"{places}: {name}")
    assert missing == []
    for question, place in FIRST_GUESSES.items():
        name = place.rsplit("/", 1)[1].split(".")[0]
        assert (ROOT / place).is_file(), question
        assert place.startswith("sql/2") or f"`{name}`" in text, f"{question}: the map does not name {name}"
