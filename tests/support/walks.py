"""A tenant whose schema and rows change at random, and what it says of itself."""

import json
import random
from collections.abc import Callable
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql

Connection = psycopg.Connection[Any]
Json = dict[str, Any]
ENUMS = ["Colour", "Shade"]
CLASSES, FIELDS = ["Order", "Pet", "Dog", "Table"], ["name", "user", "other", "end", "count"]
OPTIONS = ["red", "green", "blue"]
VALUES: dict[str, Callable[[random.Random], str | None]] = {
    "text": lambda r: str(r.randint(1, 10**6)),
    "integer": lambda r: str(r.randint(1, 10**6)),
    "bigint": lambda r: str(r.randint(1, 10**6)),
    "decimal": lambda r: str(r.randint(1, 10**6)),
    "boolean": lambda r: r.choice(["true", "false"]),
    "date": lambda r: f"2024-{r.randint(1, 12):02}-{r.randint(1, 28):02}",
    "select": lambda r: r.choice(OPTIONS),
}


def value(db: Connection, statement: str | sql.Composable, *values: Any) -> Any:
    row = db.execute(statement, values).fetchone()  # type: ignore[arg-type]
    assert row is not None
    return row[0]


class Tenant:
    def __init__(self, db: Connection, slug: str) -> None:
        self.db, self.slug = db, slug

    def columns(self) -> list[tuple[str, str, bool, int, str, str, str, bool]]:
        """class, table, abstract, class id, field, column, type, own: of all that is live; a class without fields has one row of nulls."""
        db, slug = self.db, self.slug
        return db.execute(
            sql.SQL(
                """select c.name, 'tc_' || c.physical_name, c.abstract, c.id, f.name, f.physical_name, f.type, f.inherited_from is null
                     from {0}.thing_classes c left join {0}.thing_class_fields f on f.class_id = c.id and f.dropped_version is null
                    where c.dropped_version is null order by c.id, f.id"""
            ).format(sql.Identifier(f"tenant_{slug}"))
        ).fetchall()

    def classes(self) -> list[str]:
        return sorted({row[0] for row in self.columns()})

    def operation(self, r: random.Random) -> Json:
        """Mostly sensible; what is not is refused, and that is tried too."""
        columns = self.columns()
        name, field = r.choice(CLASSES), r.choice(FIELDS)
        if not columns or r.random() < 0.15:
            parent = r.choice([None, None, *self.classes()])
            new = {"class": name, "extends": parent, "abstract": r.random() < 0.15}
            return {
                "op": "create_class",
                **new,
                "fields": [self.field(r, f) for f in r.sample(FIELDS, 2)] if r.random() < 0.7 else [],
            }
        at = r.choice(columns)
        name, field = at[0], at[4] or field
        match r.randint(0, 15):
            case 0:
                return {"op": "drop_class", "class": name}
            case 1:
                return {"op": "rename_class", "class": name, "to": r.choice(CLASSES)}
            case 2 | 3 | 4:
                return {"op": "add_field", "class": name, "field": self.field(r, r.choice(FIELDS))}
            case 5 | 6:
                return {"op": "drop_field", "class": name, "field": field}
            case 7:
                kept = r.choice([{}, {"keepAlias": "2 weeks"}])
                return {"op": "rename_field", "class": name, "field": field, "to": r.choice(FIELDS), **kept}
            case 8:
                rules = r.choice(
                    [
                        {},
                        {"required": True},
                        {"unique": True},
                        {"required": True, "unique": True},
                        {"minLength": 2},
                        {"min": 0},
                    ]
                )
                return {
                    "op": "set_rules",
                    "class": name,
                    "field": field,
                    "rules": rules,
                    "existing": r.choice(["keep", "refuse"]),
                }
            case 9 | 10 if at[6] == "select":
                names = r.sample(OPTIONS, 2)
                return {"op": "rename_option", "class": name, "field": field, "from": names[0], "to": names[1]}
            case 9 | 10:
                return {"op": "alter_field", "class": name, "field": field, "set": {"type": r.choice(list(VALUES))}}
            case 11:
                changes: list[Json] = [
                    {"label": "x"},
                    {"indexed": True},
                    {"indexed": False},
                    {"searchable": True},
                    {"personal": True},
                ]
                changes += [{"default": None}, *({"inverse": i} for i in (None, "kept", "orders", "pets"))]
                changes += [{"aliases": None}, {"aliases": {r.choice(FIELDS): "2999-01-01T00:00:00Z"}}]
                change = r.choice(changes)
                return {"op": "alter_field", "class": name, "field": field, "set": change}
            case 12 if r.random() < 0.5:
                own = [row[4] for row in columns if row[0] == name and row[7]]
                return {"op": "alter_class", "class": name, "set": {"fieldOrder": r.sample(own, len(own))}}
            case 12:
                return {"op": "add_unique", "class": name, "name": "both", "fields": r.sample(FIELDS, 2)}
            case 13:
                return {"op": "drop_unique", "class": name, "name": "both"}
            case 14:
                orders = r.choice([{}, {"order": "DESC"}, {"order": "DESC", "nulls": "LAST"}])
                keys = [{"field": f, **orders} for f in r.sample([*FIELDS, "createdAt"], 2)]
                return {"op": "add_index", "class": name, "name": "keyed", "keys": keys}
            case _:
                return {"op": "drop_index", "class": name, "name": "keyed"}

    def field(self, r: random.Random, name: str) -> Json:
        if r.random() < 0.3:
            target = r.choice([None, *self.classes(), *CLASSES])
            return {"name": name, "type": r.choice(["reference", "references"]), "target": target}
        kind = r.choice(list(VALUES))
        field: Json = {
            "name": name,
            "type": kind,
            "indexed": r.random() < 0.3,
            "unique": kind != "boolean" and r.random() < 0.1,
        }
        if kind == "select":
            field |= {"params": {"values": r.sample(OPTIONS, 2)}}
        if r.random() < 0.2:
            field |= {
                "default": VALUES[kind](r) if kind in ("text", "date", "select") else {"boolean": True}.get(kind, 5)
            }
        return field

    def write(self, r: random.Random) -> None:
        """A row or two for each class. One that breaks a rule is not written."""
        by_table: dict[str, dict[str, str | None]] = {}
        joins = []
        for _, table, abstract, class_id, _, column, kind, _ in self.columns():
            if not abstract:
                row = by_table.setdefault(table, {})
                if kind in VALUES:
                    row[column] = VALUES[kind](r)
                elif kind == "reference":
                    row[column] = self.thing(r)
                elif kind == "references":
                    joins.append((f"tj_{class_id}_{column}", table))
        schema = f"tenant_{self.slug}"
        new = {table: str(UUID(int=r.getrandbits(128), version=4)) for table in by_table}
        for table, row in by_table.items():
            given = {c: v for c, v in row.items() if r.random() < 0.9}
            into = sql.SQL(", ").join(sql.Identifier(c) for c in ["id", *given])
            cells = sql.SQL(", ").join(sql.Literal(v) for v in [new[table], *given.values()])
            self.attempt(sql.SQL("insert into {} ({}) values ({})").format(sql.Identifier(schema, table), into, cells))
        for join, table in joins:
            pair = sql.SQL(", ").join([sql.Literal(new[table]), sql.Literal(self.thing(r))])
            self.attempt(sql.SQL("insert into {} values ({})").format(sql.Identifier(schema, join), pair))

    def thing(self, r: random.Random) -> Any:
        ids = sql.SQL("select id from {}.thing_instances order by id").format(sql.Identifier(f"tenant_{self.slug}"))
        things = self.db.execute(ids).fetchall()
        return r.choice(things)[0] if things and r.random() < 0.8 else None

    def attempt(self, statement: sql.Composable) -> None:
        refusal = self.error(statement)
        assert refusal is None or refusal.sqlstate in ("TB001", "TB061", "23505", "23503", "23502"), refusal

    def call(self, function: str, *arguments: Any) -> psycopg.Error | None:
        """The refusal, null when it was done. Only the core's own refusals will do."""
        refusal = self.error(f"select thing.{function}(%s, %s)", self.slug, *arguments)
        assert refusal is None or (refusal.sqlstate or "").startswith("TB"), f"{function} {arguments}: {refusal}"
        return refusal

    def error(self, statement: str | sql.Composable, *values: Any) -> psycopg.Error | None:
        try:
            self.db.execute(statement, values)  # type: ignore[arg-type]
        except psycopg.Error as error:
            return error
        return None

    def state(self) -> tuple[Any, str, dict[tuple[str, str], Any]]:
        """document, checksum, and values: (class.field, id) -> value."""
        schema = f"tenant_{self.slug}"
        version = value(self.db, "select thing.schema_version(%s)", self.slug)
        values: dict[tuple[str, str], Any] = {}
        for name, table, abstract, class_id, field, column, kind, _ in self.columns():
            if abstract or field is None:
                continue
            query = (
                sql.SQL("select j.source_id, array_agg(j.target_id order by 1) from {} j group by 1").format(
                    sql.Identifier(schema, f"tj_{class_id}_{column}")
                )
                if kind == "references"
                else sql.SQL("select id, to_jsonb({}) from {}").format(
                    sql.Identifier(column), sql.Identifier(schema, table)
                )
            )
            values |= {(f"{name}.{field}", str(i)): v for i, v in self.db.execute(query)}
        checksum = value(
            self.db,
            sql.SQL("select checksum from {}.schema_versions where version = %s").format(sql.Identifier(schema)),
            version,
        )
        return value(self.db, "select thing.document(%s)", self.slug), checksum, values

    def catalog(self, version: int | None = None) -> Json:
        """{version, shape, enums, classes}: as it is, or was."""
        if version is None:
            enums = value(self.db, "select thing.catalog_index(%s)", self.slug)["enums"]
            return {**value(self.db, "select thing.catalog_entries(%s)", self.slug), "enums": enums}
        return dict(value(self.db, "select thing.catalog_at(%s, %s)", self.slug, version))

    def sound(self) -> None:
        damages = self.db.execute("select * from thing.check(%s)", (self.slug,)).fetchall()
        assert damages == [], damages
        document = json.dumps(value(self.db, "select thing.document(%s)", self.slug))
        assert value(self.db, "select thing.diff(%s, %s)", self.slug, document) == []


