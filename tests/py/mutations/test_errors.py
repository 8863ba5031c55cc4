"""What is refused: codes, and the paths of what was wrong with the input."""

import asyncio
import json
import re
import threading
from typing import Any
from uuid import uuid4

import psutil
import pytest

from py_api.database import statement
from py_api.engine import error_mapping, transaction
from py_api.errors import DatabaseError
from tests.conftest import Connect
from tests.py.mutations.conftest import Shop
from tests.support.waiting import until

PRODUCT = "mutation ($in: ProductCreateInput!) { createProduct(input: $in) { id } }"
PRODUCTS = "mutation ($in: [ProductCreateInput!]!) { createProducts(input: $in) { nodes { id } } }"


def violations(error: Any) -> list[tuple[Any, Any, list[Any]]]:
    return [(v["field"], v["rule"], v["path"]) for v in error["extensions"]["violations"]]


def test_rules_of_one_thing(shop: Shop) -> None:
    error = shop.refused(PRODUCT, {"in": {"name": "x", "price": "-1"}})
    assert error["path"] == ["createProduct"]
    assert error["extensions"]["code"] == "VALIDATION_FAILED"
    assert error["extensions"]["status"] == 422
    assert violations(error) == [("name", "minLength", ["input", "name"]), ("price", "min", ["input", "price"])]
    assert all(v["message"] and "params" in v for v in error["extensions"]["violations"])


def test_rules_of_many_things(shop: Shop) -> None:
    rows = [{"name": "ok"}, {"name": "x", "sku": "1"}, {"name": "ok"}, {"name": "ok", "price": "-1"}]
    error = shop.refused(PRODUCTS, {"in": rows})
    assert error["extensions"]["code"] == "VALIDATION_FAILED"
    assert violations(error) == [("name", "minLength", ["input", 1, "name"]), ("price", "min", ["input", 3, "price"])]
    assert shop.value("select count(*) from tc_product") == 0


def test_rules_of_nested_things(shop: Shop) -> None:
    error = shop.refused(PRODUCT, {"in": {"name": "ok", "reviews": {"create": [{"stars": 5}, {"stars": 9}]}}})
    assert violations(error) == [("stars", "max", ["input", "reviews", "create", 1, "stars"])]
    error = shop.refused(PRODUCT, {"in": {"name": "ok", "brand": {"create": {"name": "x"}}}})
    assert violations(error) == [("name", "minLength", ["input", "brand", "create", "name"])]
    rows = [{"name": "ok"}, {"name": "ok", "tags": {"create": [{"word": "a"}]}, "brand": {"create": {"name": "x"}}}]
    error = shop.refused(PRODUCTS, {"in": rows})
    assert violations(error) == [("name", "minLength", ["input", 1, "brand", "create", "name"])]


def test_rules_of_updates(shop: Shop) -> None:
    made = shop.run(PRODUCT, {"in": {"name": "ok"}})["createProduct"]["id"]
    query = "mutation ($id: ID!, $in: ProductUpdateInput!) { updateProduct(id: $id, input: $in) { id } }"
    error = shop.refused(query, {"id": made, "in": {"name": "x"}})
    assert violations(error) == [("name", "minLength", ["input", "name"])]
    error = shop.refused(query, {"id": made, "in": {"name": None}})
    assert violations(error) == [("name", "required", ["input", "name"])]
    error = shop.refused("mutation { updateProducts(filter: {}, atMost: 1000, input: {price: -5}) { count } }")
    assert violations(error) == [("price", "min", ["input", "price"])]


