"""Cases: cases/<name>.graphql, with .variables.json where there are any; .sql is all that is run, .json the answer.

`--update-cases` writes .sql and .json anew: read the diff.
"""

from pathlib import Path
from typing import Any

import pytest

from py_api import json_text
from py_api.database import Connection
from tests.py.mutations.conftest import Shop, shown
from tests.support.sql_text import readable

FOLDER = Path(__file__).parent / "cases"
CASES = sorted(path.name.removesuffix(".graphql") for path in FOLDER.glob("*.graphql"))
STOCK = """mutation {
  createBrand(input: {id: "00000000-0000-4000-8000-000000000001", name: "Brand"}) { id }
  createTags(input: [{id: "00000000-0000-4000-8000-000000000031", word: "a"}, {id: "00000000-0000-4000-8000-000000000032", word: "b"}]) { count }
  createProducts(input: [
    {id: "00000000-0000-4000-8000-000000000011", name: "Oak", brand: {connect: {id: "00000000-0000-4000-8000-000000000001"}},
     tags: {connect: [{id: "00000000-0000-4000-8000-000000000031"}]}}
    {id: "00000000-0000-4000-8000-000000000012", name: "Elm", brand: {connect: {id: "00000000-0000-4000-8000-000000000001"}},
     reviews: {create: [{id: "00000000-0000-4000-8000-000000000041", stars: 4}]}}]) { count }
  createEmployee(input: {id: "00000000-0000-4000-8000-000000000021", name: "Ann", age: 40}) { id }
  createCompany(input: {id: "00000000-0000-4000-8000-000000000022", name: "Acme"}) { id }
}"""


@pytest.mark.parametrize("case", CASES)
def test_case(case: str, shop: Shop, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    file = FOLDER / f"{case}.graphql"
    query, given = file.read_text(encoding="utf-8"), file.with_suffix(".variables.json")
    variables = json_text.loads(given.read_text(encoding="utf-8")) if given.exists() else {}
    shop.run(STOCK)
    said: list[str] = []
    fetch, execute = Connection.fetch_json, Connection.execute

    async def recorded(connection: Connection, sql: str, params: Any = ()) -> bytes | None:
        if "thing.catalog" not in sql:
            said.append(readable(sql).strip())
        return await fetch(connection, sql, params)

    async def told(connection: Connection, sql: str) -> None:
        said.append(sql)
        await execute(connection, sql)

    monkeypatch.setattr(Connection, "fetch_json", recorded)
    monkeypatch.setattr(Connection, "execute", told)
    result = shop.run(query, variables)
    same(file.with_suffix(".sql"), ";\n\n".join(said) + "\n", request)
    same(file.with_suffix(".json"), shown(result) + "\n", request)


def same(file: Path, text: str, request: pytest.FixtureRequest) -> None:
    if request.config.getoption("update_cases"):
        file.write_text(text, encoding="utf-8")
    assert file.exists(), f"{file.name} is missing: run with --update-cases"
    assert text == file.read_text(encoding="utf-8")
