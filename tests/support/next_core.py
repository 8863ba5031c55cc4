"""A copy of sql/ with what a next version could bring: columns in the core and in each tenant, a function, other triggers."""

import re
import shutil
from pathlib import Path

from py_api.config import SQL

NAME = "9999_colour.sql"


def write(folder: Path) -> Path:
    sql = folder / "sql"
    shutil.copytree(SQL, sql)

    def edit(name: str, old: str, new: str) -> None:
        text = (sql / name).read_text()
        assert text.count(old) == 1, (name, old)
        (sql / name).write_text(text.replace(old, new))

    edit("30_tenants.sql", "references thing.servers (name)\n)", "references thing.servers (name),\n    colour text\n)")
    edit(
        "functions/tenants/tenant_tables_sql.sql",
        "\n);\ncreate unique index thing_classes_name_key",
        ",\n    colour text\n);\ncreate unique index thing_classes_name_key",
    )
    edit("install.sql", "\\ir functions/core/fail.sql", "\\ir functions/core/fail.sql\n\\ir functions/core/colour.sql")
    (sql / "functions/core/colour.sql").write_text(
        "create or replace function thing.colour() returns text language sql as $$ select 'red' $$;\n"
    )
    (sql / "migrations/9999_colour.before.sql").write_text(
        "alter table thing.tenants add column if not exists colour text;"
    )
    (sql / "migrations/9999_colour.tenant.sql").write_text(
        "alter table thing_classes add column colour text;\nupdate thing_classes set triggers_hash = null;"
    )
    (sql / "migrations/9999_colour.sql").write_text("comment on column thing.tenants.colour is null;")
    versions = (sql / "90_core_versions.sql").read_text()
    versions = re.sub(r"\(values (.*?'\w+'\))\)", r"(values \1, (9999, 'colour'))", versions, flags=re.DOTALL)
    versions = re.sub(r"\(values ((?:\(\d+\)(?:,\s+)?)+)\)", r"(values \1, (9999))", versions)
    assert versions.count("9999") == 2
    (sql / "90_core_versions.sql").write_text(versions)
    return sql