def enums(r: random.Random) -> Json:
    """A change of an enum that fields share."""
    name, values = r.choice(ENUMS), r.sample(["RED", "GREEN", "BLUE", "GREY"], r.randint(2, 4))
    match r.randint(0, 6):
        case 0 | 1 | 2:
            return {"op": "create_enum", "enum": name, "values": values}
        case 3:
            return {"op": "alter_enum", "enum": name, "set": {"values": values}, "existing": "keep"}
        case 4:
            return {"op": "rename_enum", "enum": name, "to": r.choice(ENUMS)}
        case 5:
            return {"op": "rename_enum_option", "enum": name, "from": values[0], "to": r.choice(["GREY", "PINK"])}
        case _:
            return {"op": "drop_enum", "enum": name}


def wider(tenant: Tenant, r: random.Random) -> Json:
    """Besides, enums, selects and their options, geometry, rules for all fields of a class, and classes' checks."""
    columns = tenant.columns()
    if r.random() < 0.15:
        return enums(r)
    if not columns or r.random() < 0.7:
        return tenant.operation(r)
    name, field, kind = (at := r.choice(columns))[0], at[4] or r.choice(FIELDS), at[6]
    options: Json = {"values": r.sample(["RED", "GREEN", "BLUE"], r.randint(1, 3))}
    if r.random() < 0.4:
        options = {"enum": r.choice(ENUMS)}
    if kind in ("select", "multiselect") and r.random() < 0.6:
        return {"op": "alter_field", "class": name, "field": field, "set": {"params": options}, "existing": "keep"}
    match r.randint(0, 4):
        case 0 | 1:
            new: Json = {"name": r.choice(FIELDS), "type": r.choice(["select", "multiselect"]), "params": options}
            return {"op": "add_field", "class": name, "field": new}
        case 2:
            new = {"name": r.choice(FIELDS), "type": r.choice(["geometry", "json", "uuid"])}
            return {"op": "add_field", "class": name, "field": new}
        case 3:
            rules = r.choice([{}, {"fields": {"required": True}}, {"fields": {"minLength": 1}}])
            return {"op": "set_rules", "class": name, "rules": rules, "existing": "keep"}
        case _:
            target = r.choice(["text", "select"])
            change: Json = {"type": target, **({"params": options} if target == "select" else {})}
            return {"op": "alter_field", "class": name, "field": field, "set": change, "existing": "keep"}
