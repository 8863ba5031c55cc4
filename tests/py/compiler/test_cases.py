"""Cases: cases/<name>.graphql, with .variables.json where there are any; .sql is what it compiles to, .json the result.

Cases of mutations run in a transaction that is rolled back. `--update-cases` writes .sql and .json anew: read the diff.
A first line `# pytest.mark.postgis` (or vector) skips a case where the extension is missing.
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from graphql import OperationDefinitionNode, OperationType, parse

from py_api import json_text
from py_api.config import Limits
from tests.support.compiled import Api, parsed, statement_of
from tests.support.rewriting import executed, with_type_names, with_variables, without_variables
from tests.support.sql_text import readable

CASES = sorted(path.name.removesuffix(".graphql") for path in (Path(__file__).parent / "cases").glob("*.graphql"))

WIDE = Limits(
    aliases=10_000, fields=10_000, depth=100, root_fields=100, tokens=100_000
)  # rewritten operations are larger


@pytest.mark.parametrize("case", CASES)
def test_case(case: str, zoo: Api, request: pytest.FixtureRequest) -> None:
    file = Path(__file__).parent / "cases" / f"{case}.graphql"
    query, variables = read(case)
    need(zoo, query)
    operation = zoo.operation(query)
    plan, coerced = zoo.plan(operation, variables)
    if operation.kind is OperationType.MUTATION:
        zoo.runner.run(zoo.connection.execute("begin"))
        try:
            result = parsed(zoo.fetch(plan, coerced))
        finally:
            zoo.runner.run(zoo.connection.execute("rollback"))
    else:
        result = parsed(zoo.fetch(plan, coerced))
    same(file.with_suffix(".sql"), readable(statement_of(plan).text), request)
    same(file.with_suffix(".json"), shown(result) + "\n", request)


@pytest.mark.once
@pytest.mark.parametrize("case", CASES)
def test_case_by_the_specification(case: str, zoo: Api) -> None:
    """graphql-core, given the result, collects the same from it; literals and variables say the same."""
    query, variables = read(case)
    need(zoo, query)
    if zoo.operation(query).kind is OperationType.MUTATION:
        pytest.skip("mutations are run once")
    document, schema = parse(query), zoo.api.schema
    typed = with_type_names(document)
    data = zoo.run(typed, variables, limits=WIDE)
    assert same_numbers(executed(schema, typed, variables, data)) == same_numbers(data)
    expected = json_text.dumps(zoo.run(query, variables))
    if len([d for d in document.definitions if isinstance(d, OperationDefinitionNode)]) > 1:
        return
    inlined, rest = without_variables(schema, document, variables)
    assert json_text.dumps(zoo.run(inlined, rest, limits=WIDE)) == expected
    for chosen in (
        lambda depth: depth == 0,
        lambda depth: depth == 1,
        lambda depth: depth >= 2,
        lambda depth: depth >= 4,
    ):
        lifted, more = with_variables(schema, inlined, chosen)
        assert json_text.dumps(zoo.run(lifted, {**rest, **more}, limits=WIDE)) == expected


def same_numbers(value: Any) -> str:
    """As JSON, 3.0 as 3."""
    return re.sub(r"(?<=\d)\.0\b", "", json_text.dumps(value))


def read(case: str) -> tuple[str, dict[str, Any]]:
    file = Path(__file__).parent / "cases" / f"{case}.graphql"
    given = file.with_suffix(".variables.json")
    variables = json_text.loads(given.read_text(encoding="utf-8")) if given.exists() else {}
    return file.read_text(encoding="utf-8"), variables


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
