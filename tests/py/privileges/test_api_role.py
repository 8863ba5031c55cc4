"""The role that the API logs in with: what the tenant's own role may, and nothing for others."""

import base64
import hashlib
import hmac
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from tests.support.servers import Server

Connection = psycopg.Connection[Any]


def verifier(password: str, salt: bytes = b"0123456789abcdef", rounds: int = 4096) -> str:
    """As PostgreSQL keeps a password (RFC 5803)."""
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, rounds)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    text = [base64.b64encode(part).decode() for part in (salt, stored, server)]
    return f"SCRAM-SHA-256${rounds}:{text[0]}${text[1]}:{text[2]}"


@pytest.fixture
def api(db: Connection, tenant: str, server: Server) -> Callable[[], Connection]:
    """Logs in as the API does for the tenant."""
    role = db.execute("select thing.api_login(%s, %s)", (tenant, verifier("s3cret"))).fetchone()
    assert role is not None
    return lambda: psycopg.connect(server.url_of("thingbase", role[0], "s3cret"), autocommit=True)


def test_it_does_what_the_tenant_does(api: Callable[[], Connection], db: Connection, tenant: str) -> None:
    db.execute('select thing.create_class(%s, \'Product\', \'[{"name": "name", "type": "text"}]\')', (tenant,))
    with api() as connection:
        assert connection.execute("show search_path").fetchone()[0].startswith(f"tenant_{tenant},")  # type: ignore[index]
        connection.execute("insert into tc_product (name) values ('one')")
        connection.execute("update tc_product set name = 'two'")
        classes = "select id, name, extends_id, abstract, dropped_version from thing_classes"
        assert connection.execute(classes).fetchall() == [(1, "Product", None, False, None)]
        for column in ("predicate", "entry", "rules"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(f"select {column} from thing_classes")
        assert connection.execute("select thing.schema_version(%s)", (tenant,)).fetchone() == (1,)
        connection.execute("select thing.drop_class(%s, 'Product')", (tenant,))
        log = db.execute(
            f"select distinct by_role from tenant_{tenant}.change_log where operation <> 'schema'"
        ).fetchall()
        assert log == [(f"api_tenant_{tenant}",)]


def test_it_is_nobody_to_other_tenants(api: Callable[[], Connection], db: Connection) -> None:
    db.execute("select thing.create_tenant('neighbour')")
    try:
        with api() as connection:
            with pytest.raises(psycopg.Error) as caught:
                connection.execute("select thing.catalog_head('neighbour')")
            assert caught.value.sqlstate == "TB044"
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute("select from tenant_neighbour.thing_instances")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute("select thing.api_login('neighbour', '')")
    finally:
        db.execute("select thing.drop_tenant('neighbour', 'neighbour')")


def test_its_sessions_end_with_the_tenants(api: Callable[[], Connection], db: Connection, tenant: str) -> None:
    with api() as connection:
        db.execute("select thing.suspend_tenant(%s)", (tenant,))
        with pytest.raises(psycopg.OperationalError):
            connection.execute("select")
    with pytest.raises(psycopg.OperationalError, match="not permitted to log in"):
        api()
    db.execute("select thing.resume_tenant(%s)", (tenant,))
    api().close()


def test_what_it_does_wrong_is_not_in_the_log(
    api: Callable[[], Connection], connect: Callable[..., Connection], tenant: str
) -> None:
    """A viewer could fill the disk with values that PostgreSQL refuses."""
    for role in (api(), connect(tenant)):
        with role as connection:
            for name, value in (("log_min_messages", "fatal"), ("log_min_error_statement", "panic")):
                assert connection.execute(f"show {name}").fetchone() == (value,)
                for statement in (
                    f"set {name} = debug1",
                    f"alter role current_user set {name} = debug1",
                    f"alter role current_user reset {name}",
                ):
                    with pytest.raises(psycopg.errors.InsufficientPrivilege):
                        connection.execute(statement)


def test_a_tenant_of_an_older_core_gets_it_with_the_upgrade(db: Connection, tenant: str) -> None:
    role = f"tenant_{tenant}"
    settings = "select count(*) from pg_db_role_setting s, unnest(s.setconfig) c where s.setrole = %s::regrole and c ~ '^log_min'"
    assert db.execute(settings, (role,)).fetchone() == (2,)
    for name in ("log_min_messages", "log_min_error_statement"):
        db.execute(f"alter role {role} reset {name}")
    db.execute("select thing.refresh_tenant(%s)", (tenant,))
    assert db.execute(settings, (role,)).fetchone() == (2,)
