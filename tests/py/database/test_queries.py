"""The statements in py_api/queries, prepared: their parameters and columns are what stands in queries.txt.

Python takes columns by their place: who changes a line there looks at what reads it.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.pq import ExecStatus

from py_api.config import ROOT

Connect = Callable[..., psycopg.Connection[Any]]
EXPECTED = Path(__file__).with_name("queries.txt")
HEADER = "# Written anew by --update-cases. name ($1 type, ...) -> column type, ...; no columns: nothing is answered.\n"
TYPES = "select oid, format_type(oid, null) from pg_type"


def described(db: psycopg.Connection[Any], types: dict[int, str], text: str) -> str:
    assert db.pgconn.prepare(b"q", text.encode()).status == ExecStatus.COMMAND_OK, db.pgconn.error_message.decode()
    shape = db.pgconn.describe_prepared(b"q")
    db.execute("deallocate q")
    parameters = [f"${n + 1} {types[shape.param_type(n)]}" for n in range(shape.nparams)]
    columns = [f"{(shape.fname(n) or b'').decode()} {types[shape.ftype(n)]}" for n in range(shape.nfields)]
    return f"({', '.join(parameters)}) -> {', '.join(columns)}".rstrip(" ->")


def test_parameters_and_columns(tenant: str, connect: Connect, request: pytest.FixtureRequest) -> None:
    with connect() as db:
        types: dict[int, str] = dict(db.execute(TYPES).fetchall())
        lines = [HEADER]
        for file in sorted((ROOT / "py_api/queries").glob("*.sql")):
            text = file.read_text().replace("tenant_world", f"tenant_{tenant}")
            if "{name}" in text:  # of a database
                text = text.format(name="somewhere")
            text = (
                text.replace("{table}", "thing.tenants").replace("{columns}", "slug").replace("{statement}", "select 1")
            )
            statements = [text] if "$$" in text else [part for part in text.split(";\n") if part.strip()]
            lines += [f"{file.stem} {described(db, types, one)}\n" for one in statements]
    if request.config.getoption("update_cases"):
        EXPECTED.write_text("".join(lines))
    assert "".join(lines) == EXPECTED.read_text()