def test_a_required_reference(shop: Shop) -> None:
    error = shop.refused("mutation { createReview(input: {stars: 1}) { id } }")
    assert violations(error) == [("about", "required", ["input", "about"])]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("day", "2024-02-30"),
        ("clock", "25:00"),
        ("token", "x"),
        ("big", "9223372036854775808"),
        ("at", "soon"),
        ("price", "ten"),
        ("place", "a..b"),
        ("span", {"from": "9", "to": "1"}),
        ("span", {"from": "x"}),
    ],
)
def test_values_that_do_not_fit_their_type(shop: Shop, field: str, value: Any) -> None:
    for query, given, path in (
        (PRODUCT, {"name": "ok", field: value}, ["input", field]),
        (PRODUCTS, [{"name": "ok"}, {"name": "ok", field: value}], ["input", 1, field]),
    ):
        error = shop.refused(query, {"in": given})
        assert error["extensions"]["code"] == "VALIDATION_FAILED"
        assert violations(error) == [(field, "type", path)]


@pytest.mark.once
def test_everything_that_is_wrong_is_told_at_once(shop: Shop) -> None:
    """What is missing, of a wrong type, against a rule, taken, referred to in vain; nested too; variables or not."""
    nobody = str(uuid4())
    shop.run(PRODUCT, {"in": {"name": "ok", "sku": "1"}})
    wrong = {
        "sku": "1", "price": "-1", "stock": "many", "day": "2024-02-30", "brand": {"connect": {"id": nobody}},
        "tags": {"create": [{"word": "w"}, {}]}, "reviews": {"create": [{"stars": 9}, {"stars": None, "text": 5}]},
    }  # fmt: skip
    expected: list[tuple[str, str, list[Any]]] = [
        ("name", "required", ["name"]), ("price", "min", ["price"]), ("stock", "type", ["stock"]),
        ("day", "type", ["day"]), ("sku", "unique", ["sku"]), ("brand", "reference", ["brand", "connect"]),
        ("word", "required", ["tags", "create", 1, "word"]), ("stars", "max", ["reviews", "create", 0, "stars"]),
        ("stars", "required", ["reviews", "create", 1, "stars"]), ("text", "type", ["reviews", "create", 1, "text"]),
    ]  # fmt: skip
    for query, given, path in (
        (PRODUCT, wrong, ["input"]),
        (PRODUCTS, [{"name": "ok"}, wrong], ["input", 1]),
        ("mutation ($in: ProductCreateInput!) { createProducts(input: [{name: \"ok\"}, $in]) { count } }", wrong, ["input", 1]),
        ("mutation ($in: ProductUpsertInput!) { upsertProducts(by: id, input: [$in]) { count } }", {**wrong, "id": str(uuid4())}, ["input", 0]),
    ):  # fmt: skip
        error = shop.refused(query, {"in": given})
        told = error["extensions"]
        assert (told["code"], told["status"]) == ("VALIDATION_FAILED", 422)
        by_path = [(field, rule, json.dumps(path + place)) for field, rule, place in expected]
        assert sorted((f, r, json.dumps(p)) for f, r, p in violations(error)) == sorted(by_path), query
        assert "violationsTotal" not in told
    assert shop.value("select count(*) from tc_product") == 1


@pytest.mark.once
def test_what_is_required_and_missing(shop: Shop) -> None:
    for query, variables, path in (
        ("mutation { x: createReview(input: {}) { id } }", {}, ["input"]),
        ("mutation ($in: ReviewCreateInput!) { x: createReview(input: $in) { id } }", {"in": {}}, ["input"]),
        ("mutation ($in: ReviewCreateInput!) { x: createReview(input: $in) { id } }", {"in": {"stars": None}}, ["input"]),
        ("mutation { x: createReviews(input: [{}]) { count } }", {}, ["input", 0]),
    ):  # fmt: skip
        error = shop.refused(query, variables)
        assert error["path"] == ["x"]
        assert violations(error) == [("stars", "required", [*path, "stars"]), ("about", "required", [*path, "about"])]
    error = shop.refused(PRODUCT, {"in": {"name": "ok", "brand": 5, "nmae": "x", "tags": {"connect": [7]}}})
    assert sorted((r, p[1]) for _, r, p in violations(error)) == [
        ("type", "brand"),
        ("type", "tags"),
        ("unknownField", "nmae"),
    ]
    # What is not of the things themselves is wrong with the variables.
    error = shop.refused(
        "mutation ($in: ProductCreateInput!, $dry: Boolean) { createProduct(input: $in, dryRun: $dry) { id } }",
        {"in": {}, "dry": 1},
    )
    assert error["extensions"]["code"] == "INVALID_VARIABLE"


