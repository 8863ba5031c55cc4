"""A shop: makers, products, reviews. The same rows as a tenant's classes and as plain tables of schema plain."""

import json
import random
from dataclasses import asdict, dataclass

from bench.harness import Connection

TENANT, PASSWORD = "bench", "for-benchmarks-only"
# Makers without products at first: what is created belongs to them, so no list grows while it is measured.
NEW_MAKERS = 100


@dataclass(frozen=True, slots=True)
class Size:
    makers: int = 400
    products_each: int = 25
    reviews_each: int = 5

    def __str__(self) -> str:
        products = self.makers * self.products_each
        return f"{self.makers} makers, {products:,} products, {products * self.reviews_each:,} reviews"


LARGE = Size(100, 1_000, 4)
CLASSES = [
    {"op": "create_class", "class": "Maker", "fields": [
        {"name": "name", "type": "text", "rules": {"required": True, "unique": True, "minLength": 2}}]},
    {"op": "create_class", "class": "Product", "fields": [
        {"name": "name", "type": "text", "rules": {"required": True, "minLength": 2, "maxLength": 80}},
        {"name": "price", "type": "decimal", "params": {"precision": 10, "scale": 2}, "rules": {"min": 0}},
        {"name": "state", "type": "select", "values": ["draft", "onSale", "gone"], "default": "draft"},
        {"name": "releasedOn", "type": "date", "indexed": True},
        {"name": "maker", "type": "reference", "target": "Maker"}]},
    {"op": "create_class", "class": "Review", "fields": [
        {"name": "about", "type": "reference", "target": "Product", "rules": {"required": True}},
        {"name": "stars", "type": "integer", "rules": {"required": True, "min": 1, "max": 5}},
        {"name": "text", "type": "text", "rules": {"maxLength": 1000}}]},
]  # fmt: skip
ROWS = """
    insert into tenant_{tenant}.tc_maker (name)
    select 'Maker ' || n from generate_series(1, {makers} + {new_makers}) n;
    insert into tenant_{tenant}.tc_product (name, price, state, released_on, maker)
    select 'Product ' || n || ' of ' || m.name, (n * 7919 % 100000) / 100.0, (array['draft', 'onSale', 'gone'])[n % 3 + 1],
        date '2020-01-01' + n, m.id
    from generate_series(1, {products_each}) n, tenant_{tenant}.tc_maker m
    where substr(m.name, 7)::integer <= {makers};
    insert into tenant_{tenant}.tc_review (about, stars, text)
    select p.id, n % 5 + 1, 'What I think of it, in ' || n || ' words or more: it does what it should.'
    from generate_series(1, {reviews_each}) n, tenant_{tenant}.tc_product p"""
PLAIN = f"""
    create schema plain;
    create table plain.maker (id uuid primary key default uuidv7(), name text not null unique);
    create table plain.product (
        id uuid primary key default uuidv7(), name text not null, price numeric(10, 2), state text not null default 'draft',
        released_on date, maker_id uuid references plain.maker);
    create table plain.review (
        id uuid primary key default uuidv7(), product_id uuid not null references plain.product, stars integer not null,
        text text);
    create index on plain.product (maker_id);
    create index on plain.product (released_on);
    create index on plain.review (product_id);
    insert into plain.maker select id, name from tenant_{TENANT}.tc_maker;
    insert into plain.product select id, name, price, state, released_on, maker from tenant_{TENANT}.tc_product;
    insert into plain.review select id, about, stars, text from tenant_{TENANT}.tc_review"""
# What a good engineer would add for the questions of bench http large.
PLAIN_INDEXES = """
    create index on plain.product (maker_id, price, id);
    create index on plain.review (product_id, id) include (stars)"""
# Before 18 there is no uuidv7().
UUIDS = """
    do $$ begin
        if to_regproc('pg_catalog.uuidv7') is null then
            create function public.uuidv7() returns uuid language sql as 'select gen_random_uuid()';
        end if;
    end $$"""


@dataclass(frozen=True, slots=True)
class Shop:
    """Ids to ask for, in a random order that is the same in every run."""

    products: list[str]
    makers: list[str]
    new_makers: list[str]


def open_shop(db: Connection, size: Size = Size()) -> Shop:
    """Make the tenant and the plain tables, filled and vacuumed."""
    rows = ROWS.format(tenant=TENANT, new_makers=NEW_MAKERS, **asdict(size))
    db.execute("select thing.create_tenant(%s, null, %s)", (TENANT, PASSWORD))
    db.execute("select thing.migrate(%s, %s::jsonb)", (TENANT, json.dumps(CLASSES)))
    for statements in (rows, UUIDS, PLAIN, *([PLAIN_INDEXES] if size is LARGE else [])):
        db.execute(statements.encode())
    db.execute("vacuum (analyze, freeze)")

    def ids(query: str) -> list[str]:
        found = [str(row[0]) for row in db.execute(query.encode())]
        random.Random(7).shuffle(found)
        return found

    return Shop(
        ids("select id from plain.product order by id"),
        ids("select distinct maker_id from plain.product order by 1"),
        ids(
            "select id from plain.maker m where not exists (select from plain.product p where p.maker_id = m.id) order by id"
        ),
    )
