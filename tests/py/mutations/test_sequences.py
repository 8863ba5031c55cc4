"""Defaults that count up: many writers at once, GraphQL, COPY, a dump of the schema."""

import random
import threading
from collections.abc import Iterator

import psycopg
import pytest

from tests.support import servers
from tests.support.compiled import PASSWORD, Api, serving

SCHEMA = """
type Bill @class {
  number: String! @field(default: {sequence: "B{0000}"}) @rule(unique: true)
  strict: String! @field(default: {sequence: "S{0}", gapless: true}) @rule(unique: true)
  place: BigInt @field(default: {sequence: "{0}"})
  title: String
}
"""
WRITERS, EACH = 16, 12


@pytest.fixture(scope="module")
def bills(server: servers.Server) -> Iterator[Api]:
    with serving(server, SCHEMA) as api:
        yield api


def strict(api: Api) -> list[int]:
    return [number for (number,) in api.owner.execute("select substr(strict, 2)::int from tc_bill order by 1")]


def test_a_create_takes_the_next_number(bills: Api) -> None:
    one = bills.run('mutation { createBill(input: {title: "one"}) { number strict place } }')["createBill"]
    assert one == {"number": "B0001", "strict": "S1", "place": "1"}
    many = (
        'mutation { createBills(input: [{title: "a", number: "by hand"}, {title: "b"}]) { nodes { number strict } } }'
    )
    assert bills.run(many)["createBills"]["nodes"] == [
        {"number": "by hand", "strict": "S2"},
        {"number": "B0002", "strict": "S3"},
    ]
    field = bills.api.define("BillCreateInput") or bills.api.define("CreateBillInput")
    assert field is not None
    shown = field.inputs["number"]
    assert (shown.type, shown.default) == ("String", None), "it need not be given; what it will be is not known before"


def test_many_writers_at_once(bills: Api, server: servers.Server) -> None:
    """None waits for ever, none gets the number of another; what is rolled back leaves no gap where none may be."""
    url = server.url_of(servers.DATABASE, f"tenant_{bills.tenant}", PASSWORD)
    errors: list[Exception] = []

    def write(seed: int) -> None:
        chance = random.Random(seed)
        try:
            with psycopg.connect(url, autocommit=True) as connection:
                for _ in range(EACH):
                    connection.execute("begin; insert into tc_bill (title) values ('w')")
                    if chance.random() < 0.3:
                        connection.execute("insert into tc_bill (title) values ('w'), ('w')")
                    connection.execute("rollback" if chance.random() < 0.3 else "commit")
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=write, args=(seed,)) for seed in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    numbers = strict(bills)
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) > WRITERS * EACH / 2
    places = [place for (place,) in bills.owner.execute("select place from tc_bill")]
    assert len(set(places)) == len(places)


def test_copy_and_the_document(bills: Api) -> None:
    before = len(strict(bills))
    with bills.owner.cursor() as cursor, cursor.copy("copy tc_bill (title) from stdin") as copy:
        copy.write("x\ny\nz\n")
    assert strict(bills) == list(range(1, before + 4))
    for (document,) in bills.owner.execute("select thing.document(%s)", (bills.tenant,)):
        defaults = [field.get("default") for field in document["classes"][0]["fields"]]
    assert defaults == [
        {"sequence": "B{0000}"},
        {"sequence": "S{0}", "gapless": True},
        {"sequence": "{0}"},
        None,
    ]
    assert bills.owner.execute("select * from thing.check(%s)", (bills.tenant,)).fetchall() == []
