"""The zoo: a tenant with every type of field and every kind of reference and inheritance, and some rows of each."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.support import servers
from tests.support.compiled import Api, serving

FOLDER = Path(__file__).parent / "zoo"


@pytest.fixture(scope="session")
def zoo(server: servers.Server) -> Iterator[Api]:
    """(Extensions that the server lacks: their classes, zoo/<extension>.graphql, are left out.)"""
    with psycopg.connect(server.url) as connection:
        there = [e for (e,) in connection.execute("select name from pg_available_extensions")]
    extensions = [e for e in ("vector", "postgis") if e in there]
    schema = "".join((FOLDER / f"{part}.graphql").read_text(encoding="utf-8") for part in ("base", *extensions))
    with serving(server, schema, FOLDER / "base.sql") as api:
        for extension in extensions:
            api.owner.execute((FOLDER / f"{extension}.sql").read_text(encoding="utf-8"))
        yield api
