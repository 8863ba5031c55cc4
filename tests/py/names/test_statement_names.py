"""Names of ours in compiled statements begin with "_", which no column's name does."""

from pathlib import Path

import pytest

from tests.support.sql_names import capturable

TESTS = Path(__file__).parents[1]
CASES = [*TESTS.glob("compiler/cases/*.sql"), *TESTS.glob("mutations/cases/*.sql")]


@pytest.mark.once
def test_no_compiled_statement_has_a_name_that_a_column_could_have() -> None:
    assert len(CASES) > 40
    found = {(name, file.name) for file in CASES for name in capturable(file.read_text(encoding="utf-8"))}
    assert found == set()


@pytest.mark.once
@pytest.mark.parametrize("name", ["t1", "x", "n"])
def test_such_a_name_is_found(name: str) -> None:
    statement = f"""select json_agg({name}."a" order by {name}._n) from "tc_a" {name} where 'x y' = $1::text"""
    assert set(capturable(statement)) == {name}