@pytest.mark.once
def test_how_many_violations_there_are(shop: Shop) -> None:
    error = shop.refused(PRODUCTS, {"in": [{"name": "x", "price": "-1"}] * 60})
    assert (len(violations(error)), error["extensions"]["violationsTotal"]) == (100, 120)
    assert error["message"].startswith("Product: 120 violations: name: must have at least 2 characters; price")
    assert len(error["message"]) < 500


@pytest.mark.once
def test_an_update_is_judged_with_what_the_thing_has(shop: Shop) -> None:
    made = shop.run(PRODUCT, {"in": {"name": "ok", "sku": "1"}})["createProduct"]["id"]
    update = "mutation ($id: ID!, $in: ProductUpdateInput!) { updateProduct(id: $id, input: $in) { id } }"
    wrong = {"price": "-1", "stock": "many", "name": None, "owner": {"connect": {"id": str(uuid4())}}}
    expected = [("name", "required"), ("owner", "reference"), ("price", "min"), ("stock", "type")]
    error = shop.refused(update, {"id": made, "in": wrong})
    assert sorted((f, r) for f, r, _ in violations(error)) == expected
    # An upsert of a thing that is there is an update.
    upsert = "mutation ($in: ProductUpsertInput!) { upsertProduct(by: sku, input: $in) { name stock } }"
    error = shop.refused(upsert, {"in": {"sku": "1", **wrong}})
    assert sorted((f, r) for f, r, _ in violations(error)) == expected
    assert shop.run(upsert, {"in": {"sku": "1", "stock": 5}}) == {"upsertProduct": {"name": "ok", "stock": 5}}
    assert violations(shop.refused(upsert, {"in": {"sku": "2", "stock": 5}})) == [
        ("name", "required", ["input", "name"])
    ]


def test_a_text_that_postgresql_cannot_hold(shop: Shop) -> None:
    error = shop.refused(PRODUCT, {"in": {"name": "a\0b"}})
    assert ("name", "type", ["input", "name"]) in violations(error)
    error = shop.refused(PRODUCTS, {"in": [{"name": "a\0b"}]})
    assert ("name", "type", ["input", 0, "name"]) in violations(error)


def test_ids_that_are_none(shop: Shop) -> None:
    error = shop.refused('mutation { updateProduct(id: "x", input: {name: "aa"}) { id } }')
    assert error["extensions"]["code"] == "INVALID_VALUE"
    error = shop.refused(PRODUCT, {"in": {"name": "ok", "brand": {"connect": {"id": "x"}}}})
    assert violations(error) == [("brand", "type", ["input", "brand", "connect"])]


