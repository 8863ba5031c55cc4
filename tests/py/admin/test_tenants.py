"""What operators do with tenants, with and without a tenant in their token."""

import json
from typing import Any

import psycopg
import pytest

from tests.py.admin.conftest import Office

pytestmark = pytest.mark.once


def test_the_life_of_a_tenant(office: Office, slugs: list[str]) -> None:
    first, second = slugs

    def run(text: str, **variables: object) -> object:
        (found,) = office.run(text, variables, role="operator", tenant=None).values()
        return found

    made = run(
        """mutation ($slug: String!) {
            createTenant(slug: $slug, label: "First", limits: {statement_timeout: "5s"}) {
                slug label limits suspendedAt
            }
        }""",
        slug=first,
    )
    assert made == {"slug": first, "label": "First", "limits": {"statement_timeout": "5s"}, "suspendedAt": None}
    # It can be worked in at once.
    office.run('mutation { createSchemaClass(class: "A") { version } }', tenant=first)
    assert office.run("{ as { totalCount } }", tenant=first) == {"as": {"totalCount": 0}}
    assert run("query ($s: String!) { tenant(slug: $s) { label createdAt } }", s=first)["label"] == "First"  # type: ignore[index]
    assert run("query ($s: String!) { tenant(slug: $s) { label } }", s=second) is None
    assert first in [t["slug"] for t in run("{ tenants(first: 1000) { slug } }")]  # type: ignore[attr-defined]
    limits = run(
        "mutation ($s: String!, $l: JSON!) { setTenantLimits(slug: $s, limits: $l) { limits } }",
        s=first,
        l={"statement_timeout": None, "work_mem": "8MB"},
    )
    assert limits == {"limits": {"work_mem": "8MB"}}
    assert run("mutation ($s: String!) { suspendTenant(slug: $s) { suspendedAt } }", s=first)["suspendedAt"]  # type: ignore[index]
    (error,) = office.errors("{ as { totalCount } }", tenant=first)
    assert error["extensions"]["code"] == "TENANT_SUSPENDED"
    assert run("mutation ($s: String!) { resumeTenant(slug: $s) { suspendedAt } }", s=first) == {"suspendedAt": None}
    assert office.run("{ as { totalCount } }", tenant=first) == {"as": {"totalCount": 0}}
    renamed = run(
        'mutation ($s: String!, $to: String!) { renameTenant(slug: $s, to: $to, label: "Second") { slug label } }',
        s=first,
        to=second,
    )
    assert renamed == {"slug": second, "label": "Second"}
    assert office.run("{ as { totalCount } }", tenant=second) == {"as": {"totalCount": 0}}
    (error,) = office.errors("{ as { totalCount } }", tenant=first)
    assert error["extensions"]["code"] == "UNKNOWN_TENANT"
    drop = "mutation ($s: String!, $c: String!) { dropTenant(slug: $s, confirm: $c) }"
    error = office.refused(drop, {"s": second, "c": "no"}, role="operator", tenant=None)
    assert error["extensions"]["code"] == "NOT_CONFIRMED"
    assert run(drop, s=second, c=second) is True
    (error,) = office.errors("{ as { totalCount } }", tenant=second)
    assert error["extensions"]["code"] == "UNKNOWN_TENANT"


def test_a_schema_from_elsewhere_is_adopted(office: Office, slugs: list[str], db: psycopg.Connection[Any]) -> None:
    slug = slugs[0]
    adopt = 'mutation ($s: String!) { adoptTenant(slug: $s, label: "Back") { slug label } }'

    def refused() -> str:
        (error,) = office.errors(adopt, {"s": slug}, role="operator", tenant=None)
        return str(error["extensions"]["code"])

    assert refused() == "UNKNOWN_TENANT"
    db.execute("select thing.create_tenant(%s)", (slug,))
    assert refused() == "TENANT_EXISTS"
    db.execute("delete from thing.tenants where slug = %s", (slug,))
    db.execute(f"create view tenant_{slug}.v as select 1")
    db.execute(f"alter view tenant_{slug}.v owner to thing_owner")
    assert refused() == "NOT_ADOPTABLE"
    db.execute(f"drop view tenant_{slug}.v")
    assert office.run(adopt, {"s": slug}, role="operator", tenant=None) == {
        "adoptTenant": {"slug": slug, "label": "Back"}
    }
    office.run('mutation { createSchemaClass(class: "A") { version } }', tenant=slug)


