"""PostgreSQL's own SQLSTATEs: each of the classes that a server in trouble answers with means something, and is told once."""

import asyncio
import logging
import re
from types import SimpleNamespace
from typing import Any, cast

import pytest

from py_api import sqlstates
from py_api.compiler.mutation.steps import Target
from py_api.database import pools
from py_api.engine import error_mapping
from py_api.errors import ApiError, DatabaseError, Disconnected
from py_api.http.error_responses import error_response
from tests.support import servers

pytestmark = pytest.mark.once
CLASSES = ("08", "53", "54", "57", "58")


def test_every_state_of_these_classes_has_a_meaning(server: servers.Server) -> None:
    text = (server.programs.parent / "share" / "errcodes.txt").read_text()
    states = {line[:5] for line in text.splitlines() if re.match(r"[0-9A-Z]{5} +E ", line)}
    wanted = {state for state in states if state[:2] in CLASSES}
    assert len(wanted) > 20
    assert wanted - sqlstates.MEANINGS.keys() == set()
    assert sqlstates.MEANINGS.keys() - states == set(), "a state that PostgreSQL does not have"


@pytest.mark.parametrize("state", sorted(sqlstates.MEANINGS))
def test_what_a_client_is_told(state: str) -> None:
    entry = error_mapping.general_entry(DatabaseError("could not extend file base/1/2: No space left", sqlstate=state))
    meaning = sqlstates.MEANINGS[state]
    assert entry["message"] == meaning.message
    assert entry["extensions"]["code"] == meaning.code != "INTERNAL"
    assert entry["extensions"]["status"] == meaning.status
    assert "base/1/2" not in str(entry)


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ("53100", "DISK_FULL"),
        ("53200", "SERVER_BUSY"),
        ("53300", "SERVER_BUSY"),
        ("58030", "STORAGE_FAILED"),
        ("25006", "READ_ONLY"),
        ("57P01", "DATABASE_UNAVAILABLE"),
        ("57014", "TIMEOUT"),
        ("54001", "RESOURCE_LIMIT"),
    ],
)
def test_codes(state: str, code: str) -> None:
    assert error_mapping.general_entry(DatabaseError("x", sqlstate=state))["extensions"]["code"] == code


def _entry(error: DatabaseError, target: Target | None = None) -> dict[str, Any]:
    error.place = target
    nothing: Any = None
    plan: Any = SimpleNamespace(steps=())
    report = error_mapping._ErrorMapper(nothing, "t", cast("Any", _Api).catalog, plan, {}, error)
    return asyncio.run(report.entry())


class _Api:
    catalog: Any = SimpleNamespace(entries={}, heads={})


def test_what_is_too_long_says_for_what() -> None:
    """By what PostgreSQL gives beside its message, which may be in any language."""
    target = cast("Target", SimpleNamespace(rows=(), cls=None))
    index = _entry(DatabaseError("Indexzeile zu groß", sqlstate="54000", constraint="ti_1_name"), target)
    assert index["extensions"]["code"] == "INVALID_VALUE"
    assert "index" in index["message"]
    value = _entry(DatabaseError("Zeile ist zu groß", sqlstate="54000"), target)
    assert value["message"] == "a value is too long to be stored or indexed"
    query = _entry(DatabaseError("Arraygröße überschreitet erlaubtes Maximum", sqlstate="54000"))
    assert query["extensions"]["code"] == "RESOURCE_LIMIT"


def test_which_end_of_a_reference_is_broken() -> None:
    referred = "Auf Schlüssel (id)=(0b0f4b5e-1f4d-4f4e-9d0e-2b8a9c1d2e3f) wird noch aus Tabelle »tc_review« verwiesen."
    error = _entry(
        DatabaseError("Aktualisieren oder Löschen", sqlstate="23503", constraint="tf_2_about", detail=referred)
    )
    assert error["extensions"]["referredBy"] == {"class": "another thing", "field": ""}
    absent = "Schlüssel (about)=(0b0f4b5e-1f4d-4f4e-9d0e-2b8a9c1d2e3f) ist nicht in Tabelle »tc_product« vorhanden."
    error = _entry(
        DatabaseError("Einfügen oder Aktualisieren", sqlstate="23503", constraint="tf_2_about", detail=absent)
    )
    assert "referredBy" not in error["extensions"]


def test_operators_are_told_once_a_state(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlstates, "_seen", {})
    with caplog.at_level(logging.WARNING):
        for _ in range(50):
            for state in ("53100", "53200", "53300", "57014", "54001"):
                error_mapping.general_entry(DatabaseError("no space left", sqlstate=state))
            error_response(Disconnected("the connection broke"), "id")
    lines = [record.getMessage() for record in caplog.records if record.name == "thingbase.database"]
    assert [line.split(":")[0] for line in lines] == [
        "PostgreSQL says 53100", "PostgreSQL says 53200", "PostgreSQL says 53300", "PostgreSQL says 08000",
    ]  # fmt: skip
    caplog.clear()
    monkeypatch.setattr(sqlstates, "QUIET_SECONDS", -1.0)  # it has been away for a while
    error_mapping.general_entry(DatabaseError("no space left", sqlstate="53100"))
    assert len(caplog.records) == 1


def test_a_server_without_connections_is_not_the_tenants_fault() -> None:
    error = pools._refused(DatabaseError("too many connections", sqlstate="53300"))
    assert isinstance(error, ApiError)
    assert (error.code, error.status) == ("SERVER_BUSY", 503)
