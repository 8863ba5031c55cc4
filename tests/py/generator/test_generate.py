"""./thingbase generate: things of any schema, which satisfy it."""

import json
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest

from py_api.config import EXAMPLES, ROOT
from py_api.generator.locale_texts import suggested
from tests.support import servers
from tests.support.command import called

pytestmark = pytest.mark.once
Cli = Callable[..., subprocess.CompletedProcess[str]]

RULES = """
enum Level { low middle high }
type Ticket @class @unique(fields: ["queue", "place"])
  @check(name: "times", rule: "compare", with: {field: "opened", operator: "lte", other: "closed"})
  @check(name: "why", rule: "requiredIf", with: {field: "reason", if: {field: "level", oneOf: ["high"]}})
  @check(name: "dear", rule: "condition", with: {if: {field: "level", oneOf: ["low"]}, then: {field: "price", max: 20}}) {
  number: String! @unique @rule(pattern: "^T-[0-9]{5}$")
  code: String @unique @rule(minLength: 3, maxLength: 4)
  queue: Int! @rule(min: 1, max: 20)
  place: Int! @rule(min: 1, max: 500)
  level: Level!
  reason: String @rule(minLength: 10, maxLength: 12)
  price: Decimal @field(precision: 6, scale: 2) @rule(exclusiveMin: 0, multipleOf: 0.25)
  part: Float @rule(min: -1, exclusiveMax: 1)
  opened: DateTime! @rule(max: "now")
  closed: DateTime
  born: Date @rule(max: "today-P18Y", min: "today-P90Y")
  at: Time @rule(min: "08:00", max: "18:00")
  mail: String! @field(type: "email") @unique
  tags: [String!] @rule(minItems: 1, maxItems: 3, uniqueItems: true, items: {pattern: "^[a-z]{2,5}$"})
  about: Ticket
  one: Owner @unique
}
type Owner @class { name: String! @unique  nick: Int! @unique @rule(min: 1, max: 100) }
"""


@pytest.fixture
def cli(server: servers.Server) -> Cli:
    return partial(called, DATABASE_URL=servers.asyncpg_url(server.url), THINGBASE_SECRET="a secret of the tests " * 3)


@pytest.fixture
def applied(cli: Cli, tenant: str, tmp_path: Path) -> Callable[[str], str]:
    def apply(schema: str) -> str:
        file = tmp_path / "s.graphql"
        file.write_text(schema)
        done = cli("schema", "apply", tenant, file)
        assert done.returncode == 0, done.stderr
        return tenant

    return apply


def made(done: subprocess.CompletedProcess[str]) -> dict[str, int]:
    assert done.returncode == 0, done.stderr
    things: dict[str, int] = json.loads(done.stdout)["things"]
    return things


def whole(db: psycopg.Connection[Any], slug: str) -> None:
    assert db.execute("select * from thing.check(%s, true) where severity <> 'note'", (slug,)).fetchall() == []


def test_roles_of_another_prefix(cli: Cli, db: psycopg.Connection[Any]) -> None:
    """As where two installations share a cluster (docs/operations.md)."""
    with db.transaction():
        db.execute("update thing.installation set role_prefix = 'staging_'")
        db.execute("select thing.create_tenant('prefixed')")
        db.execute("update thing.installation set role_prefix = 'tenant_'")
    try:
        db.execute('select thing.create_class(\'prefixed\', \'Tag\', \'[{"name": "name", "type": "text"}]\')')
        assert made(cli("generate", "prefixed", "--things", "5", "--json")) == {"Tag": 5}
    finally:
        db.execute("select thing.drop_tenant('prefixed', 'prefixed')")


@pytest.mark.parametrize("name", ["shop", "world"])
def test_examples(cli: Cli, applied: Callable[[str], str], db: psycopg.Connection[Any], name: str) -> None:
    slug = applied((EXAMPLES / f"{name}.graphql").read_text())
    things = made(cli("generate", slug, "--things", "600", "--json"))
    assert 550 <= sum(things.values()) <= 600
    assert all(things.values())
    again = made(cli("generate", slug, "--things", "200", "--json"))
    assert 150 <= sum(again.values()) <= 200
    whole(db, slug)


def test_rules(cli: Cli, applied: Callable[[str], str], db: psycopg.Connection[Any]) -> None:
    """What drawing sees to, what is drawn again, and what only the database can judge."""
    slug = applied(RULES)
    assert made(cli("generate", slug, "--class", "Owner=90", "--class", "Ticket=80", "--json")) == {
        "Owner": 90,
        "Ticket": 80,
    }
    whole(db, slug)
    nulls = db.execute(
        f"select count(*) filter (where part is null), count(distinct level) from tenant_{slug}.tc_ticket"
    ).fetchone()
    assert nulls is not None
    assert 0 < nulls[0] < 40
    assert nulls[1] == 3
    refused = cli("generate", slug, "--class", "Owner=20")
    assert refused.returncode == 1
    assert "Owner.nick: there are not enough different values" in refused.stderr
    assert db.execute(f"select count(*) from tenant_{slug}.tc_owner").fetchone() == (90,)


