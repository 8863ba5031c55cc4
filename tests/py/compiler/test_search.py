"""Full-text search and search by trigrams are answered from the one index of a searchable field."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support import servers
from tests.support.compiled import Api, serving

SCHEMA = """
type Base @class { name: String! @field(searchable: true) }
type More @class(extends: "Base") { note: String }
type Other @class { base: Base }
"""


@pytest.fixture(scope="module")
def many(server: servers.Server) -> Iterator[Api]:
    with serving(server, SCHEMA) as api:
        api.owner.execute("set session_replication_role = replica")  # what the triggers do is of no interest here
        for table, count in (("base", 50_000), ("more", 5_000)):
            api.owner.execute(
                f"insert into tc_{table} (name) select 'lamp ' || n %% 997 || ' red ' || n %% 13 from generate_series(1, %s) n",
                (count,),
            )
        api.owner.execute("insert into tc_other (base) select id from tc_base limit 100")
        api.owner.execute("reset session_replication_role")
        api.owner.execute("insert into tc_more (name) values ('zebra crossing')")
        api.owner.execute("analyze tc_base; analyze tc_more")
        yield api


def plan(api: Api, query: str, variables: dict[str, Any] | None = None) -> Any:
    plan, coerced = api.plan(api.operation(query), variables or {})
    assert plan.statement is not None
    texts = api.runner.run(
        api.connection.fetch_rows(f"explain (analyze, format json) {plan.statement.text}", plan.statement.bind(coerced))
    )
    return texts[0][0]


@pytest.mark.parametrize("operator", ["search", "similar", "contains", "ilike"])
@pytest.mark.parametrize("field", ["bases", "others"])
def test_index(many: Api, operator: str, field: str) -> None:
    value = {"search": "zebra", "similar": "zebra", "contains": "ebra cross", "ilike": "%EBRA%"}[operator]
    condition = f'{{name: {{{operator}: "{value}"}}}}'
    query = f"{{ bases(filter: {condition}) {{ nodes {{ name }} }} }}"
    if field == "bases":
        assert many.run(query) == {"bases": {"nodes": [{"name": "zebra crossing"}]}}
    else:
        query = f"{{ others(filter: {{base: {condition}}}) {{ nodes {{ id }} }} }}"
    text = str(plan(many, query))
    assert "ts_" in text
    assert "Seq Scan on tc_base" not in text