def test_unique(shop: Shop) -> None:
    shop.run(PRODUCT, {"in": {"name": "ok", "sku": "1"}})
    error = shop.refused(PRODUCT, {"in": {"name": "ok", "sku": "1"}})
    assert error["message"] == "another Product has the same sku"
    assert error["extensions"]["code"] == "UNIQUE_VIOLATION"
    assert error["extensions"]["fields"] == ["sku"]
    assert violations(error) == [("sku", "unique", ["input", "sku"])]
    error = shop.refused(PRODUCTS, {"in": [{"name": "ok", "sku": "2"}, {"name": "ok"}, {"name": "ok", "sku": "1"}]})
    assert violations(error) == [("sku", "unique", ["input", 2, "sku"])]
    error = shop.refused(PRODUCTS, {"in": [{"name": "ok", "sku": "2"}, {"name": "ok"}, {"name": "ok", "sku": "2"}]})
    assert violations(error) == [("sku", "unique", ["input", 2, "sku"])]
    other = shop.run(PRODUCT, {"in": {"name": "ok", "sku": "3"}})["createProduct"]["id"]
    error = shop.refused(f'mutation {{ updateProduct(id: "{other}", input: {{sku: "1"}}) {{ id }} }}')
    assert violations(error) == [("sku", "unique", ["input", "sku"])]
    error = shop.refused('mutation { updateProducts(filter: {}, atMost: 1000, input: {sku: "4"}) { count } }')
    assert violations(error) == [("sku", "unique", ["input", "sku"])]
    error = shop.refused(PRODUCT, {"in": {"name": "ok", "tags": {"create": [{"word": "a"}, {"word": "a"}]}}})
    assert violations(error) == [("word", "unique", ["input", "tags", "create", 1, "word"])]


def test_a_unique_combination(shop: Shop) -> None:
    brand = shop.run('mutation { createBrand(input: {name: "Br"}) { id } }')["createBrand"]["id"]
    row = {"name": "ok", "code": "c", "brand": {"connect": {"id": brand}}}
    shop.run(PRODUCT, {"in": row})
    error = shop.refused(PRODUCT, {"in": row})
    assert error["extensions"]["fields"] == ["brand", "code"]
    error = shop.refused(PRODUCTS, {"in": [{"name": "ok"}, row]})
    assert error["extensions"]["code"] == "UNIQUE_VIOLATION"
    assert error["extensions"]["violations"][0]["path"][:2] == ["input", 1]


def test_references_to_nothing(shop: Shop) -> None:
    nobody = str(uuid4())
    for field, code in (
        ("brand", "FOREIGN_KEY_VIOLATION"),
        ("owner", "INVALID_REFERENCE"),
        ("related", "FOREIGN_KEY_VIOLATION"),
    ):
        error = shop.refused(PRODUCT, {"in": {"name": "ok", field: {"connect": {"id": nobody}}}})
        assert error["extensions"]["code"] == code, field
        assert violations(error) == [(field, "reference", ["input", field, "connect"])]
        error = shop.refused(PRODUCTS, {"in": [{"name": "ok"}, {"name": "ok", field: {"connect": {"id": nobody}}}]})
        assert violations(error) == [(field, "reference", ["input", 1, field, "connect"])]
        error = shop.refused(
            PRODUCT, {"in": {"name": "ok", field: {"connect": {"id": nobody}}, "tags": {"create": [{"word": "x"}]}}}
        )
        assert violations(error) == [(field, "reference", ["input", field, "connect"])]
    tag = shop.run('mutation { createTag(input: {word: "w"}) { id } }')["createTag"]["id"]
    error = shop.refused(PRODUCT, {"in": {"name": "ok", "owner": {"connect": {"id": tag}}}})
    assert error["extensions"]["code"] == "INVALID_REFERENCE"
    assert "tc_" not in str(error)


def test_what_is_still_referred_to(shop: Shop) -> None:
    brand = shop.run('mutation { createBrand(input: {name: "Br", products: {create: [{name: "ok"}]}}) { id } }')[
        "createBrand"
    ]["id"]
    for query in (
        f'mutation {{ x: deleteBrand(id: "{brand}") {{ id }} }}',
        "mutation { x: deleteBrands(filter: {}, atMost: 1000) { count } }",
    ):
        error = shop.refused(query)
        assert error["path"] == ["x"]
        assert error["extensions"]["code"] == "FOREIGN_KEY_VIOLATION"
        assert error["extensions"]["referredBy"] == {"class": "Product", "field": "brand"}
    company = shop.run('mutation { createCompany(input: {name: "Co"}) { id } }')["createCompany"]["id"]
    shop.run(PRODUCT, {"in": {"name": "ok", "owner": {"connect": {"id": company}}}})
    for query in (
        f'mutation {{ deleteCompany(id: "{company}") {{ id }} }}',
        f'mutation {{ a: createTag(input: {{word: "q"}}) {{ id }} deleteCompany(id: "{company}") {{ id }} }}',
    ):
        error = shop.refused(query)
        assert error["extensions"]["referredBy"] == {"class": "Product", "field": "owner"}