def test_a_slug_used_again_is_another_tenant(office: Office, slugs: list[str]) -> None:
    slug = slugs[0]
    create = f'mutation {{ createTenant(slug: "{slug}") {{ slug }} }}'
    office.run(create, role="operator", tenant=None)
    for name in ("A", "B", "C"):
        office.run(f'mutation {{ createSchemaClass(class: "{name}") {{ version }} }}', tenant=slug)
    office.run(f'mutation {{ dropTenant(slug: "{slug}", confirm: "{slug}") }}', role="operator", tenant=None)
    office.run(create, role="operator", tenant=None)
    office.run('mutation { createSchemaClass(class: "D") { version } }', tenant=slug)
    assert office.run("{ ds { totalCount } }", tenant=slug) == {"ds": {"totalCount": 0}}
    assert office.run("{ schemaVersion schemaClasses { name } }", tenant=slug) == {
        "schemaVersion": 1, "schemaClasses": [{"name": "D"}],
    }  # fmt: skip
    assert office.errors("{ as { totalCount } }", tenant=slug)[0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"


def test_limits(office: Office) -> None:
    found = {
        limit["name"]: limit["default"]
        for limit in office.run("{ tenantLimits { name default description } }", role="operator")["tenantLimits"]
    }
    assert found["statement_timeout"] == "30s"
    query = f'mutation {{ setTenantLimits(slug: "{office.tenant}", limits: {{wings: 2}}) {{ slug }} }}'
    assert office.refused(query, role="operator")["extensions"]["code"] == "INVALID_LIMIT"


def test_an_operator_with_a_tenant_may_do_all_of_it(office: Office) -> None:
    assert office.run("{ schemaVersion products { totalCount } }", role="operator") == {
        "schemaVersion": 1, "products": {"totalCount": 0},
    }  # fmt: skip
    found = office.run(f'{{ __typename tenant(slug: "{office.tenant}") {{ slug }} }}', role="operator")
    assert found == {"__typename": "Query", "tenant": {"slug": office.tenant}}


def test_an_operator_without_a_tenant_sees_nothing_of_tenants(office: Office) -> None:
    for text in ("{ schemaVersion }", "{ products { totalCount } }", '{ node(id: "x") { id } }'):
        (error,) = office.errors(text, role="operator", tenant=None)
        assert error["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
    assert office.run("{ __typename }", role="operator", tenant=None) == {"__typename": "Query"}
    found = office.run(
        "{ __schema { queryType { fields { name } } mutationType { fields { name } } } tenantLimits { name } }",
        role="operator",
        tenant=None,
    )
    assert [f["name"] for f in found["__schema"]["queryType"]["fields"]] == ["tenants", "tenant", "tenantLimits"]
    assert "dropTenant" in [f["name"] for f in found["__schema"]["mutationType"]["fields"]]
    assert office.run('{ __type(name: "Tenant") { name } }', role="operator", tenant=None)["__type"]["name"] == "Tenant"


@pytest.mark.parametrize("role", ["viewer", "editor", "admin"])
def test_others_need_a_tenant(office: Office, role: str) -> None:
    answer = office.answer("{ tenants { slug } }", role=role, tenant=None)  # type: ignore[arg-type]
    (error,) = json.loads(answer.body)["errors"]
    assert (error["extensions"]["code"], answer.status) == ("FORBIDDEN", 403)


@pytest.mark.parametrize(
    "text",
    [
        "{ tenants { slug } products { totalCount } }",
        "{ schemaVersion tenants { slug } }",
        'mutation { createProduct(input: {name: "xy"}) { id } resumeTenant(slug: "x") { slug } }',
        'mutation { resumeTenant(slug: "x") { slug } dropSchemaClass(class: "Product") { version } }',
    ],
)
def test_mixed(office: Office, text: str) -> None:
    answer = office.answer(text, role="operator")
    (error,) = json.loads(answer.body)["errors"]
    assert (error["extensions"]["code"], answer.status) == ("MIXED_OPERATION", 400)


def test_several_mutations_are_one_transaction(office: Office, slugs: list[str]) -> None:
    query = f'mutation {{ a: createTenant(slug: "{slugs[0]}") {{ slug }} b: suspendTenant(slug: "nobody") {{ slug }} }}'
    error = office.refused(query, role="operator", tenant=None)
    assert (error["extensions"]["code"], error["path"]) == ("UNKNOWN_TENANT", ["b"])
    query = "query ($s: String!) { tenant(slug: $s) { slug } }"
    assert office.run(query, {"s": slugs[0]}, role="operator") == {"tenant": None}


def test_no_idempotency_keys(office: Office) -> None:
    query = 'mutation { resumeTenant(slug: "x") { slug } }'
    error = office.refused(query, role="operator", idempotency_key="k")
    assert error["extensions"]["code"] == "NOT_SUPPORTED"
