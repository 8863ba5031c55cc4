"""What the API has whatever the classes is known to the database, so that no class takes it."""

from typing import Any

import psycopg
import pytest

from py_api.catalog.index import Index
from py_api.catalog.model import Catalog, FieldType
from py_api.schema import root_fields
from py_api.schema.class_types import ClassTypes
from py_api.schema.static_types import BUILT_IN, static_definitions

Connection = psycopg.Connection[Any]


def value(db: Connection, query: str, *arguments: Any) -> Any:
    row = db.execute(query, arguments).fetchone()
    assert row is not None
    return row[0]


@pytest.fixture
def types(db: Connection) -> dict[str, FieldType]:
    return {t["name"]: FieldType.read(t) for t in value(db, "select thing.catalog_types()")["types"]}


def test_no_class_is_called_as_a_static_type(db: Connection, types: dict[str, FieldType]) -> None:
    for name in (*static_definitions(types), *BUILT_IN):
        with pytest.raises(psycopg.Error) as caught:
            db.execute("select thing.check_name(%s, 'class')", (name,))
        assert caught.value.sqlstate == "TB012", name


def test_every_type_of_a_class_is_known(db: Connection, types: dict[str, FieldType]) -> None:
    made = {f"X{suffix}" for suffix in ClassTypes(Catalog(0, "", Index.of(()), types)).makers}
    assert len(made) > 10
    assert made <= set(value(db, "select thing.type_names('X')"))


@pytest.mark.once
def test_root_fields_are_made_of_singular_and_plural_alone() -> None:
    """Then those of mutations are as different as those of queries, which the database keeps apart."""
    prefixes = {shape.prefix for shape in root_fields.MUTATIONS}
    assert all(shape.suffix == "" for shape in root_fields.MUTATIONS)
    assert not any(a != b and a.startswith(b) for a in prefixes for b in prefixes)
    assert {(s.prefix, s.suffix) for s in root_fields.QUERIES} == {("", ""), ("", "Aggregate")}
    assert len(root_fields.SUBSCRIPTIONS) == 1