@pytest.mark.once
def test_roles(shop: Shop) -> None:
    error = shop.refused(PRODUCT, {"in": {"name": "ok"}}, role="viewer")
    assert error["extensions"]["code"] == "FORBIDDEN"


def test_a_lock_that_is_held_too_long(shop: Shop) -> None:
    made = shop.run(PRODUCT, {"in": {"name": "ok"}})["createProduct"]["id"]
    role = f"api_tenant_{shop.tenant}"
    with shop.owner.transaction():
        shop.owner.execute("select from tc_product for update")
        for setting, code in (("lock_timeout", "LOCK_TIMEOUT"), ("statement_timeout", "TIMEOUT")):

            async def slow(setting: str = setting) -> Any:
                async with shop.engine.pools.connection(shop.tenant) as connection:
                    await connection.execute(f"set {setting} = 50")
                try:
                    return await shop.answer(
                        f'mutation {{ updateProduct(id: "{made}", input: {{name: "cc"}}) {{ id }} }}'
                    )
                finally:
                    async with shop.engine.pools.connection(shop.tenant) as connection:
                        await connection.execute(f"reset {setting}")

            error = shop.runner.run(slow())["errors"][0]
            assert error["extensions"]["code"] == code, role
            assert error["path"] == ["updateProduct"]


@pytest.mark.once
def test_what_nobody_expects_is_masked(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: Any) -> bytes:
        raise DatabaseError('column "secret" of tc_product: select 1', sqlstate="XX000", table="tc_product")

    monkeypatch.setattr(transaction, "_at_once", broken)
    error = shop.refused(PRODUCT, {"in": {"name": "ok"}})
    assert error["message"] == "internal error"
    assert error["extensions"]["code"] == "INTERNAL"
    assert error["extensions"]["id"] in caplog.text
    assert "secret" in caplog.text


@pytest.mark.once
def test_nothing_is_left_in_the_session(shop: Shop) -> None:
    shop.run(PRODUCT, {"in": {"name": "ok"}})
    shop.run('mutation { a: createBrand(input: {name: "aa"}) { id } b: createBrand(input: {name: "bb"}) { id } }')

    async def setting() -> Any:
        async with shop.engine.pools.connection(shop.tenant) as connection:
            return await connection.fetch_values(
                "select current_setting('thing.actor', true), current_setting('search_path')"
            )

    actor, path = shop.runner.run(setting())
    assert not actor
    assert shop.tenant in path


def test_a_value_that_its_index_cannot_hold(shop: Shop) -> None:
    long = "".join(str(uuid4()) for _ in range(300))
    for query, given in ((PRODUCT, {"name": "ok", "sku": long}), (PRODUCTS, [{"name": "ok", "sku": long}])):
        error = shop.refused(query, {"in": given})
        assert error["extensions"]["code"] == "INVALID_VALUE"
        assert "tu_" not in str(error)


def test_an_upsert_by_a_key_that_is_not_built_yet(shop: Shop) -> None:
    name = shop.value("select conname from pg_constraint where conrelid = 'tc_tag'::regclass and contype = 'u'")
    shop.owner.execute(f'alter table tc_tag drop constraint "{name}"')
    try:
        error = shop.refused('mutation { upsertTag(by: word, input: {word: "x"}) { id } }')
    finally:
        shop.owner.execute(f'alter table tc_tag add constraint "{name}" unique (word)')
    assert error["extensions"]["code"] == "SCHEMA_BUSY"


