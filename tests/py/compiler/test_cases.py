"""Cases: cases/<name>.graphql, with .variables.json where there are any; .sql is what it compiles to, .json the result.

Cases of mutations run in a transaction that is rolled back. `--update-cases` writes .sql and .json anew: read the diff.
A first line `# pytest.mark.postgis` (or vector) skips a case where the extension is missing.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from graphql import OperationType

from py_api import json_text
from tests.support.compiled import Api, parsed
from tests.support.sql_text import readable

CASES = sorted(path.name.removesuffix(".graphql") for path in (Path(__file__).parent / "cases").glob("*.graphql"))


@pytest.mark.parametrize("case", CASES)
def test_case(case: str, zoo: Api, request: pytest.FixtureRequest) -> None:
    file = Path(__file__).parent / "cases" / f"{case}.graphql"
    query, given = file.read_text(encoding="utf-8"), file.with_suffix(".variables.json")
    need(zoo, query)
    variables = json_text.loads(given.read_text(encoding="utf-8")) if given.exists() else {}
    operation = zoo.operation(query)
    plan, coerced = zoo.plan(operation, variables)
    assert plan.statement is not None
    if operation.kind is OperationType.MUTATION:
        zoo.runner.run(zoo.connection.execute("begin"))
        try:
            result = parsed(zoo.fetch(plan, coerced))
        finally:
            zoo.runner.run(zoo.connection.execute("rollback"))
    else:
        result = parsed(zoo.fetch(plan, coerced))
    same(file.with_suffix(".sql"), readable(plan.statement.text), request)
    same(file.with_suffix(".json"), shown(result) + "\n", request)


def need(zoo: Api, query: str) -> None:
    for extension, field_type in (("postgis", "geometry"), ("vector", "vector")):
        if query.startswith(f"# pytest.mark.{extension}") and field_type not in zoo.api.catalog.types:
            pytest.skip(f"this server has no {extension}")


def same(file: Path, text: str, request: pytest.FixtureRequest) -> None:
    if request.config.getoption("update_cases"):
        file.write_text(text, encoding="utf-8")
    assert file.exists(), f"{file.name} is missing: run with --update-cases"
    assert text == file.read_text(encoding="utf-8")


def shown(value: Any, indent: str = "") -> str:
    """JSON, what fits a line in one line."""
    flat = json_text.dumps(value)
    if len(flat) + len(indent) <= 110 or not isinstance(value, dict | list) or not value:
        return flat
    inner = indent + "  "
    if isinstance(value, list):
        return "[\n" + ",\n".join(inner + shown(item, inner) for item in value) + f"\n{indent}]"
    items = (f"{inner}{json.dumps(key)}: {shown(item, inner)}" for key, item in value.items())
    return "{\n" + ",\n".join(items) + f"\n{indent}}}"
