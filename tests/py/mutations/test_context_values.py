"""What a statement takes from the request (who, which tenant, ids of earlier steps) is no variable of the client's."""

import pytest

from py_api.compiler.context_values import ACTOR, IDS, OUTCOMES, ROWS, TENANT
from py_api.compiler.fragment import ContextParam, InputParam
from py_api.compiler.mutation.steps import SequenceStep, StatementStep
from py_api.compiler.plan import MutationPlan
from tests.py.mutations.conftest import Shop

NAMES = ("actor", "tenant", "rows", "ids", "outcomes", "computed")

pytestmark = pytest.mark.once


def test_no_variable_stands_for_one(shop: Shop) -> None:
    """Whatever it is called, and were it a name that GraphQL does not allow."""
    one = "mutation ($actor: ProductCreateInput!) { createProduct(input: $actor) { id } }"
    shop.run(one, {"actor": {"name": "one"}})
    many = "mutation ($ids: [ProductUpsertInput!]!) { upsertProducts(by: sku, input: $ids) { outcomes nodes { id } } }"
    shop.run(many, {"ids": [{"name": "two", "sku": "2"}]})
    operations = shop.engine.schemas.tenants[shop.tenant].schema.operations
    context = {ACTOR: "ann", TENANT: "acme", ROWS: [], IDS: ["an id"], OUTCOMES: ["CREATED"]}
    wrong = {name: "wrong" for plain in NAMES for name in (plain, f"${plain}", f"$things:{plain}")}
    taken = set()
    for query in (one, many):
        operation = operations.get((query, None, ()))
        assert operation is not None
        ((_, plan),) = operation.plans.items()
        assert isinstance(plan, MutationPlan)
        (step,) = plan.steps
        assert isinstance(step, StatementStep | SequenceStep)
        for statement in step.statements:
            for param in statement.params:
                if isinstance(param, ContextParam):
                    taken.add(param.context_value)
                    assert param.value(wrong, context) == param.encode(context[param.context_value])
                else:
                    assert isinstance(param, InputParam)
                    assert param.input_value.path is None or param.input_value.path[0] in ("actor", "ids")
    assert taken == {ACTOR, IDS, OUTCOMES}


def test_variables_may_have_the_names_of_ours(shop: Shop) -> None:
    """A statement for each level, in a transaction of two root fields."""
    answer = shop.run(
        "mutation ($actor: String!, $ids: ProductUpdateInput!, $rows: ID!, $outcomes: [ReviewWithoutAboutCreateInput!]) {"
        " createProduct(input: {id: $rows, name: $actor, reviews: {create: $outcomes}}) { name }"
        " updateProduct(id: $rows, input: $ids) { name tags { nodes { word } } } }",
        {
            "actor": "mallory",
            "rows": "0196a000-0000-7000-8000-000000000001",
            "ids": {"name": "renamed", "tags": {"create": [{"word": "red"}]}},
            "outcomes": [{"stars": 3}],
        },
        actor="ann",
    )
    assert answer == {
        "createProduct": {"name": "mallory"},
        "updateProduct": {"name": "renamed", "tags": {"nodes": [{"word": "red"}]}},
    }
    assert shop.rows("select distinct actor from change_log") == [("ann",)]