def test_every_type(cli: Cli, applied: Callable[[str], str], db: psycopg.Connection[Any]) -> None:
    slug = applied((ROOT / "tests/py/compiler/zoo/base.graphql").read_text())
    things = made(cli("generate", slug, "--things", "700", "--json"))
    assert sum(things.values()) == 700
    whole(db, slug)
    linked = db.execute(f"select count(anything), count(parent) from tenant_{slug}.tc_sample").fetchone()
    assert linked is not None
    assert min(linked) > 0


def test_the_same_for_the_same_seed(
    cli: Cli, db: psycopg.Connection[Any], make_tenants: Callable[[int], list[str]]
) -> None:
    slugs = make_tenants(3)
    sums = []
    for slug, seed in zip(slugs, (7, 7, 8), strict=True):
        assert cli("schema", "apply", slug, EXAMPLES / "shop.graphql").returncode == 0
        made(cli("generate", slug, "--things", "300", "--seed", seed, "--json"))
        sums.append(
            db.execute(
                f"""select md5(string_agg(concat_ws('|', id, name, price, state, released_on, maker, watt), '/' order by id))
                      from tenant_{slug}.tc_lamp"""
            ).fetchone()
        )
    assert sums[0] == sums[1] != sums[2]


def test_many_tenants(cli: Cli, applied: Callable[[str], str], db: psycopg.Connection[Any]) -> None:
    slug = applied((EXAMPLES / "shop.graphql").read_text())
    try:
        done = cli("generate", slug, "--tenants", 2, "--things", 50, "--json")
        assert sum(made(done).values()) == 100
        shapes = db.execute(
            "select count(distinct thing.catalog_head(slug) ->> 'shape') from thing.tenants where slug in (%s, %s, %s)",
            (slug, f"{slug}_1", f"{slug}_2"),
        ).fetchone()
        assert shapes == (1,)
        assert db.execute(f"select count(*) from tenant_{slug}.tc_lamp").fetchone() == (0,)
    finally:
        for number in (1, 2):
            db.execute("select thing.drop_tenant(slug, slug) from thing.tenants where slug = %s", (f"{slug}_{number}",))


def test_unknown_names(cli: Cli, tenant: str) -> None:
    refused = cli("generate", tenant, "--class", "Nope=3")
    assert refused.returncode == 1
    assert "has no class Nope" in refused.stderr
    assert "tenant nobody_here does not exist" in cli("generate", "nobody_here").stderr


PEOPLE = """
type Customer @class {
  name: String!
  firstName: String @rule(maxLength: 8)
  mail: String! @field(type: "email") @unique
  billingCity: String! @unique @rule(maxLength: 40)
  phone: String @rule(pattern: "^[0-9]{4}$")
  state: String
}
"""


def test_a_locale(
    cli: Cli, db: psycopg.Connection[Any], make_tenants: Callable[[int], list[str]], tmp_path: Path
) -> None:
    file = tmp_path / "s.graphql"
    file.write_text(PEOPLE)
    sums = []
    for slug in make_tenants(2):
        assert cli("schema", "apply", slug, file).returncode == 0
        assert made(cli("generate", slug, "--things", "300", "--locale", "de-DE", "--json")) == {"Customer": 300}
        whole(db, slug)
        sums.append(db.execute(f"""select md5(string_agg(concat_ws('|', name, first_name, mail, billing_city), '/' order by id)),
            bool_and(mail ~ '@example\\.(org|net|com)$'), bool_and(billing_city ~ '^[A-Z].+ [0-9]+$'),
            count(distinct name) > 100 from tenant_{slug}.tc_customer""").fetchone())  # fmt: skip
    assert sums[0] == sums[1]
    assert sums[0] is not None
    assert sums[0][1:] == (True, True, True)
    refused = cli("generate", slug, "--locale", "de_XX")
    assert refused.returncode == 1
    assert "Choose one like de" in refused.stderr


@pytest.mark.parametrize(
    ("class_name", "field", "kind", "said"),
    [
        ("Customer", "name", "text", "name"),
        ("KeyCustomer", "name", "text", "name"),
        ("Product", "name", "text", None),
        ("Product", "homeTown", "text", "city"),
        ("Product", "lastName", "text", "last_name"),
        ("Product", "address", "email", "ascii_safe_email"),
        ("Product", "city", "integer", None),
        ("Product", "capacity", "text", None),
    ],
)
def test_what_a_name_says(class_name: str, field: str, kind: str, said: str | None) -> None:
    assert suggested(class_name, field, kind) == said