@pytest.mark.once
def test_a_conflict_that_does_not_end(shop: Shop, connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another session waits for the operation, which then comes to wait for that one, and is not tried again."""
    monkeypatch.setattr(transaction, "ATTEMPTS", 1)
    three = {"in": [{"name": "aa"}, {"name": "bb"}, {"name": "cc"}]}
    first, second, third = (node["id"] for node in shop.run(PRODUCTS, three)["createProducts"]["nodes"])
    fields = [
        f'f{n}: updateProduct(id: "{i}", input: {{stock: 1}}) {{ id }}' for n, i in enumerate((first, second, third))
    ]
    other, gate = connect(), connect()
    lock = f"select from tenant_{shop.tenant}.tc_product where id = %s for update"
    waits = "select 1 where exists (select from pg_stat_activity where %s = any(pg_blocking_pids(pid)))"
    blocked = "select 1 where cardinality(pg_blocking_pids(%s)) > 0"

    def opposite() -> None:
        other.execute("set deadlock_timeout = '1h'")  # it is the operation that notices
        for session, thing in ((other, third), (gate, second)):
            session.execute("begin")
            session.execute(lock, [thing])
        ready.set()
        until(lambda: shop.owner.execute(waits, [gate.info.backend_pid]).fetchone())
        waiting = threading.Thread(target=other.execute, args=[lock, [first]])
        waiting.start()
        until(lambda: shop.owner.execute(blocked, [other.info.backend_pid]).fetchone())
        gate.execute("rollback")
        waiting.join()
        other.execute("rollback")

    ready = threading.Event()

    async def both() -> Any:
        blocker = asyncio.create_task(asyncio.to_thread(opposite))
        await asyncio.to_thread(ready.wait)
        answer = await shop.answer(f"mutation {{ {' '.join(fields)} }}")
        await blocker
        return answer

    (error,) = shop.runner.run(both())["errors"]
    assert error["extensions"]["code"] == "CONFLICT"
    assert error["path"] == ["f2"]


@pytest.mark.once
@pytest.mark.parametrize(
    ("state", "code"), [("53400", "RESOURCE_LIMIT"), ("54001", "RESOURCE_LIMIT"), ("40001", "CONFLICT")]
)
def test_what_the_server_has_no_room_for(state: str, code: str) -> None:
    """(To be provoked only by settings of the whole server.)"""
    entry = error_mapping.general_entry(DatabaseError("could not write to pg_temp_3.tc_x", sqlstate=state))
    assert entry["extensions"]["code"] == code
    assert "tc_x" not in str(entry)


def test_every_taken_value_of_many_is_told(shop: Shop) -> None:
    """At about the cost of the batch: not one thing after the other."""
    shop.run(PRODUCTS, {"in": [{"name": "ok", "sku": "7"}, {"name": "ok", "sku": "9"}]})
    rows = [{"name": "ok", "sku": str(number)} for number in range(600)]
    rows[599]["sku"] = "598"
    error = shop.refused(PRODUCTS, {"in": rows})
    assert error["extensions"]["code"] == "UNIQUE_VIOLATION"
    assert violations(error) == [("sku", "unique", ["input", n, "sku"]) for n in (7, 9, 599)]
    look = re.sub(r"\$(\d)", r"%(p\1)s", statement("validate_things"))
    asked = {"p1": shop.tenant, "p2": "Product", "p3": json.dumps([{"values": row} for row in rows])}
    write = "insert into tc_product (name, sku) select 'ok', gen_random_uuid() from generate_series(1, 600)"
    backend = psutil.Process(shop.owner.info.backend_pid)
    spent = [backend.cpu_times().user]
    for query, params in ((look, asked), (write, None)):
        for _ in range(10):
            shop.owner.execute(query.encode(), params)
        spent.append(backend.cpu_times().user)
    assert spent[1] - spent[0] <= 5 * (spent[2] - spent[1]) + 0.1
